// Where a command's words go to and come from: the terminal, or a test.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace stafett::server::cli {

class Terminal {
  public:
    virtual ~Terminal() = default;
    // Standard output and standard error; whole lines with their ends.
    virtual void out(std::string_view text) = 0;
    virtual void error(std::string_view text) = 0;
    // Whether somebody sits there who can be asked.
    virtual bool interactive() = 0;
    // One line of standard input, without its end; nothing at the end of input.
    virtual std::optional<std::string> read_line() = 0;
    // The same, typed without being shown, after `prompt`; a plain read_line() when nobody sits there.
    virtual std::optional<std::string> read_secret(std::string_view prompt) = 0;
};

// The process's own. One at a time.
class StandardTerminal final : public Terminal {
  public:
    void out(std::string_view text) override;
    void error(std::string_view text) override;
    bool interactive() override;
    std::optional<std::string> read_line() override;
    std::optional<std::string> read_secret(std::string_view prompt) override;
};

}  // namespace stafett::server::cli
