#include "server/control/operation.h"

namespace stafett::server::control {

std::string Arguments::text(std::string_view name) const {
    const auto found = values_.find(name);
    return found == values_.end() || found->second.empty() ? std::string() : found->second.front();
}

std::vector<std::string> Arguments::texts(std::string_view name) const {
    const auto found = values_.find(name);
    return found == values_.end() ? std::vector<std::string>() : found->second;
}

Reply failed(std::string text, Exit exit) { return {exit, {}, std::move(text) + '\n'}; }

}  // namespace stafett::server::control
