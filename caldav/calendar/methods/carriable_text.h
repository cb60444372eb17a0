// Text that XML can carry. Calendar data travels inside multistatus bodies (RFC 4791 §9.6), so an object must not hold
// characters that XML 1.0 §2.2 excludes: this is the one thing a PUT changes in what it was sent.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace stafett::caldav::calendar::methods {

// Nothing when `octets` are UTF-8 of characters that XML can carry, as they nearly always are. Otherwise a text that
// is: control characters are left out, and an octet that belongs to no UTF-8 sequence is read as ISO 8859-1, which is
// what old Swedish exporters write.
std::optional<std::string> make_carriable(std::string_view octets);

}  // namespace stafett::caldav::calendar::methods
