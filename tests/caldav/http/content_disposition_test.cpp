#include "caldav/http/content_disposition.h"

#include <utility>

namespace stafett::caldav::http {
namespace {

TEST(ContentDisposition, names_the_file) {
    const std::vector<std::pair<std::string, std::string>> cases{
        {"attachment; filename=a.pdf", "a.pdf"},
        {"attachment;filename=\"a b.pdf\"", "a b.pdf"},
        {"attachment; FileName = \"a;b.pdf\" ; size=3", "a;b.pdf"},
        {"attachment; filename=\"Möte.pdf\"", "Möte.pdf"},
        {"attachment; filename=\"M\xF6te.pdf\"", "Möte.pdf"},
        {"attachment; filename=x.pdf; filename*=UTF-8''M%C3%B6te%20%E2%82%AC.pdf", "Möte €.pdf"},
        {"attachment; filename*=iso-8859-1'sv'M%F6te.pdf", "Möte.pdf"},
        {"attachment; filename*=broken; filename=x.pdf", "x.pdf"},
        {"attachment; filename=\"a\\\"b.pdf\"", "a\"b.pdf"},
        {"", ""},
        {"attachment", ""},
        {"attachment; filename", ""},
        {"attachment; filename=", ""},
        {"attachment; other; filename=a.pdf", "a.pdf"},
    };
    for (const auto& [field, name] : cases) EXPECT_EQ(file_name_in(field), name) << field;
}

TEST(ContentDisposition, gives_nothing_that_is_more_than_a_name) {
    EXPECT_EQ(file_name_in("attachment; filename=\"../../etc/passwd\""), "passwd");
    EXPECT_EQ(file_name_in("attachment; filename=\"C:\\\\temp\\\\a.pdf\""), "a.pdf");
    EXPECT_EQ(file_name_in("attachment; filename=\"..\""), "");
    EXPECT_EQ(file_name_in("attachment; filename=\" .a\r\n\tb.pdf. \""), "ab.pdf");
    const std::string name = file_name_in("attachment; filename=\"" + std::string(300, 'a') + "ö.docx\"");
    EXPECT_LE(name.size(), 200u);
    EXPECT_TRUE(name.ends_with("a.docx"));
    const std::string a(198, 'a');
    EXPECT_EQ(file_name_in("attachment; filename=\"" + a + ". a rather long end\""), a) << "nor where it is cut";
}

// "faktura?fdp.exe" with a right-to-left override at the mark reads "fakturaexe.pdf".
TEST(ContentDisposition, gives_no_name_that_reads_as_another) {
    EXPECT_EQ(file_name_in("attachment; filename*=UTF-8''faktura%E2%80%AEfdp.exe"), "fakturafdp.exe");
    EXPECT_EQ(file_name_in("attachment; filename=\"faktura\u202Efdp.exe\""), "fakturafdp.exe");
    EXPECT_EQ(file_name_in("attachment; filename*=UTF-8''a%C2%9B%1B%5B1m%E2%80%A8b.pdf"), "a[1mb.pdf");
    EXPECT_EQ(file_name_in("attachment; filename*=UTF-8''%E2%80%AE; filename=a.pdf"), "a.pdf");
}

TEST(ContentDisposition, saves_under_no_name_that_reads_as_another) {
    EXPECT_EQ(as_download("faktura\u202Efdp.exe"), as_download("fakturafdp.exe")) << "a name from before";
}

TEST(ContentDisposition, saves_under_a_name_that_every_browser_reads) {
    EXPECT_EQ(as_download("a.pdf"), "attachment; filename=\"a.pdf\"; filename*=UTF-8''a.pdf");
    EXPECT_EQ(as_download("Möte \"1\" 5%.pdf"),
              "attachment; filename=\"M_te _1_ 5_.pdf\"; filename*=UTF-8''M%C3%B6te%20%221%22%205%25.pdf");
}

}  // namespace
}  // namespace stafett::caldav::http
