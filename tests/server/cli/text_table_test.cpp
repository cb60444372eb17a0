#include "server/cli/text_table.h"

namespace stafett::server::cli {
namespace {

TEST(TextTable, aligns_swedish_letters) {
    TextTable table;
    table.add({"Värd", "Läge", "x"});
    table.add({"Grästorp", "ok", "y"});
    table.add({"Hjo", "a\u030A", "z"});
    EXPECT_EQ(table.text(), "Värd      Läge  x\nGrästorp  ok    y\nHjo       a\u030A     z\n");
}

TEST(TextTable, keeps_a_cell_on_its_line_and_ends_lines_without_blanks) {
    TextTable table;
    table.add({"a\nb\x1b", "", ""});
    table.add({"c", "d"});
    EXPECT_EQ(table.text(), "a b\nc     d\n");
    TextTable turned;
    turned.add({"a\u202Eb\xff", "c"});
    EXPECT_EQ(turned.text(), "a\\u202eb\\xff  c\n");
    EXPECT_EQ(TextTable().text(), "");
}

}  // namespace
}  // namespace stafett::server::cli
