#include "storage/base/work_budget.h"

#include <gtest/gtest.h>

namespace stafett::base {
namespace {

TEST(WorkBudget, is_spent_up_to_its_end_and_then_exhausted) {
    WorkBudget work(10);
    EXPECT_TRUE(work.spend(10));
    EXPECT_FALSE(work.exhausted()) << "all of it was enough";
    EXPECT_FALSE(work.spend());
    EXPECT_TRUE(work.exhausted());
    EXPECT_EQ(work.spent(), 10u);
}

TEST(WorkBudget, gives_nothing_more_once_somebody_asked_for_too_much) {
    WorkBudget work(10);
    EXPECT_FALSE(work.spend(11));
    EXPECT_FALSE(work.spend(1));
    EXPECT_EQ(work.spent(), 10u);
}

TEST(WorkBudget, of_an_object_is_taken_from_the_requests_which_grows_with_each_object) {
    WorkBudget request(1'000'000);
    {
        WorkBudget object = request.for_object(4'000);
        EXPECT_TRUE(object.spend(WorkBudget::share_of(4'000)));
        EXPECT_FALSE(object.spend());
    }
    EXPECT_FALSE(request.exhausted()) << "the object was too dear, not the request";
    EXPECT_EQ(request.spent(), WorkBudget::share_of(4'000));
    for (int i = 0; i < 100'000; ++i) {
        WorkBudget object = request.for_object(600);
        ASSERT_TRUE(object.spend(900)) << i;
    }
}

TEST(WorkBudget, of_a_request_ends_for_all_objects_that_come_after) {
    WorkBudget request(1'000'000);
    int whole = 0;
    for (int i = 0; i < 1'000; ++i) {
        WorkBudget object = request.for_object(0);
        if (object.spend(WorkBudget::share_of(0))) ++whole;
    }
    EXPECT_EQ(whole, 3) << "a million steps and a little are three times the share";
    EXPECT_TRUE(request.exhausted());
}

}  // namespace
}  // namespace stafett::base
