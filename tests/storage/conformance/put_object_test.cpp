#include "tests/storage/conformance/suites.h"

namespace stafett::storage::conformance {
namespace {

using model::Expect;
using model::Form;

model::NewObject meeting(std::string author, std::string writers, std::string readers) {
    model::NewObject object{.name = model::ObjectName("m.ics"),
                            .uid = model::Uid("m"),
                            .kind = model::ComponentKind::vevent,
                            .bounds = {},
                            .author = text(std::move(author)),
                            .writers = text(std::move(writers)),
                            .readers = text(std::move(readers))};
    return object;
}

TEST_P(PutObject, gives_the_octets_back_with_the_etag_of_their_digest) {
    given_person("anna");
    const auto home = calendar("anna");
    const std::string octets("BEGIN\r\n\0\xff", 9);
    const auto written = put(home, object("a.ics", "a", octets), Expect::any(), 7).value();
    EXPECT_TRUE(written.created);
    EXPECT_TRUE(written.changed);
    EXPECT_EQ(written.writers, model::etag_of(base::digest(octets)));
    const auto found = snapshot()->objects().find(home, model::ObjectName("a.ics"), Form::readers).value().value();
    EXPECT_EQ(*found.text, octets);
    EXPECT_EQ(found.info.etag, written.readers);
    EXPECT_EQ(found.info.uid, model::Uid("a"));
    EXPECT_EQ(found.info.size, 9u);
    EXPECT_EQ(found.info.created, at(7));
    EXPECT_EQ(found.info.modified, at(7));
    EXPECT_EQ(found.info.change, written.change);
}

TEST_P(PutObject, decides_the_expectation_inside_the_transaction) {
    given_person("anna");
    const auto home = calendar("anna");
    const auto first = put(home, object("a.ics", "a", "1"), Expect::absent()).value();
    const model::Etag other("other");
    struct Case {
        const char* name;
        Expect expect;
        std::optional<Fault> fault;
    };
    const std::vector<Case> cases{
        {"a.ics", Expect::any(), {}},
        {"a.ics", Expect::present(), {}},
        {"a.ics", Expect::one_of({first.writers}, Form::writers), {}},
        {"a.ics", Expect::one_of({other, first.readers}, Form::readers), {}},
        {"a.ics", Expect::absent(), Fault::exists},
        {"a.ics", Expect::one_of({other}, Form::writers), Fault::stale},
        {"a.ics", Expect::one_of({}, Form::writers), Fault::stale},
        {"b.ics", Expect::present(), Fault::not_found},
        {"b.ics", Expect::one_of({first.writers}, Form::writers), Fault::stale},
        {"b.ics", Expect::absent(), {}},
    };
    for (const Case& c : cases) {
        const auto outcome = put(home, object(c.name, c.name == std::string("a.ics") ? "a" : "b", "1"), c.expect);
        EXPECT_EQ(fault(outcome), c.fault) << c.name;
    }
}

TEST_P(PutObject, compares_an_expected_etag_in_the_form_it_was_given_in) {
    given_network("n");
    const auto traffar = calendar("n", "traffar");
    const auto written = put(traffar, meeting("a", "w", "r")).value();
    EXPECT_EQ(fault(put(traffar, meeting("a", "w2", "r"), Expect::one_of({written.readers}, Form::writers))),
              Fault::stale);
    EXPECT_EQ(fault(put(traffar, meeting("a", "w2", "r"), Expect::one_of({written.writers}, Form::readers))),
              Fault::stale);
    EXPECT_TRUE(put(traffar, meeting("a", "w2", "r"), Expect::one_of({written.writers}, Form::writers)));
}

TEST_P(PutObject, refuses_a_uid_that_another_name_of_the_calendar_has) {
    given_person("anna");
    const auto home = calendar("anna"), tasks = calendar("anna", "tasks");
    ASSERT_TRUE(put(home, object("a.ics", "same", "1")));
    EXPECT_EQ(fault(put(home, object("b.ics", "same", "2"))), Fault::uid_in_use);
    EXPECT_TRUE(put(tasks, object("b.ics", "same", "2"))) << "UIDs are unique per collection, never store-wide";
    ASSERT_TRUE(put(home, object("b.ics", "other", "2")));
    EXPECT_EQ(fault(put(home, object("b.ics", "same", "3"))), Fault::uid_in_use);
}

TEST_P(PutObject, frees_the_uid_of_a_removed_object_at_once) {
    given_person("anna");
    const auto home = calendar("anna");
    ASSERT_TRUE(put(home, object("a.ics", "same", "1")));
    given([&](Transaction& t) -> Result<void> {
        TRY(t.write_objects().remove(home, model::ObjectName("a.ics"), Expect::any(), by("anna")));
        TRY(t.write_objects().put(home, object("b.ics", "same", "1"), Expect::absent(), by("anna")));
        return {};
    });
    EXPECT_EQ(snapshot()->objects().find_uid(home, model::Uid("same"), Form::readers).value()->info.name,
              model::ObjectName("b.ics"));
}

TEST_P(PutObject, of_another_uid_is_found_by_that_one_alone) {
    given_person("anna");
    const auto home = calendar("anna");
    ASSERT_TRUE(put(home, object("a.ics", "before", "1")));
    ASSERT_TRUE(put(home, object("a.ics", "after", "2")));
    EXPECT_FALSE(snapshot()->objects().find_uid(home, model::Uid("before"), Form::readers).value());
    EXPECT_EQ(*snapshot()->objects().find_uid(home, model::Uid("after"), Form::readers).value()->text, "2");
    EXPECT_TRUE(put(home, object("b.ics", "before", "3")));
}

TEST_P(PutObject, leaves_no_trace_of_equal_octets) {
    given_person("anna");
    const auto home = calendar("anna");
    const auto first = put(home, object("a.ics", "a", "1"), Expect::any(), 1).value();
    const auto again = put(home, object("a.ics", "a", "1"), Expect::any(), 2).value();
    EXPECT_FALSE(again.created);
    EXPECT_FALSE(again.changed);
    EXPECT_EQ(again.writers, first.writers);
    EXPECT_EQ(again.change, first.change);
    auto now = snapshot();
    EXPECT_EQ(now->changes().latest(home, Form::writers).value(), first.change);
    EXPECT_EQ(now->objects().info(home, model::ObjectName("a.ics"), Form::writers).value()->modified, at(1));
    EXPECT_EQ(now->changes().history(home, model::ObjectName("a.ics")).value().size(), 1u);
}

TEST_P(PutObject, moves_only_the_tags_of_the_form_that_changed) {
    given_network("n");
    const auto traffar = calendar("n", "traffar");
    const auto first = put(traffar, meeting("a", "w", "r"), Expect::any(), 1).value();
    const auto second = put(traffar, meeting("a", "w", "r2"), Expect::any(), 2).value();
    EXPECT_TRUE(second.changed);
    EXPECT_EQ(second.writers, first.writers);
    EXPECT_NE(second.readers, first.readers);

    auto now = snapshot();
    const model::ObjectName name("m.ics");
    EXPECT_EQ(now->changes().latest(traffar, Form::writers).value(), first.change);
    EXPECT_EQ(now->changes().latest(traffar, Form::readers).value(), second.change);
    EXPECT_TRUE(now->changes().since(traffar, Form::writers, first.change, 10).value().empty());
    EXPECT_EQ(now->changes().since(traffar, Form::readers, first.change, 10).value().size(), 1u);
    EXPECT_EQ(now->objects().info(traffar, name, Form::writers).value()->modified, at(1));
    EXPECT_EQ(now->objects().info(traffar, name, Form::readers).value()->modified, at(2));
    EXPECT_EQ(*now->objects().find(traffar, name, Form::readers).value()->text, "r2");
    EXPECT_EQ(*now->objects().find(traffar, name, Form::writers).value()->text, "w");
    EXPECT_EQ(*now->objects().author(traffar, name).value(), "a");
}

TEST_P(PutObject, keeps_a_new_authors_text_that_is_served_as_before) {
    given_network("n");
    const auto traffar = calendar("n", "traffar");
    const auto first = put(traffar, meeting("a", "w", "r")).value();
    EXPECT_FALSE(put(traffar, meeting("a2", "w", "r")).value().changed);
    auto now = snapshot();
    EXPECT_EQ(*now->objects().author(traffar, model::ObjectName("m.ics")).value(), "a2");
    EXPECT_EQ(now->changes().latest(traffar, Form::readers).value(), first.change);
    EXPECT_EQ(now->changes().history(traffar, model::ObjectName("m.ics")).value().size(), 2u);
}

TEST_P(PutObject, is_not_found_without_its_calendar) {
    EXPECT_EQ(fault(put(model::CalendarId{4711}, object("a.ics", "a", "1"))), Fault::not_found);
}

TEST_P(PutObject, remembers_every_version_and_who_made_it) {
    given_person("anna");
    const auto home = calendar("anna");
    const model::ObjectName name("a.ics");
    ASSERT_TRUE(put(home, object("a.ics", "a", "one"), Expect::any(), 1));
    ASSERT_TRUE(put(home, object("a.ics", "a", "two"), Expect::any(), 2));
    ASSERT_TRUE(remove(home, "a.ics", Expect::any(), 3));
    auto now = snapshot();
    const auto versions = now->changes().history(home, name).value();
    ASSERT_EQ(versions.size(), 3u);
    EXPECT_TRUE(versions[0].removed);
    EXPECT_EQ(versions[0].by, by("anna", 3));
    EXPECT_EQ(*now->objects().body(versions[1].body).value(), "two");
    EXPECT_EQ(*now->objects().body(versions[2].body).value(), "one");
    EXPECT_EQ(now->objects().body(base::digest("never written")).value(), nullptr);
}

TEST_P(PutObject, removes_only_what_is_there_and_as_expected) {
    given_person("anna");
    const auto home = calendar("anna");
    const auto written = put(home, object("a.ics", "a", "1")).value();
    EXPECT_EQ(fault(remove(home, "b.ics")), Fault::not_found);
    EXPECT_EQ(fault(remove(home, "b.ics", Expect::one_of({written.writers}, Form::writers))), Fault::not_found);
    EXPECT_EQ(fault(remove(home, "a.ics", Expect::one_of({model::Etag("other")}, Form::writers))), Fault::stale);
    EXPECT_TRUE(remove(home, "a.ics", Expect::one_of({written.writers}, Form::writers)));
    EXPECT_FALSE(snapshot()->objects().info(home, model::ObjectName("a.ics"), Form::readers).value());
}

}  // namespace
}  // namespace stafett::storage::conformance
