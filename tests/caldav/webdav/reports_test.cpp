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

}  // namespace
}  // namespace stafett::caldav::webdav
