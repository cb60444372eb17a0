// The bound of a network's history: what is lost is never what settled, and nothing shown depends on it (model.md §11).
#include "tests/scheduling/delivery/network_fixture.h"

namespace stafett::scheduling::delivery {
namespace {

using testing::IsEmpty;
using namespace std::chrono_literals;

class HistoryBoundTest : public NetworkFixture {
  protected:
    // Author's text as it is stored.
    base::Digest put_version(const std::string& summary) {
        now += 1min;
        const auto written =
            put("m", "DTSTART;TZID=Europe/Stockholm:20270312T130000\r\nDURATION:PT2H\r\nSUMMARY:" + summary + "\r\n");
        EXPECT_TRUE(written) << written.error().detail;
        return meeting("m")->author;
    }
    bool known(const base::Digest& version) {
        return store->snapshot().value()->objects().body(version).value() != nullptr;
    }
    void bound(std::uint64_t octets) {
        const auto done = bound_histories(*store, octets, now, 2);
        ASSERT_TRUE(done) << done.error().detail;
    }
};

TEST_F(HistoryBoundTest, keeps_what_settled_and_what_is_shown) {
    const base::Digest first = put_version("Första");
    settle_after(6min);
    const base::Digest hasty = put_version("Hastig");
    const base::Digest second = put_version("Andra");
    settle_after(6min);
    const base::Digest undone = put_version("Ångrad");
    const base::Digest last = put_version("Sista");
    bound(1'000'000);
    for (const base::Digest& version : {first, hasty, second, undone, last}) EXPECT_TRUE(known(version));
    bound(0);
    EXPECT_TRUE(known(first)) << "it had settled";
    EXPECT_FALSE(known(hasty));
    EXPECT_TRUE(known(second)) << "it was told last";
    EXPECT_FALSE(known(undone));
    EXPECT_TRUE(known(last));
    EXPECT_THAT(differences(), IsEmpty());
    EXPECT_THAT(store->check_integrity().value(), IsEmpty());
}

TEST_F(HistoryBoundTest, keeps_what_settled_at_once) {
    settings.settle_after = 0s;
    std::vector<base::Digest> versions;
    for (const char* summary : {"Första", "Andra", "Tredje"}) versions.push_back(put_version(summary));
    bound(0);
    for (const base::Digest& version : versions) EXPECT_TRUE(known(version));
}

TEST_F(HistoryBoundTest, a_meeting_that_is_deleted_is_shown_as_cancelled_all_the_same) {
    put_version("Första");
    settle_after(6min);
    const base::Digest last = put_version("Sista");
    ASSERT_TRUE(remove("m"));
    const std::string shown = copy("m");
    EXPECT_THAT(shown, testing::HasSubstr("CANCELLED"));
    bound(0);
    EXPECT_TRUE(known(last));
    EXPECT_EQ(copy("m"), shown);
    EXPECT_THAT(differences(), IsEmpty());
}

}  // namespace
}  // namespace stafett::scheduling::delivery
