#include "caldav/calendar/properties/table.h"

#include "tests/support/dav_client.h"

namespace stafett::caldav::calendar::properties {
namespace {

using ::testing::ElementsAre;
using tests::DavServer;
using tests::props;

constexpr const char* kCalendar = "/dav/calendars/anna/calendar/";
constexpr const char* kPrincipal = "/dav/principals/users/anna/";
QName caldav_name(std::string_view local) { return {ns::caldav, local}; }

class CalendarProperties : public ::testing::Test {
  protected:
    void SetUp() override { server.given_person("anna"); }
    DavServer server;
    tests::DavClient anna = server.as("anna");
};

TEST(CalendarPropertyTable, names_a_source_for_each_row_and_can_answer_each) {
    for (const webdav::LiveProperty& row : table) {
        EXPECT_FALSE(row.source.empty()) << row.name.local;
        EXPECT_TRUE(row.read != nullptr || row.stored) << row.name.local;
        EXPECT_EQ(row.stored, row.write != nullptr) << row.name.local;
    }
}

TEST_F(CalendarProperties, of_a_calendar_say_what_it_takes) {
    const auto found = anna.propfind(
        kCalendar, "0",
        props({"C:supported-calendar-component-set", "C:supported-calendar-data", "C:supported-collation-set",
               "C:max-resource-size", "C:calendar-timezone", "C:schedule-calendar-transp", "C:calendar-description"}));
    const auto* components = found.property(kCalendar, caldav_name("supported-calendar-component-set"));
    ASSERT_NE(components, nullptr);
    ASSERT_EQ(components->children().size(), 1U);
    EXPECT_EQ(components->children().front().attribute("name"), "VEVENT");
    EXPECT_EQ(
        found.property(kCalendar, caldav_name("supported-calendar-data"))->children().front().attribute("content-type"),
        "text/calendar");
    EXPECT_EQ(found.property(kCalendar, caldav_name("supported-collation-set"))->children().size(), 3U);
    found.expect_property(kCalendar, caldav_name("max-resource-size"), std::to_string(10U << 20))
        .expect_property_status(kCalendar, caldav_name("calendar-description"), 404);
    EXPECT_THAT(found.names_in(kCalendar, caldav_name("schedule-calendar-transp")), ElementsAre("opaque"));
}

TEST_F(CalendarProperties, that_a_client_sets_come_back_and_the_others_are_protected) {
    anna.proppatch(kCalendar, tests::set_props({{"C:calendar-description", "Allt möjligt"},
                                                {"A:calendar-color", "#FF2968FF"},
                                                {"A:calendar-order", "7"},
                                                {"C:schedule-calendar-transp", "<C:transparent/>"}}))
        .expect_status(207)
        .expect_property_status(kCalendar, caldav_name("calendar-description"), 200);
    const auto found = anna.propfind(
        kCalendar, "0",
        props({"C:calendar-description", "A:calendar-color", "A:calendar-order", "C:schedule-calendar-transp"}));
    found.expect_property(kCalendar, caldav_name("calendar-description"), "Allt möjligt")
        .expect_property(kCalendar, {ns::apple_ical, "calendar-color"}, "#FF2968FF")
        .expect_property(kCalendar, {ns::apple_ical, "calendar-order"}, "7");
    EXPECT_THAT(found.names_in(kCalendar, caldav_name("schedule-calendar-transp")), ElementsAre("transparent"));
    for (const char* name : {"max-resource-size", "supported-calendar-data", "supported-calendar-component-set"})
        anna.proppatch(kCalendar, tests::set_props({{"C:" + std::string(name), "x"}}))
            .expect_property_status(kCalendar, caldav_name(name), 403);
    anna.proppatch(kCalendar, tests::set_props({{"C:schedule-calendar-transp", "<C:solid/>"}}))
        .expect_property_status(kCalendar, caldav_name("schedule-calendar-transp"), 409);
    anna.proppatch(kCalendar, tests::set_props({{"C:calendar-timezone", "nonsense"}}))
        .expect_property_status(kCalendar, caldav_name("calendar-timezone"), 403)
        .expect_body_contains("valid-calendar-data");
}

TEST_F(CalendarProperties, colour_order_and_transparency_of_a_networks_calendar_are_each_readers) {
    server.given_network("elevhalsan", "Elevhälsan");
    server.given_person("bo");
    server.given_role("elevhalsan", "anna", model::Role::chair);
    server.given_role("elevhalsan", "bo", model::Role::member);
    const std::string annas = "/dav/calendars/anna/natverk-elevhalsan/", bos = "/dav/calendars/bo/natverk-elevhalsan/";
    anna.proppatch(annas, tests::set_props({{"A:calendar-color", "#111111"}}))
        .expect_property_status(annas, {ns::apple_ical, "calendar-color"}, 200);
    const auto bo = server.as("bo");
    bo.proppatch(bos, tests::set_props({{"A:calendar-color", "#222222"}, {"A:calendar-order", "3"}}))
        .expect_property_status(bos, {ns::apple_ical, "calendar-color"}, 200);
    anna.propfind(annas, "0", props({"A:calendar-color", "A:calendar-order"}))
        .expect_property(annas, {ns::apple_ical, "calendar-color"}, "#111111")
        .expect_property_status(annas, {ns::apple_ical, "calendar-order"}, 404);
    bo.propfind(bos, "0", props({"A:calendar-color"}))
        .expect_property(bos, {ns::apple_ical, "calendar-color"}, "#222222");
    // The description is the network's: a member may not set it, a chair may, for all.
    bo.proppatch(bos, tests::set_props({{"C:calendar-description", "x"}}))
        .expect_property_status(bos, caldav_name("calendar-description"), 403);
    anna.proppatch(annas, tests::set_props({{"C:calendar-description", "Vårt"}}))
        .expect_property_status(annas, caldav_name("calendar-description"), 200);
    bo.propfind(bos, "0", props({"C:calendar-description"}))
        .expect_property(bos, caldav_name("calendar-description"), "Vårt");
}

TEST_F(CalendarProperties, of_a_principal_lead_to_its_one_home) {
    const auto found = anna.propfind(kPrincipal, "0", props({"C:calendar-home-set", "C:calendar-user-type"}));
    const auto* homes = found.property(kPrincipal, caldav_name("calendar-home-set"));
    ASSERT_NE(homes, nullptr);
    ASSERT_EQ(homes->children().size(), 1U);
    EXPECT_EQ(homes->children().front().trimmed_text(), "/dav/calendars/anna/");
    found.expect_property(kPrincipal, caldav_name("calendar-user-type"), "INDIVIDUAL");
}

TEST_F(CalendarProperties, address_set_has_the_preferred_first_and_last_and_the_networks_between) {
    server.given_network("elevhalsan", "Elevhälsan");
    server.given_role("elevhalsan", "anna", model::Role::secretary);
    server.given_person("bo");
    server.given_role("elevhalsan", "bo", model::Role::member);
    const auto set_of = [](const tests::DavAnswer& found, std::string_view principal) {
        const auto* set = found.property(principal, caldav_name("calendar-user-address-set"));
        std::vector<std::string> all;
        if (set == nullptr) return all;
        for (const auto& href : set->children())
            all.push_back(href.trimmed_text() + (href.attribute("preferred") == "1" ? " preferred" : ""));
        return all;
    };
    const auto asked = props({"C:calendar-user-address-set"});
    const auto annas = set_of(anna.propfind(kPrincipal, "0", asked), kPrincipal);
    ASSERT_EQ(annas.size(), 3U);
    EXPECT_EQ(annas.front(), "mailto:anna@example.test preferred");
    EXPECT_EQ(annas.back(), annas.front());
    EXPECT_THAT(annas[1], ::testing::StartsWith("mailto:elevhalsan"));
    const char* bo = "/dav/principals/users/bo/";
    EXPECT_EQ(set_of(server.as("bo").propfind(bo, "0", asked), bo).size(), 2U) << "a member does not act for it";
    const char* network = "/dav/principals/networks/elevhalsan/";
    const auto acting = server.acting("anna", "elevhalsan").propfind(network, "0", asked);
    EXPECT_THAT(set_of(acting, network).front(), ::testing::StartsWith("mailto:elevhalsan"));
}

TEST_F(CalendarProperties, calendar_data_is_for_reports_alone) {
    anna.put(std::string(kCalendar) + "a.ics", tests::event("a")).expect_status(201);
    anna.propfind(std::string(kCalendar) + "a.ics", "0", props({"C:calendar-data"}))
        .expect_property_status(std::string(kCalendar) + "a.ics", caldav_name("calendar-data"), 404);
}

}  // namespace
}  // namespace stafett::caldav::calendar::properties
