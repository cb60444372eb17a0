// Random histories of a network's calendar: whatever happens, everything derived can be made again from the networks'
// own data, hosts who were told stay, and what writers read is quiet. Seeds are fixed; STAFETT_LONG_PROPERTIES in the
// environment makes the runs longer.
#include <cstdlib>
#include <random>

#include "scheduling/ical/recurrence.h"
#include "tests/scheduling/delivery/network_fixture.h"

namespace stafett::scheduling::delivery {
namespace {

using namespace std::chrono_literals;

class HistoryPropertyTest : public NetworkFixture {
  protected:
    int between(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }
    std::string uid() { return "u" + std::to_string(between(0, 5)); }

    std::string start() {
        const base::Instant day = std::chrono::floor<std::chrono::days>(now) + std::chrono::days(between(1, 200));
        std::string text = base::format_instant(day + std::chrono::hours(between(7, 15)));
        std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
        return text;
    }

    // A whole event under that UID: single or a series, sometimes with an override of its first occurrence.
    std::string random_event(const std::string& uid) {
        const std::string first = start();
        const std::string what = "DURATION:PT2H\r\nSUMMARY:Träff " + std::to_string(between(0, 2)) + "\r\n";
        std::string text = "DTSTART:" + first + "\r\n" + what;
        std::string override;
        if (between(0, 1) == 0) {
            text += "RRULE:FREQ=" + std::string(between(0, 1) == 0 ? "WEEKLY" : "MONTHLY") +
                    (between(0, 1) == 0 ? ";COUNT=" + std::to_string(between(2, 8)) : "") + "\r\n";
            if (between(0, 3) == 0) text += "EXDATE:" + first + "\r\n";
            if (between(0, 2) == 0)
                override = "BEGIN:VEVENT\r\nUID:" + uid + "\r\nRECURRENCE-ID:" + first + "\r\nDTSTART:" + start() +
                           "\r\n" + what + (between(0, 3) == 0 ? "STATUS:CANCELLED\r\n" : "") + "END:VEVENT\r\n";
        }
        if (between(0, 5) == 0) text += "LOCATION:Stadshuset\r\n";
        if (between(0, 5) == 0) text += "ATTENDEE:mailto:guest@example.org\r\n";
        if (const int dice = between(0, 9); dice < 2)
            text += dice == 0 ? "STATUS:TENTATIVE\r\n" : "STATUS:CANCELLED\r\n";
        return event(uid, text, override);
    }

    // Takes out one occurrence that the copy shows as taking place, as clients do; the copy then says so.
    void take_out(const std::string& uid) {
        std::string text = writers(uid);
        const auto before = meeting(uid);
        const std::size_t rule = text.find("RRULE:");
        if (rule == std::string::npos || !before->settled || before->cancelled) return;
        const auto object = ical::parse(text).value();
        if (object->status() == "TENTATIVE") return;
        auto work = ical::own_share(*object);
        const auto next = ical::first_occurrences(*object, now, 3, ical::utc_zone(), {}, work).list;
        if (next.empty() || before->told != before->author) return;
        const ical::Occurrence& one = next[static_cast<std::size_t>(between(0, static_cast<int>(next.size()) - 1))];
        if (one.is_override) return;
        const std::string id = ical::format(one.recurrence_id);
        text.insert(rule, "EXDATE:" + id + "\r\n");
        ASSERT_TRUE(put_text(uid, text)) << text;
        if (const std::string shown = copy(uid); !shown.empty()) {
            const std::size_t at = shown.find("RECURRENCE-ID:" + id);
            ASSERT_NE(at, std::string::npos) << id << "\n" << shown;
            const std::string event = shown.substr(at, shown.find("END:VEVENT", at) - at);
            ASSERT_NE(event.find("STATUS:CANCELLED"), std::string::npos) << event;
        }
        ASSERT_EQ(readers(uid).find("RECURRENCE-ID:" + id), std::string::npos) << "what is published is quiet";
    }

    // One edit of what a client has: as it is served, but for one line.
    std::string edited(std::string text) {
        const std::size_t summary = text.find("SUMMARY:");
        if (summary != std::string::npos) text.insert(summary + 8, "Ny ");
        return text;
    }

    void edit(const std::string& uid) {
        const std::string text = between(0, 1) == 0 ? writers(uid) : readers(uid);
        if (text.empty()) return;
        const auto written = put_text(uid, between(0, 1) == 0 ? edited(text) : text);
        ASSERT_TRUE(written) << written.error().detail << "\n" << text;
    }

