// A resource as found in one snapshot: what a URL leads to for one actor.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "caldav/access/address.h"
#include "storage/model/association.h"
#include "storage/model/calendar.h"

namespace stafett::caldav::access {

// Kinds of resource, a bit each, so that a table row can name several: `Kind::calendar | Kind::home`.
enum class Kind : std::uint16_t {
    none = 0,  // no such thing, and nothing can be made there
    root = 1,
    principals = 2,
    principal_collection = 4,
    principal = 8,
    calendars = 16,
    home = 32,
    calendar = 64,               // personal, published (traffar) or all_networks; DAV:collection + CALDAV:calendar
    organizer_collection = 128,  // kallelser: DAV:collection only
    object = 256,                // an existing calendar object
    unmapped_object = 512,       // no object of that name; its calendar exists
    unmapped_collection = 1024,  // no calendar of that name; its home exists
};
constexpr Kind operator|(Kind a, Kind b) {
    // NOLINTNEXTLINE(clang-analyzer-optin.core.EnumCastOutOfRange): a set of bits
    return static_cast<Kind>(static_cast<std::uint16_t>(a) | static_cast<std::uint16_t>(b));
}
constexpr bool overlaps(Kind a, Kind b) { return (static_cast<std::uint16_t>(a) & static_cast<std::uint16_t>(b)) != 0; }
inline constexpr Kind kEveryCollection = Kind::root | Kind::principals | Kind::principal_collection | Kind::principal |
                                         Kind::calendars | Kind::home | Kind::calendar | Kind::organizer_collection;
inline constexpr Kind kEveryResource = kEveryCollection | Kind::object;

struct Node {
    Kind kind = Kind::none;
    Address address;
    // Null where the kind has none; shared, because every member of a listing has its calendar's.
    std::shared_ptr<const model::Principal>
        principal;                                    // principal; home: whose it is; below: the home it was reached by
    std::shared_ptr<const model::Calendar> calendar;  // calendar, organizer_collection, object, unmapped_object
    model::Form form = model::Form::writers;          // of what is served to this actor, in that calendar
    std::optional<model::ObjectInfo> info;            // object, in `form`

    const Href& href() const { return address.href; }
    bool is(Kind wanted) const { return overlaps(kind, wanted); }
    // Reached through a home that is not its owner's (model.md §1).
    bool bound() const { return calendar && principal && calendar->owner != principal->id; }
};

}  // namespace stafett::caldav::access
