#include "scheduling/network/meeting_dates.h"

#include "scheduling/ical/parse.h"

namespace stafett::scheduling::network {
namespace {

base::Instant at(std::string_view text) { return base::parse_instant(text).value(); }

std::vector<MeetingDate> dates(const std::string& lines, const std::string& more = "",
                               const std::vector<model::Hosting>& rows = {}, const model::Meeting& meeting = {},
                               std::string_view now = "2027-01-01T00:00:00Z",
                               const std::vector<AttachedFile>& files = {}) {
    const auto object = ical::parse("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:u\r\nSUMMARY:Träff\r\n" +
                                    lines + "END:VEVENT\r\n" + more + "END:VCALENDAR\r\n");
    EXPECT_TRUE(object);
    return dates_of(meeting, **object, ical::find_zone("Europe/Stockholm"), {rows, {}, files},
                    {at("2027-01-01T00:00:00Z"), at("2028-01-01T00:00:00Z"), at(now)});
}

const std::string kSeries =
    "DTSTART;TZID=Europe/Stockholm:20270312T130000\r\nDURATION:PT2H\r\nRRULE:FREQ=MONTHLY;COUNT=3\r\n";

model::Hosting row(std::string_view occurrence, std::string_view municipality, model::HostingState state) {
    model::Hosting row;
    if (!occurrence.empty()) row.occurrence = {std::string(occurrence), "Europe/Stockholm"};
    row.municipality = model::MunicipalityId(municipality);
    row.state = state;
    row.explanation = "därför";
    return row;
}

TEST(MeetingDates, are_told_in_the_associations_zone) {
    const auto all = dates("DTSTART:20270712T110000Z\r\nDTEND:20270712T130000Z\r\n");
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].start, std::chrono::local_days(std::chrono::year(2027) / 7 / 12) + std::chrono::hours(13));
    EXPECT_EQ(all[0].end - all[0].start, std::chrono::hours(2));
    const auto whole = dates("DTSTART;VALUE=DATE:20270712\r\nDTEND;VALUE=DATE:20270714\r\n");
    EXPECT_TRUE(whole.at(0).all_day);
    EXPECT_EQ(whole.at(0).start, std::chrono::local_days(std::chrono::year(2027) / 7 / 12));
    EXPECT_EQ(whole.at(0).end - whole.at(0).start, std::chrono::days(2));
}

TEST(MeetingDates, have_the_host_of_their_own_row_and_not_one_that_was_given_back) {
    using enum model::HostingState;
    const auto all =
        dates(kSeries, "", {row("20270312T130000", "tibro", fixed), row("20270412T130000", "skara", released)});
    ASSERT_EQ(all.size(), 3U);
    EXPECT_EQ(all[0].host, model::MunicipalityId("tibro"));
    EXPECT_EQ(all[0].why, "därför");
    EXPECT_FALSE(all[1].host);
}

TEST(MeetingDates, tell_how_far_each_occurrence_has_come) {
    const std::string cancelled =
        "BEGIN:VEVENT\r\nUID:u\r\nRECURRENCE-ID;TZID=Europe/Stockholm:20270412T130000\r\n"
        "DTSTART;TZID=Europe/Stockholm:20270412T130000\r\nDURATION:PT2H\r\nSTATUS:CANCELLED\r\nEND:VEVENT\r\n";
    const auto all = dates(kSeries, cancelled, {}, {}, "2027-03-12T14:00:00Z");
    ASSERT_EQ(all.size(), 3U);
    EXPECT_EQ(all[0].state, MeetingState::held);
    EXPECT_EQ(all[1].state, MeetingState::cancelled);
    EXPECT_EQ(all[2].state, MeetingState::planned);
    EXPECT_EQ(dates(kSeries + "STATUS:TENTATIVE\r\n").at(0).state, MeetingState::preliminary);
    model::Meeting gone;
    gone.cancelled = at("2027-01-01T00:00:00Z");
    EXPECT_EQ(dates(kSeries, "", {}, gone).at(0).state, MeetingState::cancelled);
}

TEST(MeetingDates, have_an_agenda_that_stands_in_their_notes) {
    const auto has_agenda = [](const std::string& notes) {
        return dates("DTSTART:20270312T120000Z\r\nDESCRIPTION:" + notes + "\r\n").at(0).has_agenda;
    };
    for (const char* notes : {R"(Dagordning\n1. Öppnande)", R"(Välkomna!\n\n DAGORDNING: \n\n- Budget\n)",
                              "Dagordning: budget", R"(Agenda\n1. Opening)"})
        EXPECT_TRUE(has_agenda(notes)) << notes;
    for (const char* notes : {"Dagordning", R"(Dagordning:\n\n )", R"(Dagordningen kommer senare.\nVälkomna)",
                              R"(Hela dagordning\n1. Öppnande)", ""})
        EXPECT_FALSE(has_agenda(notes)) << notes;
    const std::string override =
        "BEGIN:VEVENT\r\nUID:u\r\nRECURRENCE-ID;TZID=Europe/Stockholm:20270412T130000\r\n"
        "DTSTART;TZID=Europe/Stockholm:20270412T130000\r\nDESCRIPTION:Dagordning\\n1\r\nEND:VEVENT\r\n";
    const auto series = dates(kSeries, override);
    EXPECT_FALSE(series.at(0).has_agenda);
    EXPECT_TRUE(series.at(1).has_agenda);
}

TEST(MeetingDates, are_minuted_by_a_file_of_their_own_and_take_their_agenda_from_the_whole) {
    const auto file = [](model::AttachmentKind kind, std::string_view occurrence) {
        AttachedFile one;
        if (!occurrence.empty()) one.occurrence = {std::string(occurrence), "Europe/Stockholm"};
        one.file.kind = kind;
        return one;
    };
    const auto agenda = file(model::AttachmentKind::agenda, "");
    const auto minutes = file(model::AttachmentKind::minutes, "20270312T130000");
    const auto all = dates(kSeries, "", {}, {}, "2027-04-30T00:00:00Z", {agenda, minutes});
    ASSERT_EQ(all.size(), 3U);
    EXPECT_EQ(all[0].state, MeetingState::minuted);
    EXPECT_EQ(all[1].state, MeetingState::held);
    EXPECT_EQ(all[2].state, MeetingState::planned);
    EXPECT_TRUE(all[2].has_agenda);
    EXPECT_FALSE(all[2].has_minutes);
    const auto of_whole = file(model::AttachmentKind::minutes, "");
    EXPECT_EQ(dates(kSeries, "", {}, {}, "2027-04-30T00:00:00Z", {of_whole}).at(0).state, MeetingState::held);
    const std::string single = "DTSTART;TZID=Europe/Stockholm:20270312T130000\r\nDURATION:PT2H\r\n";
    EXPECT_EQ(dates(single, "", {}, {}, "2027-04-30T00:00:00Z", {of_whole}).at(0).state, MeetingState::minuted);
}

}  // namespace
}  // namespace stafett::scheduling::network
