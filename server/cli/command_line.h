// The command line: from words to a command of the table and its arguments. CLI11 does the work, in command_line.cpp
// alone.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "server/cli/command.h"
#include "server/cli/terminal.h"

namespace stafett::server::cli {

// Runs the command that `words` (without the program's name) name; the answer is the exit status (docs/operating.md).
int run(const std::vector<std::string>& words, std::span<const Command> commands, const Serve& serve,
        Terminal& terminal);

// What the control server offers: the operations of all commands that have one.
std::vector<Operation> operations(std::span<const Command> commands);

}  // namespace stafett::server::cli
