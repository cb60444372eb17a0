// What of an author's words may stand in a feed (model.md §10). All texts are unescaped UTF-8.
#pragma once

#include <string>
#include <string_view>

namespace stafett::scheduling::network {

// What becomes of links in a text: kept as they are written, for a link with a part missing leads nowhere, or searched
// for addresses as the rest is. What "mailto:" begins is no link.
enum class Links { kept, searched };

// `text` with every mail address replaced by "***": what follows "mailto:", and words with the shape of one, whose last
// label is of letters ("19:meeting_x@thread.v2" is none), however the '@' is written: percent-encoded, once or twice,
// as a character reference, in full width.
std::string without_mail_addresses(std::string_view text, Links links);

// The beginning of `text`, at most `octets` of it and no broken character; with "…" at its end if something is missing.
std::string shortened(std::string_view text, std::size_t octets);

}  // namespace stafett::scheduling::network
