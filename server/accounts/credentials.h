// Basic credentials as they come in an Authorization field (RFC 7617), and logins in their one form.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace stafett::server::accounts {

struct Credentials {
    std::string login;     // as sent, UTF-8
    std::string password;  // as sent, UTF-8
};

// RFC 7617 §2: "Basic" in any case, base64 of user ":" password. Nothing for another scheme, wrong base64, a missing
// colon, control characters, or more than 1024 octets in either part.
std::optional<Credentials> parse_basic(std::string_view authorization);

// The form in which logins are stored and compared: lower case (a phone's keyboard writes the first letter large),
// without blanks at the ends. ASCII and Latin letters up to U+00DE are folded, everything else stands.
std::string normal_login(std::string_view typed);

// A login that somebody may have: in its normal form, 1 to 128 octets, without blanks, control characters and ":/%?#".
bool valid_login(std::string_view login);

// "user%40kommun.se" -> "user@kommun.se": how iOS and some others send user names. Nothing when there is no escape in
// it, or a broken one.
std::optional<std::string> percent_decoded(std::string_view login);

}  // namespace stafett::server::accounts
