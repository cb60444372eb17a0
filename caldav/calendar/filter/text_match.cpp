#include "caldav/calendar/filter/text_match.h"

#include "caldav/calendar/filter/unicode_casemap.h"

namespace stafett::caldav::calendar::filter {
namespace {

char ascii_upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

}  // namespace

std::optional<Collation> find_collation(std::string_view name) {
    if (name == "default") return Collation::ascii_casemap;
    for (const CollationName& known : collations)
        if (known.name == name) return known.collation;
    return std::nullopt;
}

std::string collation_key(Collation collation, std::string_view text) {
    switch (collation) {
        case Collation::octet:
            return std::string(text);
        case Collation::ascii_casemap: {
            std::string key(text);
            for (char& c : key) c = ascii_upper(c);
            return key;
        }
        case Collation::unicode_casemap:
            return unicode_casemap(text);
    }
    return std::string(text);
}

bool TextMatch::operator()(std::string_view value) const {
    return (collation_key(collation_, value).find(key_) != std::string::npos) != negate_;
}

}  // namespace stafett::caldav::calendar::filter
