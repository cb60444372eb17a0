#include "tests/support/dav_client.h"

namespace stafett::caldav::webdav {
namespace {

using namespace stafett::tests;

const std::string kCalendar = "/dav/calendars/anna/calendar/";
constexpr QName kNote{"urn:example:unknown", "note"};

class Proppatch : public testing::Test {
  protected:
    Proppatch() { server.given_person("anna"); }
    DavServer server;
    DavClient anna = server.as("anna");
};

TEST_F(Proppatch, keeps_dead_properties_as_they_were_sent) {
    anna.proppatch(kCalendar,
                   R"(<D:propertyupdate xmlns:D="DAV:" xmlns:x="urn:example:unknown"><D:set><D:prop xml:lang="sv">)"
                   R"(<x:note x:a="1">å <x:b>&lt;</x:b> z&#13;</x:note></D:prop></D:set></D:propertyupdate>)")
        .expect_property_status(kCalendar, kNote, 200);
    const auto answer = anna.propfind(kCalendar, "0", props({"X:note"}));
    const xml::Element* note = answer.property(kCalendar, kNote);
    ASSERT_NE(note, nullptr);
    EXPECT_EQ(note->text(), "å  z\r");
    EXPECT_EQ(note->language(), "sv");
    EXPECT_EQ(note->attribute(QName{"urn:example:unknown", "a"}), "1");
    EXPECT_EQ(note->child({"urn:example:unknown", "b"})->text(), "<");
}

TEST_F(Proppatch, removes_and_does_not_mind_what_is_not_there) {
    anna.proppatch(kCalendar, set_props({{"X:note", "hej"}}));
    const std::string removal =
        R"(<propertyupdate xmlns="DAV:" xmlns:x="urn:example:unknown"><remove><prop><x:note/></prop></remove></propertyupdate>)";
    for (int i = 0; i < 2; ++i) anna.proppatch(kCalendar, removal).expect_property_status(kCalendar, kNote, 200);
    anna.propfind(kCalendar, "0", props({"X:note"})).expect_property_status(kCalendar, kNote, 404);
}

TEST_F(Proppatch, is_all_or_nothing) {
    anna.proppatch(kCalendar, set_props({{"X:note", "hej"}, {"D:getetag", "x"}, {"D:displayname", "Nytt"}}))
        .expect_status(207)
        .expect_property_status(kCalendar, {ns::dav, "getetag"}, 403)
        .expect_property_status(kCalendar, kNote, 424)
        .expect_property_status(kCalendar, kDisplayname, 424)
        .expect_body_contains("cannot-modify-protected-property");
    anna.propfind(kCalendar, "0", props({"X:note", "D:displayname"}))
        .expect_property_status(kCalendar, kNote, 404)
        .expect_property(kCalendar, kDisplayname, "Kalender");
}

TEST_F(Proppatch, works_in_document_order) {
    anna.proppatch(
            kCalendar,
            R"(<propertyupdate xmlns="DAV:" xmlns:x="urn:example:unknown"><set><prop><x:note>1</x:note></prop></set>)"
            R"(<remove><prop><x:note/></prop></remove><set><prop><x:note>2</x:note></prop></set></propertyupdate>)")
        .expect_status(207);
    anna.propfind(kCalendar, "0", props({"X:note"})).expect_property(kCalendar, kNote, "2");
}

TEST_F(Proppatch, minimal_has_no_body_when_all_went_well) {
    const Headers minimal{{"Prefer", "return=minimal"}};
    anna.proppatch(kCalendar, set_props({{"D:displayname", "Nytt"}}), minimal).expect_status(200).expect_body("");
    anna.proppatch(kCalendar, set_props({{"D:getetag", "x"}}), minimal).expect_status(207);
}

std::string many(int from, int count, const std::string& value = "x") {
    std::vector<std::pair<std::string, std::string>> all;
    for (int i = from; i < from + count; ++i) all.emplace_back("X:p" + std::to_string(i), value);
    return set_props(all);
}

TEST_F(Proppatch, keeps_no_more_than_a_hundred) {
    anna.proppatch(kCalendar, many(0, 201)).expect_status(400);
    anna.proppatch(kCalendar, many(0, 100)).expect_status(207);
    const QName known{"urn:example:unknown", "p99"}, over{"urn:example:unknown", "p100"};
    anna.proppatch(kCalendar, many(100, 1))
        .expect_status(207)
        .expect_property_status(kCalendar, over, 507)
        .expect_body_contains("quota-not-exceeded");
    anna.propfind(kCalendar, "0", props({"X:p99", "X:p100"}))
        .expect_property_status(kCalendar, known, 200)
        .expect_property_status(kCalendar, over, 404);
    anna.proppatch(kCalendar, many(50, 50, "other")).expect_property_status(kCalendar, known, 200);
    const std::string exchange =
        R"(<propertyupdate xmlns="DAV:" xmlns:x="urn:example:unknown"><set><prop><x:p100>new</x:p100></prop></set>)"
        R"(<remove><prop><x:p0/></prop></remove></propertyupdate>)";
    anna.proppatch(kCalendar, exchange).expect_property_status(kCalendar, over, 200);
}

TEST_F(Proppatch, keeps_no_more_than_64_KiB_of_them_in_all) {
    anna.proppatch(kCalendar, many(0, 3, std::string(20'000, 'x'))).expect_status(207);
    const QName kept{"urn:example:unknown", "p0"}, refused{"urn:example:unknown", "p3"};
    const std::string both =
        R"(<propertyupdate xmlns="DAV:" xmlns:x="urn:example:unknown"><remove><prop><x:nothing/></prop></remove><set><prop>)"
        "<x:p3>" +
        std::string(20'000, 'x') + "</x:p3></prop></set></propertyupdate>";
    anna.proppatch(kCalendar, both)
        .expect_property_status(kCalendar, refused, 507)
        .expect_property_status(kCalendar, {"urn:example:unknown", "nothing"}, 424);
    anna.proppatch(kCalendar,
                   set_props({{"D:displayname", "Arbete"}, {"C:calendar-description", std::string(9'000, 'x')}}))
        .expect_property_status(kCalendar, kDisplayname, 507);
    anna.propfind(kCalendar, "0", props({"D:displayname"})).expect_property(kCalendar, kDisplayname, "Kalender");
    anna.proppatch(kCalendar, many(0, 1, std::string(19'000, 'y'))).expect_property_status(kCalendar, kept, 200);
    anna.mkcalendar(
            "/dav/calendars/anna/work/",
            R"(<C:mkcalendar xmlns:C="urn:ietf:params:xml:ns:caldav" xmlns:D="DAV:"><D:set><D:prop><D:displayname>)" +
                std::string(66'000, 'x') + "</D:displayname></D:prop></D:set></C:mkcalendar>")
        .expect_property_status("/dav/calendars/anna/work/", kDisplayname, 507);
    anna.propfind("/dav/calendars/anna/work/", "0").expect_status(404);
}

TEST_F(Proppatch, counts_each_readers_own_for_herself) {
    server.given_person("bo");
    server.given_network("elevhalsan", "Elevhälsan");
    server.given_role("elevhalsan", "anna", model::Role::chair);
    server.given_role("elevhalsan", "bo", model::Role::member);
    for (const char* person : {"anna", "bo"}) {
        const std::string bound = "/dav/calendars/" + std::string(person) + "/natverk-elevhalsan/";
        const DavClient client = server.as(person);
        client.proppatch(bound, many(0, 100)).expect_property_status(bound, {"urn:example:unknown", "p99"}, 200);
        client.proppatch(bound, many(100, 1)).expect_property_status(bound, {"urn:example:unknown", "p100"}, 507);
    }
}

TEST_F(Proppatch, is_refused_where_it_may_not) {
    server.given_person("bo");
    server.as("bo").proppatch(kCalendar, set_props({{"X:note", "hej"}})).expect_status(404);
    anna.proppatch("/dav/principals/users/anna/", set_props({{"D:displayname", "x"}}))
        .expect_status(403)
        .expect_condition({ns::dav, "need-privileges"});
    for (const auto* body :
         {"", "<a/>", "<propertyupdate xmlns='DAV:'/>", "<propertyupdate xmlns='DAV:'><set/></propertyupdate>"})
        anna.proppatch(kCalendar, body).expect_status(400);
}

}  // namespace
}  // namespace stafett::caldav::webdav
