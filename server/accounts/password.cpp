#include "server/accounts/password.h"

#include <sodium.h>

#include <new>
#include <stdexcept>

namespace stafett::server::accounts {

namespace {

// libsodium wants this once before its first use; it counts by itself and may be called by several threads.
void ready() {
    static const bool started = ::sodium_init() >= 0;
    if (!started) throw std::runtime_error("libsodium could not be started");
}

}  // namespace

std::string hash_password(std::string_view password, const PasswordCost& cost) {
    ready();
    std::string hash(crypto_pwhash_STRBYTES, '\0');
    if (::crypto_pwhash_str_alg(hash.data(), password.data(), password.size(), cost.passes, cost.memory,
                                crypto_pwhash_ALG_ARGON2ID13) != 0)
        throw std::bad_alloc();
    hash.resize(hash.find('\0'));
    return hash;
}

bool matches(const std::string& hash, std::string_view password) {
    ready();
    if (password.size() > kLongestPassword || hash.size() >= crypto_pwhash_STRBYTES) return false;
    return ::crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

std::string new_app_password() {
    ready();
    // Without i, l and o, which look like something else in many typefaces.
    constexpr std::string_view letters = "abcdefghjkmnpqrstuvwxyz";
    constexpr int groups = 5, letters_in_group = 4;
    std::string made;
    for (int group = 0; group < groups; ++group) {
        if (group > 0) made += '-';
        for (int i = 0; i < letters_in_group; ++i) made += letters[::randombytes_uniform(letters.size())];
    }
    return made;
}

std::string plain_app_password(std::string_view typed) {
    std::string plain;
    for (char c : typed)
        if (c >= 'A' && c <= 'Z')
            plain += static_cast<char>(c - 'A' + 'a');
        else if (c != '-' && c != ' ')
            plain += c;
    return plain;
}

}  // namespace stafett::server::accounts
