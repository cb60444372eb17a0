#include "caldav/http/conditions.h"

#include <fstream>
#include <set>

namespace stafett::caldav {
namespace {

TEST(Conditions, have_distinct_names_a_status_and_a_source) {
    std::set<std::pair<std::string_view, std::string_view>> names;
    for (const http::ConditionSpec* condition : conditions::all) {
        EXPECT_TRUE(names.emplace(condition->name_space, condition->name).second) << condition->name;
        EXPECT_TRUE(condition->source.starts_with("RFC ")) << condition->name;
        // RFC 4918 §16, RFC 4791 §1.3: forbidden, conflict, or no room.
        EXPECT_TRUE(condition->status == 403 || condition->status == 409 || condition->status == 507)
            << condition->name;
    }
}

TEST(Failure, translates_each_fault_of_the_store) {
    using storage::Fault;
    const std::vector<std::pair<Fault, unsigned>> expected{
        {Fault::not_found, 404}, {Fault::exists, 412}, {Fault::stale, 412},   {Fault::uid_in_use, 403},
        {Fault::quota, 507},     {Fault::busy, 503},   {Fault::corrupt, 503}, {Fault::unavailable, 503}};
    for (const auto& [fault, status] : expected) EXPECT_EQ(Failure(storage::Error{fault, "detail"}).status, status);
    EXPECT_EQ(Failure(storage::Error{Fault::uid_in_use, ""}).condition, &conditions::no_uid_conflict);
}

}  // namespace
}  // namespace stafett::caldav
