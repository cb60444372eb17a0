#include "caldav/xml/parse.h"

namespace stafett::caldav::xml {
namespace {

TEST(ParseXml, resolves_prefixes_and_default_name_spaces) {
    const auto parsed =
        parse(R"(<?xml version="1.0"?><a xmlns="DAV:" xmlns:c="urn:c"><c:b x="1" c:y="2"/><d xmlns="">t</d></a>)");
    ASSERT_TRUE(parsed) << parsed.error().detail;
    EXPECT_TRUE(parsed->is({"DAV:", "a"}));
    const Element* b = parsed->child({"urn:c", "b"});
    ASSERT_NE(b, nullptr);
    EXPECT_EQ(b->attribute("x"), "1");
    EXPECT_EQ(b->attribute(QName{"urn:c", "y"}), "2");
    ASSERT_NE(parsed->child({"", "d"}), nullptr);
    EXPECT_EQ(parsed->child({"", "d"})->text(), "t");
}

TEST(ParseXml, joins_text_and_cdata_and_keeps_written_carriage_returns) {
    const auto parsed = parse("<a>x&#13;\r\n<![CDATA[<&]]>y<!-- no --></a>");
    ASSERT_TRUE(parsed) << parsed.error().detail;
    EXPECT_EQ(parsed->text(), "x\r\n<&y");
}

TEST(ParseXml, accepts) {
    for (const std::string_view text :
         {"<a/>", "\xef\xbb\xbf<a/>", "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<a/>\n", "<!-- c --><a/><?pi x?>",
          "<a>å\xf0\x9f\x98\x80</a>", "<p:a xmlns:p='u'/>"})
        EXPECT_TRUE(parse(text)) << text;
}

TEST(ParseXml, refuses) {
    for (const std::string_view text : {"",
                                        "   ",
                                        "text",
                                        "<a>",
                                        "<a></b>",
                                        "<a/><b/>",
                                        "<a/>text",
                                        "text<a/>",
                                        "<p:a/>",
                                        "<a p:x='1'/>",
                                        "<a x='1' x='2'/>",
                                        "<a>\x01</a>",
                                        "<a>&#1;</a>",
                                        "<a x='&#2;'/>",
                                        "<a>\xff</a>",
                                        "<a>\xc0\x80</a>",
                                        "<a>\xed\xa0\x80</a>",
                                        "<a xmlns:p=''/>",
                                        "<a xmlns:p='u' xmlns:q='u' p:x='1' q:x='2'/>",
                                        "<1a/>",
                                        "<a:b:c xmlns:a='u'/>",
                                        "<a>\xef\xbf\xbf</a>"})
        EXPECT_FALSE(parse(text)) << text;
}

TEST(ParseXml, refuses_a_doctype_and_says_so) {
    const auto parsed = parse("<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><a>&e;</a>");
    ASSERT_FALSE(parsed);
    EXPECT_TRUE(parsed.error().doctype);
}

TEST(ParseXml, holds_its_limits) {
    const auto nested = [](int depth) {
        std::string text;
        for (int i = 0; i < depth; ++i) text += "<a>";
        for (int i = 0; i < depth; ++i) text += "</a>";
        return text;
    };
    EXPECT_TRUE(parse(nested(32)));
    EXPECT_FALSE(parse(nested(33)));
    EXPECT_FALSE(parse(nested(100'000)));
    Limits few;
    few.elements = 3;
    EXPECT_TRUE(parse("<a><b/><b/></a>", few));
    EXPECT_FALSE(parse("<a><b/><b/><b/></a>", few));
    few.octets = 3;
    EXPECT_FALSE(parse("<aa/>", few));
    std::string many = "<a";
    for (int i = 0; i < 65; ++i) many += " x" + std::to_string(i) + "='1'";
    EXPECT_FALSE(parse(many + "/>"));
}

TEST(ParseXml, bounds_a_name_with_its_name_space) {
    EXPECT_TRUE(parse("<a xmlns='" + std::string(4095, 'u') + "'/>"));
    for (const std::string& text :
         {"<a xmlns='" + std::string(4096, 'u') + "'/>", "<" + std::string(4097, 'a') + "/>",
          "<a xmlns:p='" + std::string(4000, 'u') + "' p:" + std::string(97, 'b') + "='1'/>"}) {
        const auto parsed = parse(text);
        ASSERT_FALSE(parsed);
        EXPECT_NE(parsed.error().detail.find("longer than 4096 octets"), std::string::npos) << parsed.error().detail;
    }
}

TEST(ParseXml, inherits_the_language) {
    const auto parsed = parse("<a xml:lang='sv'><b/><c xml:lang='en'/></a>");
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->children()[0].language(), "sv");
    EXPECT_EQ(parsed->children()[1].language(), "en");
}

}  // namespace
}  // namespace stafett::caldav::xml
