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

TEST_F(Proppatch, keeps_no_more_than_so_many) {
    const auto many = [](int from, int count) {
        std::vector<std::pair<std::string, std::string>> all;
        for (int i = from; i < from + count; ++i) all.emplace_back("X:p" + std::to_string(i), "x");
        return set_props(all);
    };
    anna.proppatch(kCalendar, many(0, 201)).expect_status(400);
    for (const int from : {0, 200}) anna.proppatch(kCalendar, many(from, 200)).expect_status(207);
    anna.proppatch(kCalendar, many(400, 200)).expect_status(507);
    anna.propfind(kCalendar, "0", props({"X:p399", "X:p400"}))
        .expect_property_status(kCalendar, {"urn:example:unknown", "p399"}, 200)
        .expect_property_status(kCalendar, {"urn:example:unknown", "p400"}, 404);
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
