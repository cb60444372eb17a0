// Who may do what, for every role and every kind of URL, as model.md §1, §2, §3, §7 and §8 say: the expectations of
// role_matrix_test.cpp, which asks every method and every report of the tables.
#pragma once

#include <array>
#include <string_view>

#include "caldav/webdav/method.h"

namespace stafett::caldav::access {

enum class Role {
    leader,       // chair or secretary of Elevhälsan, as herself
    network,      // its chair, acting for it
    member,       // member or liaison of Elevhälsan
    host,         // bears Tibro's turn, or is her deputy; has no role in the network
    guest,        // ATTENDEE of one meeting
    coordinator,  // of the office
    other,        // chair of another network
    nobody,       // without credentials
};
inline constexpr std::size_t kRoles = 8;

// What a role may do with a URL, a letter each:
//   r  know that it is there, and read it      p  set properties on it      c  change its text
//   b  make something there                    u  remove it                 f  attach files to it
//   -  nothing: it cannot be told from what does not exist (model.md §8)
//   ?  for this role that URL leads to nothing; what she asks to be made there is refused
struct Url {
    std::string_view what;
    Kind kind;
    // {me}: the id of the person who asks. {call-a}: the object name of meeting a's call and of its copies.
    std::string_view path;
    std::array<std::string_view, kRoles> rights;
};

// clang-format off: a table is read in columns.
inline constexpr std::array urls{
    //   what                                    kind                     leader   network  member   host     guest    coord.   other    nobody
    // Addresses of principals: one knows oneself, one's networks and who is in them; the office knows all.
    Url{"the root", Kind::root, "/dav/", {"r", "r", "r", "r", "r", "r", "r", "-"}},
    Url{"principals", Kind::principals, "/dav/principals/", {"r", "r", "r", "r", "r", "r", "r", "-"}},
    Url{"people", Kind::principal_collection, "/dav/principals/users/", {"r", "r", "r", "r", "r", "r", "r", "-"}},
    Url{"networks", Kind::principal_collection, "/dav/principals/networks/", {"r", "r", "r", "r", "r", "r", "r", "-"}},
    Url{"oneself", Kind::principal, "/dav/principals/users/{me}/", {"r", "r", "r", "r", "r", "r", "r", "-"}},
    Url{"a member", Kind::principal, "/dav/principals/users/fellow/", {"r", "r", "r", "-", "-", "r", "-", "-"}},
    Url{"someone of another network", Kind::principal, "/dav/principals/users/far/",
        {"-", "-", "-", "-", "-", "r", "r", "-"}},
    Url{"the network", Kind::principal, "/dav/principals/networks/elevhalsan/",
        {"r", "r", "r", "-", "-", "r", "-", "-"}},
    Url{"a municipality", Kind::principal, "/dav/principals/municipalities/tibro/",
        {"r", "r", "r", "-", "-", "r", "r", "-"}},
    Url{"the office", Kind::principal, "/dav/principals/roles/samordnare/", {"r", "r", "r", "-", "-", "r", "r", "-"}},

    // Homes: each person's own is hers alone; the network's is read by who belongs to it, and by the office.
    Url{"calendars", Kind::calendars, "/dav/calendars/", {"r", "r", "r", "r", "r", "r", "r", "-"}},
    Url{"one's own home", Kind::home, "/dav/calendars/{me}/", {"rp", "-", "rp", "rp", "rp", "rp", "rp", "-"}},
    Url{"a member's home", Kind::home, "/dav/calendars/fellow/", {"-", "-", "-", "-", "-", "-", "-", "-"}},
    Url{"the network's home", Kind::home, "/dav/calendars/elevhalsan/", {"r", "r", "r", "-", "-", "r", "-", "-"}},
    Url{"the office's home", Kind::home, "/dav/calendars/samordnare/", {"-", "-", "-", "-", "-", "r", "-", "-"}},

    // Calendars. Name and colour of the network's are each reader's own (§1), so her properties may be set. Hosts and
    // guests read it by the network's own URL, their meetings alone.
    Url{"one's own calendar", Kind::calendar, "/dav/calendars/{me}/calendar/",
        {"rpu", "-", "rpu", "rpu", "rpu", "rpu", "rpu", "-"}},
    Url{"a member's calendar", Kind::calendar, "/dav/calendars/fellow/calendar/",
        {"-", "-", "-", "-", "-", "-", "-", "-"}},
    Url{"the network's calendar", Kind::calendar, "/dav/calendars/elevhalsan/traffar/",
        {"rp", "rp", "rp", "r", "r", "r", "-", "-"}},
    Url{"the network's calendar, bound", Kind::calendar, "/dav/calendars/{me}/natverk-elevhalsan/",
        {"rp", "-", "rp", "?", "?", "?", "?", "-"}},
    Url{"Alla natverk", Kind::calendar, "/dav/calendars/samordnare/alla-natverk/",
        {"-", "-", "-", "-", "-", "rp", "-", "-"}},
    Url{"Alla natverk, bound", Kind::calendar, "/dav/calendars/{me}/alla-natverk/",
        {"?", "-", "?", "?", "?", "rp", "?", "-"}},
    Url{"the organizer's objects", Kind::organizer_collection, "/dav/calendars/elevhalsan/kallelser/",
        {"r", "r", "-", "-", "-", "-", "-", "-"}},

    // Objects, on which nothing but their text can be set. Meeting a is hosted by Tibro and has the guest; meeting b is Skara's and has none.
    Url{"one's own event", Kind::object, "/dav/calendars/{me}/calendar/own.ics",
        {"rcuf", "-", "rcuf", "rcuf", "rcuf", "rcuf", "rcuf", "-"}},
    Url{"a member's event", Kind::object, "/dav/calendars/fellow/calendar/own.ics",
        {"-", "-", "-", "-", "-", "-", "-", "-"}},
    Url{"meeting a", Kind::object, "/dav/calendars/elevhalsan/traffar/a.ics",
        {"rcuf", "rcuf", "r", "r", "r", "r", "-", "-"}},
    Url{"meeting b", Kind::object, "/dav/calendars/elevhalsan/traffar/b.ics",
        {"rcuf", "rcuf", "r", "-", "-", "r", "-", "-"}},
    Url{"meeting a, bound", Kind::object, "/dav/calendars/{me}/natverk-elevhalsan/a.ics",
        {"rcuf", "-", "r", "?", "?", "?", "?", "-"}},
    Url{"the call to meeting a", Kind::object, "/dav/calendars/elevhalsan/kallelser/{call-a}",
        {"r", "r", "-", "r", "-", "-", "-", "-"}},
    Url{"the call to meeting b", Kind::object, "/dav/calendars/elevhalsan/kallelser/{call-b}",
        {"r", "r", "-", "-", "-", "-", "-", "-"}},
    Url{"the office's copy of a", Kind::object, "/dav/calendars/samordnare/alla-natverk/{call-a}",
        {"-", "-", "-", "-", "-", "rcu", "-", "-"}},
    Url{"the office's copy of a, bound", Kind::object, "/dav/calendars/{me}/alla-natverk/{call-a}",
        {"?", "-", "?", "?", "?", "rcu", "?", "-"}},

    // Where something could be.
    Url{"a new event of one's own", Kind::unmapped_object, "/dav/calendars/{me}/calendar/new.ics",
        {"rb", "-", "rb", "rb", "rb", "rb", "rb", "-"}},
    Url{"a new event of a member", Kind::unmapped_object, "/dav/calendars/fellow/calendar/new.ics",
        {"-", "-", "-", "-", "-", "-", "-", "-"}},
    Url{"a new meeting", Kind::unmapped_object, "/dav/calendars/elevhalsan/traffar/new.ics",
        {"rb", "rb", "r", "-", "-", "r", "-", "-"}},
    Url{"a new organizer's object", Kind::unmapped_object, "/dav/calendars/elevhalsan/kallelser/new.ics",
        {"r", "r", "-", "-", "-", "-", "-", "-"}},
    Url{"a new copy", Kind::unmapped_object, "/dav/calendars/samordnare/alla-natverk/new.ics",
        {"-", "-", "-", "-", "-", "r", "-", "-"}},
    Url{"a new calendar of one's own", Kind::unmapped_collection, "/dav/calendars/{me}/new/",
        {"rb", "-", "rb", "rb", "rb", "rb", "rb", "-"}},
    Url{"a new calendar of a member", Kind::unmapped_collection, "/dav/calendars/fellow/new/",
        {"-", "-", "-", "-", "-", "-", "-", "-"}},
    Url{"a new calendar of the network", Kind::unmapped_collection, "/dav/calendars/elevhalsan/new/",
        {"r", "r", "r", "-", "-", "r", "-", "-"}},
    Url{"a new calendar of the office", Kind::unmapped_collection, "/dav/calendars/samordnare/new/",
        {"-", "-", "-", "-", "-", "r", "-", "-"}},
};

// clang-format on

// Which letter a method needs on which kinds (RFC 3744 appendix B, RFC 8607 §3.4; the right to remove or to make counts
// as one of the member's). ' ' is never allowed: the method is there to say why not.
struct Need {
    std::string_view method;
    Kind on;
    char right;
};

inline constexpr Kind kPlaces = Kind::unmapped_object | Kind::unmapped_collection;
inline constexpr std::array needs{
    Need{"OPTIONS", kEveryResource, 'r'},
    Need{"OPTIONS", kPlaces, 'b'},
    Need{"GET", Kind::object | Kind::calendar, 'r'},
    Need{"PROPFIND", kEveryResource, 'r'},
    Need{"REPORT", kEveryResource, 'r'},
    Need{"PROPPATCH", Kind::principal | Kind::home | Kind::calendar | Kind::organizer_collection | Kind::object, 'p'},
    Need{"PUT", Kind::object, 'c'},
    Need{"PUT", Kind::unmapped_object, 'b'},
    Need{"POST", Kind::object, 'f'},
    Need{"DELETE", Kind::calendar | Kind::organizer_collection | Kind::object, 'u'},
    Need{"COPY", Kind::object, 'r'},
    Need{"MOVE", Kind::object, 'u'},
    Need{"MKCALENDAR", Kind::unmapped_collection, 'b'},
    Need{"MKCALENDAR", Kind::home | Kind::calendar | Kind::organizer_collection | Kind::object | Kind::unmapped_object,
         ' '},
    Need{"MKCOL", Kind::unmapped_collection, 'b'},
};

// A body for each report, and on which kinds it is answered to who may read them. {path}: the URL asked.
struct Asked {
    std::string_view name;
    Kind on;
    std::string_view body;
};

inline constexpr Kind kSearched = Kind::root | Kind::principals | Kind::principal_collection | Kind::principal;
inline constexpr std::array reports_asked{
    Asked{"sync-collection", Kind::home | Kind::calendar | Kind::organizer_collection,
          R"(<D:sync-collection xmlns:D="DAV:"><D:sync-token/><D:sync-level>1</D:sync-level>)"
          R"(<D:prop><D:getetag/></D:prop></D:sync-collection>)"},
    Asked{"expand-property", kEveryResource,
          R"(<D:expand-property xmlns:D="DAV:"><D:property name="owner"/></D:expand-property>)"},
    Asked{"principal-property-search", kSearched,
          R"(<D:principal-property-search xmlns:D="DAV:"><D:property-search><D:prop><D:displayname/></D:prop>)"
          R"(<D:match>Person</D:match></D:property-search><D:prop><D:displayname/></D:prop>)"
          R"(</D:principal-property-search>)"},
    Asked{"principal-search-property-set", kSearched, R"(<D:principal-search-property-set xmlns:D="DAV:"/>)"},
    Asked{"calendar-query", Kind::calendar | Kind::object,
          R"(<C:calendar-query xmlns:C="urn:ietf:params:xml:ns:caldav" xmlns:D="DAV:"><D:prop><D:getetag/></D:prop>)"
          R"(<C:filter><C:comp-filter name="VCALENDAR"/></C:filter></C:calendar-query>)"},
    Asked{"calendar-multiget", Kind::calendar | Kind::object,
          R"(<C:calendar-multiget xmlns:C="urn:ietf:params:xml:ns:caldav" xmlns:D="DAV:"><D:prop><D:getetag/></D:prop>)"
          R"(<D:href>{path}</D:href></C:calendar-multiget>)"},
    Asked{"free-busy-query", Kind::calendar,
          R"(<C:free-busy-query xmlns:C="urn:ietf:params:xml:ns:caldav">)"
          R"(<C:time-range start="20261101T000000Z" end="20261201T000000Z"/></C:free-busy-query>)"},
};

}  // namespace stafett::caldav::access
