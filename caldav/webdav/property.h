// Live properties are rows of tables (style B6): DAV's are in webdav/properties, CalDAV's in calendar/properties. What
// is not in a table is a dead property, stored verbatim.
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "caldav/webdav/resource.h"
#include "caldav/xml/writer.h"

namespace stafett::caldav::webdav {

// What PROPFIND must load before it can read a property.
enum class Cost {
    row,   // what locating or listing the resource has given
    text,  // the object's text: Subject::object has one
};

// One resource whose properties are read.
struct Subject {
    const Context& context;
    GuardedSnapshot& snapshot;
    const ReadGrant& grant;
    const model::StoredObject* object = nullptr;  // of an object: with text if a wanted property costs text
    const Href* named = nullptr;                  // how the answer names it, if not as we do
    // Whether it was found to match what was asked for. False: the budget of work ended first, and nothing more is
    // spent on it, so that its text comes as it is (CALDAV:expand and its like are left out).
    bool decided = true;

    const Node& node() const { return grant.node(); }
};

struct LiveProperty {
    xml::QName name;
    std::string_view source;  // "RFC 4918 15.2"
    Kind on;                  // kinds of resource that have it
    bool allprop = false;
    Cost cost = Cost::row;
    // Kept as the client set it (canonical XML in the store, by `scope`). When nothing is stored, `read` gives the
    // default.
    bool stored = false;
    Scope scope = Scope::resource;  // in network calendars: the network's, or each reader's own
    bool in_propfind = true;        // false: only in REPORTs (CALDAV:calendar-data)
    // Writes the content of the property's element, which is already open in `out`; false: the resource has none (404).
    // `asked` is the element in the request, with its children (calendar-data, RFC 4791 §9.6); null for allprop.
    // Null: nothing but what is stored.
    Result<bool> (*read)(const Subject& subject, const xml::Element* asked, xml::Writer& out) = nullptr;
    // Whether `value` (the property's element) may be set; it is then stored. Null: protected, by construction.
    Result<void> (*write)(const xml::Element& value) = nullptr;
};

// Rows with one name twice would shadow each other: `static_assert(distinct(table))`.
template <std::size_t N>
constexpr bool distinct(const std::array<LiveProperty, N>& rows) {
    for (std::size_t i = 0; i < N; ++i)
        for (std::size_t j = i + 1; j < N; ++j)
            if (rows[i].name == rows[j].name) return false;
    return true;
}

// A write for properties whose content is free text; 403 for child elements is not asked for.
Result<void> any_value(const xml::Element& value);

}  // namespace stafett::caldav::webdav
