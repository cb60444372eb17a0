// Links in what people write.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace stafett::scheduling::network {

// [begin, end) in a text.
struct TextLink {
    std::size_t begin = 0;
    std::size_t end = 0;
};

// The first "scheme://…" of `text` (unescaped) at or after `from`, up to a blank, a quote or an angle bracket.
std::optional<TextLink> next_link(std::string_view text, std::size_t from);

}  // namespace stafett::scheduling::network
