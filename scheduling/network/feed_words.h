// What of an author's words may stand in a feed (model.md §10). All texts are unescaped UTF-8.
#pragma once

#include <string>
#include <string_view>

namespace stafett::scheduling::network {

// `text` with every mail address replaced by "***", however its '@' is written: percent-encoded,
// once or twice, as a character reference, in full width.
std::string without_mail_addresses(std::string_view text);

// The beginning of `text`, at most `octets` of it and no broken character; with "…" at its end if something is missing.
std::string shortened(std::string_view text, std::size_t octets);

}  // namespace stafett::scheduling::network
