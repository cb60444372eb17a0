#include "scheduling/ical/edit.h"

#include "scheduling/ical/writer.h"
#include "tests/scheduling/ical/support.h"

namespace stafett::scheduling::ical {
namespace {

const std::string kText =
    event("SUMMARY:A\n  folded\nX-Odd;p=1 ;:v\n\nBEGIN:VALARM\nACTION:DISPLAY\nEND:VALARM\nLOCATION:L\n");

TEST(Editor, without_operations_gives_the_same_octets) {
    for (const std::string& text :
         {kText, std::string("begin:vcalendar\n\nX:\n\tx\nEND:VCALENDAR"), "\xEF\xBB\xBF" + kText + "\r\n\r\n"}) {
        const ObjectPtr object = parsed(text);
        ASSERT_TRUE(object);
        EXPECT_EQ(Editor(*object).text(), text);
    }
}

TEST(Editor, puts_lines_where_it_is_told) {
    const ObjectPtr object =
        parsed(event("SUMMARY:A\n  folded\n\nBEGIN:VALARM\nACTION:DISPLAY\nEND:VALARM\nLOCATION:L\n"));
    const Component& master = *object->master();
    Editor editor(*object);
    EXPECT_TRUE(editor.empty());
    editor.append(master, "E:1\r\n");
    editor.insert_last(master, "D:1\r\n");
    editor.insert_last(master, "D:2\r\n");
    editor.insert_first(master, "A:1\r\n");
    editor.replace(*master.find("SUMMARY"), "SUMMARY:B\r\n");
    editor.insert_before(*master.find("SUMMARY"), "B:1\r\n");
    editor.insert_after(*master.find("SUMMARY"), "C:1\r\n");
    editor.remove(*master.find("LOCATION"));
    editor.insert_after(master, "BEGIN:VEVENT\r\nEND:VEVENT\r\n");
    EXPECT_EQ(
        editor.text(),
        calendar("BEGIN:VEVENT\nA:1\nUID:u1\nDTSTAMP:20260101T000000Z\nB:1\nSUMMARY:B\nC:1\n\nD:1\nD:2\nBEGIN:VALARM\n"
                 "ACTION:DISPLAY\nEND:VALARM\nE:1\nEND:VEVENT\nBEGIN:VEVENT\nEND:VEVENT\n"));
}

TEST(Editor, inserts_then_removes_back_to_the_same_octets) {
    const ObjectPtr object = parsed(event("SUMMARY:A\n  folded\n\nDTSTART:20260101\n"));
    Editor insert(*object);
    insert.insert_last(*object->master(), ContentLine("CONTACT").text(
                                              "Värd: Tibro kommun, och en mycket lång rad som måste vikas på två"));
    const ObjectPtr changed = parsed(insert.text());
    ASSERT_NE(changed->text(), object->text());
    Editor remove(*changed);
    remove.remove(*changed->master()->find("CONTACT"));
    EXPECT_EQ(remove.text(), object->text());
}

TEST(Editor, follows_the_line_ends_of_its_source) {
    const ObjectPtr object = parsed("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nEND:VEVENT\nEND:VCALENDAR");
    Editor editor(*object);
    editor.insert_last(*object->master(), "A:1\r\n 2\r\n");
    EXPECT_EQ(editor.text(), "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nA:1\n 2\nEND:VEVENT\nEND:VCALENDAR");
}

TEST(Editor, lets_a_removed_component_take_its_changes_along) {
    const ObjectPtr object =
        parsed(event("DTSTART:20260101\n", "BEGIN:VEVENT\nUID:u1\nRECURRENCE-ID:20260102\nEND:VEVENT\n"));
    const Component& override = *object->overrides()[0];
    Editor editor(*object);
    editor.replace(*override.find("UID"), "UID:x\r\n");
    editor.remove(override);
    editor.insert_last(override, "X:y\r\n");
    EXPECT_EQ(editor.text(), event("DTSTART:20260101\n"));
}

TEST(Editor, lets_the_first_of_two_changes_of_a_line_count) {
    const ObjectPtr object = parsed(event("SUMMARY:A\n"));
    Editor editor(*object);
    editor.replace(*object->master()->find("SUMMARY"), "SUMMARY:B\r\n");
    editor.remove(*object->master()->find("SUMMARY"));
    EXPECT_EQ(editor.text(), event("SUMMARY:B\n"));
}

TEST(Fold, keeps_lines_within_75_octets_and_characters_and_escapes_whole) {
    for (const std::string_view piece : {"a", "ö", "\xF0\x9F\x98\x80", "\\,", "\\\\", "ab\\n"}) {
        std::string line = "SUMMARY:";
        while (line.size() < 1000) line += piece;
        const std::string folded = fold(line);
        std::string unfolded;
        std::size_t at = 0;
        while (at < folded.size()) {
            const std::size_t end = folded.find("\r\n", at);
            ASSERT_NE(end, std::string::npos);
            const std::string physical = folded.substr(at, end - at);
            EXPECT_LE(physical.size(), 75u);
            EXPECT_TRUE(is_storable(physical)) << physical;
            const std::size_t last = physical.find_last_not_of('\\') + 1;
            EXPECT_EQ((physical.size() - last) % 2, 0u) << "an escape is split: " << physical;
            unfolded += at == 0 ? physical : physical.substr(1);
            at = end + 2;
        }
        EXPECT_EQ(unfolded, line);
    }
    EXPECT_EQ(fold("A:b"), "A:b\r\n");
    EXPECT_EQ(fold(std::string(75, 'x')), std::string(75, 'x') + "\r\n");
    EXPECT_EQ(fold(std::string(76, 'x')), std::string(75, 'x') + "\r\n x\r\n");
}

TEST(ContentLineWriter, quotes_encodes_and_escapes) {
    EXPECT_EQ(ContentLine("SUMMARY").parameter("LANGUAGE", "sv").text("a,b;c\nd"),
              "SUMMARY;LANGUAGE=sv:a\\,b\\;c\\nd\r\n");
    EXPECT_EQ(ContentLine("ATTENDEE")
                  .parameter("CN", "A \"B\", C")
                  .parameter("SENT-BY", "mailto:x@y.se")
                  .raw("mailto:a@b.se"),
              "ATTENDEE;CN=\"A ^'B^', C\";SENT-BY=\"mailto:x@y.se\":mailto:a@b.se\r\n");
    EXPECT_EQ(ContentLine("X").parameter("P", "a\r\nb\x01").raw("v\r\nEVIL:1"), "X;P=a^nb:vEVIL:1\r\n");
    EXPECT_EQ(ContentLine("X").parameter("P", "a\t,\x7F;b").raw("\tv\x7F\x02w\x01"), "X;P=\"a\t,;b\":\tvw\r\n");
    EXPECT_EQ(ContentLine("CATEGORIES").texts(std::vector<std::string>{"a,b", "c"}), "CATEGORIES:a\\,b,c\r\n");
    EXPECT_EQ(ContentLine("CATEGORIES").texts({}), "CATEGORIES:\r\n");
    EXPECT_EQ(ContentLine("DTSTART").date_time(*parse_date_time("20260101")), "DTSTART;VALUE=DATE:20260101\r\n");
    EXPECT_EQ(ContentLine("DTSTART").date_time(*parse_date_time("20260101T120000", "Europe/Berlin")),
              "DTSTART;TZID=Europe/Berlin:20260101T120000\r\n");
    EXPECT_EQ(ContentLine("DTSTAMP").utc(utc("20260101T120000Z")), "DTSTAMP:20260101T120000Z\r\n");
}

TEST(ContentLineWriter, changes_single_parameters_and_keeps_the_rest) {
    const ObjectPtr object =
        parsed(event("ATTENDEE;X-A=\"q\";PARTSTAT=NEEDS-ACTION;CN=\"a^'b\";RSVP=TRUE:mailto:a@b.se\n"));
    const Property& attendee = *object->master()->find("ATTENDEE");
    EXPECT_EQ(with_parameters(attendee, {{"PARTSTAT", "ACCEPTED"}, {"RSVP", {}}, {"SCHEDULE-STATUS", "2.0;ok"}}),
              fold("ATTENDEE;X-A=\"q\";PARTSTAT=ACCEPTED;CN=\"a^'b\";SCHEDULE-STATUS=\"2.0;ok\":mailto:a@b.se"));
    EXPECT_EQ(with_value(*object->master()->find("UID"), "u2"), "UID:u2\r\n");
}

}  // namespace
}  // namespace stafett::scheduling::ical
