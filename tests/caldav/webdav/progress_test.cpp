#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "caldav/webdav/resource.h"

namespace stafett::caldav::webdav {
namespace {

TEST(Progress, tells_of_the_first_failure_and_at_the_end_of_how_many_followed) {
    std::vector<std::string> told;
    const OnFailure on_failure = [&](std::string_view id, const Failure& failure) {
        told.push_back(std::string(id) + ' ' + std::to_string(failure.status) + ' ' + failure.log_detail);
    };
    {
        Progress progress("r1", &on_failure);
        for (int i = 0; i < 10'000; ++i) progress.tell(Failure(503, "object " + std::to_string(i)));
        EXPECT_EQ(told, std::vector<std::string>{"r1 503 object 0"});
    }
    EXPECT_EQ(told, (std::vector<std::string>{"r1 503 object 0", "r1 207 9999 more failures in this answer"}));
}

TEST(Progress, says_nothing_more_of_one_failure_or_to_nobody) {
    int told = 0;
    const OnFailure on_failure = [&](std::string_view, const Failure&) { ++told; };
    Progress("r1", &on_failure).tell(Failure(503));
    EXPECT_EQ(told, 1);
    Progress nobody("r2", nullptr);
    nobody.tell(Failure(503));
    nobody.tell(Failure(503));
}

}  // namespace
}  // namespace stafett::caldav::webdav
