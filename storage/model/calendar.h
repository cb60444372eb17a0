// Collections, the objects in them, and what changed (model.md §1, §4, §11).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "storage/base/clock.h"
#include "storage/base/digest.h"
#include "storage/base/time_spans.h"
#include "storage/model/actor.h"
#include "storage/model/ids.h"

namespace stafett::model {

enum class CollectionKind {
    personal,      // a person's own calendar: served = sent octets
    published,     // a network's traffar: two texts, two forms
    organizer,     // a network's kallelser: written by the server alone, no calendar to clients
    all_networks,  // the coordinator's Alla nätverk: attendee copies, written by delivery
};

// Component types an object may have as its kind; a bit each, so that a set is their sum.
enum class ComponentKind : std::uint8_t { vevent = 1, vtodo = 2, vjournal = 4, vfreebusy = 8, vavailability = 16 };
using ComponentSet = std::uint8_t;
inline constexpr ComponentSet kEveryComponent = 31;

struct Calendar {
    CalendarId id;
    PrincipalId owner;
    CalendarName name;
    CollectionKind kind = CollectionKind::personal;
    ComponentSet components = kEveryComponent;
    Incarnation incarnation;
    base::Instant created;
};

// What the calendars of one home hold that people write: personal ones, and a network's published meetings. Calls and
// copies are made of these and do not count.
struct HomeUsage {
    std::uint64_t calendars = 0;
    std::uint64_t objects = 0;
    std::uint64_t octets = 0;  // of the texts as their authors wrote them
    friend bool operator==(const HomeUsage&, const HomeUsage&) = default;
};

// Which of a meeting's two served texts (model.md §6). Elsewhere both are the same octets.
enum class Form { readers, writers };

// Bounds of everything an object can match by time, UTC seconds; a prefilter, never an answer. Floating and all-day
// times are widened by a day on each side, an unbounded recurrence has no end.
struct TimeBounds {
    std::optional<base::Instant> start;  // none: no beginning known, matches any range
    std::optional<base::Instant> end;    // none: open
    friend bool operator==(const TimeBounds&, const TimeBounds&) = default;
};

using SharedText = std::shared_ptr<const std::string>;

// An object as one reader's form has it, without its text.
struct ObjectInfo {
    CalendarId calendar;
    ObjectName name;
    Uid uid;
    ComponentKind kind = ComponentKind::vevent;
    Etag etag;               // digest of the text served in this form
    std::uint64_t size = 0;  // of that text, octets
    base::Instant created;
    base::Instant modified;  // last change of that text
    ChangeNumber change;
};

struct StoredObject {
    ObjectInfo info;
    SharedText text;
};

// What a PUT writes. The three texts may be one and the same pointer; they are then kept once.
struct NewObject {
    ObjectName name;
    Uid uid;
    ComponentKind kind = ComponentKind::vevent;
    TimeBounds bounds;
    base::TimeSpans times;  // within the bounds; without spans the bounds count
    SharedText author;      // as last PUT, without our lines
    SharedText writers;     // served to those who may write it
    SharedText readers;     // served to everybody else
    bool by_time = true;    // false: nobody asks for it by time, so the time index leaves it out
};

// What must be true of the object before the write; decided inside the transaction.
struct Expect {
    enum class Kind { any, absent, present, etag } kind = Kind::any;
    std::vector<Etag> etags;  // Kind::etag: one of these, in `form`
    Form form = Form::writers;

    static Expect any() { return {}; }
    static Expect absent() { return {Kind::absent, {}, {}}; }
    static Expect present() { return {Kind::present, {}, {}}; }
    static Expect one_of(std::vector<Etag> etags, Form form) { return {Kind::etag, std::move(etags), form}; }
};

// What a write left behind.
struct Written {
    bool created = false;  // false: replaced, or left as it was
    bool changed = true;   // false: equal octets in every form, so no change row and no new ETag
    Etag writers;
    Etag readers;
    ChangeNumber change;
};

struct Change {
    ObjectName name;
    bool removed = false;
    ChangeNumber number;
};

// A row of a home: a binding (natverk-ID, alla-natverk, own calendars) came or went.
struct HomeChange {
    CalendarName name;
    bool removed = false;
    ChangeNumber number;
};

// One version of an object, for the history of every version.
struct Version {
    ChangeNumber number;
    By by;
    bool removed = false;
    base::Digest body;  // of the author's text
};

// What a property hangs on.
using ResourceKey = base::Text<struct ResourceTag>;
ResourceKey resource_of(CalendarId calendar);
ResourceKey resource_of_home(const PrincipalId& owner);
ResourceKey resource_of_principal(const PrincipalId& principal);

// A stored property: dead ones, and the live ones that a person may set.
struct Property {
    std::string name_space;
    std::string name;
    std::string value;  // the property element, as canonical XML text with every name space declared in it
    friend bool operator==(const Property&, const Property&) = default;
};

Etag etag_of(const base::Digest& text);

}  // namespace stafett::model
