#include "scheduling/network/feed_times.h"

#include "scheduling/ical/home_zone.h"
#include "scheduling/ical/writer.h"

namespace stafett::scheduling::network {
namespace {

constexpr std::chrono::months months_back(12);
constexpr std::chrono::months months_ahead(24);

base::Instant midnight(base::Date day, const FeedZone& zone) {
    if (!day.ok()) day = day.year() / day.month() / std::chrono::last;  // 29 February
    return zone.zone->to_utc(std::chrono::local_days(day));
}

bool is_utc(std::string_view iana) {
    return iana == "UTC" || iana == "Etc/UTC" || iana == "GMT" || iana == "Etc/GMT" || iana == "Etc/UCT" ||
           iana == "UCT" || iana == "Zulu" || iana == "Etc/Zulu" || iana == "Universal" || iana == "Etc/Universal";
}

std::string time_line(std::string_view name, const ical::DateTime& value, std::set<std::string>& zones) {
    if (value.form == ical::DateTime::Form::zoned) zones.insert(value.tzid);
    return ical::ContentLine(name).date_time(value);
}

}  // namespace

FeedWindow feed_window(base::Date today, const FeedZone& zone) {
    return {midnight(today - months_back, zone), midnight(today + months_ahead, zone)};
}

ical::DateTime feed_time(base::Instant at, const ical::DateTime& like, const FeedZone& zone) {
    using Form = ical::DateTime::Form;
    const auto local = [&] { return ical::DateTime::zoned(zone.zone->to_local(at), zone.name); };
    switch (like.form) {
        case Form::date:
            return ical::DateTime::of_date(ical::day_in(*zone.zone, at));
        case Form::utc:
            return ical::DateTime::utc(at);
        case Form::floating:
            return local();
        case Form::zoned: {
            const std::string iana = ical::iana_name(like.tzid);
            if (is_utc(iana)) return ical::DateTime::utc(at);  // Outlook knows no TZID=UTC
            const ical::ZonePtr known = iana.empty() ? nullptr : ical::find_zone(iana);
            return known ? ical::DateTime::zoned(known->to_local(at), iana) : local();
        }
    }
    return local();
}

std::string feed_time_lines(const FeedTimes& times, std::set<std::string>& zones) {
    std::string lines;
    if (times.recurrence_id) lines += time_line("RECURRENCE-ID", *times.recurrence_id, zones);
    lines += time_line("DTSTART", times.start, zones);
    if (times.end) lines += time_line("DTEND", *times.end, zones);
    if (!times.rule.empty()) lines += ical::ContentLine("RRULE").raw(times.rule);
    for (const ical::DateTime& one : times.exceptions) lines += time_line("EXDATE", one, zones);
    return lines;
}

}  // namespace stafett::scheduling::network
