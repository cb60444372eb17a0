#include "scheduling/ical/posix_rule.h"

#include <string>

namespace stafett::scheduling::ical {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::local_days;
using std::chrono::local_seconds;
using std::chrono::minutes;
using std::chrono::seconds;

// Reads one POSIX TZ string from left to right; every function takes what it names or leaves `ok` false.
class Reader {
  public:
    explicit Reader(std::string_view text) : text_(text) {}

    std::optional<PosixRule> rule() {
        PosixRule rule;
        name();
        rule.standard = -offset();
        if (ok_ && !text_.empty()) {
            PosixRule::Daylight daylight{.offset = rule.standard + hours(1), .begins = {}, .ends = {}};
            name();
            if (!text_.starts_with(',')) daylight.offset = -offset();
            daylight.begins = change();
            daylight.ends = change();
            rule.daylight = daylight;
        }
        if (!ok_ || !text_.empty()) return {};
        return rule;
    }

  private:
    bool take(char c) {
        if (!text_.starts_with(c)) return false;
        text_.remove_prefix(1);
        return true;
    }

    void name() {
        const bool bracketed = take('<');
        std::size_t length = 0;
        const auto is_letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
        while (length < text_.size() && (bracketed ? text_[length] != '>' : is_letter(text_[length]))) ++length;
        ok_ = ok_ && length >= 3;
        text_.remove_prefix(length);
        if (bracketed) ok_ = take('>') && ok_;
    }

    int number(int most) {
        std::size_t length = 0;
        int value = 0;
        while (length < text_.size() && length < 4 && text_[length] >= '0' && text_[length] <= '9') {
            value = value * 10 + (text_[length++] - '0');
        }
        ok_ = ok_ && length > 0 && value <= most;
        text_.remove_prefix(length);
        return value;
    }

    // [+-]hh[:mm[:ss]]
    seconds offset() {
        const bool negative = take('-');
        if (!negative) take('+');
        seconds value = hours(number(167));
        if (take(':')) value += minutes(number(59));
        if (take(':')) value += seconds(number(59));
        return negative ? -value : value;
    }

    PosixChange change() {
        PosixChange change;
        ok_ = take(',') && ok_;
        if (take('M')) {
            change.month = number(12);
            ok_ = take('.') && change.month >= 1 && ok_;
            change.week = number(5);
            ok_ = take('.') && change.week >= 1 && ok_;
            change.day = number(6);
        } else if (take('J')) {
            change.kind = PosixChange::Kind::julian;
            change.day = number(365);
        } else {
            change.kind = PosixChange::Kind::zero_based;
            change.day = number(365);
        }
        if (take('/')) change.time = offset();
        return change;
    }

    std::string_view text_;
    bool ok_ = true;
};

}  // namespace

local_seconds PosixChange::in(std::chrono::year year) const {
    const local_days first(year / std::chrono::January / 1);
    switch (kind) {
        case Kind::zero_based:
            return first + days(day) + time;
        case Kind::julian:
            return first + days(day - 1 + (year.is_leap() && day >= 60 ? 1 : 0)) + time;
        case Kind::month_week_day:
            break;
    }
    const auto on = std::chrono::month(static_cast<unsigned>(month));
    const std::chrono::weekday weekday(static_cast<unsigned>(day));
    if (week == 5) return local_days(year / on / weekday[std::chrono::last]) + time;
    return local_days(year / on / weekday[static_cast<unsigned>(week)]) + time;
}

seconds PosixRule::offset_at(std::chrono::sys_seconds at) const {
    if (!daylight) return standard;
    const auto day = std::chrono::floor<days>(at + standard);
    const std::chrono::year year = std::chrono::year_month_day(day).year();
    const std::chrono::sys_seconds begin((daylight->begins.in(year)-standard).time_since_epoch());
    const std::chrono::sys_seconds end((daylight->ends.in(year)-daylight->offset).time_since_epoch());
    const bool summer = begin < end ? at >= begin && at < end : at >= begin || at < end;
    return summer ? daylight->offset : standard;
}

std::optional<PosixRule> parse_posix_rule(std::string_view text) { return Reader(text).rule(); }

}  // namespace stafett::scheduling::ical
