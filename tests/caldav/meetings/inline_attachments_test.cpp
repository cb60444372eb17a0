// Files that Evolution writes into the meeting itself (model.md §9).
#include "tests/caldav/meetings/attachments.h"

namespace stafett::caldav::meetings {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

constexpr std::string_view kInline =
    "ATTACH;VALUE=BINARY;ENCODING=BASE64;FMTTYPE=application/pdf;X-EVOLUTION-CALDAV-ATTACHMENT-NAME=dagordning.pdf:";

class InlineAttachments : public AttachedMeetings {
  protected:
    static std::string inline_line(std::string_view octets = kPdf) {
        return std::string(kInline) + base::to_base64(octets) + "\r\n";
    }
    std::string only_id(const std::string& uid) {
        const auto lines = writers(uid).all("ATTACH");
        EXPECT_THAT(lines, SizeIs(1));
        return lines.empty() ? "" : lines.front().substr(18, 36);
    }
};

TEST_F(InlineAttachments, become_managed_in_a_networks_calendar) {
    create(ClientKind::macos, {"m", "Träff", "20270310T130000", inline_line()});
    const std::string id = only_id("m");
    EXPECT_THAT(readers("m").all("ATTACH"), ElementsAre(agenda(id)));
    EXPECT_THAT(author("m"), Not(HasSubstr("ATTACH")));
    bo.get(path(id)).expect_status(200).expect_body(kPdf);
    // A program that sends its own text again has not given another file.
    anna.put(href("m"), written_new(ClientKind::macos, {"m", "Ny", "20270310T130000", inline_line()}))
        .expect_status(204);
    EXPECT_EQ(only_id("m"), id);
    // One that is replaced is another.
    send_again(ClientKind::macos, "m", writers("m").set(std::string(kInline) + base::to_base64("ny")));
    EXPECT_NE(only_id("m"), id);
    bo.get(path(only_id("m"))).expect_body("ny");
}

TEST_F(InlineAttachments, become_managed_when_an_event_is_copied_into_a_network) {
    const std::string mine = personal + "k.ics";
    const std::string sent = written_new(ClientKind::macos, {"k", "Träff", "20270310T130000", inline_line()});
    anna.put(mine, sent).expect_status(201);
    anna.get(mine).expect_body(sent);
    anna.copy(mine, href("k")).expect_status(201);
    bo.get(path(only_id("k"))).expect_status(200).expect_body(kPdf);
}

TEST_F(InlineAttachments, have_no_name_that_reads_as_another) {
    const std::string line = "ATTACH;VALUE=BINARY;ENCODING=BASE64;FILENAME=\"dagordning\u202Efdp.exe\u0085\":";
    create(ClientKind::macos, {"m", "Träff", "20270310T130000", line + base::to_base64(kPdf) + "\r\n"});
    const auto lines = writers("m").all("ATTACH");
    ASSERT_THAT(lines, SizeIs(1));
    EXPECT_THAT(lines.front(), HasSubstr("/dagordningfdp.exe"));
    EXPECT_THAT(lines.front(), HasSubstr("FILENAME=dagordningfdp.exe"));
}

TEST_F(InlineAttachments, are_recognised_however_a_program_writes_them) {
    const std::string octets = base::to_base64("%PDF 12");
    ASSERT_TRUE(octets.ends_with("="));
    for (const std::string& line :
         {"ATTACH;VALUE=BINARY;FILENAME=a.pdf:" + octets, "ATTACH;ENCODING=base64;FILENAME=a.pdf:" + octets,
          "ATTACH;VALUE=binary;ENCODING=BASE64;FILENAME=a.pdf:" + octets.substr(0, octets.find('='))}) {
        anna.put(href("m"), written_new(ClientKind::macos, {"m", "Träff", "20270310T130000", line + "\r\n"}));
        EXPECT_THAT(writers("m").all("ATTACH"), ElementsAre(HasSubstr("SIZE=7"))) << line;
    }
}

TEST_F(InlineAttachments, of_a_series_and_of_one_of_its_meetings_are_one_file) {
    const std::string attached = inline_line();
    const std::string more =
        attached +
        "RRULE:FREQ=WEEKLY;COUNT=3\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:m\r\nDTSTAMP:20270101T000000Z\r\n"
        "RECURRENCE-ID;TZID=Europe/Stockholm:20270317T130000\r\nDTSTART;TZID=Europe/Stockholm:20270317T130000\r\n"
        "DURATION:PT1H\r\nSUMMARY:En annan\r\n" +
        attached;
    anna.put(href("m"), written_new(ClientKind::davx5, {"m", "Träff", "20270310T130000", more})).expect_status(201);
    const auto text = writers("m");
    ASSERT_EQ(text.events.size(), 2U);
    EXPECT_EQ(text.all("ATTACH", 0), text.all("ATTACH", 1));
}

TEST_F(InlineAttachments, that_cannot_be_read_stay_as_they_are) {
    create(ClientKind::macos, {"m", "Träff", "20270310T130000", "ATTACH;VALUE=BINARY;ENCODING=BASE64:%%%\r\n"});
    EXPECT_THAT(writers("m").all("ATTACH"), ElementsAre("ATTACH;VALUE=BINARY;ENCODING=BASE64:%%%"));
}

TEST(InlineLimits, are_those_of_other_attachments) {
    access::Settings settings;
    settings.attachments.size = 10;
    settings.attachments.per_object = 1;
    settings.attachments.types = {"application/pdf"};
    tests::DavServer server(settings);
    server.given_person("anna");
    server.given_network("elevhalsan", "Elevhälsan");
    server.given_role("elevhalsan", "anna", model::Role::chair);
    const auto put = [&](const std::string& lines) {
        return server.as("anna").put("/dav/calendars/anna/natverk-elevhalsan/m.ics",
                                     written_new(ClientKind::macos, {"m", "Träff", "20270310T130000", lines}));
    };
    const auto line = [](std::string_view octets) { return std::string(kInline) + base::to_base64(octets) + "\r\n"; };
    put(line("01234567890")).expect_status(403).expect_condition({ns::caldav, "max-attachment-size"});
    put(line("a") + line("b")).expect_status(403).expect_condition({ns::caldav, "max-attachments-per-resource"});
    put("ATTACH;ENCODING=BASE64;VALUE=BINARY;FMTTYPE=text/html:aGVq\r\n")
        .expect_status(403)
        .expect_condition({ns::stafett, "supported-attachment-type"});
    put(line("a")).expect_status(201);
}

}  // namespace
}  // namespace stafett::caldav::meetings
