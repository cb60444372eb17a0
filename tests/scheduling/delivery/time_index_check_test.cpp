#include "scheduling/delivery/time_index.h"
#include "scheduling/ical/time_spans.h"
#include "tests/scheduling/delivery/network_fixture.h"

namespace stafett::scheduling::delivery {
namespace {

class TimeIndexCheck : public NetworkFixture {
  protected:
    void index(const model::Calendar& calendar, const std::string& name, const std::vector<base::TimeSpan>& spans) {
        const std::string author =
            *store->snapshot().value()->objects().author(calendar.id, model::ObjectName(name)).value();
        write([&](storage::Transaction& transaction) {
            return transaction.write_time_index().set(calendar.id, model::ObjectName(name), base::digest(author),
                                                      {spans, {}});
        });
    }
    std::vector<std::string> lost() { return check_time_index(*store->snapshot().value(), now).value(); }
    model::Calendar copies() { return calendar(model::RoleId("samordnare"), "alla-natverk"); }
};

TEST_F(TimeIndexCheck, finds_meetings_series_and_copies_at_their_times) {
    ASSERT_TRUE(put("single", "DTSTART:20270312T080000Z\r\nDURATION:PT1H\r\n"));
    ASSERT_TRUE(put("day", "DTSTART;VALUE=DATE:20270315\r\n"));
    ASSERT_TRUE(put("floating", "DTSTART:20270316T090000\r\nRRULE:FREQ=MONTHLY;COUNT=30\r\n"));
    ASSERT_TRUE(put("endless", "DTSTART:19900312T080000Z\r\nRRULE:FREQ=WEEKLY\r\n"));
    EXPECT_EQ(lost(), std::vector<std::string>());
    now += std::chrono::days(800);  // a daily job that has not run leaves spans too wide, never wrong
    EXPECT_EQ(lost(), std::vector<std::string>());
}

TEST_F(TimeIndexCheck, finds_whatever_clients_write) {
    const std::string outside =
        "BEGIN:VEVENT\r\nUID:outside\r\nDTSTART:20270312T080000Z\r\nRRULE:FREQ=DAILY;COUNT=2\r\nEND:VEVENT\r\n"
        "BEGIN:VEVENT\r\nUID:outside\r\nRECURRENCE-ID:20300101T080000Z\r\nDTSTART:20300102T080000Z\r\nEND:VEVENT\r\n";
    const std::vector<std::string> written{
        "BEGIN:VTODO\r\nUID:no-dates\r\nEND:VTODO\r\n",
        "BEGIN:VTODO\r\nUID:done\r\nCOMPLETED:20270301T080000Z\r\nEND:VTODO\r\n",
        "BEGIN:VEVENT\r\nUID:backwards\r\nDTSTART:20270312T080000Z\r\nDTEND:20270311T080000Z\r\nEND:VEVENT\r\n",
        "BEGIN:VEVENT\r\nUID:unknown-zone\r\nDTSTART;TZID=Nowhere:20270312T080000\r\nEND:VEVENT\r\n",
        outside,
        "BEGIN:VEVENT\r\nUID:beyond-the-budget\r\nDTSTART:20270312T080000Z\r\nRRULE:FREQ=SECONDLY\r\nEND:VEVENT\r\n",
        "BEGIN:VFREEBUSY\r\nUID:busy\r\nDTSTART:20270312T080000Z\r\nDTEND:20270313T080000Z\r\nEND:VFREEBUSY\r\n",
        "BEGIN:VAVAILABILITY\r\nUID:open-end\r\nDTSTART:20270312T080000Z\r\nEND:VAVAILABILITY\r\n"};
    const model::Calendar own = calendar(anna, "calendar");
    write([&](storage::Transaction& transaction) -> storage::Result<void> {
        for (const std::string& lines : written) {
            const auto parsed = ical::parse("BEGIN:VCALENDAR\r\n" + lines + "END:VCALENDAR\r\n").value();
            model::NewObject object;
            object.name = model::ObjectName(std::string(parsed->uid()) + ".ics");
            object.uid = model::Uid(parsed->uid());
            object.times = ical::time_spans(*parsed, now);
            object.author = object.writers = object.readers = std::make_shared<const std::string>(parsed->text());
            TRY(transaction.write_objects().put(own.id, object, model::Expect::any(), {anna, anna, now}));
        }
        return {};
    });
    EXPECT_EQ(lost(), std::vector<std::string>());
    index(own, "outside.ics", {{at("2027-03-01T08:00:00Z"), at("2027-03-20T08:00:00Z")}});
    EXPECT_EQ(lost(),
              std::vector<std::string>{"anna/calendar/outside.ics: is not found at its time 2030-01-02T08:00:00Z"});
}

TEST_F(TimeIndexCheck, tells_of_what_cannot_be_read) {
    const model::Calendar own = calendar(anna, "calendar");
    write([&](storage::Transaction& transaction) {
        model::NewObject object;
        object.name = model::ObjectName("torn.ics");
        object.uid = model::Uid("torn");
        object.author = object.writers = object.readers = std::make_shared<const std::string>("BEGIN:VCALENDAR\r\n");
        return transaction.write_objects().put(own.id, object, model::Expect::any(), {anna, anna, now});
    });
    EXPECT_EQ(lost(), std::vector<std::string>{"anna/calendar/torn.ics: cannot be read"});
}

TEST_F(TimeIndexCheck, tells_of_what_is_not_found) {
    ASSERT_TRUE(put("single", "DTSTART:20270312T080000Z\r\nDURATION:PT1H\r\n"));
    index(traffar(elevhalsan), "single.ics", {{at("2027-03-12T09:00:00Z"), at("2027-03-12T10:00:00Z")}});
    EXPECT_EQ(lost(),
              std::vector<std::string>{"elevhalsan/traffar/single.ics: is not found at its time 2027-03-12T08:00:00Z"});
}

TEST_F(TimeIndexCheck, holds_nothing_of_what_nobody_asks_for) {
    ASSERT_TRUE(put("single", "DTSTART:20270312T080000Z\r\nDURATION:PT1H\r\n"));
    const model::Calendar calls = calendar(elevhalsan, "kallelser");
    ASSERT_THAT(organizer("single"), testing::HasSubstr("UID:single"));
    EXPECT_THAT(store->snapshot().value()->time_index().within(calls.id, model::Form::writers, {}, 9).value().value(),
                testing::IsEmpty());
    EXPECT_EQ(lost(), std::vector<std::string>());
    index(calls, derived_name(elevhalsan, "single"), {{at("2027-03-12T08:00:00Z"), at("2027-03-12T09:00:00Z")}});
    EXPECT_EQ(lost(), std::vector<std::string>{"elevhalsan/kallelser/" + derived_name(elevhalsan, "single") +
                                               ": is in the time index, where nobody asks for it"});
}

TEST_F(TimeIndexCheck, tells_of_the_end_the_copies_and_single_occurrences_too) {
    ASSERT_TRUE(put("long", "DTSTART:20270312T080000Z\r\nDURATION:P3D\r\n"));
    ASSERT_TRUE(put("series", "DTSTART:20270312T080000Z\r\nRRULE:FREQ=MONTHLY;COUNT=3\r\n"));
    index(traffar(elevhalsan), "long.ics", {{at("2027-03-12T08:00:00Z"), at("2027-03-14T08:00:00Z")}});
    index(traffar(elevhalsan), "series.ics",
          {{at("2027-03-12T08:00:00Z"), at("2027-03-12T09:00:00Z")},
           {at("2027-05-12T08:00:00Z"), at("2027-05-13T08:00:00Z")}});
    index(copies(), derived_name(elevhalsan, "series"), {});
    const auto lines = lost();
    EXPECT_THAT(lines, testing::SizeIs(3));
    EXPECT_THAT(lines, testing::Contains("elevhalsan/traffar/long.ics: is not found at its time 2027-03-15T08:00:00Z"));
    EXPECT_THAT(lines,
                testing::Contains("elevhalsan/traffar/series.ics: is not found at its time 2027-04-12T08:00:00Z"));
    EXPECT_THAT(lines, testing::Contains("samordnare/alla-natverk/" + derived_name(elevhalsan, "series") +
                                         ": is not found at its time 2027-03-12T08:00:00Z"));
}

}  // namespace
}  // namespace stafett::scheduling::delivery
