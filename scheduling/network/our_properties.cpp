#include "scheduling/network/our_properties.h"

#include <algorithm>

#include "scheduling/ical/values.h"
#include "scheduling/network/attachment_lines.h"
#include "scheduling/network/our_lines.h"

namespace stafett::scheduling::network {

bool is_ours(const ical::Property& property, const Vocabulary& vocabulary) {
    if (property.name == "ORGANIZER") return true;
    // A client may have forgotten to escape a comma, so the value is read as one text.
    if (property.name == "CONTACT") return is_our_contact(ical::unescape_text(property.value), vocabulary);
    if (property.name == "LOCATION") {
        const std::string place = ical::unescape_text(property.value);
        return trimmed(place).empty() || is_our_location(place, vocabulary);
    }
    if (property.name == "CATEGORIES") {
        const std::vector<std::string_view> all = ical::split_list(property.value);
        const std::vector<std::string_view> rest = authors_categories(property, vocabulary);
        return rest.size() < all.size() &&
               std::ranges::all_of(rest, [](std::string_view value) { return trimmed(value).empty(); });
    }
    if (property.name == "ATTACH") {
        const auto id = managed_id(property);
        return id && vocabulary.attachments.contains(*id);
    }
    return false;
}

std::vector<std::string_view> authors_categories(const ical::Property& categories, const Vocabulary& vocabulary) {
    std::vector<std::string_view> values = ical::split_list(categories.value);
    std::erase_if(values,
                  [&](std::string_view value) { return is_our_category(ical::unescape_text(value), vocabulary); });
    return values;
}

}  // namespace stafett::scheduling::network
