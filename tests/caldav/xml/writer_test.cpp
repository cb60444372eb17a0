#include "caldav/xml/writer.h"

#include <random>

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

TEST(XmlWriter, writes_attributes_that_keep_their_blanks) {
    std::string out;
    Writer(out).start({"urn:a\tb", "a"}).attribute("x", "1\n2\t3\r4 ").end();
    const auto parsed = parse(out);
    ASSERT_TRUE(parsed.has_value());
    EXPECT_EQ(parsed->name().ns, "urn:a\tb");
    EXPECT_EQ(parsed->attribute("x"), "1\n2\t3\r4 ");
    EXPECT_EQ(parse(parsed->to_xml())->attribute("x"), "1\n2\t3\r4 ");
}

TEST(XmlWriter, leaves_out_what_xml_cannot_carry) {
    std::string out;
    append_escaped(out, std::string_view("a\0b\x01"
                                         "c\xef\xbf\xbf"
                                         "d",
                                         9));
    EXPECT_EQ(out, "abcd");
}

// One octet at a time, by the rules.
std::string escaped_slowly(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (text.substr(i).starts_with("\xef\xbf\xbe") || text.substr(i).starts_with("\xef\xbf\xbf")) {
            i += 2;
        } else if (c == '&' || c == '<' || c == '>' || c == '"') {
            out += c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : "&quot;";
        } else if (c == '\r') {
            out += "&#13;";
        } else if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') {
            out += c;
        }
    }
    return out;
}

TEST(XmlWriter, escapes_texts_of_any_length_as_one_octet_after_the_other_would_be) {
    constexpr std::array<std::string_view, 12> pieces{"&", "<",  "\r\n", "\xef\xbf\xbf", "\xef\xbb\xbf",   "\xef",
                                                      "å", "\"", "\t",   "\x01",         "iCalendar text", "x"};
    std::mt19937 random(5);
    for (int i = 0; i < 2000; ++i) {
        std::string text, out;
        while (text.size() < static_cast<std::size_t>(i % 70)) text += pieces[random() % pieces.size()];
        append_escaped(out, text);
        ASSERT_EQ(out, escaped_slowly(text)) << text;
    }
}

TEST(XmlWriter, goes_back_to_a_mark_as_if_nothing_had_been_written_since) {
    std::string out;
    Writer writer(out, Writer::Where::inside);
    writer.start({ns::dav, "a"}).start({ns::dav, "prop"});
    const Writer::Mark mark = writer.mark();
    writer.start({ns::caldav, "calendar-data"}).start({"urn:x", "y"}).text("z");
    writer.rewind(mark);
    writer.end().leaf({ns::dav, "b"}).end();
    EXPECT_EQ(out, "<D:a><D:prop/><D:b/></D:a>");
}

TEST(XmlWriter, inside_writes_no_declaration) {
    std::string out;
    Writer(out, Writer::Where::inside).leaf({ns::dav, "href"}, "/a");
    EXPECT_EQ(out, "<D:href>/a</D:href>");
}

}  // namespace
}  // namespace stafett::caldav::xml
