// Names, life, schedule and submissions of meetings.
#include "scheduling/ical/parse.h"
#include "scheduling/network/life.h"
#include "scheduling/network/meeting_id.h"
#include "scheduling/network/programme.h"
#include "scheduling/network/schedule.h"
#include "scheduling/network/submission.h"

namespace stafett::scheduling::network {
namespace {

using testing::ElementsAre;

base::Date day(std::string_view text) { return base::parse_date(text).value(); }
base::Instant at(std::string_view text) { return base::parse_instant(text).value(); }

ical::ObjectPtr event(std::string_view lines, std::string_view more = "") {
    auto object = ical::parse("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:m1\r\n" + std::string(lines) +
                              "END:VEVENT\r\n" + std::string(more) + "END:VCALENDAR\r\n");
    EXPECT_TRUE(object);
    return *object;
}
ical::ObjectPtr series(std::string_view lines = "", std::string_view override_lines = "") {
    std::string override;
    if (!override_lines.empty())
        override = "BEGIN:VEVENT\r\nUID:m1\r\nRECURRENCE-ID;TZID=Europe/Stockholm:20270212T130000\r\n" +
                   std::string(override_lines) + "END:VEVENT\r\n";
    return event(
        "DTSTART;TZID=Europe/Stockholm:20270108T130000\r\nDURATION:PT2H\r\n"
        "RRULE:FREQ=MONTHLY;BYDAY=2FR\r\n" +
            std::string(lines),
        override);
}

TEST(MeetingId, is_the_same_for_ever_and_another_in_another_network) {
    const model::MeetingId id = meeting_id(model::NetworkId("elevhalsan"), model::Uid("m1"));
    EXPECT_EQ(id.text(), base::uuid_v5("5d0c0a5e-3f0b-4c7f-9d7a-2b8f6a1e4c93", "elevhalsan/m1"));
    EXPECT_NE(id, meeting_id(model::NetworkId("sarskolan"), model::Uid("m1")));
    EXPECT_EQ(object_name(id).text(), id.text() + ".ics");
}

TEST(Life, derives_from_data) {
    model::Meeting meeting;
    meeting.ends = at("2027-03-12T14:00:00Z");
    const base::Instant before = at("2027-03-12T13:00:00Z");
    const base::Instant after = at("2027-03-12T14:00:00Z");
    EXPECT_EQ(state_of(meeting, "TENTATIVE", before), MeetingState::preliminary);
    EXPECT_EQ(state_of(meeting, "", before), MeetingState::planned);
    EXPECT_EQ(state_of(meeting, "CONFIRMED", after), MeetingState::held);
    meeting.cancelled = before;
    EXPECT_EQ(state_of(meeting, "CONFIRMED", after), MeetingState::cancelled);
}

TEST(Life, a_cancelled_meeting_shows_until_thirty_days_after_its_end) {
    model::Meeting meeting;
    meeting.ends = at("2027-03-12T14:00:00Z");
    meeting.cancelled = at("2027-01-01T00:00:00Z");
    meeting.deleted = true;
    EXPECT_TRUE(is_shown(meeting, at("2027-04-11T14:00:00Z")));
    EXPECT_FALSE(is_shown(meeting, at("2027-04-11T14:00:01Z")));
    meeting.ends.reset();
    EXPECT_TRUE(is_shown(meeting, at("2027-01-31T00:00:00Z")));
    EXPECT_FALSE(is_shown(meeting, at("2027-01-31T00:00:01Z")));
    meeting.cancelled.reset();
    EXPECT_TRUE(is_hidden(meeting));
    EXPECT_FALSE(is_shown(meeting, at("2027-01-01T00:00:00Z")));
}

TEST(Schedule, time_place_recurrence_and_cancellation_raise_the_counter_and_nothing_else) {
    const Schedule before = schedule_of(*series("SUMMARY:a\r\n"));
    for (const auto& [lines, raises] : std::vector<std::pair<std::string, bool>>{
             {"SUMMARY:b\r\n", false},
             {"SUMMARY:a\r\nSTATUS:CONFIRMED\r\nSEQUENCE:5\r\nDTSTAMP:20270101T000000Z\r\n", false},
             {"LOCATION:Skara\r\n", true},
             {"STATUS:CANCELLED\r\n", true},
             {"EXDATE;TZID=Europe/Stockholm:20270312T130000\r\n", true},
             {"RDATE;TZID=Europe/Stockholm:20270313T130000\r\n", true}})
        EXPECT_EQ(raises_sequence(before, schedule_of(*series(lines))), raises) << lines;
    EXPECT_TRUE(raises_sequence(before, schedule_of(*series("", "DTSTART:20270212T150000Z\r\n"))));
}

TEST(Schedule, is_the_same_however_a_client_writes_it) {
    const auto same = [](const ical::ObjectPtr& one, const ical::ObjectPtr& other) {
        EXPECT_EQ(schedule_of(*one), schedule_of(*other)) << other->text();
    };
    const ical::ObjectPtr single = event("DTSTART;TZID=Europe/Stockholm:20270108T130000\r\nDURATION:PT2H\r\n");
    for (const char* lines : {"DTSTART:20270108T120000Z\r\nDTEND:20270108T140000Z\r\n",
                              "DTEND;TZID=\"W. Europe Standard Time\":20270108T150000\r\n"
                              "DTSTART;TZID=\"W. Europe Standard Time\":20270108T130000\r\n"})
        same(single, event(lines));
    same(series(), series("EXRULE:FREQ=DAILY\r\n"));
    same(series("EXDATE;TZID=Europe/Stockholm:20270312T130000,20270409T130000\r\n"),
         series("EXDATE:20270409T110000Z\r\nEXDATE:20270312T120000Z\r\n"));
    same(series("EXDATE:20270212T120000Z\r\n"), series("", "STATUS:CANCELLED\r\n"));
    const std::string rest =
        "BEGIN:VEVENT\r\nUID:m1\r\nRECURRENCE-ID;RANGE=THISANDFUTURE:20270212T120000Z\r\nSTATUS:CANCELLED\r\nEND:"
        "VEVENT\r\n";
    same(series("EXDATE:20270212T120000Z\r\n"),
         event("DTSTART;TZID=Europe/Stockholm:20270108T130000\r\nDURATION:PT2H\r\nRRULE:FREQ=MONTHLY;BYDAY=2FR\r\n",
               rest));
    same(series(), event("DTSTART;TZID=W. Europe Standard Time:20270108T130000\r\n"
                         "DTEND;TZID=W. Europe Standard Time:20270108T150000\r\n"
                         "RRULE:BYDAY=2FR;INTERVAL=1;FREQ=MONTHLY;WKST=MO\r\n"));
    // Minutes of one meeting.
    same(series(),
         series("", "DTSTART;TZID=Europe/Stockholm:20270212T130000\r\nDURATION:PT2H\r\nSUMMARY:Protokoll\r\n"));
    same(series("LOCATION:Skara\r\n"), series("LOCATION:Skara\r\n",
                                              "DTSTART:20270212T120000Z\r\nDTEND:20270212T140000Z\r\n"
                                              "LOCATION:Skara\r\n"));
    same(event("DTSTART;VALUE=DATE:20270108\r\n"),
         event("DTSTART;VALUE=DATE:20270108\r\nDTEND;VALUE=DATE:20270109\r\n"));
}

TEST(Schedule, is_another_when_what_is_meant_is_another) {
    const auto differ = [](const ical::ObjectPtr& one, const ical::ObjectPtr& other) {
        EXPECT_TRUE(raises_sequence(schedule_of(*one), schedule_of(*other))) << other->text();
    };
    // From March on it is an hour later.
    differ(series(), event("DTSTART:20270108T120000Z\r\nDURATION:PT2H\r\nRRULE:FREQ=MONTHLY;BYDAY=2FR\r\n"));
    differ(series(), event("DTSTART;TZID=America/New_York:20270108T070000\r\nDURATION:PT2H\r\n"
                           "RRULE:FREQ=MONTHLY;BYDAY=2FR\r\n"));
    differ(series(), series("", "DTSTART;TZID=Europe/Stockholm:20270212T130000\r\nDURATION:PT3H\r\n"));
    differ(series(), series("", "DTSTART;TZID=Europe/Stockholm:20270213T130000\r\nDURATION:PT2H\r\n"));
    differ(series("LOCATION:Skara\r\n"),
           series("LOCATION:Skara\r\n", "DTSTART;TZID=Europe/Stockholm:20270212T130000\r\nDURATION:PT2H\r\n"));
    // What is no occurrence of the series is one more.
    const std::string extra =
        "BEGIN:VEVENT\r\nUID:m1\r\nRECURRENCE-ID:20270215T120000Z\r\nDTSTART:20270215T120000Z\r\n"
        "DURATION:PT2H\r\nEND:VEVENT\r\n";
    const char* rule =
        "DTSTART;TZID=Europe/Stockholm:20270108T130000\r\nDURATION:PT2H\r\nRRULE:FREQ=MONTHLY;BYDAY=2FR\r\n";
    differ(event(rule), event(rule, extra));
    differ(event("DTSTART;VALUE=DATE:20270108\r\n"), event("DTSTART:20270108T000000Z\r\nDURATION:P1D\r\n"));
    differ(event("DTSTART:20270108T130000\r\n"), event("DTSTART:20270108T130000Z\r\n"));
}

TEST(Schedule, is_not_read_where_both_texts_say_it_in_the_same_words) {
    const auto read = [](const ical::ObjectPtr& before, const ical::ObjectPtr& after) {
        const Schedules both = schedules_of(*before, *after);
        EXPECT_EQ(raises_sequence(both.was, both.is), raises_sequence(schedule_of(*before), schedule_of(*after)));
        return !both.is.times.empty();
    };
    const char* moved = "DTSTART:20270212T150000Z\r\n";
    EXPECT_FALSE(read(series("LOCATION:Skara\r\n", moved), series("SUMMARY:b\r\nLOCATION:Skara\r\n", moved)));
    EXPECT_FALSE(read(event("DTSTART:20270212T150000Z\r\nSTATUS:CANCELLED\r\n"),
                      event("DTSTART:20270212T150000Z\r\nSTATUS:CANCELLED\r\n")));
    const ical::ObjectPtr plain = series();
    for (const char* lines :
         {"LOCATION:Skara\r\n", "STATUS:CANCELLED\r\n", "EXDATE:20270212T120000Z\r\n", "RDATE:20270213T120000Z\r\n"})
        EXPECT_TRUE(read(plain, series(lines))) << lines;
    EXPECT_TRUE(read(plain, series("", moved)));
    EXPECT_TRUE(read(event("DTSTART;TZID=Europe/Stockholm:20270108T130000\r\n"),
                     event("DTSTART;TZID=Europe/Helsinki:20270108T130000\r\n")));
    const auto zone = [](const char* offset) {
        return std::string(
                   "BEGIN:VTIMEZONE\r\nTZID:Ours\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:") +
               offset + "\r\nTZOFFSETTO:" + offset + "\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";
    };
    EXPECT_TRUE(read(event("DTSTART;TZID=Ours:20270108T130000\r\n", zone("+0100")),
                     event("DTSTART;TZID=Ours:20270108T130000\r\n", zone("+0200"))));
}

TEST(Schedule, names_what_changed) {
    using enum model::SubmissionWhat;
    const Schedule plain = schedule_of(*series());
    const Schedule without_one = schedule_of(*series("EXDATE;TZID=Europe/Stockholm:20270312T130000\r\n"));
    const Schedule one_cancelled = schedule_of(*series("", "STATUS:CANCELLED\r\n"));
    const Schedule whole_cancelled = schedule_of(*series("STATUS:CANCELLED\r\n"));
    EXPECT_EQ(what_changed(plain, without_one), cancelled);
    EXPECT_EQ(what_changed(without_one, plain), revived);
    EXPECT_EQ(what_changed(plain, one_cancelled), cancelled);
    EXPECT_EQ(what_changed(plain, whole_cancelled), cancelled);
    EXPECT_EQ(what_changed(whole_cancelled, plain), revived);
    EXPECT_EQ(what_changed(plain, schedule_of(*series("", "DTSTART:20270212T150000Z\r\n"))), moved);
    EXPECT_EQ(what_changed(plain, schedule_of(*series("LOCATION:Skara\r\n"))), text);
}

std::vector<std::string> dates_of(const Programme& programme, bool open = true) {
    std::vector<std::string> dates;
    for (const Turn& turn : programme.turns)
        if (turn.open == open) dates.push_back(base::format_date(turn.date));
    return dates;
}

const ical::ZonePtr stockholm = ical::find_zone("Europe/Stockholm");

TEST(Programme, of_a_series_reaches_twelve_months_or_twenty_four_rows) {
    const Horizon horizon{day("2027-02-01"), 3, 24};
    EXPECT_THAT(dates_of(programme_of(*series(), stockholm, horizon, {})),
                ElementsAre("2027-02-12", "2027-03-12", "2027-04-09"));
    EXPECT_THAT(dates_of(programme_of(*series(), stockholm, {day("2027-02-01"), 12, 2}, {})),
                ElementsAre("2027-02-12", "2027-03-12"));
    const Programme programme = programme_of(*series(), stockholm, horizon, {});
    const auto first = std::ranges::find(programme.turns, true, &Turn::open);
    EXPECT_EQ(first->occurrence.value, "20270212T130000");
    EXPECT_EQ(first->occurrence.zone, "Europe/Stockholm");
}

TEST(Programme, leaves_out_what_is_cancelled_and_follows_what_is_moved) {
    const Horizon horizon{day("2027-02-01"), 2, 24};
    const Programme cancelled =
        programme_of(*series("", "STATUS:CANCELLED\r\nDTSTART:20270212T120000Z\r\n"), stockholm, horizon, {});
    EXPECT_THAT(dates_of(cancelled), ElementsAre("2027-03-12"));
    EXPECT_THAT(cancelled.cancelled, ElementsAre(model::OccurrenceId{"20270212T130000", "Europe/Stockholm"}));
    EXPECT_THAT(dates_of(programme_of(*series("", "DTSTART:20270214T230000Z\r\n"), stockholm, horizon, {})),
                ElementsAre("2027-02-15", "2027-03-12"));
    EXPECT_THAT(
        dates_of(programme_of(*series("", "STATUS:TENTATIVE\r\nDTSTART:20270212T120000Z\r\n"), stockholm, horizon, {})),
        ElementsAre("2027-03-12"));
    EXPECT_TRUE(programme_of(*series("STATUS:CANCELLED\r\n"), stockholm, horizon, {}).whole_cancelled);
    EXPECT_TRUE(programme_of(*series("STATUS:TENTATIVE\r\n"), stockholm, horizon, {}).preliminary);
}

TEST(Programme, of_a_single_meeting_is_its_day_in_the_associations_zone) {
    const Horizon horizon{day("2030-01-01"), 12, 24};
    const Programme programme = programme_of(*event("DTSTART:20270311T233000Z\r\n"), stockholm, horizon, {});
    EXPECT_THAT(dates_of(programme), ElementsAre("2027-03-12"));
    EXPECT_TRUE(programme.turns.front().occurrence.value.empty());
    EXPECT_THAT(dates_of(programme_of(*event("DTSTART;VALUE=DATE:20270312\r\n"), stockholm, horizon, {})),
                ElementsAre("2027-03-12"));
    EXPECT_TRUE(programme_of(*event(""), stockholm, horizon, {}).turns.empty());
}

TEST(Programme, the_last_end_is_known_unless_it_is_open) {
    EXPECT_EQ(last_end(*event("DTSTART:20270312T120000Z\r\nDURATION:PT1H\r\n"), stockholm), at("2027-03-12T13:00:00Z"));
    EXPECT_EQ(last_end(*event("DTSTART:20270312T120000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=DAILY;COUNT=3\r\n"), stockholm),
              at("2027-03-14T13:00:00Z"));
    EXPECT_EQ(last_end(*series(), stockholm), std::nullopt);
}

TEST(Submission, is_said_in_the_networks_language) {
    const SubmissionFacts facts{model::SubmissionWhat::planned, "Nätverksträff", day("2027-03-12"), "Tibro", ""};
    EXPECT_EQ(submission_summary(facts, Language::swedish), "Ny: Nätverksträff, 2027-03-12, värd Tibro");
    EXPECT_EQ(submission_summary(facts, Language::english), "New: Nätverksträff, 2027-03-12, host Tibro");
    EXPECT_EQ(submission_summary({model::SubmissionWhat::cancelled, "", {}, "", "Obs"}, Language::swedish),
              "Inställd: (utan rubrik). Obs");
    EXPECT_EQ(language_of("", "sv"), Language::swedish);
    EXPECT_EQ(language_of("en", "sv"), Language::english);
    EXPECT_EQ(language_of("sv", "en"), Language::swedish);
}

TEST(Submission, keeps_no_more_of_a_title_than_a_line) {
    const SubmissionFacts facts{model::SubmissionWhat::planned, std::string(1'000'000, 'x'), day("2027-03-12"), "Tibro",
                                ""};
    const std::string summary = submission_summary(facts, Language::swedish);
    EXPECT_LT(summary.size(), 500u);
    EXPECT_TRUE(summary.ends_with("x…, 2027-03-12, värd Tibro"));
}

}  // namespace
}  // namespace stafett::scheduling::network
