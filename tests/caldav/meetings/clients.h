// How three clients write an event, and how each writes one again that it fetched and that its person edited.
//
// What the shapes were learnt from (read, not copied):
//   Apple        seen: ccs-calendarserver contrib/performance/loadtest/ical.py (If-None-Match "*" for a new event,
//                If-Match otherwise); which X- lines its events have, in texts that others keep as tests. Assumed: the
//                order of its lines.
//   DAVx5        seen: PRODID, lines and time zones of events from phones that others keep as tests. Assumed: headers
//                of PUT, which lines a phone's calendar loses, and the order of the rest.
//   Thunderbird  seen: comm-central calendar/providers/caldav, CalDavItemRequest and CalDavDeleteItemRequest
//                (If-None-Match "*" for a new event, If-Match otherwise); X-MOZ-GENERATION in events it stored.
//                Assumed: the order of its lines.
// What a person's step (one instance, all, this and those that follow, undo, move) makes each send is assumed, unless a
// test says where it was seen.
#pragma once

#include <string>

#include "tests/caldav/meetings/calendar_text.h"
#include "tests/support/dav_client.h"

namespace stafett::caldav::meetings {

enum class ClientKind { apple, davx5, thunderbird };
inline constexpr std::array kClients{ClientKind::apple, ClientKind::davx5, ClientKind::thunderbird};

std::string to_string(ClientKind client);

// An event in Europe/Stockholm, two hours long. `more`: whole lines with CRLF.
struct Draft {
    std::string uid;
    std::string summary = "Nätverksträff";
    std::string start = "20270310T130000";
    std::string more = {};
};

// The text of a new event.
std::string written_new(ClientKind client, const Draft& draft);
// The text after an edit: everything that this client does to a text beside what its person did.
std::string written_again(ClientKind client, CalendarText edited);

// "20270310T130000" two hours on.
std::string two_hours_later(const std::string& start);

inline const tests::Headers kNew{{"If-None-Match", "*"}};
inline tests::Headers if_match(const std::string& etag) { return {{"If-Match", etag}}; }

}  // namespace stafett::caldav::meetings
