#include "storage/upkeep.h"

#include <gmock/gmock.h>

#include "tests/storage/conformance/suites.h"

namespace stafett::storage::conformance {
namespace {

TEST_P(Upkeep, is_unknown_at_first_and_kept_when_the_store_is_opened_again) {
    EXPECT_EQ(snapshot()->upkeep().composition().value(), 0);
    EXPECT_FALSE(snapshot()->upkeep().looked_through().value());
    const model::LookedThrough looked{at(5), 120, {"first", "second"}};
    given([&](Transaction& t) -> Result<void> {
        TRY(t.write_upkeep().set_composition(7));
        return t.write_upkeep().set_looked_through(looked);
    });
    reopen();
    EXPECT_EQ(snapshot()->upkeep().composition().value(), 7);
    EXPECT_EQ(snapshot()->upkeep().looked_through().value(), looked);
    const model::LookedThrough again{at(9), 0, {}};
    given([&](Transaction& t) { return t.write_upkeep().set_looked_through(again); });
    EXPECT_EQ(snapshot()->upkeep().looked_through().value(), again);
}

TEST_P(Upkeep, looks_through_everything_in_portions_until_it_is_told_to_end) {
    given_person("anna");
    for (int i = 0; i < 600; ++i) {
        const std::string name = std::to_string(i);
        ASSERT_TRUE(put(calendar("anna"), object(name + ".ics", name, "text " + name)));
    }
    int asked = 0;
    EXPECT_THAT(store().check_in_portions([&] { return ++asked > 0; }).value(), testing::IsEmpty());
    EXPECT_GT(asked, 10);
    int left = 5;
    EXPECT_TRUE(store().check_in_portions([&] { return left-- > 0; }));
    // A part that is told to end, and what goes from part to part, ask each.
    EXPECT_GE(left, -2) << "went on after it was told to end";
}

}  // namespace
}  // namespace stafett::storage::conformance
