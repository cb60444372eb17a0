// A Unix domain socket in the data folder, and lines over it. Plain POSIX: a handful of blocking connections.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "storage/base/result.h"

namespace stafett::server::control {

// An open descriptor, closed with the object.
class Descriptor {
  public:
    Descriptor() = default;
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(Descriptor&& other) noexcept;
    Descriptor& operator=(Descriptor&& other) noexcept;
    ~Descriptor();

    explicit operator bool() const { return number_ >= 0; }
    int number() const { return number_; }
    void close();

  private:
    int number_ = -1;
};

// Listens at `folder`/control.sock, mode 0600, in place of one left behind by a server that is gone: whoever calls this
// holds the folder's lock. The error is one sentence.
base::Result<Descriptor, std::string> listen_in(const std::filesystem::path& folder);

// Nothing when nobody listens there.
std::optional<Descriptor> connect_in(const std::filesystem::path& folder);

// Reading and writing give up after this long without an octet; 0: never.
void set_patience(const Descriptor& connection, std::chrono::seconds patience);

// False when the other end is gone or does not read.
bool send_line(const Descriptor& connection, std::string_view line);

// Lines of a connection; ends lines with '\n'.
class LineReader {
  public:
    LineReader(const Descriptor& connection, std::size_t longest) : connection_(connection), longest_(longest) {}
    // Nothing at the end, after an error, or when a line is longer than allowed.
    std::optional<std::string> next();

  private:
    const Descriptor& connection_;
    const std::size_t longest_;
    std::string received_;
};

}  // namespace stafett::server::control
