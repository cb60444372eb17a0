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
    model::Calendar copies() { return calendar(model::RoleId("samordnare"), "alla-natverk"); }
};

TEST_F(TimeIndexCheck, finds_meetings_series_and_copies_at_their_times) {
    ASSERT_TRUE(put("single", "DTSTART:20270312T080000Z\r\nDURATION:PT1H\r\n"));
    ASSERT_TRUE(put("day", "DTSTART;VALUE=DATE:20270315\r\n"));
    ASSERT_TRUE(put("floating", "DTSTART:20270316T090000\r\nRRULE:FREQ=MONTHLY;COUNT=30\r\n"));
    ASSERT_TRUE(put("endless", "DTSTART:19900312T080000Z\r\nRRULE:FREQ=WEEKLY\r\n"));
    EXPECT_EQ(differences(), std::vector<std::string>());
    now += std::chrono::days(800);  // a daily job that has not run leaves spans too wide, never wrong
    EXPECT_EQ(check_time_index(*store->snapshot().value(), now).value(), std::vector<std::string>());
}

TEST_F(TimeIndexCheck, tells_of_what_is_not_found) {
    ASSERT_TRUE(put("single", "DTSTART:20270312T080000Z\r\nDURATION:PT1H\r\n"));
    index(traffar(elevhalsan), "single.ics", {{at("2027-03-12T09:00:00Z"), at("2027-03-12T10:00:00Z")}});
    EXPECT_EQ(differences(),
              std::vector<std::string>{"elevhalsan/traffar/single.ics: is not found at its time 2027-03-12T08:00:00Z"});
}

TEST_F(TimeIndexCheck, tells_of_the_end_the_copies_and_single_occurrences_too) {
    ASSERT_TRUE(put("long", "DTSTART:20270312T080000Z\r\nDURATION:P3D\r\n"));
    ASSERT_TRUE(put("series", "DTSTART:20270312T080000Z\r\nRRULE:FREQ=MONTHLY;COUNT=3\r\n"));
    index(traffar(elevhalsan), "long.ics", {{at("2027-03-12T08:00:00Z"), at("2027-03-14T08:00:00Z")}});
    index(traffar(elevhalsan), "series.ics",
          {{at("2027-03-12T08:00:00Z"), at("2027-03-12T09:00:00Z")},
           {at("2027-05-12T08:00:00Z"), at("2027-05-13T08:00:00Z")}});
    index(copies(), derived_name(elevhalsan, "series"), {});
    const auto lines = differences();
    EXPECT_THAT(lines, testing::SizeIs(3));
    EXPECT_THAT(lines, testing::Contains("elevhalsan/traffar/long.ics: is not found at its time 2027-03-15T08:00:00Z"));
    EXPECT_THAT(lines,
                testing::Contains("elevhalsan/traffar/series.ics: is not found at its time 2027-04-12T08:00:00Z"));
    EXPECT_THAT(lines, testing::Contains("samordnare/alla-natverk/" + derived_name(elevhalsan, "series") +
                                         ": is not found at its time 2027-03-12T08:00:00Z"));
}

}  // namespace
}  // namespace stafett::scheduling::delivery
