// A new password, asked for where the command runs.
#pragma once

#include "server/cli/command.h"

namespace stafett::server::cli::commands {

// Puts "password" into the session's arguments: typed twice at a terminal, else the first line of standard input. Ok,
// or why not, already said.
Exit ask_new_password(Session& session);

}  // namespace stafett::server::cli::commands
