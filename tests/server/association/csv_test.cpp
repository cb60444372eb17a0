#include "server/association/csv.h"

namespace stafett::server::association {
namespace {

using Fields = std::vector<std::string>;

std::vector<Fields> read(std::string_view text) {
    const auto records = read_csv(text);
    EXPECT_TRUE(records) << (records ? "" : records.error().problem);
    std::vector<Fields> all;
    if (records)
        for (const CsvRecord& one : *records) all.push_back(one.fields);
    return all;
}

TEST(Csv, reads_quoted_semicolons_line_ends_and_quotes) {
    const std::vector<std::pair<std::string_view, std::vector<Fields>>> cases{
        {"a;b\r\nc;d\r\n", {{"a", "b"}, {"c", "d"}}},
        {"a;b\nc;d", {{"a", "b"}, {"c", "d"}}},
        {"\"a;b\";\"c\r\nd\";\"e\"\"f\"\r\n", {{"a;b", "c\r\nd", "e\"f"}}},
        {" a ; \" b \" ;\t", {{"a", "b", ""}}},
        {"a;;\r\n;;\r\n\r\nb;c;\r\n", {{"a", "", ""}, {"b", "c", ""}}},
        {"a\"b;c", {{"a\"b", "c"}}},
        {"", {}},
        {"\"\"", {}},
    };
    for (const auto& [text, expected] : cases) {
        EXPECT_EQ(read(text), expected) << text;
    }
    EXPECT_EQ(read("sep=;\r\na;b\r\n"), (std::vector<Fields>{{"a", "b"}}));
}

TEST(Csv, knows_where_a_record_begins) {
    const auto records = read_csv("a;\"b\nc\"\n\nd;e\n");
    ASSERT_TRUE(records);
    ASSERT_EQ(records->size(), 2U);
    EXPECT_EQ(records->at(0).line, 1U);
    EXPECT_EQ(records->at(1).line, 4U);
}

TEST(Csv, refuses_what_is_not_whole) {
    const std::vector<std::pair<std::string, std::size_t>> cases{
        {"a;b\nc;\"d\n", 2}, {"a\n\"b\" c;d\n", 2}, {std::string(100, ';') + "\n", 1}};
    for (const auto& [text, line] : cases) {
        const auto records = read_csv(text);
        ASSERT_FALSE(records) << text;
        EXPECT_EQ(records.error().line, line) << text;
    }
    EXPECT_TRUE(read_csv(std::string(99, ';') + "\n"));
}

TEST(Csv, is_utf8_with_or_without_mark_or_windows_1252) {
    EXPECT_EQ(text_of_csv("\xef\xbb\xbf\xc3\x85sa"), "Åsa");
    EXPECT_EQ(text_of_csv("\xef\xbb\xbf\xef\xbb\xbf\xc3\x85sa"), "Åsa");
    EXPECT_EQ(text_of_csv("\xc3\x85sa €"), "Åsa €");
    EXPECT_EQ(text_of_csv("\xc5sa \x80 \x96 M\xfcller"), "Åsa € – Müller");
    EXPECT_EQ(text_of_csv("Nätverk").value(), "Nätverk");
    for (const std::string_view broken :
         {std::string_view("\xff\xfe"
                           "a\0",
                           4),
          std::string_view("a\nb\x81"), std::string_view("a\nb\x01"), std::string_view("a\n\0", 3)})
        EXPECT_FALSE(text_of_csv(broken));
    EXPECT_EQ(text_of_csv("a\nb\x81\xc5").error().line, 2U);
    // Not UTF-8: overlong, a surrogate, cut short. Read as Windows-1252 then.
    EXPECT_EQ(text_of_csv("\xc0\xaf"), "À¯");
    EXPECT_EQ(text_of_csv("\xed\xa0\xa0"), "í  ");
    EXPECT_EQ(text_of_csv("\xc3"), "Ã");
}

}  // namespace
}  // namespace stafett::server::association
