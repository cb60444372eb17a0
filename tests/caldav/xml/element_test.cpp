#include "caldav/xml/element.h"

#include "caldav/xml/parse.h"

namespace stafett::caldav::xml {
namespace {

Element read(std::string_view text) {
    auto parsed = parse(text);
    EXPECT_TRUE(parsed) << text;
    return parsed ? *std::move(parsed) : Element(Name("", "broken"));
}

// What is read back from the text that was stored.
std::string again(std::string_view text) { return read(read(text).to_xml()).to_xml(); }

TEST(ElementToXml, is_a_fixed_point_that_means_the_same) {
    for (const std::string_view text :
         {"<a/>", "<p:a xmlns:p='u:1'>x<p:b/>y<c xmlns='u:2' p:d='&quot;&lt;'>&amp;</c>z</p:a>",
          "<a xml:lang='sv'>å&#13;\n</a>"})
        EXPECT_EQ(again(text), read(text).to_xml()) << text;
}

TEST(ElementToXml, declares_every_name_space_in_itself) {
    const Element whole = read("<D:prop xmlns:D='DAV:' xmlns:x='urn:x' xml:lang='sv'><x:y x:z='1'>t</x:y></D:prop>");
    EXPECT_EQ(whole.children().front().to_xml(), R"(<y xmlns="urn:x" xml:lang="sv" xmlns:a0="urn:x" a0:z="1">t</y>)");
}

TEST(ElementText, is_trimmed_on_request_only) {
    const Element element = read("<a>\n  x y \t</a>");
    EXPECT_EQ(element.text(), "\n  x y \t");
    EXPECT_EQ(element.trimmed_text(), "x y");
    EXPECT_EQ(read("<a> </a>").trimmed_text(), "");
}

}  // namespace
}  // namespace stafett::caldav::xml
