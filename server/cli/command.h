// What a command is: a row in the table of commands.h. Its parameters become options of the command line, its help and
// its arguments; the operation runs in the server, or here when none runs.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "server/cli/terminal.h"
#include "server/config/config.h"
#include "server/control/operation.h"
#include "storage/base/clock.h"
#include "storage/store.h"

namespace stafett::server::cli {

using control::Arguments;
using control::Context;
using control::Exit;
using control::Operation;
using control::Reply;

struct Parameter {
    enum class Kind { positional, value, list, flag };
    Kind kind = Kind::value;
    std::string_view name;  // "login" is LOGIN on the command line; "acts-for" is --acts-for
    std::string_view help;
    bool required = false;
};

enum class Data {
    none,        // no --data, no --test-clock
    existing,    // works on a data folder that must be there
    may_create,  // makes it when it is not
};

class Session;

struct Command {
    std::string_view name;  // "user add"
    std::string_view help;  // one sentence
    Data data = Data::existing;
    std::span<const Parameter> parameters = {};
    // On the terminal's side: asks, reads files, performs, prints.
    Exit (*run)(Session& session) = nullptr;
    // What perform() runs, maybe in the server; null: nothing.
    Reply (*operation)(Context& context, const Arguments& arguments) = nullptr;
};

// `serve`, as app.cpp has it: the folder cli cannot name what wires everything. `clock` is null unless a test's is
// used.
using Serve = std::function<Exit(const config::Config& config, std::shared_ptr<const base::Clock> test_clock,
                                 std::span<const Operation> operations)>;

// One use of a command.
class Session {
  public:
    Session(const Command& command, Terminal& terminal, config::Config settings, Arguments given,
            std::shared_ptr<const base::Clock> test_clock, Serve serve)
        : terminal(terminal),
          config(std::move(settings)),
          arguments(std::move(given)),
          test_clock(std::move(test_clock)),
          serve(std::move(serve)),
          command_(command) {}

    Terminal& terminal;
    config::Config config;  // file and command line together
    Arguments arguments;    // as given, to be completed by the command's run()
    const std::shared_ptr<const base::Clock> test_clock;
    const Serve serve;

    // Runs the command's operation with `with`: in the server that runs on the data folder, else here on the locked
    // folder. Progress goes to standard error. Any number of times.
    Reply perform(const Arguments& with);

    // Writes the reply out; its exit is the command's.
    Exit show(const Reply& reply);

    // A sentence on standard error.
    Exit fail(Exit exit, std::string_view sentence);

  private:
    std::optional<Reply> perform_here(const Arguments& with);

    const Command& command_;
};

// run() of a command that has nothing to ask: performs with what was given and shows the answer.
Exit perform_and_show(Session& session);

}  // namespace stafett::server::cli
