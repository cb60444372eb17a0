// A command's end of the control socket.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string_view>

#include "server/control/operation.h"

namespace stafett::server::control {

// Has the server that runs on `folder` run an operation, however long it takes; nothing when no server runs there.
// `progress` gets its lines.
std::optional<Reply> ask_server(const std::filesystem::path& folder, std::string_view operation,
                                const Arguments& arguments, const std::function<void(std::string_view)>& progress);

}  // namespace stafett::server::control
