#include "tests/storage/conformance/suites.h"

namespace stafett::storage::conformance {
namespace {

using model::Form;

std::vector<std::string> names(const std::vector<model::StoredObject>& objects) {
    std::vector<std::string> names;
    for (const model::StoredObject& object : objects) names.push_back(object.info.name.text());
    return names;
}

Candidates wanted(std::optional<model::ComponentKind> kind, std::optional<base::Instant> start,
                  std::optional<base::Instant> end) {
    return {.kind = kind, .start = start, .end = end, .uid = {}};
}

Candidates wanted_uid(const char* uid) { return {.kind = {}, .start = {}, .end = {}, .uid = model::Uid(uid)}; }

TEST_P(ReadObjects, come_by_name_in_pages_that_leave_nothing_out) {
    given_person("anna");
    const auto home = calendar("anna");
    for (const char* name : {"d", "å", "B", "a", "c"}) ASSERT_TRUE(put(home, object(name, name, name)));
    auto now = snapshot();
    std::vector<std::string> seen;
    Page page{.after = {}, .limit = 2, .with_text = true};
    for (;;) {
        const auto objects = now->objects().list(home, Form::readers, page).value();
        if (objects.empty()) break;
        EXPECT_LE(objects.size(), 2u);
        for (const auto& one : objects) {
            EXPECT_EQ(*one.text, one.info.name.text());
            seen.push_back(one.info.name.text());
        }
        page.after = objects.back().info.name;
    }
    EXPECT_EQ(seen, (std::vector<std::string>{"B", "a", "c", "d", "å"}));
}

TEST_P(ReadObjects, come_without_text_when_it_is_not_wanted) {
    given_person("anna");
    const auto home = calendar("anna");
    ASSERT_TRUE(put(home, object("a", "a", "text")));
    const auto objects = snapshot()->objects().list(home, Form::writers, {}).value();
    ASSERT_EQ(objects.size(), 1u);
    EXPECT_EQ(objects[0].text, nullptr);
    EXPECT_EQ(objects[0].info.size, 4u);
}

TEST_P(ReadObjects, find_candidates_by_kind_uid_and_time) {
    given_person("anna");
    const auto home = calendar("anna");
    const auto add = [&](const char* name, model::ComponentKind kind, model::TimeBounds bounds) {
        auto one = object(name, std::string("uid-") + name, name);
        one.kind = kind;
        one.bounds = bounds;
        ASSERT_TRUE(put(home, one));
    };
    using enum model::ComponentKind;
    add("early", vevent, {at(0), at(10)});
    add("late", vevent, {at(100), at(110)});
    add("series", vevent, {at(5), std::nullopt});
    add("task", vtodo, {std::nullopt, std::nullopt});
    struct Case {
        Candidates candidates;
        std::vector<std::string> names;
    };
    const std::vector<Case> cases{
        {wanted({}, {}, {}), {"early", "late", "series", "task"}},
        {wanted(vtodo, {}, {}), {"task"}},
        {wanted(vjournal, {}, {}), {}},
        {wanted(vevent, at(50), at(60)), {"series"}},
        {wanted(vevent, at(0), at(5)), {"early"}},
        {wanted({}, at(101), {}), {"late", "series", "task"}},
        {wanted({}, {}, at(0)), {"task"}},
        {wanted_uid("uid-late"), {"late"}},
        {wanted_uid("late"), {}},
    };
    auto now = snapshot();
    for (std::size_t i = 0; i < cases.size(); ++i)
        EXPECT_EQ(names(now->objects().candidates(home, Form::readers, cases[i].candidates, {}).value()),
                  cases[i].names)
            << i;
    const Page second{.after = model::ObjectName("early"), .limit = 1, .with_text = true};
    const auto page = now->objects().candidates(home, Form::readers, wanted(vevent, {}, {}), second).value();
    EXPECT_EQ(names(page), (std::vector<std::string>{"late"}));
    EXPECT_EQ(*page[0].text, "late");
    const Page past{.after = model::ObjectName("late"), .limit = 5, .with_text = false};
    EXPECT_TRUE(now->objects().candidates(home, Form::readers, wanted_uid("uid-late"), past).value().empty());
}

TEST_P(ReadObjects, bring_no_more_text_than_is_asked_for_and_one_at_least) {
    given_person("anna");
    const auto home = calendar("anna");
    for (const char* name : {"a", "b", "c"}) ASSERT_TRUE(put(home, object(name, name, std::string(100, 'x'))));
    const auto texts = [&](std::uint64_t most) {
        std::string found;
        const Page page{.with_text = true, .most_text = most};
        for (const auto& one : snapshot()->objects().list(home, Form::readers, page).value())
            found += one.text ? "t" : "-";
        return found;
    };
    EXPECT_EQ(texts(1), "t--");
    EXPECT_EQ(texts(200), "tt-");
    EXPECT_EQ(texts(300), "ttt");
}

TEST_P(ReadObjects, show_one_state_however_long_the_snapshot_lives) {
    given_person("anna");
    const auto home = calendar("anna");
    ASSERT_TRUE(put(home, object("a", "a", "1")));
    auto before = snapshot();
    ASSERT_TRUE(put(home, object("a", "a", "2")));
    ASSERT_TRUE(put(home, object("b", "b", "2")));
    EXPECT_EQ(*before->objects().find(home, model::ObjectName("a"), Form::readers).value()->text, "1");
    EXPECT_EQ(before->objects().list(home, Form::readers, {}).value().size(), 1u);
    EXPECT_EQ(snapshot()->objects().list(home, Form::readers, {}).value().size(), 2u);
}

TEST_P(ReadObjects, answer_nothing_for_what_is_not_there) {
    auto now = snapshot();
    const model::CalendarId nowhere{4711};
    EXPECT_FALSE(now->objects().find(nowhere, model::ObjectName("a"), Form::readers).value());
    EXPECT_FALSE(now->objects().info(nowhere, model::ObjectName("a"), Form::readers).value());
    EXPECT_EQ(now->objects().author(nowhere, model::ObjectName("a")).value(), nullptr);
    EXPECT_TRUE(now->objects().list(nowhere, Form::readers, {}).value().empty());
}

}  // namespace
}  // namespace stafett::storage::conformance
