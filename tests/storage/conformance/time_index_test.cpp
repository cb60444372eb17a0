#include <limits>

#include "tests/storage/conformance/suites.h"

namespace stafett::storage::conformance {
namespace {

using model::Form;

constexpr std::uint64_t kAllText = std::numeric_limits<std::uint64_t>::max();

model::NewObject timed(const std::string& name, std::vector<base::TimeSpan> spans,
                       std::optional<base::Instant> until = {}) {
    auto one = object(name, "uid-" + name, "text of " + name);
    one.times = {std::move(spans), until};
    return one;
}

Candidates within(int start, int end) { return {.kind = {}, .start = at(start), .end = at(end), .uid = {}}; }

std::vector<std::string> names(const std::optional<std::vector<model::StoredObject>>& found) {
    std::vector<std::string> names;
    for (const auto& object : found.value()) names.push_back(object.info.name.text());
    return names;
}

TEST_P(TimeIndex, finds_objects_by_each_of_their_spans_and_by_kind) {
    given_person("anna");
    const auto home = calendar("anna");
    ASSERT_TRUE(put(home, timed("b", {{at(0), at(10)}, {at(100'000), at(100'010)}})));
    ASSERT_TRUE(put(home, timed("a", {{at(5), at(7)}})));
    auto task = timed("task", {{at(5), at(7)}});
    task.kind = model::ComponentKind::vtodo;
    ASSERT_TRUE(put(home, task));
    auto now = snapshot();
    auto& index = now->time_index();
    const auto one = index.within(home, Form::writers, within(100'009, 100'020), 10).value().value().at(0);
    EXPECT_EQ(one.info.etag, now->objects().info(home, one.info.name, Form::writers).value()->etag);
    EXPECT_EQ(one.text, nullptr);
    EXPECT_EQ(names(index.within(home, Form::readers, within(6, 7), 10).value()),
              (std::vector<std::string>{"a", "b", "task"}));
    EXPECT_EQ(names(index.within(home, Form::readers, within(10, 100'000), 10).value()), std::vector<std::string>());
    EXPECT_EQ(names(index.within(home, Form::readers, within(100'009, 100'020), 10).value()),
              std::vector<std::string>{"b"});
    EXPECT_EQ(names(index.within(home, Form::readers, within(0, 1'000'000), 10).value()),
              (std::vector<std::string>{"a", "b", "task"}));
    auto events = within(0, 10);
    events.kind = model::ComponentKind::vevent;
    EXPECT_EQ(names(index.within(home, Form::readers, events, 10).value()), (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(names(index.within(calendar("anna", "tasks"), Form::readers, within(0, 10), 10).value()),
              std::vector<std::string>());
}

TEST_P(TimeIndex, gives_up_where_there_are_more_than_wanted) {
    given_person("anna");
    const auto home = calendar("anna");
    for (const char* name : {"a", "b", "c"}) ASSERT_TRUE(put(home, timed(name, {{at(0), at(10)}})));
    EXPECT_TRUE(snapshot()->time_index().within(home, Form::readers, within(0, 5), 3).value());
    EXPECT_FALSE(snapshot()->time_index().within(home, Form::readers, within(0, 5), 2).value());
}

TEST_P(TimeIndex, leaves_out_what_nobody_asks_for_by_time) {
    given_person("anna");
    const auto home = calendar("anna");
    auto call = timed("call", {{at(0), at(10)}});
    ASSERT_TRUE(put(home, call));
    EXPECT_EQ(names(snapshot()->time_index().within(home, Form::readers, within(5, 7), 10).value()),
              std::vector<std::string>{"call"});
    call.author = call.writers = call.readers = text("another text");
    call.by_time = false;
    ASSERT_TRUE(put(home, call));
    EXPECT_EQ(names(snapshot()->time_index().within(home, Form::readers, {}, 10).value()), std::vector<std::string>());
    EXPECT_TRUE(snapshot()->objects().info(home, call.name, Form::readers).value());
}

TEST_P(TimeIndex, takes_bounds_where_there_are_no_spans) {
    given_person("anna");
    const auto home = calendar("anna");
    auto bounded = object("bounded", "1", "text");
    bounded.bounds = {at(0), at(10)};
    ASSERT_TRUE(put(home, bounded));
    ASSERT_TRUE(put(home, object("unknown", "2", "text")));
    EXPECT_EQ(names(snapshot()->time_index().within(home, Form::readers, within(5, 6), 9).value()),
              (std::vector<std::string>{"bounded", "unknown"}));
    EXPECT_EQ(names(snapshot()->time_index().within(home, Form::readers, within(50, 60), 9).value()),
              std::vector<std::string>{"unknown"});
}

TEST_P(TimeIndex, follows_what_is_replaced_and_removed) {
    given_person("anna");
    const auto home = calendar("anna");
    ASSERT_TRUE(put(home, timed("a", {{at(0), at(10)}, {at(20), at(30)}})));
    auto moved = timed("a", {{at(50), at(60)}});
    moved.author = moved.writers = moved.readers = text("another");
    ASSERT_TRUE(put(home, moved));
    EXPECT_EQ(names(snapshot()->time_index().within(home, Form::readers, within(0, 40), 9).value()),
              std::vector<std::string>());
    EXPECT_EQ(names(snapshot()->time_index().within(home, Form::readers, within(55, 56), 9).value()),
              std::vector<std::string>{"a"});
    ASSERT_TRUE(remove(home, "a"));
    EXPECT_EQ(names(snapshot()->time_index().within(home, Form::readers, within(0, 100), 9).value()),
              std::vector<std::string>());
    EXPECT_TRUE(store().check_integrity().value().empty());
}

TEST_P(TimeIndex, is_moved_on_without_a_change_that_clients_see) {
    given_person("anna");
    const auto home = calendar("anna");
    const auto series = timed("series", {{at(0), at(10)}, {at(100), base::Instant::max()}}, at(100));
    ASSERT_TRUE(put(home, series));
    ASSERT_TRUE(put(home, timed("single", {{at(0), at(10)}})));
    auto before = snapshot();
    EXPECT_TRUE(before->time_index().outdated(at(100), 9).value().empty());
    const auto outdated = before->time_index().outdated(at(101), 9).value();
    ASSERT_EQ(outdated.size(), 1u);
    EXPECT_EQ(*outdated[0].author, "text of series");
    const base::TimeSpans moved{{{at(0), at(10)}, {at(500), base::Instant::max()}}, at(500)};
    given([&](Transaction& t) { return t.write_time_index().set(home, outdated[0].name, outdated[0].digest, moved); });
    auto after = snapshot();
    EXPECT_TRUE(after->time_index().outdated(at(101), 9).value().empty());
    EXPECT_EQ(names(after->time_index().within(home, Form::readers, within(150, 200), 9).value()),
              std::vector<std::string>());
    EXPECT_EQ(after->changes().latest(home, Form::readers).value(),
              before->changes().latest(home, Form::readers).value());
    // One that was written meanwhile has spans of its own.
    given([&](Transaction& t) {
        return t.write_time_index().set(home, model::ObjectName("single"), outdated[0].digest, moved);
    });
    EXPECT_EQ(names(snapshot()->time_index().within(home, Form::readers, within(600, 700), 9).value()),
              std::vector<std::string>{"series"});
}

TEST_P(TimeIndex, many_names_are_read_together_in_their_order) {
    given_person("anna");
    const auto home = calendar("anna");
    for (const char* name : {"a", "å \"\\\n", "c"}) ASSERT_TRUE(put(home, timed(name, {{at(0), at(10)}})));
    std::vector<model::ObjectName> wanted;
    for (const char* name : {"c", "none", "å \"\\\n", "a", "c"}) wanted.emplace_back(name);
    const auto found = snapshot()->objects().named(home, Form::readers, wanted, kAllText).value();
    std::vector<std::string> names;
    for (const auto& one : found) names.push_back(one.info.name.text() + "=" + *one.text);
    EXPECT_EQ(names,
              (std::vector<std::string>{"c=text of c", "å \"\\\n=text of å \"\\\n", "a=text of a", "c=text of c"}));
    EXPECT_EQ(snapshot()->objects().named(home, Form::readers, wanted, 0).value()[0].text, nullptr);
    EXPECT_TRUE(snapshot()->objects().named(home, Form::readers, {}, kAllText).value().empty());
}

}  // namespace
}  // namespace stafett::storage::conformance
