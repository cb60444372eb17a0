#include "tests/caldav/meetings/clients.h"

#include <algorithm>
#include <map>
#include <sstream>
#include <vector>

#include <fmt/format.h>

namespace stafett::caldav::meetings {
namespace {

// As Apple and ical4j write the zone.
constexpr std::string_view kStockholm =
    "BEGIN:VTIMEZONE\r\nTZID:Europe/Stockholm\r\n"
    "BEGIN:DAYLIGHT\r\nTZOFFSETFROM:+0100\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\nDTSTART:19810329T020000\r\n"
    "TZNAME:CEST\r\nTZOFFSETTO:+0200\r\nEND:DAYLIGHT\r\n"
    "BEGIN:STANDARD\r\nTZOFFSETFROM:+0200\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nDTSTART:19961027T030000\r\n"
    "TZNAME:CET\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";

// As Thunderbird does, of whose forty observances the first and the last: offsets with seconds, dates alone.
constexpr std::string_view kStockholmInThunderbird =
    "BEGIN:VTIMEZONE\r\nTZID:Europe/Stockholm\r\nX-TZINFO:Europe/Stockholm[2026f]\r\n"
    "BEGIN:STANDARD\r\nTZOFFSETTO:+010000\r\nTZOFFSETFROM:+005328\r\nTZNAME:Europe/Stockholm(STD)\r\n"
    "DTSTART:18930401T000000\r\nRDATE:18930401T000000\r\nEND:STANDARD\r\n"
    "BEGIN:DAYLIGHT\r\nTZOFFSETTO:+020000\r\nTZOFFSETFROM:+010000\r\nTZNAME:(DST)\r\nDTSTART:19970330T020000\r\n"
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\nEND:DAYLIGHT\r\n"
    "BEGIN:STANDARD\r\nTZOFFSETTO:+010000\r\nTZOFFSETFROM:+020000\r\nTZNAME:(STD)\r\nDTSTART:19971026T030000\r\n"
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";

std::string ios_new(const Draft& draft, const std::string& end) {
    return fmt::format(
        "BEGIN:VCALENDAR\r\nCALSCALE:GREGORIAN\r\nPRODID:-//Apple Inc.//iOS 18.1//EN\r\nVERSION:2.0\r\n{}"
        "BEGIN:VEVENT\r\nCREATED:20261122T115500Z\r\nDTEND;TZID=Europe/Stockholm:{}\r\n"
        "DTSTAMP:20261122T115502Z\r\nDTSTART;TZID=Europe/Stockholm:{}\r\nLAST-MODIFIED:20261122T115501Z\r\n{}"
        "SEQUENCE:0\r\nSUMMARY:{}\r\nTRANSP:OPAQUE\r\nUID:{}\r\nX-APPLE-TRAVEL-ADVISORY-BEHAVIOR:AUTOMATIC\r\n"
        "BEGIN:VALARM\r\nACTION:NONE\r\nTRIGGER;VALUE=DATE-TIME:19760401T005545Z\r\nUID:{}-larm\r\n"
        "X-APPLE-LOCAL-DEFAULT-ALARM:TRUE\r\nX-WR-ALARMUID:{}-larm\r\nEND:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        kStockholm, end, draft.start, draft.more, draft.summary, draft.uid, draft.uid, draft.uid);
}

std::string macos_new(const Draft& draft, const std::string& end) {
    return fmt::format(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Apple Inc.//macOS 15.1//EN\r\nCALSCALE:GREGORIAN\r\n{}"
        "BEGIN:VEVENT\r\nCREATED:20261122T115500Z\r\nUID:{}\r\n{}DTEND;TZID=Europe/Stockholm:{}\r\nTRANSP:OPAQUE\r\n"
        "X-APPLE-TRAVEL-ADVISORY-BEHAVIOR:AUTOMATIC\r\nSUMMARY:{}\r\nDTSTART;TZID=Europe/Stockholm:{}\r\n"
        "DTSTAMP:20261122T115502Z\r\nSEQUENCE:0\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        kStockholm, draft.uid, draft.more, end, draft.summary, draft.start);
}

std::string davx5_new(const Draft& draft, const std::string& end) {
    return fmt::format(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:DAVx5/4.5.11-ose ical4j/4.2.5\r\nBEGIN:VEVENT\r\n"
        "DTSTAMP:20261122T115502Z\r\nUID:{}\r\nSUMMARY:{}\r\nDTSTART;TZID=Europe/Stockholm:{}\r\n"
        "DTEND;TZID=Europe/Stockholm:{}\r\n{}STATUS:CONFIRMED\r\nBEGIN:VALARM\r\nTRIGGER:-PT15M\r\n"
        "ACTION:DISPLAY\r\nDESCRIPTION:{}\r\nEND:VALARM\r\nEND:VEVENT\r\n{}END:VCALENDAR\r\n",
        draft.uid, draft.summary, draft.start, end, draft.more, draft.summary, kStockholm);
}

std::string thunderbird_new(const Draft& draft, const std::string& end) {
    return fmt::format(
        "BEGIN:VCALENDAR\r\nPRODID:-//Mozilla.org/NONSGML Mozilla Calendar V1.1//EN\r\nVERSION:2.0\r\n{}"
        "BEGIN:VEVENT\r\nCREATED:20261122T115500Z\r\nLAST-MODIFIED:20261122T115501Z\r\nDTSTAMP:20261122T115501Z\r\n"
        "UID:{}\r\nSUMMARY:{}\r\n{}DTSTART;TZID=Europe/Stockholm:{}\r\nDTEND;TZID=Europe/Stockholm:{}\r\n"
        "TRANSP:OPAQUE\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        kStockholmInThunderbird, draft.uid, draft.summary, draft.more, draft.start, end);
}

// SEQUENCE and such, one higher.
void count_up(CalendarText& text, const std::string& name, std::size_t event) {
    const std::string old = text.value(name, event);
    text.set(fmt::format("{}:{}", name, old.empty() ? 1 : std::stoi(old) + 1), event);
}

// The lines before the alarms, in the order of this client.
template <class Order>
void sort_lines(CalendarText::Event& event, Order order) {
    const auto alarms = std::ranges::find(event, "BEGIN:VALARM");
    std::sort(event.begin(), alarms, [&](const std::string& a, const std::string& b) {
        return std::pair(order(name_of(a)), a) < std::pair(order(name_of(b)), b);
    });
}

using Places = std::map<std::string_view, int, std::less<>>;

// Lines that the client does not place itself come last, by name.
void sort_by(CalendarText::Event& event, const Places& places) {
    sort_lines(event, [&](std::string_view name) {
        const auto place = places.find(name);
        return std::pair(place == places.end() ? 99 : place->second, std::string(name));
    });
}

std::string ios_again(CalendarText text) {
    for (std::size_t i = 0; i < text.events.size(); ++i) {
        text.set("DTSTAMP:20261123T080002Z", i).set("LAST-MODIFIED:20261123T080001Z", i);
        count_up(text, "SEQUENCE", i);
        sort_lines(text.events[i], [](std::string_view name) { return std::string(name); });
    }
    return text.octets();
}

std::string macos_again(CalendarText text) {
    for (std::size_t i = 0; i < text.events.size(); ++i) {
        text.set("DTSTAMP:20261123T080002Z", i).remove("LAST-MODIFIED", i);
        sort_lines(text.events[i], [](std::string_view name) { return std::string(name.rbegin(), name.rend()); });
    }
    return text.octets();
}

std::string davx5_again(CalendarText text) {
    static const Places places{{"DTSTAMP", 0},   {"UID", 1},        {"RECURRENCE-ID", 2}, {"SUMMARY", 3},
                               {"LOCATION", 4},  {"DTSTART", 5},    {"DTEND", 6},         {"RRULE", 7},
                               {"RDATE", 8},     {"EXDATE", 9},     {"DESCRIPTION", 10},  {"CLASS", 11},
                               {"TRANSP", 12},   {"STATUS", 13},    {"SEQUENCE", 14},     {"ORGANIZER", 15},
                               {"ATTENDEE", 16}, {"CATEGORIES", 17}};
    for (std::size_t i = 0; i < text.events.size(); ++i) {
        text.set("DTSTAMP:20261123T080002Z", i).remove("LAST-MODIFIED", i);
        if (text.value("TRANSP", i) == "OPAQUE") text.remove("TRANSP", i);
        const std::string sequence = text.value("SEQUENCE", i);
        if (sequence == "0")
            text.remove("SEQUENCE", i);
        else if (!sequence.empty() && i == 0)
            count_up(text, "SEQUENCE", i);
        const auto categories = text.all("CATEGORIES", i);
        if (!categories.empty()) text.set(categories.front(), i);
        if (const std::string place = text.value("LOCATION", i); place.empty()) text.remove("LOCATION", i);
        sort_by(text.events[i], places);
    }
    return text.octets();
}

std::string thunderbird_again(CalendarText text) {
    static const Places places{{"CREATED", 0}, {"LAST-MODIFIED", 1}, {"DTSTAMP", 2},   {"UID", 3},      {"SUMMARY", 4},
                               {"STATUS", 5},  {"RECURRENCE-ID", 6}, {"ORGANIZER", 7}, {"ATTENDEE", 8}, {"RRULE", 9},
                               {"EXDATE", 10}, {"CATEGORIES", 11},   {"DTSTART", 12},  {"DTEND", 13}};
    for (std::size_t i = 0; i < text.events.size(); ++i) {
        text.set("DTSTAMP:20261123T080001Z", i).set("LAST-MODIFIED:20261123T080001Z", i);
        if (i == 0) count_up(text, "X-MOZ-GENERATION", i);
        std::vector<std::string> categories;
        for (const std::string& line : text.all("CATEGORIES", i)) {
            std::istringstream values(line.substr(line.find(':') + 1));
            for (std::string one; std::getline(values, one, ',');) categories.push_back("CATEGORIES:" + one);
        }
        text.remove("CATEGORIES", i);
        for (const std::string& line : categories) text.add(line, i);
        sort_by(text.events[i], places);
    }
    return text.octets();
}

}  // namespace

std::string to_string(ClientKind client) {
    switch (client) {
        case ClientKind::ios:
            return "ios";
        case ClientKind::macos:
            return "macos";
        case ClientKind::davx5:
            return "davx5";
        case ClientKind::thunderbird:
            return "thunderbird";
    }
    return {};
}

std::string two_hours_later(const std::string& start) {
    const int hour = std::stoi(start.substr(9, 2)) + 2;
    return fmt::format("{}{:02}{}", start.substr(0, 9), hour, start.substr(11));
}

std::string written_new(ClientKind client, const Draft& draft) {
    const std::string end = two_hours_later(draft.start);
    switch (client) {
        case ClientKind::ios:
            return ios_new(draft, end);
        case ClientKind::macos:
            return macos_new(draft, end);
        case ClientKind::davx5:
            return davx5_new(draft, end);
        case ClientKind::thunderbird:
            return thunderbird_new(draft, end);
    }
    return {};
}

std::string written_again(ClientKind client, CalendarText edited) {
    switch (client) {
        case ClientKind::ios:
            return ios_again(std::move(edited));
        case ClientKind::macos:
            return macos_again(std::move(edited));
        case ClientKind::davx5:
            return davx5_again(std::move(edited));
        case ClientKind::thunderbird:
            return thunderbird_again(std::move(edited));
    }
    return {};
}

}  // namespace stafett::caldav::meetings
