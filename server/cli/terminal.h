// Where a command's words go to and come from: the terminal, or a test. What is written is made safe to show here, once
// for all commands: texts of meetings, names of files and messages about them come from outside.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace stafett::server::cli {

class Terminal {
  public:
    virtual ~Terminal() = default;
    // Standard output and standard error; whole lines with their ends, of which base::safe_lines() is written. What
    // must stay on its line goes through base::safe_line() before.
    void out(std::string_view text);
    void error(std::string_view text);
    // Whether somebody sits there who can be asked.
    virtual bool interactive() = 0;
    // One line of standard input, without its end; nothing at the end of input.
    virtual std::optional<std::string> read_line() = 0;
    // The same, typed without being shown, after `prompt`; a plain read_line() when nobody sits there.
    virtual std::optional<std::string> read_secret(std::string_view prompt) = 0;

  protected:
    virtual void write_out(std::string_view safe) = 0;
    virtual void write_error(std::string_view safe) = 0;
};

// The process's own. One at a time.
class StandardTerminal final : public Terminal {
  public:
    bool interactive() override;
    std::optional<std::string> read_line() override;
    std::optional<std::string> read_secret(std::string_view prompt) override;

  protected:
    void write_out(std::string_view safe) override;
    void write_error(std::string_view safe) override;
};

}  // namespace stafett::server::cli
