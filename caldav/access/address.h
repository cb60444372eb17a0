// What a URL names, by its form alone: nothing is looked up. The hrefs of an answer are made from the address that was
// asked for, so that a binding is answered in its own URLs (model.md §1).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "caldav/http/href.h"
#include "storage/model/association.h"
#include "storage/model/ids.h"

namespace stafett::caldav::access {

struct Address {
    enum class Shape : std::uint8_t {
        root,        // /dav/, and /, /principals/, /remote.php/dav/, /calendar/dav/USER/user/ which clients try
        principals,  // /dav/principals/
        principal_collection,  // /dav/principals/users/
        principal,             // /dav/principals/users/ID/
        calendars,             // /dav/calendars/
        home,                  // /dav/calendars/ID/
        collection,            // /dav/calendars/ID/CAL/
        object,                // /dav/calendars/ID/CAL/NAME
    };
    Shape shape = Shape::root;
    model::PrincipalKind kind = model::PrincipalKind::person;  // principal_collection, principal
    model::PrincipalId principal;                              // principal, home and below
    model::CalendarName calendar;                              // collection and below
    model::ObjectName object;
    Href href;  // as answers name it; collections end in '/'

    Address home() const;                                   // of a collection or object
    Address collection() const;                             // of an object
    Address member(const model::CalendarName& name) const;  // of a home
    Address member(const model::ObjectName& name) const;    // of a collection
};

// From an absolute path, percent-encoded, with or without a trailing slash. Nothing when no resource of ours can have
// that path.
std::optional<Address> parse_path(std::string_view path);

// From a DAV:href or Destination: a path, or an absolute URI with any authority (compare it yourself where it matters).
std::optional<Address> parse_href(std::string_view href);

Address root_address();
Address principals_address();
Address calendars_address();
Address principal_collection_address(model::PrincipalKind kind);
Address principal_address(model::PrincipalKind kind, const model::PrincipalId& id);
Address home_address(const model::PrincipalId& id);

}  // namespace stafett::caldav::access
