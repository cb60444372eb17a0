// What a write into a network's calendar costs does not depend on how many meetings the network has: counted in what
// the database does, never in time.
#include <array>

#include "storage/sqlite/work.h"
#include "tests/scheduling/delivery/network_fixture.h"

namespace stafett::scheduling::delivery {
namespace {

using storage::sqlite::Work;
using storage::sqlite::work_done;

const std::string kMarch = "DTSTART:20270312T120000Z\r\nDTEND:20270312T140000Z\r\nSUMMARY:Träff\r\n";
const std::string kPreliminary = kMarch + "STATUS:TENTATIVE\r\n";

class CostTest : public NetworkFixture {
  protected:
    // Meetings from `first` to `last`, a day apart, as they stand once settled; every fourth is preliminary.
    void given_meetings(int first, int last) {
        const model::Calendar in = traffar(elevhalsan);
        write([&](storage::Transaction& to) -> storage::Result<void> {
            for (int i = first; i < last; ++i) TRY(add(to, in, i));
            return {};
        });
    }

    // One of each kind of write; what the database did for it.
    std::vector<Work> costs() {
        std::vector<Work> costs;
        const auto measure = [&](auto body) {
            const Work before = work_done();
            body();
            costs.push_back(work_done() - before);
        };
        // Meetings of their own each time: a meeting's own past counts.
        const std::string number = std::to_string(++times_);
        const std::string single = "single" + number, series = "series" + number, perhaps = "perhaps" + number;
        measure([&] { ASSERT_TRUE(put(single, kMarch)); });
        measure([&] { ASSERT_TRUE(put(single, kMarch + "DESCRIPTION:Text\r\n")); });
        measure([&] { ASSERT_TRUE(put(series, kMarch + "RRULE:FREQ=WEEKLY;COUNT=20\r\n")); });
        measure([&] { ASSERT_TRUE(put(perhaps, kPreliminary)); });
        settle_after(std::chrono::minutes(5));
        for (const std::string& uid : {single, series, perhaps}) measure([&] { ASSERT_TRUE(remove(uid)); });
        measure_settling();
        return costs;
    }

    // What settling did last time.
    Work settling() const { return settling_; }

  private:
    void measure_settling() {
        const Work before = work_done();
        settle_after(std::chrono::minutes(5));
        settling_ = work_done() - before;
    }

    int times_ = 0;
    Work settling_;

    // The municipalities host in turn, so that all stand alike however many meetings there are.
    storage::Result<void> add(storage::Transaction& to, const model::Calendar& in, int i) {
        const bool preliminary = i % 4 == 0;
        constexpr std::array municipalities{"hjo", "tibro", "skara", "hjo"};
        model::Meeting meeting;
        meeting.network = elevhalsan;
        meeting.uid = meeting.copy_uid = model::Uid("m" + std::to_string(i));
        meeting.id = network::meeting_id(elevhalsan, meeting.uid);
        meeting.name = model::ObjectName(meeting.uid.text() + ".ics");
        meeting.settled = now;
        const base::Date day(std::chrono::sys_days(today()) + std::chrono::days(i - 100));
        if (preliminary) meeting.preliminary = day;
        model::NewObject object;
        object.name = meeting.name;
        object.uid = meeting.uid;
        std::string digits = base::format_date(day);
        std::erase(digits, '-');
        const std::string lines =
            "DTSTART:" + digits + "T120000Z\r\nSUMMARY:Träff\r\n" + (preliminary ? "STATUS:TENTATIVE\r\n" : "");
        object.author = object.writers = object.readers =
            std::make_shared<const std::string>(event(meeting.uid.text(), lines));
        meeting.author = base::digest(*object.author);
        TRY(to.write_meetings().put(meeting));
        TRY(to.write_objects().put(in.id, object, model::Expect::any(), {anna, elevhalsan, now}));
        if (preliminary) return {};
        return to.write_hostings().set(
            elevhalsan, meeting.uid,
            {{.network = elevhalsan,
              .uid = meeting.uid,
              .occurrence = {},
              .municipality = model::MunicipalityId(municipalities[static_cast<std::size_t>(i % 4)]),
              .state = model::HostingState::fixed,
              .reason = model::HostingReason::chair,
              .date = day,
              .inputs = "{}",
              .explanation = "Skara",
              .decided = base::Instant(std::chrono::seconds(i))}});
    }
};

TEST_F(CostTest, of_a_write_does_not_grow_with_the_network) {
    given_meetings(0, 200);
    costs();  // proposals follow the meetings that were put in
    const std::vector<Work> few = costs();
    given_meetings(200, 4000);
    costs();
    const std::vector<Work> many = costs();
    ASSERT_EQ(few.size(), many.size());
    for (std::size_t i = 0; i < few.size(); ++i) {
        EXPECT_LE(many[i].statements, few[i].statements + few[i].statements / 4) << i;
        EXPECT_LE(many[i].rows, few[i].rows + few[i].rows / 4) << i;
        // Twenty times the rows, looked at, would cost twenty times as much.
        EXPECT_LE(many[i].steps, few[i].steps + few[i].steps / 4) << i;
    }
    // The job that settles makes proposals anew for the next 24 preliminary meetings at most, of a thousand.
    EXPECT_LE(settling().statements, 24U * 100U);
    EXPECT_LE(settling().rows, 24U * 40U);
}

}  // namespace
}  // namespace stafett::scheduling::delivery
