#include "caldav/calendar/reports/calendar_multiget.h"

#include <algorithm>
#include <span>
#include <unordered_set>

#include "caldav/calendar/reports/calendar_query.h"
#include "caldav/webdav/responses.h"

namespace stafett::caldav::calendar::reports {

using webdav::GuardedSnapshot;
using webdav::Privilege;

namespace {

constexpr QName kHref{ns::dav, "href"};
constexpr std::size_t kPage = 64;  // objects read in one snapshot

struct Get {
    webdav::Context context;
    access::Address target;
    access::Address calendar;
    webdav::Wanted wanted;
    bool with_text = false;
    std::vector<std::string> hrefs;
    std::size_t next = 0;
};

// An object of ours that lies in (or is) what the report was sent to.
std::optional<access::Address> within(const access::Address& target, const std::string& href) {
    std::optional<access::Address> address = access::parse_href(href);
    if (!address || address->shape != access::Address::Shape::object) return std::nullopt;
    if (address->principal != target.principal || address->calendar != target.calendar) return std::nullopt;
    if (!target.object.empty() && address->object != target.object) return std::nullopt;
    // Answered in the encoding that was asked in, for clients that compare text.
    if (const auto reference = http::parse_reference(href)) address->href = Href(reference->path);
    return address;
}

// What stands at one href; none: nowhere in the calendar.
using Asked = std::vector<std::optional<access::Address>>;

Asked asked_for(const Get& get, std::span<const std::string> hrefs) {
    Asked asked;
    for (const std::string& href : hrefs) asked.push_back(within(get.target, href));
    return asked;
}

std::vector<model::ObjectName> names_of(const Asked& asked) {
    std::vector<model::ObjectName> names;
    for (const auto& address : asked)
        if (address) names.push_back(address->object);
    return names;
}

// That she may not read it is not told apart from that it is not there.
void write_missing(const std::string& href, webdav::MultistatusWriter& out) {
    const auto reference = http::parse_reference(href);
    out.status(Href(reference ? std::string(reference->path) : href), 404);
}

// A host without a role in the network reads the organizer's object of her meeting, not the collection it lies in.
void write_single(const Get& get, GuardedSnapshot& snapshot, const std::string& href, webdav::MultistatusWriter& out) {
    const auto address = within(get.target, href);
    if (!address) return write_missing(href, out);
    const auto read = [&]() -> Result<void> {
        TRY_ASSIGN(const webdav::ReadGrant grant, snapshot.gate().require<Privilege::read>(*address));
        TRY_ASSIGN(const model::StoredObject object, snapshot.object(grant));
        webdav::Responses(out, get.context, snapshot, get.wanted).write(grant, &object, &address->href);
        return {};
    };
    const Result<void> done = read();
    if (done) return;
    if (webdav::is_missing(done.error())) return write_missing(href, out);
    get.context.tell(done.error());
    out.failure(address->href, done.error());
}

// The page is full before all of its hrefs are answered: the next one begins with the rest.
webdav::More begin_again_at(Get& get, std::span<const std::string> hrefs, std::size_t index) {
    get.next -= hrefs.size() - index;
    return webdav::More::yes;
}

// One decision of rights and one statement, however many hrefs the page has.
Result<webdav::More> next_page(Get& get, webdav::MultistatusWriter& out) {
    const auto hrefs = std::span(get.hrefs).subspan(get.next, std::min(kPage, get.hrefs.size() - get.next));
    get.next += hrefs.size();
    const webdav::More more = get.next < get.hrefs.size() ? webdav::More::yes : webdav::More::no;
    TRY_ASSIGN(const auto snapshot, get.context.store.read());
    const auto calendar = snapshot->gate().require<Privilege::read>(get.calendar);
    if (!calendar) {
        if (!webdav::is_missing(calendar.error())) return std::unexpected(calendar.error());
        for (std::size_t i = 0; i < hrefs.size(); ++i) {
            if (i > 0 && out.full()) return begin_again_at(get, hrefs, i);
            write_single(get, *snapshot, hrefs[i], out);
        }
        return more;
    }
    const Asked asked = asked_for(get, hrefs);
    const auto named = [&](bool with_text) { return snapshot->named(*calendar, names_of(asked), with_text); };
    TRY_ASSIGN(const auto found, webdav::page_of_objects(get.with_text, named));
    webdav::ObjectResponses responses(out, get.context, *snapshot, *calendar, get.wanted);
    responses.expect(found);
    auto object = found.begin();
    for (std::size_t i = 0; i < hrefs.size(); ++i) {
        if (i > 0 && out.full()) return begin_again_at(get, hrefs, i);
        if (!asked[i] || object == found.end() || object->info.name != asked[i]->object) {
            write_missing(hrefs[i], out);
            continue;
        }
        responses.write(*object, &asked[i]->href);
        ++object;
    }
    return more;
}

}  // namespace

Result<CalendarMultiget> parse_calendar_multiget(const xml::Element& report, const webdav::Preferences& preferences) {
    CalendarMultiget asked;
    TRY_ASSIGN(asked.wanted, read_wanted_data(report, preferences));
    // Equal hrefs are answered once: a client takes either answer for the same resource.
    std::unordered_set<std::string> known;
    for (const xml::Element& child : report.children()) {
        if (!child.is(kHref)) continue;
        std::string href = child.trimmed_text();
        if (known.insert(href).second) asked.hrefs.push_back(std::move(href));
    }
    if (asked.hrefs.empty()) return fail(400, "calendar-multiget without href");
    return asked;
}

Result<http::Response> calendar_multiget(const webdav::Request& request, const xml::Element& report, GuardedSnapshot&,
                                         const webdav::ReadGrant&) {
    TRY_ASSIGN(CalendarMultiget asked, parse_calendar_multiget(report, webdav::read_preferences(request.head)));
    const bool with_text = webdav::needs_text(asked.wanted, *request.context.tables);
    const bool one = !request.target.object.empty();
    auto get =
        std::make_shared<Get>(Get{request.context, request.target, one ? request.target.collection() : request.target,
                                  std::move(asked.wanted), with_text, std::move(asked.hrefs), 0});
    return webdav::multistatus(request, [get](webdav::MultistatusWriter& out) { return next_page(*get, out); });
}

}  // namespace stafett::caldav::calendar::reports
