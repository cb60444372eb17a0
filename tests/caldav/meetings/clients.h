// How three clients write an event, and how each writes one again that it fetched and that its person edited.
//
// What the shapes were learnt from (read, not copied):
//   Apple        seen: ccs-calendarserver, contrib/performance/loadtest/ical.py (headers of PUT) and its request-data;
//                the order and the X- lines of its events after texts that Calendar exported.
//   DAVx5        seen: PRODID, order and time zones of objects that it stored on servers, as their users published
//                them; its SyncManager (headers of PUT); assumed: which lines a phone's calendar loses.
//   Thunderbird  seen: comm-central calendar/providers/caldav (CalDavItemRequest: If-None-Match "*" for a new one,
//                If-Match otherwise) and events that it stored (X-MOZ-GENERATION); assumed: order of its lines.
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
