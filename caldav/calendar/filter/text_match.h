// CALDAV:text-match (RFC 4791 §9.7.5) and the collations it may name (RFC 4791 §7.5, RFC 4790, RFC 5051).
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace stafett::caldav::calendar::filter {

enum class Collation {
    ascii_casemap,    // RFC 4790 §9.2: A-Z and a-z are equal, all else octet by octet; the default
    octet,            // RFC 4790 §9.3
    unicode_casemap,  // RFC 5051, for Latin, Greek and Cyrillic letters; others compare as they are
};

struct CollationName {
    std::string_view name;
    Collation collation;
};
// Everything CALDAV:supported-collation-set lists.
inline constexpr std::array collations{
    CollationName{"i;ascii-casemap", Collation::ascii_casemap},
    CollationName{"i;octet", Collation::octet},
    CollationName{"i;unicode-casemap", Collation::unicode_casemap},
};

// "default" is i;ascii-casemap (RFC 4790 §3.1). Nothing for a name we do not have, wildcards included.
std::optional<Collation> find_collation(std::string_view name);

// UTF-8 text in the form in which two texts that the collation holds equal are the same octets.
std::string collation_key(Collation collation, std::string_view text);

// A substring match. The key of the wanted text is computed once.
class TextMatch {
  public:
    TextMatch(std::string_view text, Collation collation, bool negate)
        : key_(collation_key(collation, text)), collation_(collation), negate_(negate) {}

    // Whether `value` (unescaped, UTF-8) satisfies the condition, negation included.
    bool operator()(std::string_view value) const;

    Collation collation() const { return collation_; }
    bool negate() const { return negate_; }

  private:
    std::string key_;
    Collation collation_;
    bool negate_;
};

}  // namespace stafett::caldav::calendar::filter
