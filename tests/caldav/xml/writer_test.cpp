#include "caldav/xml/writer.h"

#include "caldav/xml/parse.h"

namespace stafett::caldav::xml {
namespace {

TEST(XmlWriter, declares_known_prefixes_on_the_root_only) {
    std::string out;
    Writer writer(out);
    writer.start({ns::dav, "multistatus"}).leaf({ns::caldav, "calendar"}).leaf({"urn:x", "y"}, "z").end();
    EXPECT_EQ(out,
              "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<D:multistatus xmlns:D=\"DAV:\" "
              "xmlns:C=\"urn:ietf:params:xml:ns:caldav\" xmlns:CS=\"http://calendarserver.org/ns/\" "
              "xmlns:A=\"http://apple.com/ns/ical/\"><C:calendar/><y xmlns=\"urn:x\">z</y></D:multistatus>");
}

TEST(XmlWriter, writes_text_that_reads_back_as_it_was) {
    const std::string text = "<&>\"' \r\n\tåäö ]]>";
    std::string out;
    Writer(out).start({ns::dav, "a"}).attribute("x", "<\"&").text(text).end();
    const auto parsed = parse(out);
    ASSERT_TRUE(parsed) << out;
    EXPECT_EQ(parsed->text(), text);
    EXPECT_EQ(parsed->attribute("x"), "<\"&");
}

TEST(XmlWriter, leaves_out_what_xml_cannot_carry) {
    std::string out;
    append_escaped(out, std::string_view("a\0b\x01"
                                         "c\xef\xbf\xbf"
                                         "d",
                                         9));
    EXPECT_EQ(out, "abcd");
}

TEST(XmlWriter, inside_writes_no_declaration) {
    std::string out;
    Writer(out, Writer::Where::inside).leaf({ns::dav, "href"}, "/a");
    EXPECT_EQ(out, "<D:href>/a</D:href>");
}

}  // namespace
}  // namespace stafett::caldav::xml
