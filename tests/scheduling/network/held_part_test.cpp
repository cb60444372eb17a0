#include "scheduling/network/held_part.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "scheduling/ical/parse.h"
#include "scheduling/ical/recurrence.h"

namespace stafett::scheduling::network {
namespace {

base::Instant at(std::string_view text) { return base::parse_instant(text).value(); }

ical::ObjectPtr object(const std::string& master, const std::string& overrides = "") {
    return ical::parse("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:u\r\nDURATION:PT2H\r\n" + master +
                       "END:VEVENT\r\n" + overrides + "END:VCALENDAR\r\n")
        .value();
}

std::string override(const std::string& lines) {
    return "BEGIN:VEVENT\r\nUID:u\r\nDURATION:PT2H\r\n" + lines + "END:VEVENT\r\n";
}

// The starts of what is left; "nothing" if nothing is.
std::string held(const ical::ObjectPtr& series, std::string_view moment) {
    const auto text = held_part(*series, at(moment), ical::utc_zone());
    if (!text) return "nothing";
    std::string starts;
    const auto left = ical::parse(*text).value();
    auto work = ical::own_share(*left);
    for (const ical::Occurrence& one :
         ical::occurrences(*left, at("2020-01-01T00:00:00Z"), at("2040-01-01T00:00:00Z"), ical::utc_zone(), work).list)
        starts += base::format_instant(one.start).substr(0, 10) + " ";
    return starts;
}

const std::string kWeekly = "DTSTART:20270301T120000Z\r\nRRULE:FREQ=WEEKLY\r\n";

TEST(HeldPart, ends_with_the_last_that_was_over) {
    EXPECT_EQ(held(object(kWeekly), "2027-03-15T13:00:00Z"), "2027-03-01 2027-03-08 ");
    EXPECT_EQ(held(object(kWeekly), "2027-03-15T14:00:00Z"), "2027-03-01 2027-03-08 2027-03-15 ");
    EXPECT_EQ(held(object("DTSTART:20270301T120000Z\r\nRRULE:COUNT=9;FREQ=WEEKLY\r\n"), "2027-03-10T00:00:00Z"),
              "2027-03-01 2027-03-08 ");
    EXPECT_EQ(
        held(object("DTSTART;VALUE=DATE:20270301\r\nRRULE:FREQ=WEEKLY;UNTIL=20270601\r\n"), "2027-03-10T00:00:00Z"),
        "2027-03-01 2027-03-08 ");
    EXPECT_EQ(
        held(object("DTSTART:20270301T120000Z\r\nRDATE:20270308T120000Z,20270401T120000Z\r\n"), "2027-03-10T00:00:00Z"),
        "2027-03-01 2027-03-08 ");
}

TEST(HeldPart, goes_by_where_occurrences_are_and_not_by_where_they_were) {
    const auto later = object(kWeekly, override("RECURRENCE-ID:20270308T120000Z\r\nDTSTART:20270401T120000Z\r\n"));
    EXPECT_EQ(held(later, "2027-03-16T00:00:00Z"), "2027-03-01 2027-03-15 ");
    const auto sooner = object(kWeekly, override("RECURRENCE-ID:20270322T120000Z\r\nDTSTART:20270310T120000Z\r\n"));
    EXPECT_EQ(held(sooner, "2027-03-12T00:00:00Z"), "2027-03-01 2027-03-08 2027-03-10 ");
}

TEST(HeldPart, is_nothing_where_nothing_was_held_or_all_is_cancelled) {
    EXPECT_EQ(held(object(kWeekly), "2027-03-01T13:00:00Z"), "nothing");
    EXPECT_EQ(held(object("DTSTART:20270301T120000Z\r\n"), "2027-04-01T13:00:00Z"), "nothing") << "no series";
    EXPECT_EQ(held(object(kWeekly + "STATUS:CANCELLED\r\n"), "2027-04-01T13:00:00Z"), "nothing");
}

}  // namespace
}  // namespace stafett::scheduling::network
