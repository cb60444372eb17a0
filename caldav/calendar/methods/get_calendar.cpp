#include "caldav/calendar/methods/get_calendar.h"

#include <algorithm>
#include <span>
#include <stdexcept>

#include "caldav/webdav/conditional.h"
#include "scheduling/ical/parts.h"
#include "scheduling/ical/writer.h"

namespace stafett::caldav::calendar::methods {

namespace ical = scheduling::ical;
using webdav::Privilege;

namespace {

constexpr std::size_t kPage = 64;
constexpr std::size_t kPiece = std::size_t{64} << 10;  // octets that are made at once of what is not made as a whole
constexpr std::size_t kLongestWhole = std::size_t{4} << 20;  // octets of a calendar that is made at once

void append_with_crlf(std::string& out, std::string_view lines) {
    while (!lines.empty()) {
        std::string_view line = lines.substr(0, lines.find('\n'));
        lines.remove_prefix(std::min(line.size() + 1, lines.size()));
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (!line.empty()) out.append(line).append("\r\n");
    }
}

// A calendar's text as far as it is made.
struct Made {
    std::string text;
    model::ObjectName after{};
    std::set<std::string> zones{};
    bool complete = false;
};

// Adds objects until `out` has so many octets; whether all of them have been added. `made.after` is the last one.
Result<bool> append_page(std::string& out, webdav::GuardedSnapshot& snapshot, const webdav::ReadGrant& calendar,
                         std::span<const model::StoredObject> objects, Made& made, std::size_t full) {
    for (const model::StoredObject& object : objects) {
        if (out.size() >= full) return false;
        TRY_ASSIGN(const model::SharedText text, snapshot.text_of(calendar, object));
        append_components(out, *text, made.zones);
        made.after = object.info.name;
    }
    return true;
}

class CalendarStream final : public http::PullSource {
  public:
    CalendarStream(webdav::Context context, access::Address calendar, Made begin)
        : context_(std::move(context)), calendar_(std::move(calendar)), made_(std::move(begin)) {}

    More fill(std::string& out, std::size_t about) override {
        const std::size_t full = out.size() + about;
        out += std::exchange(made_.text, {});
        while (out.size() < full) {
            const Result<More> more = page(out);
            // Cutting the body short is the only way left to say that something is missing.
            if (!more) throw std::runtime_error("calendar stream: " + more.error().log_detail);
            if (*more == More::no) return More::no;
        }
        return More::yes;
    }

  private:
    Result<More> page(std::string& out) {
        TRY_ASSIGN(const auto snapshot, context_.store.read());
        TRY_ASSIGN(const auto grant, snapshot->gate().require<Privilege::read>(calendar_));
        TRY_ASSIGN(const auto objects, snapshot->objects(grant, {made_.after, kPage, true}));
        TRY_ASSIGN(const bool all, append_page(out, *snapshot, grant, objects, made_, out.size() + kPiece));
        if (!all || objects.size() == kPage) return More::yes;
        out += ical::end_line("VCALENDAR");
        return More::no;
    }

    webdav::Context context_;
    access::Address calendar_;
    Made made_;
};

// From this snapshot alone; not complete when it is longer than what is made at once.
Result<Made> make(webdav::GuardedSnapshot& snapshot, const webdav::ReadGrant& calendar, std::string head) {
    Made made{.text = std::move(head)};
    made.text.reserve(kLongestWhole + kLongestWhole / 8);  // memory that is never touched costs nothing
    while (made.text.size() <= kLongestWhole) {
        TRY_ASSIGN(const auto objects, snapshot.objects(calendar, {made.after, kPage, true}));
        TRY_ASSIGN(const bool all, append_page(made.text, snapshot, calendar, objects, made, kLongestWhole + 1));
        made.complete = all && objects.size() < kPage;
        if (made.complete) break;
    }
    if (made.complete) made.text += ical::end_line("VCALENDAR");
    made.text.shrink_to_fit();
    return made;
}

}  // namespace

void append_components(std::string& out, const std::string& text, std::set<std::string>& zones) {
    for (const ical::Part& part : ical::parts_of(text)) {
        if (part.tzid && !zones.insert(*part.tzid).second) continue;
        const std::string_view lines = std::string_view(text).substr(part.raw.begin, part.raw.end - part.raw.begin);
        if (part.crlf)
            out += lines;
        else
            append_with_crlf(out, lines);
    }
}

Result<http::Response> get_calendar(const webdav::Request& request, webdav::GuardedSnapshot& snapshot,
                                    const webdav::ReadGrant& calendar) {
    TRY_ASSIGN(const webdav::Validators state, webdav::validators_of(snapshot, calendar));
    const std::string tag = webdav::quoted(*state.etag);
    TRY_ASSIGN(const bool unchanged, webdav::Conditions(request.head).not_modified(state));
    http::Response response;
    response.fields.add("Cache-Control", "private, no-cache");
    if (unchanged) {
        response.fields.add("ETag", tag);
        response.status = 304;
        return response;
    }
    response.fields.add("Content-Type", "text/calendar; charset=utf-8");
    TRY_ASSIGN(const std::string name, webdav::name_of_calendar(snapshot, calendar));
    std::string head = ical::begin_line("VCALENDAR") + "VERSION:2.0\r\nPRODID:-//Stafett//Stafett//SV\r\n" +
                       ical::ContentLine("X-WR-CALNAME").text(name);
    TRY_ASSIGN(Made made, make(snapshot, calendar, std::move(head)));
    // Pages are made from the present state each, so that their octets are not the tag's alone (RFC 9110 §8.8.1).
    response.fields.add("ETag", (made.complete ? "" : "W/") + tag);
    if (made.complete)
        response.body = std::make_shared<const std::string>(std::move(made.text));
    else
        response.body = std::make_unique<CalendarStream>(request.context, request.target, std::move(made));
    return response;
}

}  // namespace stafett::caldav::calendar::methods
