#include "caldav/access/ready_answers.h"

#include <gtest/gtest.h>

#include "storage/store.h"

namespace stafett::caldav::access {
namespace {

const base::Instant morning = *base::parse_instant("2027-03-01T08:00:00Z");
constexpr model::CalendarId calendar{7};

ReadyAnswerPtr answer(bool of_everything = false) {
    auto one = std::make_shared<ReadyAnswer>();
    if (!of_everything) one->calendars = {calendar};
    one->of_everything = of_everything;
    one->from = morning - std::chrono::hours(8);
    one->until = morning + std::chrono::hours(16);
    return one;
}

TEST(ReadyAnswers, are_found_on_their_day_alone) {
    ReadyAnswers ready(1 << 20);
    ready.keep("a", answer(), 1000, ready.mark());
    EXPECT_TRUE(ready.find("a", morning));
    EXPECT_FALSE(ready.find("b", morning));
    EXPECT_FALSE(ready.find("a", morning + std::chrono::hours(16)));
    ready.keep("a", answer(), 1000, ready.mark());
    EXPECT_FALSE(ready.find("a", morning - std::chrono::hours(9))) << "a clock that was set back";
}

TEST(ReadyAnswers, are_forgotten_by_what_touches_them) {
    ReadyAnswers ready(1 << 20);
    const auto left_by = [&](const storage::CommitNotice& notice, bool of_everything = false) {
        ready.keep("a", answer(of_everything), 1000, ready.mark());
        ready.note(notice);
        return ready.find("a", morning) != nullptr;
    };
    EXPECT_FALSE(left_by({.calendars = {model::CalendarId{3}, calendar}}));
    EXPECT_FALSE(left_by({.association = true}));
    EXPECT_FALSE(left_by({.accounts = true}));
    EXPECT_FALSE(left_by({.feeds = true}));
    EXPECT_FALSE(left_by({.homes = true}));
    EXPECT_TRUE(left_by({.calendars = {model::CalendarId{3}}}));
    EXPECT_TRUE(left_by({}));
    EXPECT_FALSE(left_by({.calendars = {model::CalendarId{3}}}, true));
    EXPECT_FALSE(left_by({}, true)) << "a home's properties are not in the notice";
}

TEST(ReadyAnswers, are_not_kept_when_a_commit_came_between) {
    ReadyAnswers ready(1 << 20);
    const auto before = ready.mark();
    ready.note({.calendars = {model::CalendarId{3}}});
    ready.keep("a", answer(), 1000, before);
    EXPECT_TRUE(ready.find("a", morning)) << "of another calendar";
    ready.note({.calendars = {calendar}});
    ready.keep("a", answer(), 1000, before);
    EXPECT_FALSE(ready.find("a", morning));
    const auto later = ready.mark();
    ready.note({.association = true});
    ready.keep("a", answer(), 1000, later);
    EXPECT_FALSE(ready.find("a", morning)) << "a right that has ended meanwhile";
}

TEST(ReadyAnswers, take_no_more_memory_than_they_may) {
    ReadyAnswers ready(80'000);
    for (int i = 0; i < 100; ++i) ready.keep(std::to_string(i), answer(), 5000, ready.mark());
    EXPECT_LE(ready.octets(), 80'000U);
    EXPECT_TRUE(ready.find("99", morning));
    EXPECT_FALSE(ready.find("0", morning)) << "the least recently asked for";
    ready.keep("large", answer(), 10'001, ready.mark());
    EXPECT_FALSE(ready.find("large", morning)) << "it would push out too much";
    ReadyAnswers none(0);
    none.keep("a", answer(), 0, none.mark());
    EXPECT_FALSE(none.find("a", morning));
}

}  // namespace
}  // namespace stafett::caldav::access
