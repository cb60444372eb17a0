#include "tests/storage/conformance/suites.h"

namespace stafett::storage::conformance {
namespace {

using model::CalendarName;
using model::Form;
using model::PersonId;
using model::PrincipalId;

Result<model::Calendar> create(Store& store, const std::string& owner, const std::string& name, const model::By& by) {
    return store.write([&](Transaction& t) -> Result<model::Calendar> {
        return t.write_calendars().create(PrincipalId(owner), CalendarName(name), model::CollectionKind::personal,
                                          model::kEveryComponent, by);
    });
}

TEST_P(Calendars, are_created_once_per_name_and_owner) {
    given_person("anna");
    given_person("berit");
    const auto made = create(store(), "anna", "work", by("anna", 5)).value();
    EXPECT_EQ(made.created, at(5));
    EXPECT_FALSE(made.incarnation.empty());
    const auto found = snapshot()->calendars().get(made.id).value().value();
    EXPECT_EQ(found.name, CalendarName("work"));
    EXPECT_EQ(found.owner, PrincipalId("anna"));
    EXPECT_EQ(found.components, model::kEveryComponent);
    EXPECT_EQ(found.incarnation, made.incarnation);
    EXPECT_EQ(fault(create(store(), "anna", "work", by("anna"))), Fault::exists);
    EXPECT_TRUE(create(store(), "berit", "work", by("berit")));
    EXPECT_EQ(fault(create(store(), "nobody", "work", by("anna"))), Fault::not_found);
}

TEST_P(Calendars, go_with_everything_in_them_and_come_back_as_others) {
    given_person("anna");
    const auto first = create(store(), "anna", "work", by("anna")).value();
    ASSERT_TRUE(put(first.id, object("a", "a", "1")));
    given([&](Transaction& t) -> Result<void> {
        TRY(t.write_properties().put(model::resource_of(first.id), {}, {"DAV:", "displayname", "x"}));
        TRY(t.write_properties().put(model::resource_of(first.id), PersonId("anna"), {"DAV:", "displayname", "y"}));
        return t.write_calendars().remove(first.id, by("anna"));
    });
    EXPECT_EQ(fault(store().write([&](Transaction& t) { return t.write_calendars().remove(first.id, by("anna")); })),
              Fault::not_found);
    const auto second = create(store(), "anna", "work", by("anna")).value();
    EXPECT_NE(second.id, first.id);
    EXPECT_NE(second.incarnation, first.incarnation);
    auto now = snapshot();
    EXPECT_FALSE(now->calendars().get(first.id).value());
    EXPECT_FALSE(now->objects().info(first.id, model::ObjectName("a"), Form::readers).value());
    EXPECT_TRUE(now->properties().of(model::resource_of(first.id), PersonId("anna")).value().empty());
    EXPECT_TRUE(now->objects().list(second.id, Form::readers, {}).value().empty());
    EXPECT_TRUE(store().check_integrity().value().empty());
}

TEST_P(Calendars, that_come_and_go_are_changes_of_the_home) {
    given_person("anna");
    const PrincipalId anna("anna");
    const auto token = snapshot()->changes().latest_of_home(anna).value();
    const auto made = create(store(), "anna", "work", by("anna")).value();
    given([&](Transaction& t) -> Result<void> {
        TRY(t.write_calendars().home_changed(anna, CalendarName("natverk-n"), false, by("anna")));
        return t.write_calendars().remove(made.id, by("anna"));
    });
    auto now = snapshot();
    const auto changes = now->changes().home_since(anna, token, 10).value();
    ASSERT_EQ(changes.size(), 2u);
    EXPECT_EQ(changes[0].name, CalendarName("natverk-n"));
    EXPECT_FALSE(changes[0].removed);
    EXPECT_EQ(changes[1].name, CalendarName("work"));
    EXPECT_TRUE(changes[1].removed);
    EXPECT_EQ(now->changes().latest_of_home(anna).value(), changes[1].number);
    EXPECT_EQ(now->changes().home_since(anna, token, 1).value().size(), 1u);
}

TEST_P(Properties, are_kept_by_resource_reader_and_name) {
    given_person("anna");
    const auto home = calendar("anna");
    const auto resource = model::resource_of(home);
    const PersonId nobody, anna("anna"), berit("berit");
    given([&](Transaction& t) -> Result<void> {
        auto& properties = t.write_properties();
        TRY(properties.put(resource, nobody, {"DAV:", "displayname", "own"}));
        TRY(properties.put(resource, anna, {"DAV:", "displayname", "Anna's"}));
        TRY(properties.put(resource, anna, {"urn:x", "displayname", "other name space"}));
        TRY(properties.put(model::resource_of_home(model::PrincipalId("anna")), anna, {"urn:x", "a", "home"}));
        return properties.put(model::resource_of_principal(model::PrincipalId("anna")), nobody, {"urn:x", "a", "p"});
    });
    auto now = snapshot();
    auto& read = now->properties();
    EXPECT_EQ(read.find(resource, nobody, "DAV:", "displayname").value()->value, "own");
    EXPECT_EQ(read.find(resource, anna, "DAV:", "displayname").value()->value, "Anna's");
    EXPECT_FALSE(read.find(resource, berit, "DAV:", "displayname").value());
    EXPECT_EQ(read.of(resource, anna).value().size(), 2u);
    EXPECT_EQ(read.of(resource, nobody).value().size(), 1u);
    EXPECT_EQ(read.of(model::resource_of_home(model::PrincipalId("anna")), anna).value().size(), 1u);
}

TEST_P(Properties, of_the_calendar_move_its_tags_and_one_persons_own_do_not) {
    given_person("anna");
    const auto home = calendar("anna");
    const auto resource = model::resource_of(home);
    const auto written = put(home, object("a", "a", "1")).value();
    const auto latest = [&] { return snapshot()->changes().latest(home, Form::readers).value(); };

    given([&](Transaction& t) { return t.write_properties().put(resource, PersonId("anna"), {"DAV:", "x", "1"}); });
    given([&](Transaction& t) { return t.write_properties().remove(resource, {}, "DAV:", "x"); });
    EXPECT_EQ(latest(), written.change);

    given([&](Transaction& t) { return t.write_properties().put(resource, {}, {"DAV:", "x", "1"}); });
    const auto after_put = latest();
    EXPECT_GT(after_put, written.change);
    EXPECT_TRUE(snapshot()->changes().since(home, Form::readers, written.change, 10).value().empty());
    given([&](Transaction& t) { return t.write_properties().put(resource, {}, {"DAV:", "x", "1"}); });
    EXPECT_EQ(latest(), after_put) << "an equal value changes nothing";

    given([&](Transaction& t) { return t.write_properties().remove(resource, {}, "DAV:", "x"); });
    EXPECT_GT(latest(), after_put);
    EXPECT_FALSE(snapshot()->properties().find(resource, {}, "DAV:", "x").value());
}

TEST_P(Properties, need_a_calendar_that_exists) {
    const auto outcome = store().write([&](Transaction& t) {
        return t.write_properties().put(model::resource_of(model::CalendarId{4711}), {}, {"DAV:", "x", "1"});
    });
    EXPECT_EQ(fault(outcome), Fault::not_found);
}

}  // namespace
}  // namespace stafett::storage::conformance
