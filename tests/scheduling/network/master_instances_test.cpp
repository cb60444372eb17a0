#include "scheduling/network/master_instances.h"

#include <gtest/gtest.h>

#include "scheduling/ical/parse.h"

namespace stafett::scheduling::network {
namespace {

using ical::DateTime;

ical::ObjectPtr series(const std::string& start) {
    return ical::parse("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:u\r\n" + start +
                       "RRULE:FREQ=DAILY\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")
        .value();
}

TEST(OccurrenceIds, turn_any_recurrence_id_into_the_masters_form) {
    const ical::ObjectPtr zoned = series("DTSTART;TZID=Europe/Stockholm:20260105T100000\r\n");
    const DateTime expected = *ical::parse_date_time("20260112T100000", "Europe/Stockholm");
    OccurrenceIds ids(*zoned);
    for (const DateTime& id :
         {*ical::parse_date_time("20260112T090000Z"), *ical::parse_date_time("20260112T100000"),
          *ical::parse_date_time("20260112"), *ical::parse_date_time("20260112T040000", "America/New_York"), expected})
        EXPECT_EQ(ids.in_masters_form(id), expected) << format(id);
    const ical::ObjectPtr all_day = series("DTSTART;VALUE=DATE:20260105\r\n");
    EXPECT_EQ(OccurrenceIds(*all_day).in_masters_form(*ical::parse_date_time("20260112T100000")),
              *ical::parse_date_time("20260112"));
}

}  // namespace
}  // namespace stafett::scheduling::network
