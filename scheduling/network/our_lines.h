// The closed set of values that compose writes and reduce recognises (model.md §4). Forms and languages are only ever
// added: a text that was composed once must be recognised for ever. All texts here are unescaped UTF-8.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "scheduling/network/facts.h"

namespace stafett::scheduling::network {

// CONTACT of one occurrence: "Värd: Tibro kommun", "Värd (förslag): Tibro kommun".
std::string host_contact(const OccurrenceHost& host, Language language);

// CONTACT of a series' master in the writers' form: "Värdar: 2027-03-12 Tibro, 2027-04-09 Skara".
std::string hosts_contact(std::span<const OccurrenceHost> hosts, Language language);

// LOCATION where the author left it empty: "Tibro (plats meddelas)".
std::string host_location(const OccurrenceHost& host, Language language);

// Whether `text` is one that the functions above, or the network's name as CATEGORIES, can give for some name in
// `vocabulary`. Blanks around the text do not count.
bool is_our_contact(std::string_view text, const Vocabulary& vocabulary);
bool is_our_location(std::string_view text, const Vocabulary& vocabulary);
bool is_our_category(std::string_view text, const Vocabulary& vocabulary);

// Without blanks, tabs and line breaks at both ends.
std::string_view trimmed(std::string_view text);

}  // namespace stafett::scheduling::network
