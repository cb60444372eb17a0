#include "server/association/mail_address.h"

namespace stafett::server::association {

std::optional<std::string> mail_address(std::string_view text) {
    const auto at = text.find('@');
    const bool good = at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
                      text.find('@', at + 1) == std::string_view::npos &&
                      text.find_first_of(" \t\r\n<>,;\"") == std::string_view::npos;
    if (!good) return std::nullopt;
    std::string address(text);
    for (auto i = at; i < address.size(); ++i)
        if (address[i] >= 'A' && address[i] <= 'Z') address[i] = static_cast<char>(address[i] + 32);
    return address;
}

}  // namespace stafett::server::association
