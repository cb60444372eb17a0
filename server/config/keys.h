// The table of keys: reading, checking and the reference page come from the same rows. A new setting is a field and a
// row.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "server/config/config.h"

namespace stafett::server::config {

enum class Kind { integer, text, texts, path };

// Nothing, or a value of the key's kind: int64 for integer, string for text and path, vector for texts.
using Value = std::variant<std::monostate, std::int64_t, std::string, std::vector<std::string>>;

struct Key {
    std::string_view name;  // "port", "limits.head"
    Kind kind = Kind::text;
    std::int64_t least = 0;  // for Kind::integer
    std::int64_t most = 0;
    std::string_view unit;  // "seconds", "octets"; may be empty
    std::string_view doc;   // one sentence
    Value (*get)(const Config&) = nullptr;
    void (*set)(Config&, const Value&) = nullptr;
    // Which values a text, or each of a list, may have, for the message about any other: "debug, info, warning or
    // error". Null: all.
    std::string_view wanted;
    bool (*accepts)(std::string_view) = nullptr;
};

// In the order of the reference page.
std::span<const Key> keys();

const Key* find_key(std::string_view name);

// The known key that is most like `name`, by number of changed letters; the last part of a name counts alone, too, so
// that a key in a wrong section is found.
const Key& nearest_key(std::string_view name);

// The table that a wrong one's name is most like: "limits" for "limit".
std::string_view nearest_section(std::string_view name);

// docs/configuration.md, printed by `stafett check-config --reference`.
std::string reference();

}  // namespace stafett::server::config
