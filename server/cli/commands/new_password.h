// A new password, asked for where the command runs and hashed where the data is.
#pragma once

#include <string>

#include "server/cli/command.h"

namespace stafett::server::cli::commands {

// Runs the command with "password" in its arguments: typed twice at a terminal, else the first line of standard input;
// without one where --no-password says so.
Exit run_with_new_password(Session& session);

// The hash of the password so asked for; empty without one. Slow: call it outside the write body.
std::string hash_of_new_password(const Context& context, const Arguments& arguments);

}  // namespace stafett::server::cli::commands
