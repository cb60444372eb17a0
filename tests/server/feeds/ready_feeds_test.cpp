#include "server/feeds/ready_feeds.h"

namespace stafett::server::feeds {
namespace {

const base::Instant morning = *base::parse_instant("2027-03-01T08:00:00Z");
constexpr model::CalendarId published{7};

ReadyFeedPtr feed(std::size_t octets = 1000) {
    auto one = std::make_shared<ReadyFeed>();
    one->plain = std::make_shared<const std::string>(octets, 'x');
    one->gzip = std::make_shared<const std::string>();
    one->calendars = {published};
    one->from = morning - std::chrono::hours(8);
    one->until = morning + std::chrono::hours(16);
    return one;
}

base::Digest token(int number) { return base::digest(std::to_string(number)); }

TEST(ReadyFeeds, are_found_on_their_day_alone) {
    ReadyFeeds ready(1 << 20);
    ready.keep(token(1), feed(), ready.mark());
    EXPECT_TRUE(ready.find(token(1), morning));
    EXPECT_FALSE(ready.find(token(2), morning));
    EXPECT_FALSE(ready.find(token(1), morning + std::chrono::hours(16)));
    ready.keep(token(1), feed(), ready.mark());
    EXPECT_FALSE(ready.find(token(1), morning - std::chrono::hours(9))) << "a clock that was set back";
}

TEST(ReadyFeeds, are_forgotten_by_what_touches_them) {
    ReadyFeeds ready(1 << 20);
    const auto left_by = [&](const storage::CommitNotice& notice) {
        ready.keep(token(1), feed(), ready.mark());
        ready.forget(notice);
        return ready.find(token(1), morning) != nullptr;
    };
    EXPECT_FALSE(left_by({.calendars = {{3}, published}}));
    EXPECT_FALSE(left_by({.association = true}));
    EXPECT_FALSE(left_by({.feeds = true}));
    EXPECT_TRUE(left_by({.calendars = {{3}}}));
    EXPECT_TRUE(left_by({.accounts = true}));
    EXPECT_TRUE(left_by({.homes = true}));
}

TEST(ReadyFeeds, are_not_kept_when_a_commit_came_between) {
    ReadyFeeds ready(1 << 20);
    const std::uint64_t before = ready.mark();
    ready.forget({.calendars = {{3}}});
    ready.keep(token(1), feed(), before);
    EXPECT_TRUE(ready.find(token(1), morning)) << "of another calendar";
    ready.forget({.calendars = {published}});
    ready.keep(token(1), feed(), before);
    EXPECT_FALSE(ready.find(token(1), morning));
    const std::uint64_t later = ready.mark();
    ready.forget({.feeds = true});
    ready.keep(token(1), feed(), later);
    EXPECT_FALSE(ready.find(token(1), morning)) << "revoked meanwhile";
}

TEST(ReadyFeeds, the_least_recently_asked_for_goes_first) {
    ReadyFeeds ready(5000);
    for (int i = 1; i <= 3; ++i) ready.keep(token(i), feed(), ready.mark());
    EXPECT_TRUE(ready.find(token(1), morning));
    ready.keep(token(4), feed(), ready.mark());
    EXPECT_TRUE(ready.find(token(1), morning));
    EXPECT_FALSE(ready.find(token(2), morning));
    ready.keep(token(5), feed(6000), ready.mark());
    EXPECT_FALSE(ready.find(token(5), morning)) << "larger than all memory there is";
    EXPECT_TRUE(ready.find(token(1), morning));
}

}  // namespace
}  // namespace stafett::server::feeds
