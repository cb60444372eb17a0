// What the administrator can ask for: run by the server for a command that speaks to it, or by the command itself when
// no server runs. The same code either way.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "server/config/config.h"
#include "storage/base/clock.h"
#include "storage/store.h"

namespace stafett::server::control {

// How a command ends (docs/operating.md).
enum class Exit : int {
    ok = 0,
    failed = 1,  // refused, or what it should work on does not exist
    usage = 2,   // the command line or the configuration is wrong
    data = 3,    // the data folder cannot be used: missing, in use, damaged, made for another clock
    found = 4,   // `check` found something
};

// Named texts, each with any number of values; a flag is a name with none.
class Arguments {
  public:
    bool has(std::string_view name) const { return values_.find(name) != values_.end(); }
    // The first value, empty when there is none.
    std::string text(std::string_view name) const;
    std::vector<std::string> texts(std::string_view name) const;
    void set_flag(std::string name) { values_.try_emplace(std::move(name)); }
    void add(std::string name, std::string value) { values_[std::move(name)].push_back(std::move(value)); }
    void set(std::string name, std::string value) { values_[std::move(name)] = {std::move(value)}; }

    auto begin() const { return values_.begin(); }
    auto end() const { return values_.end(); }
    friend bool operator==(const Arguments&, const Arguments&) = default;

  private:
    std::map<std::string, std::vector<std::string>, std::less<>> values_;
};

struct Reply {
    Exit exit = Exit::ok;
    std::string out;    // for standard output; whole lines
    std::string error;  // for standard error; whole lines

    friend bool operator==(const Reply&, const Reply&) = default;
};

// A refusal: `text` is a sentence in English, without line end.
Reply failed(std::string text, Exit exit = Exit::failed);

// What an operation works with. Lives as long as its run.
struct Context {
    storage::Store& store;
    base::Instant now;  // by the server's clock, which may be a test clock
    base::Date today;   // in the association's zone
    const config::Config& config;
    std::function<void(std::string_view)> progress;  // one line about long work; from any thread, one at a time
};

// Runs on a thread of its own, beside requests and other operations.
struct Operation {
    std::string_view name;  // the command's: "user add"
    Reply (*run)(Context& context, const Arguments& arguments) = nullptr;
};

}  // namespace stafett::server::control
