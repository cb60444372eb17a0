// Mail addresses as association files give them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace stafett::server::association {

// The address as it is kept, without "mailto:" and its domain in lower case: the domain is compared without regard to
// case, the local part is the receiver's own business. Nothing for what is none, or holds what cannot be seen: by her
// address it is told who somebody is.
std::optional<std::string> mail_address(std::string_view text);

}  // namespace stafett::server::association
