// The stafett program. Everything it can do is a command of server/cli; `serve` is wired in app.cpp.
#include <string>
#include <vector>

#include "server/app.h"
#include "server/cli/command_line.h"
#include "server/cli/commands/commands.h"
#include "server/cli/terminal.h"

int main(int count, char** words) {
    namespace cli = stafett::server::cli;
    cli::StandardTerminal terminal;
    return cli::run(std::vector<std::string>(words + 1, words + count), cli::commands::all(), stafett::server::serve,
                    terminal);
}
