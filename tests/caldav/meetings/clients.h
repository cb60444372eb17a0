// How four clients write an event, and how each writes one again that it fetched and that its person edited.
//
// What the shapes were learnt from (read, not copied); "assumed" says what was looked for and not found.
//   iOS          seen: an event that was edited, its lines by name, SEQUENCE counted (sabre-io/dav#256); the text and
//                alarm of a new one (open-xchange/appsuite-middleware, MWB1546Test); moving is MOVE (nextcloud/server
//                #34162, owncloud/core#23829). Assumed: that it keeps CONTACT and CATEGORIES (no text of others with
//                these lines found).
//   macOS        seen: new, place, day, one instance moved, one taken out, this and all that follow, of 10.12.6
//                (micromata/projectforge, src/test/resources/ical/apple_calendar_*.ics; tine-groupware/tine,
//                tests/tine20/Calendar/Frontend/WebDAV/EventTest.php); 10.15.4 (nextcloud/server#20730). Lines stand in
//                no fixed order, no LAST-MODIFIED, SEQUENCE stays where nobody is invited. Headers: apple/ccs-calendar-
//                server, contrib/performance/loadtest/ical.py. Assumed: undo (looked for in bug reports and
//                caldavtester: nobody shows its requests).
//   DAVx5        seen: bitfireAT/synctools, mapping/calendar (AndroidEventHandler and its handlers: order, what is left
//                out, SEQUENCE only where it was above 0, the first CATEGORIES line only, lines it does not know kept),
//                a text in synctools#80; bitfireAT/davx5-ose SyncManager (If-None-Match or If-Match; uploads at the
//                same time); Etar-Group/Etar-Calendar EditEventHelper (what "this", "all", "this and those that follow"
//                come to). Android's calendars have no undo.
//   Thunderbird  seen: version 153 itself, in tests/clients/thunderbird_test.py, and its source (mozilla/releases-
//                comm-central, calendar/): one CATEGORIES line each, EXDATE in the series' zone, RECURRENCE-ID and
//                EXDATE shifted along with the series, undo by its own transactions, moving as PUT and DELETE. "This
//                and those that follow" is not offered (calendar-item-editing.js, promptOccurrenceModification).
#pragma once

#include <array>
#include <string>

#include "tests/caldav/meetings/calendar_text.h"
#include "tests/support/dav_client.h"

namespace stafett::caldav::meetings {

enum class ClientKind { ios, macos, davx5, thunderbird };
inline constexpr std::array kClients{ClientKind::ios, ClientKind::macos, ClientKind::davx5, ClientKind::thunderbird};

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
