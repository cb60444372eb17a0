#include "scheduling/ical/busy_times.h"

#include "tests/scheduling/ical/support.h"

namespace stafett::scheduling::ical {
namespace {

const base::TimeSpan kJanuary{utc("20260101T000000Z"), utc("20260201T000000Z")};

std::string busy(const std::string& text, const base::TimeSpan& range = kJanuary) {
    std::vector<BusyTime> times;
    const ObjectPtr object = parsed(text);
    auto work = own_share(*object);
    EXPECT_TRUE(add_busy_times(*object, range, find_zone("Europe/Stockholm"), times, work));
    if (const auto known = one_time(*object)) {
        std::vector<BusyTime> at_once;
        add_busy_time(*known, range, at_once);
        EXPECT_EQ(at_once, times) << text;
    }
    return freebusy_lines(merged(std::move(times)));
}

TEST(OneTime, is_of_events_that_happen_once_and_at_the_same_time_whoever_asks) {
    const std::string stockholm = "DTSTART;TZID=Europe/Stockholm:20260110T100000\n";
    for (const std::string& lines : {std::string("DTSTART:20260110T100000Z\n"), stockholm + "DURATION:P1DT1H\n",
                                     stockholm + "DTEND:20260110T120000\n",
                                     stockholm + "DTEND;TZID=Europe/Berlin:20260110T120000\nTRANSP:TRANSPARENT\n"}) {
        const auto known = one_time(*parsed(event(lines)));
        const bool own_end = !lines.contains("DTEND:20260110T120000\n");  // a floating end: left to the long way
        EXPECT_EQ(known.has_value(), own_end) << lines;
        busy(event(lines));
    }
    for (const std::string& lines :
         {std::string("DTSTART:20260110T100000\n"), std::string("DTSTART;VALUE=DATE:20260110\n"),
          std::string("DTSTART;TZID=Nowhere:20260110T100000\n"), stockholm + "DTEND;TZID=Nowhere:20260110T120000\n",
          stockholm + "RRULE:FREQ=DAILY;COUNT=1\n", stockholm + "RDATE;TZID=Europe/Stockholm:20260111T100000\n",
          stockholm + "EXDATE;TZID=Europe/Stockholm:20260110T100000\n", std::string()})
        EXPECT_FALSE(one_time(*parsed(event(lines)))) << lines;
    EXPECT_FALSE(
        one_time(*parsed(event(stockholm, "BEGIN:VEVENT\nUID:u1\nRECURRENCE-ID:20260107T230000Z\nEND:VEVENT\n"))));
    EXPECT_FALSE(
        one_time(*parsed(calendar("BEGIN:VTODO\nUID:f\nDTSTAMP:20260101T000000Z\n" + stockholm + "END:VTODO\n"))));
}

TEST(BusyTimes, follow_transp_and_status) {
    const std::string at = "DTSTART:20260110T100000Z\nDTEND:20260110T120000Z\n";
    const std::string period = "20260110T100000Z/20260110T120000Z\r\n";
    EXPECT_EQ(busy(event(at)), "FREEBUSY:" + period);
    EXPECT_EQ(busy(event(at + "TRANSP:OPAQUE\nSTATUS:CONFIRMED\n")), "FREEBUSY:" + period);
    EXPECT_EQ(busy(event(at + "STATUS:tentative\n")), "FREEBUSY;FBTYPE=BUSY-TENTATIVE:" + period);
    EXPECT_EQ(busy(event(at + "STATUS:X-MAYBE\n")), "FREEBUSY:" + period);
    EXPECT_EQ(busy(event(at + "STATUS:CANCELLED\n")), "");
    EXPECT_EQ(busy(event(at + "TRANSP:TRANSPARENT\nSTATUS:TENTATIVE\n")), "");
    EXPECT_EQ(busy(event("DTSTART:20260110T100000Z\n")), "");
}

TEST(BusyTimes, are_decided_for_each_instance_and_cut_to_the_range) {
    const std::string series =
        event("DTSTART:20251231T230000Z\nDURATION:PT2H\nRRULE:FREQ=WEEKLY;COUNT=4\n",
              "BEGIN:VEVENT\nUID:u1\nRECURRENCE-ID:20260107T230000Z\nDTSTART:20260107T230000Z\nDURATION:PT2H\n"
              "STATUS:CANCELLED\nEND:VEVENT\n");
    EXPECT_EQ(busy(series),
              "FREEBUSY:20260101T000000Z/20260101T010000Z\r\nFREEBUSY:20260114T230000Z/20260115T010000Z\r\n"
              "FREEBUSY:20260121T230000Z/20260122T010000Z\r\n");
}

TEST(BusyTimes, read_days_in_the_zone_that_is_asked_in) {
    EXPECT_EQ(busy(event("DTSTART;VALUE=DATE:20260110\n")), "FREEBUSY:20260109T230000Z/20260110T230000Z\r\n");
}

TEST(BusyTimes, take_what_a_free_busy_object_says) {
    const auto of = [](const std::string& lines) {
        return busy(calendar("BEGIN:VFREEBUSY\nUID:f\nDTSTAMP:20260101T000000Z\n" + lines + "END:VFREEBUSY\n"));
    };
    EXPECT_EQ(of("FREEBUSY:20260110T100000Z/PT1H,20260110T110000Z/20260110T113000Z\n"),
              "FREEBUSY:20260110T100000Z/20260110T113000Z\r\n");
    EXPECT_EQ(of("FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20260110T100000Z/PT1H\n"),
              "FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20260110T100000Z/20260110T110000Z\r\n");
    EXPECT_EQ(of("FREEBUSY;FBTYPE=FREE:20260110T100000Z/PT1H\nFREEBUSY:20270110T100000Z/PT1H\n"), "");
}

TEST(BusyTimes, say_when_a_series_has_too_many) {
    std::vector<BusyTime> times;
    const ObjectPtr minutely = parsed(event("DTSTART:20260101T000000Z\nDURATION:PT1M\nRRULE:FREQ=MINUTELY\n"));
    auto work = own_share(*minutely);
    EXPECT_FALSE(add_busy_times(*minutely, kJanuary, utc_zone(), times, work));
}

TEST(BusyTimes, of_one_type_that_touch_become_one) {
    const auto at = [](int start, int end, Busy type) {
        return BusyTime{type, {Instant(std::chrono::hours(start)), Instant(std::chrono::hours(end))}};
    };
    using enum Busy;
    EXPECT_EQ(merged({at(3, 4, busy), at(1, 2, busy), at(2, 3, busy), at(1, 9, tentative), at(1, 2, busy)}),
              (std::vector<BusyTime>{at(1, 4, busy), at(1, 9, tentative)}));
}

}  // namespace
}  // namespace stafett::scheduling::ical
