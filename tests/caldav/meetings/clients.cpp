#include "tests/caldav/meetings/clients.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace stafett::caldav::meetings {
namespace {

constexpr std::string_view kStockholm =
    "BEGIN:VTIMEZONE\r\nTZID:Europe/Stockholm\r\n"
    "BEGIN:DAYLIGHT\r\nTZOFFSETFROM:+0100\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\nDTSTART:19810329T020000\r\n"
    "TZNAME:CEST\r\nTZOFFSETTO:+0200\r\nEND:DAYLIGHT\r\n"
    "BEGIN:STANDARD\r\nTZOFFSETFROM:+0200\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nDTSTART:19961027T030000\r\n"
    "TZNAME:CET\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";

std::string apple_new(const Draft& draft, const std::string& end) {
    return fmt::format(
        "BEGIN:VCALENDAR\r\nCALSCALE:GREGORIAN\r\nPRODID:-//Apple Inc.//macOS 15.1//EN\r\nVERSION:2.0\r\n{}"
        "BEGIN:VEVENT\r\nCREATED:20261122T115500Z\r\nDTEND;TZID=Europe/Stockholm:{}\r\n"
        "DTSTAMP:20261122T115502Z\r\nDTSTART;TZID=Europe/Stockholm:{}\r\nLAST-MODIFIED:20261122T115501Z\r\n{}"
        "SEQUENCE:0\r\nSUMMARY:{}\r\nTRANSP:OPAQUE\r\nUID:{}\r\nX-APPLE-TRAVEL-ADVISORY-BEHAVIOR:AUTOMATIC\r\n"
        "BEGIN:VALARM\r\nACTION:NONE\r\nTRIGGER;VALUE=DATE-TIME:19760401T005545Z\r\nX-APPLE-DEFAULT-ALARM:TRUE\r\n"
        "END:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        kStockholm, end, draft.start, draft.more, draft.summary, draft.uid);
}

std::string davx5_new(const Draft& draft, const std::string& end) {
    return fmt::format(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:DAVx5/4.5.9-ose ical4j/3.2.19\r\nBEGIN:VEVENT\r\n"
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
        kStockholm, draft.uid, draft.summary, draft.more, draft.start, end);
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

std::string apple_again(CalendarText text) {
    for (std::size_t i = 0; i < text.events.size(); ++i) {
        text.set("DTSTAMP:20261123T080002Z", i).set("LAST-MODIFIED:20261123T080001Z", i);
        count_up(text, "SEQUENCE", i);
        sort_lines(text.events[i], [](std::string_view name) { return std::string(name); });
    }
    return text.octets();
}

std::string davx5_again(CalendarText text) {
    static const std::map<std::string_view, int, std::less<>> places{
        {"DTSTAMP", 0}, {"UID", 1},         {"SEQUENCE", 2}, {"RECURRENCE-ID", 3}, {"SUMMARY", 4}, {"LOCATION", 5},
        {"DTSTART", 6}, {"DESCRIPTION", 7}, {"DTEND", 8},    {"RRULE", 9},         {"EXDATE", 10}, {"STATUS", 11}};
    for (std::size_t i = 0; i < text.events.size(); ++i) {
        text.set("DTSTAMP:20261123T080002Z", i).remove("LAST-MODIFIED", i).remove("CREATED", i).remove("CONTACT", i);
        count_up(text, "SEQUENCE", i);
        if (text.all("STATUS", i).empty()) text.add("STATUS:CONFIRMED", i);
        sort_lines(text.events[i], [&](std::string_view name) {
            const auto place = places.find(name);
            return place == places.end() ? 99 : place->second;
        });
    }
    return text.octets();
}

std::string thunderbird_again(CalendarText text) {
    for (std::size_t i = 0; i < text.events.size(); ++i) {
        text.set("DTSTAMP:20261123T080001Z", i).set("LAST-MODIFIED:20261123T080001Z", i);
        count_up(text, "X-MOZ-GENERATION", i);
        std::string categories;
        for (const std::string& line : text.all("CATEGORIES", i))
            categories += (categories.empty() ? "CATEGORIES:" : ",") + line.substr(line.find(':') + 1);
        if (!categories.empty()) text.set(categories, i);
    }
    return text.octets();
}

}  // namespace

std::string to_string(ClientKind client) {
    switch (client) {
        case ClientKind::apple:
            return "apple";
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
        case ClientKind::apple:
            return apple_new(draft, end);
        case ClientKind::davx5:
            return davx5_new(draft, end);
        case ClientKind::thunderbird:
            return thunderbird_new(draft, end);
    }
    return {};
}

std::string written_again(ClientKind client, CalendarText edited) {
    switch (client) {
        case ClientKind::apple:
            return apple_again(std::move(edited));
        case ClientKind::davx5:
            return davx5_again(std::move(edited));
        case ClientKind::thunderbird:
            return thunderbird_again(std::move(edited));
    }
    return {};
}

}  // namespace stafett::caldav::meetings
