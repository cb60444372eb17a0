#include "scheduling/ical/object_cache.h"

#include <algorithm>

#include "scheduling/ical/parse.h"

namespace stafett::scheduling::ical {

KnownObject ObjectCache::parse(const std::string& digest, std::string text) {
    constexpr std::size_t least = 6144;  // a block of the arena, and the object itself
    Limits limits;
    limits.octets = std::max(limits.octets, text.size());
    const std::size_t octets = std::max(least, 4 * text.size());
    auto object = ical::parse(std::move(text), limits);
    if (!object) return {};
    KnownObject known{*object, one_time(**object)};
    objects_.put(digest, known, octets);
    return known;
}

}  // namespace stafett::scheduling::ical
