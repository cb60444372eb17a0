#include <fmt/format.h>

#include "tests/support/dav_client.h"

namespace stafett::caldav::webdav {
namespace {

using namespace stafett::tests;

const std::string kPrincipal = "/dav/principals/users/anna/";

TEST(Report, that_we_lack_is_named_as_such) {
    DavServer server;
    server.given_person("anna");
    server.as("anna")
        .report(kPrincipal, R"(<x xmlns="urn:x"/>)")
        .expect_status(403)
        .expect_condition({ns::dav, "supported-report"});
    server.as("anna").report(kPrincipal, "").expect_status(400);
}

TEST(ExpandProperty, follows_hrefs_behind_the_gate) {
    DavServer server;
    server.given_person("anna");
    server.given_network("elevhalsan", "Elevhälsan");
    server.given_role("elevhalsan", "anna", model::Role::member);
    server.as("anna")
        .report(
            kPrincipal,
            R"(<D:expand-property xmlns:D="DAV:"><D:property name="group-membership"><D:property name="displayname"/>)"
            R"(<D:property name="nothing" namespace="urn:x"/></D:property><D:property name="displayname"/></D:expand-property>)",
            "0")
        .expect_status(207)
        .expect_property(kPrincipal, kDisplayname, "Person anna")
        .expect_body_contains("<D:group-membership><D:response><D:href>/dav/principals/networks/elevhalsan/</D:href>")
        .expect_body_contains("<D:displayname>Elevhälsan</D:displayname>")
        .expect_body_contains(R"(<nothing xmlns="urn:x"/></D:prop><D:status>HTTP/1.1 404)");
}

TEST(ExpandProperty, is_refused_for_a_name_that_no_element_has) {
    DavServer server;
    server.given_person("anna");
    const auto expand = [&](const std::string& properties) {
        return server.as("anna").report(
            kPrincipal, R"(<D:expand-property xmlns:D="DAV:">)" + properties + "</D:expand-property>", "0");
    };
    for (const auto* name : {"", "a b", "a:b", "1", "x/&gt;&lt;y"})
        expand(fmt::format(R"(<D:property name="{}"/>)", name)).expect_status(400);
    expand("<D:property/>").expect_status(400);
    expand(R"(<D:property name="displayname"><D:property name="a b"/></D:property>)").expect_status(400);
}

TEST(ExpandProperty, is_refused_for_more_names_than_an_answer_says_back) {
    DavServer server;
    server.given_person("anna");
    const auto expand = [&](std::size_t count, std::size_t length) {
        std::string body = R"(<D:expand-property xmlns:D="DAV:"><D:property name="group-membership">)";
        for (std::size_t i = 1; i < count; ++i)
            body += fmt::format(R"(<D:property name="{}" namespace=""/>)", std::string(length, 'x'));
        return server.as("anna").report(kPrincipal, body + "</D:property></D:expand-property>", "0");
    };
    expand(200, 1).expect_status(207);
    expand(201, 1).expect_status(400);
    expand(2, 16'000).expect_status(207);
    expand(2, 17'000).expect_status(400);
}

std::string search(std::string_view match, std::string_view property = "<D:displayname/>",
                   std::string_view attributes = "") {
    return fmt::format(
        R"(<D:principal-property-search xmlns:D="DAV:" xmlns:CS="http://calendarserver.org/ns/"><D:property-search>)"
        R"(<D:prop>{}</D:prop><D:match {}>{}</D:match></D:property-search><D:prop><D:displayname/></D:prop>)"
        R"(</D:principal-property-search>)",
        property, attributes, match);
}

TEST(PrincipalPropertySearch, finds_the_people_of_ones_networks_and_nobody_else) {
    DavServer server;
    for (const auto* person : {"anna", "bo", "cecilia"}) server.given_person(person);
    server.given_network("elevhalsan", "Elevhälsan");
    server.given_role("elevhalsan", "anna", model::Role::member);
    server.given_role("elevhalsan", "bo", model::Role::member);
    const auto anna = server.as("anna");
    const auto find = [&](const std::string& body) { return anna.report("/dav/principals/", body, "0"); };
    find(search("PERSON")).expect_status(207).expect_hrefs({kPrincipal, "/dav/principals/users/bo/"});
    find(search("ELEVHÄL")).expect_hrefs({"/dav/principals/networks/elevhalsan/"});
    find(search("bo@", "<CS:email-address-set/>")).expect_hrefs({"/dav/principals/users/bo/"});
    find(search("bo", "<D:displayname/>", R"(match-type="starts-with")")).expect_hrefs({});
    find(search("cecilia")).expect_hrefs({});
    server.as("cecilia")
        .report("/dav/principals/", search("person"), "0")
        .expect_hrefs({"/dav/principals/users/cecilia/"});
    find(R"(<principal-property-search xmlns="DAV:"/>)").expect_status(400);
    anna.report("/dav/principals/", search("x"), "1").expect_status(400);
}

TEST(PrincipalPropertySearch, is_refused_for_more_properties_than_are_read_of_everybody) {
    DavServer server;
    server.given_person("anna");
    const auto find = [&](int count) {
        std::string properties;
        for (int i = 0; i < count; ++i) properties += "<D:displayname/>";
        return server.as("anna").report("/dav/principals/", search("anna", properties), "0");
    };
    find(100).expect_status(207).expect_hrefs({kPrincipal});
    find(101).expect_status(400);
}

TEST(PrincipalSearchPropertySet, names_what_can_be_searched) {
    DavServer server;
    server.given_person("anna");
    server.as("anna")
        .report("/dav/principals/", R"(<principal-search-property-set xmlns="DAV:"/>)", "0")
        .expect_status(200)
        .expect_body_contains("<D:principal-search-property><D:prop><D:displayname/></D:prop>");
}

}  // namespace
}  // namespace stafett::caldav::webdav
