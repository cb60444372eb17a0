// The same data must give the same octets for as long as kComposition is the same: else `check` would find every
// meeting of a store that an older program composed to differ.
#include "scheduling/delivery/rebuild.h"
#include "tests/scheduling/delivery/network_fixture.h"

namespace stafett::scheduling::delivery {
namespace {

using namespace std::chrono_literals;

TEST_F(NetworkFixture, composition_is_another_version_when_equal_data_give_other_octets) {
    const std::string zone = "DTSTART;TZID=Europe/Stockholm:20270312T130000\r\nDURATION:PT2H\r\n";
    ASSERT_TRUE(put("a", zone + "SUMMARY:Träff\r\nDESCRIPTION:Vi ses\\, alla\r\n"));
    ASSERT_TRUE(put("b", zone + "SUMMARY:Serie\r\nRRULE:FREQ=MONTHLY;BYDAY=2FR;COUNT=5\r\n"));
    ASSERT_TRUE(put(
        "c",
        "DTSTART;VALUE=DATE:20270401\r\nSUMMARY:Heldag\r\nLOCATION:Stadshuset\r\nATTENDEE:mailto:g@example.org\r\n"));
    ASSERT_TRUE(put(
        "d", "DTSTART:20270501T120000Z\r\nSTATUS:TENTATIVE\r\nURL:https://teams.microsoft.com/l/meetup-join/x\r\n"));
    ASSERT_TRUE(put("e", zone + "STATUS:CANCELLED\r\nCATEGORIES:Egen\r\n"));
    settle_after(5min);
    ASSERT_TRUE(put("b", zone + "SUMMARY:Serie\r\nRRULE:FREQ=MONTHLY;BYDAY=2FR;COUNT=5\r\nEXDATE;TZID=Europe/"
                                "Stockholm:20270409T130000\r\n"));
    ASSERT_TRUE(remove("a"));
    std::string all;
    for (const std::string uid : {"a", "b", "c", "d", "e"})
        all += writers(uid) + readers(uid) + organizer(uid) + copy(uid);
    const std::pair<std::int64_t, std::string> known{1, "0987f5be41a5ac26"};
    EXPECT_EQ(std::pair(kComposition, base::to_hex(base::digest(all)).substr(0, 16)), known)
        << "compose, the organizer's object or the copy has changed: raise kComposition (rebuild.h), and write the new "
           "pair here. Texts:\n"
        << all;
}

}  // namespace
}  // namespace stafett::scheduling::delivery
