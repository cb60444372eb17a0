#include "caldav/webdav/conditional.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

namespace stafett::caldav::webdav {
namespace {

constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};

// A list of entity tags. Weak marks and the backslashes that Evolution puts before quotes are dropped; a tag without
// quotes is taken as it stands.
std::vector<model::Etag> read_tags(std::string_view field, bool& any) {
    std::vector<model::Etag> tags;
    while (!field.empty()) {
        const auto comma = std::min(field.find(','), field.size());
        std::string tag(field.substr(0, comma));
        field.remove_prefix(std::min(comma + 1, field.size()));
        std::erase_if(tag, [](char c) { return c == '\\' || c == '"' || c == ' ' || c == '\t'; });
        if (tag.starts_with("W/")) tag.erase(0, 2);
        if (tag == "*")
            any = true;
        else if (!tag.empty())
            tags.emplace_back(std::move(tag));
    }
    return tags;
}

std::optional<int> number(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

std::unexpected<Failure> precondition_failed(const std::optional<Validators>& current) {
    Failure failure(412, "a condition does not hold");
    if (current && current->etag) failure.fields.emplace_back("ETag", quoted(*current->etag));
    return std::unexpected(std::move(failure));
}

bool among(const std::vector<model::Etag>& tags, const std::optional<Validators>& current) {
    return current && current->etag && std::ranges::find(tags, *current->etag) != tags.end();
}

}  // namespace

Conditions::Conditions(const http::RequestHead& head) {
    has_match_ = head.fields.has("If-Match");
    match_ = read_tags(head.fields.joined("If-Match"), match_any_);
    none_ = read_tags(head.fields.joined("If-None-Match"), none_any_);
    if (const auto field = head.fields.find("If-Modified-Since")) modified_since_ = parse_http_date(*field);
    if (const auto field = head.fields.find("If-Unmodified-Since")) unmodified_since_ = parse_http_date(*field);
}

bool Conditions::any() const { return has_match_ || none_any_ || !none_.empty() || unmodified_since_; }

Result<void> Conditions::check(const std::optional<Validators>& current) const {
    if (has_match_ && !(match_any_ ? current.has_value() : among(match_, current))) return precondition_failed(current);
    if (!has_match_ && unmodified_since_ && current && current->modified && *current->modified > *unmodified_since_)
        return precondition_failed(current);
    if ((none_any_ && current) || among(none_, current)) return precondition_failed(current);
    return {};
}

Result<void> Conditions::check(GuardedSnapshot& snapshot, const access::Address& target) const {
    TRY_ASSIGN(const Node node, snapshot.gate().locate(target));
    if (node.is(Kind::unmapped_object | Kind::unmapped_collection)) return check(std::nullopt);
    const auto readable = snapshot.gate().require<Privilege::read>(node);
    if (!readable) return {};
    TRY_ASSIGN(const Validators current, validators_of(snapshot, *readable));
    return check(current);
}

Result<bool> Conditions::not_modified(const Validators& current) const {
    if (has_match_ && !match_any_ && !among(match_, current)) return precondition_failed(current);
    if (!has_match_ && unmodified_since_ && current.modified && *current.modified > *unmodified_since_)
        return precondition_failed(current);
    if (none_any_ || !none_.empty()) return none_any_ || among(none_, current);
    return modified_since_ && current.modified && *current.modified <= *modified_since_;
}

std::string quoted(const model::Etag& etag) { return '"' + etag.text() + '"'; }

std::string http_date(base::Instant instant) {
    const auto day = std::chrono::floor<std::chrono::days>(instant);
    const base::Date date(day);
    const std::chrono::hh_mm_ss time(instant - day);
    return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", kDays[std::chrono::weekday(day).c_encoding()],
                       static_cast<unsigned>(date.day()), kMonths[static_cast<unsigned>(date.month()) - 1],
                       static_cast<int>(date.year()), time.hours().count(), time.minutes().count(),
                       time.seconds().count());
}

std::optional<base::Instant> parse_http_date(std::string_view text) {
    // IMF-fixdate only; the two obsolete forms have not been sent this century, and an unreadable date is ignored.
    if (text.size() != 29 || text.substr(25) != " GMT" || text.substr(3, 2) != ", ") return std::nullopt;
    const auto month = std::ranges::find(kMonths, text.substr(8, 3));
    const auto day = number(text.substr(5, 2)), year = number(text.substr(12, 4)), hour = number(text.substr(17, 2)),
               minute = number(text.substr(20, 2)), second = number(text.substr(23, 2));
    if (month == kMonths.end() || !day || !year || !hour || !minute || !second) return std::nullopt;
    const base::Date date(std::chrono::year(*year),
                          std::chrono::month(static_cast<unsigned>(month - kMonths.begin() + 1)),
                          std::chrono::day(static_cast<unsigned>(*day)));
    if (!date.ok() || *hour > 23 || *minute > 59 || *second > 60 || *hour < 0 || *minute < 0 || *second < 0)
        return std::nullopt;
    return base::Instant(std::chrono::sys_days(date)) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
           std::chrono::seconds(*second);
}

}  // namespace stafett::caldav::webdav
