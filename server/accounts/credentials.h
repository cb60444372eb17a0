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

// Whose login was typed, in that form: percent-escapes are decoded first ("user%40kommun.se" is how iOS and some others
// send "user@kommun.se"). No login has a "%" (valid_login), so nobody else is meant; a broken escape stands. Everything
// that is known or counted of a login goes by this form, or each spelling would be a login of its own.
std::string login_meant(std::string_view typed);

// A login that somebody may have: in its normal form, 1 to 128 octets, without blanks, control characters and ":/%?#".
bool valid_login(std::string_view login);

}  // namespace stafett::server::accounts
