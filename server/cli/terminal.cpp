#include "server/cli/terminal.h"

#include <termios.h>
#include <unistd.h>

#include <cstdio>
#include <iostream>

#include "storage/base/safe_text.h"

namespace stafett::server::cli {

namespace {

// What is typed is not shown as long as this lives.
class Unseen {
  public:
    Unseen() : known_(::tcgetattr(STDIN_FILENO, &before_) == 0) {
        if (!known_) return;
        termios unseen = before_;
        unseen.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &unseen);
    }
    Unseen(const Unseen&) = delete;
    Unseen& operator=(const Unseen&) = delete;
    ~Unseen() {
        if (known_) ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
    }

  private:
    termios before_{};
    bool known_;
};

}  // namespace

void Terminal::out(std::string_view text) { write_out(base::safe_lines(text)); }

void Terminal::error(std::string_view text) { write_error(base::safe_lines(text)); }

void StandardTerminal::write_out(std::string_view safe) {
    std::fwrite(safe.data(), 1, safe.size(), stdout);
    std::fflush(stdout);
}

void StandardTerminal::write_error(std::string_view safe) { std::fwrite(safe.data(), 1, safe.size(), stderr); }

bool StandardTerminal::interactive() { return ::isatty(STDIN_FILENO) == 1 && ::isatty(STDERR_FILENO) == 1; }

std::optional<std::string> StandardTerminal::read_line() {
    std::string line;
    if (!std::getline(std::cin, line)) return std::nullopt;
    if (line.ends_with('\r')) line.pop_back();
    return line;
}

std::optional<std::string> StandardTerminal::read_secret(std::string_view prompt) {
    if (!interactive()) return read_line();
    error(prompt);
    std::optional<std::string> typed;
    {
        const Unseen unseen;
        typed = read_line();
    }
    error("\n");
    return typed;
}

}  // namespace stafett::server::cli
