#include <array>

#include "server/cli/commands/commands.h"

namespace stafett::server::cli::commands {

std::span<const Command> all() {
    static const std::array table{
        serve,         check_config,      check,       backup,      restore,      import,       user_add,
        user_password, user_app_password, user_list,   user_remove, network_list, network_show, meeting_list,
        meeting_show,  hosting,           feed_create, feed_list,   feed_revoke,  version};
    return table;
}

}  // namespace stafett::server::cli::commands
