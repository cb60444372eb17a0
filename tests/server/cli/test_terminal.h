// A terminal that types what a test gives it and keeps what it was told.
#pragma once

#include <deque>
#include <optional>
#include <string>

#include "server/cli/terminal.h"

namespace stafett::server::cli {

class TestTerminal final : public Terminal {
  public:
    bool interactive() override { return somebody_there; }
    std::optional<std::string> read_line() override {
        if (typed.empty()) return std::nullopt;
        std::string line = typed.front();
        typed.pop_front();
        return line;
    }
    std::optional<std::string> read_secret(std::string_view) override { return read_line(); }

    bool somebody_there = false;
    std::deque<std::string> typed;
    std::string said, complained;

  protected:
    void write_out(std::string_view safe) override { said += safe; }
    void write_error(std::string_view safe) override { complained += safe; }
};

}  // namespace stafett::server::cli
