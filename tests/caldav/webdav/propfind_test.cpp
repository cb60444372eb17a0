#include <fmt/format.h>

#include "tests/support/dav_client.h"

namespace stafett::caldav::webdav {
namespace {

using namespace stafett::tests;

constexpr std::string_view kHome = "/dav/calendars/anna/";
constexpr std::string_view kCalendar = "/dav/calendars/anna/calendar/";
const std::string kObject = "/dav/calendars/anna/calendar/a.ics";

class Propfind : public testing::Test {
  protected:
    Propfind() { server.given_person("anna"); }
    DavServer server;
    DavClient anna = server.as("anna");
};

TEST_F(Propfind, depth_0_is_the_resource_and_depth_1_its_members) {
    anna.put(kObject, event("a")).expect_status(201);
    anna.propfind(kHome, "0", props({"D:displayname"})).expect_status(207).expect_hrefs({std::string(kHome)});
    anna.propfind(kHome, "1", props({"D:displayname"}))
        .expect_hrefs({std::string(kHome), std::string(kCalendar), "/dav/calendars/anna/tasks/"});
    anna.propfind(kCalendar, "1", props({"D:getetag"})).expect_hrefs({std::string(kCalendar), kObject});
    anna.propfind(kObject, "1", props({"D:getetag"})).expect_hrefs({kObject});
}

TEST_F(Propfind, depth_infinity_is_refused_also_when_it_goes_without_saying) {
    anna.propfind(kHome, "infinity").expect_status(403).expect_condition({ns::dav, "propfind-finite-depth"});
    anna.request("PROPFIND", kHome).expect_status(403).expect_condition({ns::dav, "propfind-finite-depth"});
    for (const auto* depth : {"2", "-1", "", "0, 1"})
        anna.propfind(kHome, depth).expect_status(400).expect_body_contains("Depth must be 0, 1 or infinity");
}

TEST_F(Propfind, long_names_are_not_said_back) {
    const auto asked = [&](std::string_view names) {
        return anna.propfind(kHome, "1", "<propfind xmlns='DAV:'><prop>" + std::string(names) + "</prop></propfind>");
    };
    asked("<x xmlns='" + std::string(5000, 'u') + "'/>")
        .expect_status(400)
        .expect_body_contains("longer than 4096 octets");
    std::string many;
    for (int i = 0; i < 40; ++i) many += fmt::format("<x{} xmlns='{}'/>", i, std::string(4000, 'u'));
    asked(many).expect_status(400).expect_body_contains("131072 octets together");
}

TEST_F(Propfind, a_listing_longer_than_a_page_leaves_nobody_out) {
    for (int i = 0; i < 300; ++i)
        anna.put(fmt::format("{}{:03}.ics", kCalendar, i), event(std::to_string(i))).expect_status(201);
    EXPECT_EQ(anna.propfind(kCalendar, "1", props({"D:getetag"})).hrefs().size(), 301U);
}

TEST_F(Propfind, what_a_resource_lacks_stands_in_a_404_propstat_unless_it_is_to_be_minimal) {
    const auto wanted = props({"D:displayname", "X:unknown", "D:getcontentlength"});
    const QName unknown{"urn:example:unknown", "unknown"};
    anna.propfind(kCalendar, "0", wanted)
        .expect_property(kCalendar, kDisplayname, "Kalender")
        .expect_property_status(kCalendar, unknown, 404)
        .expect_property_status(kCalendar, {ns::dav, "getcontentlength"}, 404);
    for (const Headers& headers :
         {Headers{{"Prefer", "return=minimal"}}, Headers{{"Brief", "t"}}, Headers{{"Prefer", "x=y, return=minimal"}}})
        anna.propfind(kCalendar, "0", wanted, headers)
            .expect_property(kCalendar, kDisplayname, "Kalender")
            .expect_property_status(kCalendar, unknown, 0)
            .expect_field("Preference-Applied", "return=minimal");
    // RFC 8144 §2.1: an empty propstat when nothing is left.
    anna.propfind(kCalendar, "0", props({"X:unknown"}), {{"Prefer", "return=minimal"}})
        .expect_body_contains("HTTP/1.1 200 OK");
}

TEST_F(Propfind, depth_noroot_leaves_the_collection_out) {
    anna.propfind(kHome, "1", props({"D:displayname"}), {{"Prefer", "depth-noroot"}})
        .expect_hrefs({std::string(kCalendar), "/dav/calendars/anna/tasks/"});
}

TEST_F(Propfind, no_body_is_allprop_and_allprop_takes_include) {
    anna.proppatch(kCalendar, set_props({{"X:note", "hej"}})).expect_status(207);
    const QName note{"urn:example:unknown", "note"};
    anna.propfind(kCalendar, "0")
        .expect_property(kCalendar, kDisplayname, "Kalender")
        .expect_property(kCalendar, note, "hej");
    anna.propfind(kCalendar, "0",
                  R"(<D:propfind xmlns:D="DAV:"><D:allprop/><D:include><D:sync-token/></D:include></D:propfind>)")
        .expect_property(kCalendar, note, "hej")
        .expect_property_status(kCalendar, {ns::dav, "sync-token"}, 200);
}

TEST_F(Propfind, propname_gives_names_without_values) {
    const auto answer = anna.propfind(kCalendar, "0", R"(<propfind xmlns="DAV:"><propname/></propfind>)");
    ASSERT_NE(answer.property(kCalendar, kDisplayname), nullptr);
    EXPECT_EQ(answer.property(kCalendar, kDisplayname)->text(), "");
}

TEST_F(Propfind, an_object_has_strong_etag_length_type_and_times) {
    const std::string text = event("a");
    anna.put(kObject, text);
    const auto answer = anna.propfind(kObject, "0",
                                      props({"D:getetag", "D:getcontentlength", "D:getcontenttype", "D:getlastmodified",
                                             "D:creationdate", "D:resourcetype"}));
    answer.expect_property(kObject, kGetetag, anna.get(kObject).etag())
        .expect_property(kObject, {ns::dav, "getcontentlength"}, std::to_string(text.size()))
        .expect_property(kObject, {ns::dav, "getcontenttype"}, "text/calendar; charset=utf-8; component=VEVENT")
        .expect_property(kObject, {ns::dav, "getlastmodified"}, "Sun, 22 Nov 2026 12:00:00 GMT")
        .expect_property(kObject, {ns::dav, "creationdate"}, "2026-11-22T12:00:00Z")
        .expect_property(kObject, {ns::dav, "resourcetype"}, "");
}

TEST_F(Propfind, resourcetypes_are_exact) {
    const auto wanted = props({"D:resourcetype"});
    const QName type{ns::dav, "resourcetype"};
    using Names = std::vector<std::string>;
    EXPECT_EQ(anna.propfind(kCalendar, "0", wanted).names_in(kCalendar, type), (Names{"collection", "calendar"}));
    EXPECT_EQ(anna.propfind(kHome, "0", wanted).names_in(kHome, type), Names{"collection"});
    EXPECT_EQ(anna.propfind("/dav/principals/users/anna/", "0", wanted).names_in("/dav/principals/users/anna/", type),
              (Names{"collection", "principal"}));
}

TEST_F(Propfind, discovery_leads_from_the_root_to_the_principal) {
    for (const std::string path : {"/", "/dav/", "/principals/", "/remote.php/dav", "/calendar/dav/anna/user/"})
        anna.propfind(path, "0", props({"D:current-user-principal", "D:principal-collection-set", "D:resourcetype"}))
            .expect_status(207)
            .expect_property(path, {ns::dav, "current-user-principal"}, "/dav/principals/users/anna/");
    const std::string principal = "/dav/principals/users/anna/";
    anna.propfind(principal, "0",
                  props({"D:principal-URL", "D:displayname", "CS:email-address-set", "D:alternate-URI-set"}))
        .expect_property(principal, {ns::dav, "principal-URL"}, principal)
        .expect_property(principal, kDisplayname, "Person anna")
        .expect_property(principal, {ns::dav, "alternate-URI-set"}, "mailto:anna@example.test");
}

TEST_F(Propfind, refuses_a_bad_body) {
    for (const auto* body : {"<", "<a/>", "<D:propfind/>", "<propfind xmlns='DAV:'><prop/><allprop/></propfind>"})
        anna.propfind(kHome, "0", body).expect_status(400);
    anna.propfind(kHome, "0", "<!DOCTYPE x><propfind xmlns='DAV:'/>")
        .expect_status(403)
        .expect_condition({ns::dav, "no-external-entities"});
}

}  // namespace
}  // namespace stafett::caldav::webdav
