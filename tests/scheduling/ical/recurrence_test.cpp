#include "scheduling/ical/recurrence.h"

#include "scheduling/ical/rrule.h"
#include "tests/scheduling/ical/support.h"

namespace stafett::scheduling::ical {
namespace {

ZonePtr stockholm() { return find_zone("Europe/Stockholm"); }

// Starts in UTC of all occurrences in a range, "!" behind those of an override.
std::vector<std::string> starts(const std::string& text, std::string_view from, std::string_view to) {
    std::vector<std::string> out;
    const ObjectPtr object = parsed(text);
    if (!object) return out;
    for (const Occurrence& o : occurrences(*object, utc(from), utc(to), stockholm()).list)
        out.push_back(to_text(o.start) + (o.is_override ? "!" : ""));
    return out;
}
using Strings = std::vector<std::string>;

TEST(Occurrences, of_a_single_event_overlap_the_range) {
    const std::string timed = event("DTSTART:20260110T100000Z\nDTEND:20260110T120000Z\n");
    EXPECT_EQ(starts(timed, "20260110T110000Z", "20260110T113000Z"), Strings{"20260110T100000Z"});
    EXPECT_EQ(starts(timed, "20260110T120000Z", "20260111T000000Z"), Strings{});
    EXPECT_EQ(starts(timed, "20260109T000000Z", "20260110T100000Z"), Strings{});
    const std::string moment = event("DTSTART:20260110T100000Z\n");
    EXPECT_EQ(starts(moment, "20260110T100000Z", "20260110T100001Z"), Strings{"20260110T100000Z"});
    EXPECT_EQ(starts(moment, "20260110T095959Z", "20260110T100000Z"), Strings{});
    const std::string day = event("DTSTART;VALUE=DATE:20260110\n");
    EXPECT_EQ(starts(day, "20260110T220000Z", "20260110T230000Z"), Strings{"20260109T230000Z"});
    EXPECT_EQ(starts(day, "20260110T230000Z", "20260111T230000Z"), Strings{});
    const std::string floating = event("DTSTART:20260710T100000\nDURATION:PT1H\n");
    EXPECT_EQ(starts(floating, "20260710T000000Z", "20260711T000000Z"), Strings{"20260710T080000Z"});
}

TEST(Occurrences, keep_wall_clock_over_a_change_of_offset_and_exact_length_by_dtend) {
    const ObjectPtr object =
        parsed(event("DTSTART;TZID=Europe/Stockholm:20260328T230000\nDTEND;TZID=Europe/"
                     "Stockholm:20260329T040000\nRRULE:FREQ=DAILY;COUNT=3\n"));
    const Occurrences all = occurrences(*object, utc("20260101T000000Z"), utc("20270101T000000Z"), stockholm());
    ASSERT_EQ(all.list.size(), 3u);
    EXPECT_TRUE(all.complete);
    EXPECT_EQ(to_text(all.list[0].start), "20260328T220000Z");
    EXPECT_EQ(to_text(all.list[0].end), "20260329T020000Z");  // four hours, for one is left out
    EXPECT_EQ(to_text(all.list[1].start), "20260329T210000Z");
    EXPECT_EQ(to_text(all.list[1].end), "20260330T010000Z");
    EXPECT_EQ(all.list[1].recurrence_id, DateTime::zoned(local("20260329T230000"), "Europe/Stockholm"));
    EXPECT_EQ(to_text(all.list[1].local_start), "20260329T230000");
    const ObjectPtr nominal = parsed(event("DTSTART;TZID=Europe/Stockholm:20260328T120000\nDURATION:P1D\n"));
    EXPECT_EQ(
        to_text(occurrences(*nominal, utc("20260101T000000Z"), utc("20270101T000000Z"), stockholm()).list.at(0).end),
        "20260329T100000Z");
}

TEST(Occurrences, obey_exdate_in_any_type) {
    const std::string head =
        "DTSTART;TZID=Europe/Stockholm:20260105T100000\nDTEND;TZID=Europe/"
        "Stockholm:20260105T110000\nRRULE:FREQ=DAILY;COUNT=3\n";
    const Strings without_second{"20260105T090000Z", "20260107T090000Z"};
    for (const std::string exdate :
         {"EXDATE;TZID=Europe/Stockholm:20260106T100000", "EXDATE:20260106T090000Z", "EXDATE;VALUE=DATE:20260106",
          "EXDATE:20260106T100000", "EXDATE;TZID=America/New_York:20260106T040000",
          "EXDATE:20300101T000000Z,20260106T090000Z"}) {
        EXPECT_EQ(starts(event(head + exdate + "\n"), "20260101T000000Z", "20260201T000000Z"), without_second)
            << exdate;
    }
    EXPECT_EQ(starts(event("DTSTART;VALUE=DATE:20260105\nRRULE:FREQ=DAILY;COUNT=3\nEXDATE:20260106T000000\n"),
                     "20260101T000000Z", "20260201T000000Z"),
              (Strings{"20260104T230000Z", "20260106T230000Z"}));
    EXPECT_EQ(starts(event(head + "EXDATE:nonsense\n"), "20260101T000000Z", "20260201T000000Z").size(), 3u);
}

TEST(Occurrences, add_rdate_and_periods_once) {
    const std::string text = event(
        "DTSTART:20260105T100000Z\nDTEND:20260105T110000Z\nRRULE:FREQ=WEEKLY;COUNT=2\nRDATE:20260112T100000Z,"
        "20260107T100000Z\n"
        "RDATE;VALUE=PERIOD:20260108T100000Z/PT3H,20260109T100000Z/20260109T140000Z\n");
    EXPECT_EQ(
        starts(text, "20260101T000000Z", "20260201T000000Z"),
        (Strings{"20260105T100000Z", "20260107T100000Z", "20260108T100000Z", "20260109T100000Z", "20260112T100000Z"}));
    EXPECT_EQ(starts(text, "20260108T123000Z", "20260108T124000Z"), Strings{"20260108T100000Z"});
    EXPECT_EQ(starts(text, "20260109T133000Z", "20260109T134000Z"), Strings{"20260109T100000Z"});
}

TEST(Occurrences, take_overrides_where_they_are_now) {
    const std::string text = event(
        "DTSTART;TZID=Europe/Stockholm:20260105T100000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=3\n",
        "BEGIN:VEVENT\nUID:u1\nRECURRENCE-ID:20260112T090000Z\nDTSTART:20260301T090000Z\nDURATION:PT1H\nEND:VEVENT\n");
    EXPECT_EQ(starts(text, "20260101T000000Z", "20260201T000000Z"), (Strings{"20260105T090000Z", "20260119T090000Z"}));
    EXPECT_EQ(starts(text, "20260201T000000Z", "20260401T000000Z"), Strings{"20260301T090000Z!"});
    const ObjectPtr object = parsed(text);
    const auto moved = occurrences(*object, utc("20260201T000000Z"), utc("20260401T000000Z"), stockholm()).list.at(0);
    EXPECT_EQ(moved.recurrence_id, DateTime::zoned(local("20260112T100000"), "Europe/Stockholm"));
    EXPECT_EQ(moved.component, object->overrides()[0]);
}

TEST(Occurrences, of_overrides_alone_and_of_this_and_future) {
    const std::string alone = calendar(
        "BEGIN:VEVENT\nUID:u\nRECURRENCE-ID;TZID=Europe/"
        "Stockholm:20260112T100000\nDTSTART:20260112T120000Z\nEND:VEVENT\n"
        "BEGIN:VEVENT\nUID:u\nRECURRENCE-ID;RANGE=THISANDFUTURE:20260119T090000Z\nDTSTART:20260119T120000Z\nEND:"
        "VEVENT\n");
    EXPECT_EQ(starts(alone, "20260101T000000Z", "20260201T000000Z"),
              (Strings{"20260112T120000Z!", "20260119T120000Z!"}));
    EXPECT_EQ(starts(event("DTSTART:20260105T100000Z\nRRULE:FREQ=DAILY;COUNT=3\n",
                           "BEGIN:VEVENT\nUID:u1\nRECURRENCE-ID;RANGE=THISANDFUTURE:20260106T100000Z\nDTSTART:"
                           "20260106T110000Z\nEND:VEVENT\n"),
                     "20260101T000000Z", "20260201T000000Z"),
              (Strings{"20260105T100000Z", "20260106T110000Z!", "20260107T100000Z"}));
}

TEST(Occurrences, dtstart_is_always_one_and_counts) {
    EXPECT_EQ(starts(event("DTSTART:20260106T100000Z\nRRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=3\n"), "20260101T000000Z",
                     "20270101T000000Z"),
              (Strings{"20260106T100000Z", "20260112T100000Z", "20260119T100000Z"}));
    EXPECT_EQ(starts(event("DTSTART:20260106T100000Z\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\n"), "20260101T000000Z",
                     "20270101T000000Z"),
              Strings{"20260106T100000Z"});
    EXPECT_EQ(
        starts(event("DTSTART:20260106T100000Z\nRRULE:FREQ=DAILY;COUNT=2\nEXDATE:20260106T100000Z,20260107T100000Z\n"),
               "20260101T000000Z", "20270101T000000Z"),
        Strings{});
}

TEST(Occurrences, read_until_in_every_type) {
    const std::string zoned = "DTSTART;TZID=Europe/Stockholm:20260105T100000\nRRULE:FREQ=DAILY;UNTIL=";
    for (const std::string until : {"20260107T090000Z", "20260107T100000", "20260107", "20260108T085959Z"}) {
        EXPECT_EQ(starts(event(zoned + until + "\n"), "20260101T000000Z", "20260201T000000Z").size(), 3u) << until;
    }
    EXPECT_EQ(starts(event(zoned + "20260107T085959Z\n"), "20260101T000000Z", "20260201T000000Z").size(), 2u);
    for (const std::string until : {"20260107", "20260107T225959Z", "20260106T230000Z", "20260107T000000"}) {
        EXPECT_EQ(starts(event("DTSTART;VALUE=DATE:20260105\nRRULE:FREQ=DAILY;UNTIL=" + until + "\n"),
                         "20260101T000000Z", "20260201T000000Z")
                      .size(),
                  3u)
            << until;
    }
}

TEST(Occurrences, of_tasks_journals_and_broken_dates) {
    EXPECT_EQ(starts(calendar("BEGIN:VTODO\nUID:t\nDUE:20260105T100000Z\nEND:VTODO\n"), "20260101T000000Z",
                     "20260201T000000Z"),
              Strings{"20260105T100000Z"});
    EXPECT_EQ(starts(calendar("BEGIN:VTODO\nUID:t\nDTSTART:20260105T100000Z\nDUE:20260107T100000Z\nEND:VTODO\n"),
                     "20260106T000000Z", "20260106T010000Z"),
              Strings{"20260105T100000Z"});
    EXPECT_EQ(starts(calendar("BEGIN:VTODO\nUID:t\nEND:VTODO\n"), "20260101T000000Z", "20260201T000000Z"), Strings{});
    EXPECT_EQ(starts(event("DTSTART:20260105T100000Z\nDTEND:20260105T120000Z\nDURATION:PT0S\n"), "20260105T110000Z",
                     "20260105T113000Z")
                  .size(),
              1u);
    EXPECT_EQ(
        starts(event("DTSTART:20260105T100000Z\nDTEND:20260104T120000Z\n"), "20260105T000000Z", "20260106T000000Z")
            .size(),
        1u);
    EXPECT_EQ(starts(event("DTSTART;TZID=Europe/Stockholm:20260105T100000\nDTEND:20260105T120000\n"),
                     "20260105T103000Z", "20260105T104000Z")
                  .size(),
              1u);
}

TEST(FirstOccurrences, are_counted_from_a_moment) {
    const ObjectPtr weekly =
        parsed(event("DTSTART;TZID=Europe/Stockholm:20200106T100000\nRRULE:FREQ=WEEKLY\nEXDATE;TZID=Europe/"
                     "Stockholm:20260112T100000\n"));
    const Occurrences found = first_occurrences(*weekly, utc("20260105T090000Z"), 3, stockholm());
    ASSERT_EQ(found.list.size(), 3u);
    EXPECT_EQ(to_text(found.list[0].start), "20260105T090000Z");
    EXPECT_EQ(to_text(found.list[1].start), "20260119T090000Z");
    EXPECT_TRUE(found.complete);
    EXPECT_EQ(
        first_occurrences(*weekly, utc("20260101T000000Z"), 100, stockholm(), utc("20260201T000000Z")).list.size(), 3u);
    const ObjectPtr leap = parsed(event("DTSTART:20240229T100000Z\nRRULE:FREQ=YEARLY\n"));
    EXPECT_EQ(to_text(first_occurrences(*leap, utc("20260101T000000Z"), 2, stockholm()).list.at(1).start),
              "20320229T100000Z");
    const ObjectPtr once = parsed(event("DTSTART:20240229T100000Z\n"));
    EXPECT_EQ(first_occurrences(*once, utc("20260101T000000Z"), 2, stockholm()).list.size(), 0u);
    EXPECT_EQ(first_occurrences(*once, utc("20000101T000000Z"), 2, stockholm()).list.size(), 1u);
    const ObjectPtr ends = parsed(event("DTSTART:20240101T100000Z\nRRULE:FREQ=YEARLY;COUNT=4\n"));
    EXPECT_EQ(first_occurrences(*ends, utc("20250101T000000Z"), 24, stockholm()).list.size(), 3u);
}

TEST(OccursWithin, agrees_with_the_list) {
    const ObjectPtr object = parsed(event("DTSTART:20200106T100000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;INTERVAL=2\n"));
    for (base::Instant at = utc("20260101T000000Z"); at < utc("20260301T000000Z"); at += std::chrono::hours(7)) {
        const base::Instant end = at + std::chrono::hours(30);
        EXPECT_EQ(occurs_within(*object, at, end, stockholm()),
                  !occurrences(*object, at, end, stockholm()).list.empty())
            << to_text(at);
    }
    EXPECT_TRUE(occurs_within(*object, base::Instant::min(), base::Instant::max(), stockholm()));
}

TEST(Budget, ends_what_has_too_many_or_no_instances) {
    const base::Instant from = utc("20260101T000000Z");
    const base::Instant to = utc("20270101T000000Z");
    for (const std::string rule :
         {"FREQ=SECONDLY", "FREQ=SECONDLY;BYHOUR=3;BYMINUTE=3;BYSECOND=61,3", "FREQ=MINUTELY;INTERVAL=1000000",
          "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=4",
          "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
          "FREQ=DAILY;COUNT=1000000;BYMONTH=2;BYMONTHDAY=30", "FREQ=HOURLY;BYSETPOS=366", "FREQ=DAILY;BYSETPOS=-366",
          "FREQ=YEARLY;INTERVAL=1000000", "FREQ=SECONDLY;INTERVAL=1000000;COUNT=1000000"}) {
        const ObjectPtr object = parsed(event("DTSTART:20000101T000000Z\nRRULE:" + rule + "\n"));
        const Occurrences found = occurrences(*object, from, to, stockholm());
        EXPECT_LE(found.list.size(), kMostOccurrences) << rule;
        EXPECT_LE(first_occurrences(*object, from, 24, stockholm()).list.size(), 24u) << rule;
        EXPECT_FALSE(occurs_within(*object, utc("19990101T000000Z"), utc("19990102T000000Z"), stockholm()));
        (void)time_bounds(*object);
    }
    const ObjectPtr endless = parsed(event("DTSTART:20260101T000000Z\nRRULE:FREQ=SECONDLY\n"));
    EXPECT_FALSE(occurrences(*endless, from, to, stockholm()).complete);
    auto work = own_share(*endless);
    EXPECT_EQ(occurrences(*endless, from, to, stockholm(), work, 5).list.size(), 5u);
    const ObjectPtr impossible = parsed(event("DTSTART:20260101T000000Z\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30\n"));
    EXPECT_FALSE(first_occurrences(*impossible, from, 5, stockholm()).complete);
}

TEST(Budget, is_not_spent_behind_the_range) {
    for (const std::string rule : {"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=MONTHLY;BYMONTH=4;BYMONTHDAY=31",
                                   "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=WEEKLY;BYDAY=MO;COUNT=3;BYSETPOS=8",
                                   "FREQ=HOURLY;BYSETPOS=366"}) {
        const ObjectPtr object = parsed(event("DTSTART:20260106T100000Z\nRRULE:" + rule + "\n"));
        const Occurrences found = occurrences(*object, utc("20260101T000000Z"), utc("20270101T000000Z"), stockholm());
        EXPECT_TRUE(found.complete) << rule;
        EXPECT_EQ(found.list.size(), 1u) << rule;
        EXPECT_TRUE(occurrences(*object, utc("20270101T000000Z"), utc("20280101T000000Z"), stockholm()).complete)
            << rule;
    }
    const ObjectPtr leap = parsed(event("DTSTART:20240229T100000Z\nRRULE:FREQ=YEARLY\n"));
    EXPECT_EQ(first_occurrences(*leap, utc("20240301T000000Z"), 2, stockholm()).list.size(), 2u);
}

TEST(Budget, bounds_many_rules_zones_and_overrides_together) {
    std::string lines = "DTSTART:20000101T000000Z\n";
    for (int i = 0; i < 2000; ++i) lines += "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30\n";
    EXPECT_FALSE(
        occurrences(*parsed(event(lines)), utc("20260101T000000Z"), utc("20270101T000000Z"), stockholm()).complete);
    std::string overrides;
    for (int i = 0; i < 3000; ++i)
        overrides += "BEGIN:VEVENT\nUID:u1\nRECURRENCE-ID;TZID=Z" + std::to_string(i) +
                     ":20260101T000000\nDTSTART:20260101T000000Z\nEND:VEVENT\n";
    EXPECT_LE(occurrences(*parsed(event("DTSTART:20260101T000000Z\n", overrides)), utc("20250101T000000Z"),
                          utc("20270101T000000Z"), stockholm())
                  .list.size(),
              3001u);
}

TEST(TimeBounds, hold_every_occurrence_and_are_open_where_there_is_no_end) {
    const auto bounds = [](const std::string& text) {
        const TimeBounds b = time_bounds(*parsed(text));
        return (b.start ? to_text(*b.start) : "-") + "/" + (b.end ? to_text(*b.end) : "-");
    };
    EXPECT_EQ(bounds(event("DTSTART:20260105T100000Z\nDTEND:20260105T120000Z\n")), "20260105T100000Z/20260105T120001Z");
    EXPECT_EQ(bounds(event("DTSTART;VALUE=DATE:20260105\n")), "20260104T000000Z/20260107T000001Z");
    EXPECT_EQ(bounds(event("DTSTART:20260105T100000Z\nRRULE:FREQ=DAILY\n")), "20260105T100000Z/-");
    EXPECT_EQ(bounds(event("DTSTART:20260105T100000Z\nRRULE:FREQ=DAILY;COUNT=3\n")),
              "20260105T100000Z/20260107T100001Z");
    EXPECT_EQ(bounds(calendar("BEGIN:VTODO\nUID:t\nEND:VTODO\n")), "-/-");
    EXPECT_EQ(bounds(calendar("BEGIN:VAVAILABILITY\nUID:t\nDTSTART:20260105T100000Z\nEND:VAVAILABILITY\n")),
              "20260105T100000Z/-");
    const std::string moved = event(
        "DTSTART:20260105T100000Z\nRRULE:FREQ=WEEKLY;UNTIL=20260119T100000Z\n",
        "BEGIN:VEVENT\nUID:u1\nRECURRENCE-ID:20260112T100000Z\nDTSTART:20270301T090000Z\nDURATION:PT1H\nEND:VEVENT\n");
    EXPECT_EQ(bounds(moved), "20260105T100000Z/20270301T100001Z");
}

TEST(TimeBounds, hold_additional_dates_of_another_type_than_the_start) {
    const auto check = [](const std::string& lines, const ZonePtr& floating) {
        const ObjectPtr object = parsed(event(lines));
        const TimeBounds bounds = time_bounds(*object);
        const auto found = occurrences(*object, utc("20260101T000000Z"), utc("20280101T000000Z"), floating).list;
        EXPECT_EQ(found.size(), 2u) << lines;
        for (const Occurrence& one : found) {
            EXPECT_LE(*bounds.start, one.start) << lines;
            EXPECT_LT(one.end, *bounds.end) << lines;
        }
    };
    for (const auto* zone : {"Europe/Stockholm", "Pacific/Kiritimati", "Pacific/Pago_Pago"}) {
        const ZonePtr floating = find_zone(zone);
        check("DTSTART;VALUE=DATE:20270305\nRDATE:20270201T235900Z\n", floating);
        check("DTSTART;VALUE=DATE:20270305\nRDATE;TZID=Pacific/Kiritimati:20270401T235900\n", floating);
        check("DTSTART;VALUE=DATE:20270305\nRDATE;VALUE=PERIOD:20270401T000100Z/PT1H\n", floating);
        check("DTSTART;TZID=America/New_York:20270305T230000\nRDATE;VALUE=DATE:20270401\n", floating);
        check("DTSTART:20270305T230000\nDURATION:PT1H\nRDATE;VALUE=DATE:20270201\n", floating);
    }
}

}  // namespace
}  // namespace stafett::scheduling::ical
