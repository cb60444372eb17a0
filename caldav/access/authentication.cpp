#include "caldav/access/authentication.h"

#include <fmt/format.h>

#include "caldav/http/client_address.h"

namespace stafett::caldav::access {

std::optional<http::Sender> Authentication::sender(const http::RequestHead& head) {
    if (const auto actor = remembered(head)) return http::Sender{.name = actor->person().text(), .checked = true};
    const auto login = familiar_login(head);
    if (!login) return std::nullopt;
    return http::Sender{.name = fmt::format("{} at {}", *login, http::address_group(head.peer)), .checked = false};
}

Failure unauthenticated(std::string log_detail) {
    return Failure(401, std::move(log_detail))
        .with_field("WWW-Authenticate", R"(Basic realm="Stafett", charset="UTF-8")");
}

}  // namespace stafett::caldav::access
