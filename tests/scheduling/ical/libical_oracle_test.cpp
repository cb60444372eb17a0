// Our recurrence engine against libical's, for rules that are harmless to it.
#include <libical/ical.h>

#include <random>

#include "scheduling/ical/rrule.h"
#include "tests/scheduling/ical/support.h"

namespace stafett::scheduling::ical {
namespace {

constexpr int kInstances = 30;

std::vector<std::string> by_libical(const std::string& rule, const std::string& start) {
    std::vector<std::string> out;
    struct icalrecurrencetype parsed = icalrecurrencetype_from_string(rule.c_str());
    icalrecur_iterator* const iterator = icalrecur_iterator_new(parsed, icaltime_from_string(start.c_str()));
    if (iterator == nullptr) return {};  // no instance at all
    while (out.size() < kInstances) {
        const icaltimetype time = icalrecur_iterator_next(iterator);
        if (icaltime_is_null_time(time)) break;
        char* const text = icaltime_as_ical_string_r(time);
        if (out.empty() || out.back() != text) out.emplace_back(text);
        icalmemory_free_buffer(text);
    }
    icalrecur_iterator_free(iterator);
    return out;
}

std::vector<std::string> by_us(const std::string& text, const std::string& start,
                               const std::vector<std::string>& oracle) {
    std::vector<std::string> out;
    std::size_t steps = 10'000'000;
    RuleIterator iterator(parse_rule(text).value(), local(start), false, {}, steps);
    while (out.size() < oracle.size()) {
        const auto time = iterator.next();
        if (!time) break;
        // libical leaves DTSTART out where the rule does not match it.
        if (out.empty() && *time == local(start) && oracle.front() != start) continue;
        out.push_back(to_text(*time));
    }
    return out;
}

class Rules {
  public:
    explicit Rules(unsigned seed) : random_(seed) {}

    std::string next() {
        const int frequency = number(0, 3);
        static constexpr const char* kNames[] = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"};
        std::string rule = std::string("FREQ=") + kNames[frequency];
        if (one_in(2)) rule += ";INTERVAL=" + std::to_string(number(1, 4));
        if (one_in(3)) rule += ";BYMONTH=" + list(1, 12, 3, false);
        const bool by_day = one_in(2);
        if (by_day) rule += ";BYDAY=" + days(frequency >= 2);
        if (frequency != 1 && one_in(3)) rule += ";BYMONTHDAY=" + list(1, 28, 4, frequency >= 2);
        if (one_in(5)) rule += ";BYHOUR=" + list(0, 23, 2, false);
        if (one_in(4)) rule += one_in(2) ? ";WKST=SU" : ";WKST=MO";
        return rule;
    }

  private:
    int number(int least, int most) { return std::uniform_int_distribution(least, most)(random_); }
    bool one_in(int n) { return number(1, n) == 1; }

    std::string list(int least, int most, int length, bool negative) {
        std::string out;
        for (int i = number(1, length); i > 0; --i)
            out += (out.empty() ? "" : ",") + std::string(negative && one_in(3) ? "-" : "") +
                   std::to_string(number(least, most));
        return out;
    }

    std::string days(bool ordinals) {
        static constexpr const char* kDays[] = {"SU", "MO", "TU", "WE", "TH", "FR", "SA"};
        std::string out;
        const bool counted = ordinals && one_in(2);
        for (int i = number(1, 3); i > 0; --i) {
            out += out.empty() ? "" : ",";
            if (counted) out += std::string(one_in(2) ? "-" : "") + std::to_string(number(1, 4));
            out += kDays[number(0, 6)];
        }
        return out;
    }

    std::mt19937 random_;
};

TEST(RuleIteratorAgainstLibical, agrees_for_random_rules) {
    Rules rules(20260101);
    int compared = 0;
    for (int i = 0; i < 400; ++i) {
        const std::string rule = rules.next();
        for (const std::string start : {"20240229T093000", "20251231T233000"}) {
            const std::vector<std::string> oracle = by_libical(rule, start);
            if (oracle.empty()) continue;
            ASSERT_EQ(by_us(rule, start, oracle), oracle) << rule << " from " << start;
            ++compared;
        }
    }
    EXPECT_GT(compared, 500);
}

}  // namespace
}  // namespace stafett::scheduling::ical
