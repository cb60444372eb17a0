// Whatever a client sends is either refused or can be read, checked, expanded and edited within the budgets.
#include <random>

#include "scheduling/ical/cost.h"
#include "scheduling/ical/edit.h"
#include "scheduling/ical/participants.h"
#include "scheduling/ical/recurrence.h"
#include "scheduling/ical/rules.h"
#include "tests/scheduling/ical/support.h"

namespace stafett::scheduling::ical {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kMost = 50;
constexpr std::uint64_t kSteps = 2'000;

void use(const std::string& text) {
    const auto object = parse(text);
    if (!object) {
        EXPECT_FALSE(object.error().detail.empty());
        return;
    }
    EXPECT_EQ(Editor(**object).text(), text);
    EXPECT_TRUE(is_storable(storable(text)));
    (void)check_object_rules(**object);
    (void)time_bounds(**object);
    const ZonePtr zone = find_zone("Europe/Stockholm");
    base::WorkBudget month(kSteps);
    EXPECT_LE(occurrences(**object, utc("20260101T000000Z"), utc("20260301T000000Z"), zone, month, kMost).list.size(),
              kMost);
    base::WorkBudget first(kSteps);
    (void)first_occurrences(**object, utc("20260101T000000Z"), 5, zone, {}, first);
    base::WorkBudget ever(kSteps);
    (void)occurrences(**object, base::Instant::min(), base::Instant::max(), zone, ever, kMost);
    EXPECT_LE(std::max({month.spent(), first.spent(), ever.spent()}), kSteps);
    (void)exceeds_share(**object);
    for (const Component* component : (*object)->main()) {
        (void)attendees(*component);
        (void)organizer(*component);
    }
}

const std::string kRich = event(
    "DTSTART;TZID=W. Europe Standard Time:20260105T100000\nDTEND;TZID=W. Europe Standard "
    "Time:20260105T110000\nRRULE:FREQ=MONTHLY;"
    "INTERVAL=2;BYDAY=-1FR;COUNT=20\nRDATE;VALUE=PERIOD:20260108T100000Z/"
    "PT3H\nEXDATE:20260130T090000Z,20260327\nSUMMARY:Träff\\, lång\n"
    " er rad\nORGANIZER;CN=\"A, "
    "B\";SENT-BY=\"mailto:s@x.se\":mailto:n@x.se\nATTENDEE;PARTSTAT=ACCEPTED;CN=^n^'x:MAILTO:a@x.se\nSEQUENCE:3\n",
    "BEGIN:VEVENT\nUID:u1\nRECURRENCE-ID;TZID=W. Europe Standard "
    "Time:20260130T100000\nDTSTART:20260201\nDURATION:P1D\nEND:VEVENT\n"
    "BEGIN:VTIMEZONE\nTZID:W. Europe Standard "
    "Time\nBEGIN:STANDARD\nDTSTART:16010101T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\n"
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\nEND:STANDARD\nEND:VTIMEZONE\n");

TEST(HostileObjects, with_octets_changed_at_random_do_no_harm) {
    std::mt19937 random(5545);
    const auto below = [&](std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random); };
    constexpr std::string_view alphabet = "\0\r\n\t ;:,=\"\\^-+/0129TZPWDHMSAZaz\x80\xC3\xFF"sv;
    for (int i = 0; i < 250; ++i) {
        std::string text = kRich;
        for (std::size_t changes = 1 + below(4); changes > 0; --changes) {
            const std::size_t at = below(text.size());
            switch (below(4)) {
                case 0:
                    text[at] = alphabet[below(alphabet.size())];
                    break;
                case 1:
                    text.insert(at, 1, alphabet[below(alphabet.size())]);
                    break;
                case 2:
                    text.erase(at, 1 + below(20));
                    break;
                default:
                    text.insert(below(text.size()), text.substr(at, below(60)));
                    break;
            }
        }
        use(text);
    }
}

TEST(HostileObjects, cut_short_anywhere_do_no_harm) {
    for (std::size_t length = 0; length < kRich.size(); length += 17) use(kRich.substr(0, length));
}

TEST(HostileObjects, with_extreme_values_do_no_harm) {
    for (const std::string start :
         {"00010101T000000Z", "99991231T235959Z", "99991231", "00010101", "99991231T235959"}) {
        for (const std::string more :
             {"DURATION:P3660000D", "DURATION:-P3660000D", "DTEND:99991231T235959Z", "DTEND:00010101",
              "RDATE:99991231T235959Z,00010101T000000Z", "RRULE:FREQ=YEARLY", "RRULE:FREQ=YEARLY;INTERVAL=1000000",
              "RRULE:FREQ=SECONDLY;COUNT=1000000", "RRULE:FREQ=MONTHLY;INTERVAL=1000000;UNTIL=99991231",
              "RRULE:FREQ=DAILY;UNTIL=00010101", "RRULE:FREQ=WEEKLY;INTERVAL=1000000",
              "RDATE;VALUE=PERIOD:99991231T235959Z/P3660000D"}) {
            use(event("DTSTART:" + start + "\n" + more + "\nDURATION:P3660000D\n"));
        }
    }
}

}  // namespace
}  // namespace stafett::scheduling::ical