    // The office answers, to the whole or to a part, or hides its copy.
    void do_with_copy(const std::string& uid) {
        std::string text = copy(uid);
        if (text.empty()) return;
        const model::Calendar copies = calendar(model::RoleId("samordnare"), "alla-natverk");
        const model::ObjectName name(derived_name(elevhalsan, uid));
        if (between(0, 9) == 0) {
            const auto hidden =
                book([&](MeetingBook& one) { return one.hide_copy(copies, name, model::Expect::any()); });
            ASSERT_TRUE(hidden) << hidden.error().detail;
            return;
        }
        const bool whole = between(0, 2) != 0;
        std::size_t at = whole ? text.find("END:VEVENT") : text.rfind("END:VEVENT");
        if (between(0, 1) == 0) text.insert(at, "BEGIN:VALARM\r\nACTION:AUDIO\r\nTRIGGER:-PT1H\r\nEND:VALARM\r\n");
        const char* answers[] = {"ACCEPTED", "DECLINED", "NEEDS-ACTION"};
        at = text.rfind("ATTENDEE;", at);
        const std::size_t end = text.find("UID:", at);
        ASSERT_NE(end, std::string::npos) << text;
        text.replace(at, end - at,
                     std::string("ATTENDEE;PARTSTAT=") + answers[between(0, 2)] + ":mailto:office@example.org\r\n");
        const auto sent = ical::parse(text).value();
        const auto answered = book([&](MeetingBook& one) { return one.answer_copy(copies, name, sent); });
        ASSERT_TRUE(answered) << answered.error().detail;
        ASSERT_EQ(answered->refused, "") << text;
    }

    void change_seats() {
        auto changed = seats(elevhalsan);
        auto& seat = changed[static_cast<std::size_t>(between(0, 2))];
        if (between(0, 1) == 0) seat.host = model::PersonId();
        if (between(0, 1) == 0)
            seat.blocked = {{today(), base::Date(std::chrono::sys_days(today()) + std::chrono::days(60))}};
        write([&](storage::Transaction& to) { return to.write_association().set_seats(elevhalsan, changed); });
        // An import composes anew, for proposals follow the seats.
        const auto done = book([&](MeetingBook& one) { return one.recompose(elevhalsan); });
        ASSERT_TRUE(done) << done.error().detail;
    }

    void pass_time() {
        std::map<std::string, std::string> before;
        for (int i = 0; i <= 5; ++i) before["u" + std::to_string(i)] = writers("u" + std::to_string(i));
        now += between(0, 2) == 0   ? 60s
               : between(0, 1) == 0 ? 600s
                                    : std::chrono::seconds(std::chrono::days(between(1, 20)));
        settle();
        for (const auto& [uid, text] : before) ASSERT_EQ(writers(uid), text) << "settling changed the writers' text";
    }

    void step() {
        switch (between(0, 13)) {
            case 0:
            case 1:
            case 2: {
                const std::string name = uid();
                const auto written = put_text(name, random_event(name));
                ASSERT_TRUE(written) << written.error().detail;
                return;
            }
            case 3:
            case 4:
                return edit(uid());
            case 5: {
                const std::string name = uid();
                if (!writers(name).empty()) ASSERT_TRUE(remove(name));
                return;
            }
            case 12:
            case 13:
                return take_out(uid());
            case 6:
                return change_seats();
            case 7:
                return daily();
            case 8:
            case 9:
                return do_with_copy(uid());
            default:
                return pass_time();
        }
    }

    // Who was told, by meeting and occurrence.
    std::map<std::string, std::string> told() {
        std::map<std::string, std::string> told;
        for (const model::Hosting& row : store->snapshot().value()->hostings().of_network(elevhalsan).value())
            if (row.state == model::HostingState::fixed)
                told[row.uid.text() + " " + row.occurrence.value] = row.municipality.text();
        return told;
    }

    std::mt19937 random_;
};

TEST_F(HistoryPropertyTest, everything_derived_can_be_made_again_after_every_step) {
    const int steps = std::getenv("STAFETT_LONG_PROPERTIES") != nullptr ? 400 : 100;
    random_.seed(20270312);
    for (int i = 0; i < steps; ++i) {
        step();
        ASSERT_FALSE(HasFatalFailure()) << "step " << i;
        ASSERT_THAT(differences(), testing::IsEmpty()) << "step " << i;
    }
}

TEST_F(HistoryPropertyTest, who_was_told_hosts_until_that_meeting_itself_changes) {
    random_.seed(7);
    const int steps = std::getenv("STAFETT_LONG_PROPERTIES") != nullptr ? 150 : 60;
    for (int i = 0; i < steps; ++i) {
        const std::string name = uid();
        const auto before = told();
        if (between(0, 3) == 0 && !writers(name).empty())
            ASSERT_TRUE(remove(name));
        else
            ASSERT_TRUE(put_text(name, random_event(name)));
        const auto after = told();
        for (const auto& [occurrence, host] : before) {
            if (occurrence.starts_with(name + " ")) continue;
            const auto found = after.find(occurrence);
            ASSERT_TRUE(found != after.end() && found->second == host) << "step " << i << ": " << occurrence;
        }
        now += 600s;
        settle();
    }
}

}  // namespace
}  // namespace stafett::scheduling::delivery
