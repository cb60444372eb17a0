// The table of commands: one file each, one line here and one in table.cpp.
#pragma once

#include <span>

#include "server/cli/command.h"

namespace stafett::server::cli::commands {

extern const Command serve;
extern const Command check_config;
extern const Command check;
extern const Command backup;
extern const Command restore;
extern const Command user_add;
extern const Command user_password;
extern const Command user_app_password;
extern const Command user_list;
extern const Command user_remove;
extern const Command feed_create;
extern const Command feed_list;
extern const Command feed_revoke;
extern const Command network_list;
extern const Command network_show;
extern const Command meeting_list;
extern const Command meeting_show;
extern const Command hosting;
extern const Command import;
extern const Command version;

// All of them, in the order of `stafett --help`.
std::span<const Command> all();

}  // namespace stafett::server::cli::commands
