#include "server/accounts/credentials.h"

#include <algorithm>

#include "server/accounts/password.h"
#include "storage/base/digest.h"
#include "storage/base/percent.h"

namespace stafett::server::accounts {

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(' ');
    return first == text.npos ? std::string_view() : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

// Nothing when there is no escape in it, or a broken one.
std::optional<std::string> percent_decoded(std::string_view login) {
    if (login.find('%') == login.npos) return std::nullopt;
    std::string decoded;
    for (std::size_t i = 0; i < login.size(); ++i) {
        if (login[i] != '%') {
            decoded += login[i];
            continue;
        }
        const auto octet = base::percent_octet(login, i);
        if (!octet) return std::nullopt;
        decoded += *octet;
        i += 2;
    }
    return decoded;
}

}  // namespace

std::optional<Credentials> parse_basic(std::string_view authorization) {
    constexpr std::string_view scheme = "basic ";
    if (authorization.size() < scheme.size() || authorization.size() > 4 * kLongestPassword) return std::nullopt;
    if (!std::ranges::equal(scheme, authorization.substr(0, scheme.size()), {}, {}, lower)) return std::nullopt;
    const auto decoded = base::from_base64(trimmed(authorization.substr(scheme.size())));
    if (!decoded || std::ranges::any_of(*decoded, control)) return std::nullopt;
    const auto colon = decoded->find(':');
    if (colon == decoded->npos) return std::nullopt;
    Credentials found{decoded->substr(0, colon), decoded->substr(colon + 1)};
    if (found.login.size() > kLongestPassword || found.password.size() > kLongestPassword) return std::nullopt;
    return found;
}

std::string normal_login(std::string_view typed) {
    std::string login(trimmed(typed));
    for (std::size_t i = 0; i < login.size(); ++i) {
        login[i] = lower(login[i]);
        // U+00C0..U+00DE are C3 80..9E in UTF-8, their small letters C3 A0..BE; C3 97 is a multiplication sign.
        const auto second = i + 1 < login.size() ? static_cast<unsigned char>(login[i + 1]) : 0;
        if (login[i] == '\xC3' && second >= 0x80 && second <= 0x9E && second != 0x97)
            login[++i] = static_cast<char>(second + 0x20);
    }
    return login;
}

std::string login_meant(std::string_view typed) {
    return normal_login(percent_decoded(typed).value_or(std::string(typed)));
}

bool valid_login(std::string_view login) {
    constexpr std::size_t longest = 128;
    return !login.empty() && login.size() <= longest && normal_login(login) == login &&
           login.find_first_of(" :/%?#") == login.npos && std::ranges::none_of(login, control);
}

}  // namespace stafett::server::accounts
