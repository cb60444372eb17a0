// MKCALENDAR (RFC 4791 §5.3.1) and extended MKCOL (RFC 5689) of a calendar: the collection and all its properties, or
// nothing.
#pragma once

#include "caldav/webdav/property_update.h"

namespace stafett::caldav::calendar::methods {

// 201; 207 with the properties that failed, and then no calendar.
Result<http::Response> mkcalendar(const webdav::Request& request);
// The same for a DAV:mkcol whose DAV:resourcetype says calendar; 403 DAV:valid-resourcetype for any other collection,
// 424 with a DAV:mkcol-response for properties that failed.
Result<http::Response> mkcol(const webdav::Request& request);

// MKCALENDAR where something is: DAV:resource-must-be-null; where only objects go: calendar-collection-location-ok.
Result<void> admit_nowhere(const access::Gate& gate, const webdav::Node& node);

// What a body asks for.
struct NewCalendar {
    model::ComponentSet components = model::kEveryComponent;
    bool calendar = false;                    // DAV:resourcetype holds CALDAV:calendar
    bool typed = false;                       // there is a DAV:resourcetype
    std::vector<webdav::PropertyEdit> edits;  // all others
};
// Of a CALDAV:mkcalendar or DAV:mkcol.
Result<NewCalendar> read_new_calendar(const xml::Element& body);

}  // namespace stafett::caldav::calendar::methods
