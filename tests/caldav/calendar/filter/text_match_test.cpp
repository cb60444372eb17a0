#include "caldav/calendar/filter/text_match.h"

#include <gtest/gtest.h>

namespace stafett::caldav::calendar::filter {
namespace {

struct Case {  // NOLINT(clang-analyzer-optin.performance.Padding): in the order in which it is read
    Collation collation;
    const char* wanted;
    const char* value;
    bool matches;
};

TEST(TextMatch, compares_substrings_by_collation) {
    const Case cases[] = {
        {Collation::ascii_casemap, "MÖTE", "Höstens mÖte", true},
        {Collation::ascii_casemap, "möte", "HÖSTENS MÖTE", false},
        {Collation::ascii_casemap, "host", "no such word: HOSTING", true},
        {Collation::ascii_casemap, "", "anything", true},
        {Collation::octet, "Mote", "Mote", true},
        {Collation::octet, "mote", "Mote", false},
        {Collation::unicode_casemap, "möte", "HÖSTENS MÖTE", true},
        {Collation::unicode_casemap, "skövde", "SKO\xCC\x88VDE", true},
        {Collation::unicode_casemap, "a", "å", true},
        {Collation::unicode_casemap, "å", "a", false},
        {Collation::unicode_casemap, "ÅÄÖ", "åäö", true},
        {Collation::unicode_casemap, "привет", "ПРИВЕТ", true},
        {Collation::unicode_casemap, "日本", "日本語", true},
    };
    for (const Case& c : cases) {
        EXPECT_EQ(TextMatch(c.wanted, c.collation, false)(c.value), c.matches) << c.wanted << " in " << c.value;
        EXPECT_EQ(TextMatch(c.wanted, c.collation, true)(c.value), !c.matches) << c.wanted << " not in " << c.value;
    }
}

TEST(TextMatch, survives_text_that_is_not_utf8) {
    EXPECT_EQ(collation_key(Collation::unicode_casemap, "a\xC3"), "A\xC3");
    EXPECT_EQ(collation_key(Collation::unicode_casemap, "\xF0\x9F"), "\xF0\x9F");
}

TEST(FindCollation, knows_the_listed_names_and_default_alone) {
    EXPECT_EQ(find_collation("i;octet"), Collation::octet);
    EXPECT_EQ(find_collation("i;ascii-casemap"), Collation::ascii_casemap);
    EXPECT_EQ(find_collation("default"), Collation::ascii_casemap);
    for (const char* unknown : {"", "i;*", "i;ascii-numeric", "I;OCTET"})
        EXPECT_FALSE(find_collation(unknown)) << unknown;
}

}  // namespace
}  // namespace stafett::caldav::calendar::filter
