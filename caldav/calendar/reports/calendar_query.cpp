#include "caldav/calendar/reports/calendar_query.h"

#include <algorithm>
#include <iterator>
#include <span>
#include <utility>

#include "caldav/calendar/filter/grammar.h"
#include "caldav/calendar/reports/calendar_data.h"
#include "caldav/calendar/reports/calendar_zone.h"
#include "caldav/webdav/responses.h"
#include "scheduling/ical/parse.h"

namespace stafett::caldav::calendar::reports {

namespace ical = scheduling::ical;
using webdav::GuardedSnapshot;
using webdav::Kind;
using webdav::Privilege;

namespace {

constexpr QName kTimezone{ns::caldav, "timezone"};
constexpr QName kCalendarData{ns::caldav, "calendar-data"};
constexpr std::size_t kPage = 128;        // objects looked at in one snapshot
constexpr std::size_t kMostNames = 4096;  // held from page to page; a search that finds more walks the calendar

// A search that goes on from page to page; owns all it needs between them.
struct Search {
    webdav::Context context;
    access::Address calendar;
    CalendarQuery query;
    access::Candidates prefilter;
    bool decided = false;  // the prefilter is the whole answer
    bool with_text = true;
    bool begun = false;
    bool found_by_time = false;
    std::optional<std::vector<model::ObjectName>> names{};  // those that can match, found by time, more than a page
    std::size_t next = 0;                                   // of `names`
    model::ObjectName after{};                              // without `names`: walked up to here
};

filter::Matching match_text(const filter::CompFilter& filter, const std::string& text, const ical::ZonePtr& zone,
                            base::WorkBudget& request) {
    ical::Limits limits;
    limits.octets = std::max(limits.octets, text.size());
    const auto object = ical::parse(text, limits);
    if (!object) return filter::Matching::no;
    base::WorkBudget work = request.for_object(text.size());
    return filter::matches(filter, **object, zone, work);
}

// Whether objects are looked for by time: only that leads to them without passing others.
bool asks_for_time(const access::Candidates& prefilter) { return prefilter.start || prefilter.end; }

// What the next page looks at, without texts; `more` says whether others come after it.
Result<std::vector<model::StoredObject>> next_objects(Search& search, GuardedSnapshot& snapshot,
                                                      const webdav::ReadGrant& calendar, webdav::More& more) {
    if (!std::exchange(search.begun, true) && asks_for_time(search.prefilter)) {
        TRY_ASSIGN(auto found, snapshot.within(calendar, search.prefilter, kMostNames));
        search.found_by_time = found.has_value();
        if (found && found->size() <= kPage) return *std::move(found);
        if (found) {
            search.names.emplace();
            for (const model::StoredObject& object : *found) search.names->push_back(object.info.name);
        }
    }
    if (search.names) {
        const auto page =
            std::span(*search.names).subspan(search.next).first(std::min(kPage, search.names->size() - search.next));
        search.next += page.size();
        more = search.next < search.names->size() ? webdav::More::yes : webdav::More::no;
        return snapshot.named(calendar, page, false);
    }
    TRY_ASSIGN(auto found, snapshot.candidates(calendar, search.prefilter, {search.after, kPage, false}));
    more = found.size() < kPage ? webdav::More::no : webdav::More::yes;
    if (!found.empty()) search.after = found.back().info.name;
    return found;
}

// The page is full before all of its objects, which have these names, were looked at: the next one begins with the
// rest.
void begin_again_at(Search& search, std::span<const model::ObjectName> names, std::size_t index) {
    const auto rest = names.subspan(index);
    if (search.names) {
        search.next -= rest.size();
    } else if (search.found_by_time) {
        search.names.emplace(rest.begin(), rest.end());
    } else {
        search.after = names[index - 1];
    }
}

void write_if_matching(Search& search, const access::ParsedObject& one, const ical::ZonePtr& zone,
                       webdav::ObjectResponses& responses) {
    // Of one that cannot be read nobody knows whether it matches.
    if (!one.object.text) return responses.write(one.object);
    if (!one.parsed) return;
    base::WorkBudget work = search.context.work().for_object(one.object.info.size);
    const auto matching = filter::matches(search.query.filter, *one.parsed, zone, work);
    if (matching != filter::Matching::no) responses.write(one.object, nullptr, matching == filter::Matching::yes);
}

Result<webdav::More> next_decided(Search& search, GuardedSnapshot& snapshot, const webdav::ReadGrant& calendar,
                                  webdav::MultistatusWriter& out) {
    const auto read = [&](bool with_text) {
        return snapshot.candidates(calendar, search.prefilter, {search.after, kPage, with_text});
    };
    TRY_ASSIGN(const auto found, webdav::page_of_objects(search.with_text, read));
    webdav::ObjectResponses responses(out, search.context, snapshot, calendar, search.query.wanted);
    const std::size_t written = responses.write_page(found);
    if (written == found.size() && found.size() < kPage) return webdav::More::no;
    search.after = found[written - 1].info.name;
    return webdav::More::yes;
}

Result<webdav::More> next_page(Search& search, webdav::MultistatusWriter& out) {
    TRY_ASSIGN(const auto snapshot, search.context.store.read());
    TRY_ASSIGN(const auto calendar, snapshot->gate().require<Privilege::read>(search.calendar));
    if (search.decided) return next_decided(search, *snapshot, calendar, out);
    ical::ZonePtr zone = search.query.timezone;
    if (!zone) {
        TRY_ASSIGN(zone, calendar_zone(*snapshot, search.calendar));
    }
    webdav::More more = webdav::More::no;
    TRY_ASSIGN(auto objects, next_objects(search, *snapshot, calendar, more));
    webdav::ObjectResponses responses(out, search.context, *snapshot, calendar, search.query.wanted);
    std::vector<model::ObjectName> names;
    for (const model::StoredObject& object : objects) names.push_back(object.info.name);
    for (std::size_t done = 0; done < names.size();) {
        const auto begin = objects.begin() + static_cast<std::ptrdiff_t>(done);
        const auto end = begin + static_cast<std::ptrdiff_t>(access::within_text_of_page({begin, objects.end()}));
        TRY_ASSIGN(const auto found, snapshot->parsed(calendar, {std::move_iterator(begin), std::move_iterator(end)}));
        for (const access::ParsedObject& one : found) {
            if (done > 0 && out.full()) {
                begin_again_at(search, names, done);
                return webdav::More::yes;
            }
            write_if_matching(search, one, zone, responses);
            ++done;
        }
    }
    return more;
}

Result<http::Response> query_one(const webdav::Request& request, const CalendarQuery& query, GuardedSnapshot& snapshot,
                                 const webdav::ReadGrant& grant) {
    TRY_ASSIGN(const model::StoredObject object, snapshot.object(grant));
    ical::ZonePtr zone = query.timezone;
    if (!zone) {
        TRY_ASSIGN(zone, calendar_zone(snapshot, request.target));
    }
    return webdav::multistatus_now([&](webdav::MultistatusWriter& out) {
        const auto matching = match_text(query.filter, *object.text, zone, request.context.work());
        if (matching == filter::Matching::no) return;
        const bool decided = matching == filter::Matching::yes;
        webdav::Responses(out, request.context, snapshot, query.wanted).write(grant, &object, nullptr, decided);
    });
}

// Windows' own calendar client asks the calendar with Depth: 0 and means its objects.
bool means_depth_one(const http::RequestHead& head) {
    return head.fields.find("User-Agent").value_or("").starts_with("MSFT-");
}

}  // namespace

Result<webdav::Wanted> read_wanted_data(const xml::Element& report, const webdav::Preferences& preferences) {
    TRY_ASSIGN(webdav::Wanted wanted, webdav::read_wanted(report, preferences, webdav::Wanted::Mode::named));
    wanted.report = true;
    for (const xml::Element& property : wanted.properties)
        if (property.is(kCalendarData)) TRY(parse_calendar_data(property));
    return wanted;
}

Result<CalendarQuery> parse_calendar_query(const xml::Element& report, const webdav::Preferences& preferences) {
    TRY_ASSIGN(webdav::Wanted wanted, read_wanted_data(report, preferences));
    const xml::Element* filter = report.child(filter::grammar::filter);
    if (filter == nullptr) return fail(conditions::valid_filter, "a calendar-query needs a filter");
    TRY_ASSIGN(filter::CompFilter comp_filter, filter::parse_filter(*filter));
    CalendarQuery query{std::move(wanted), std::move(comp_filter), nullptr};
    if (const xml::Element* timezone = report.child(kTimezone)) {
        TRY_ASSIGN(query.timezone, parse_timezone(timezone->text()));
    }
    return query;
}

Result<http::Response> calendar_query(const webdav::Request& request, const xml::Element& report,
                                      GuardedSnapshot& snapshot, const webdav::ReadGrant& target) {
    TRY_ASSIGN(CalendarQuery query, parse_calendar_query(report, webdav::read_preferences(request.head)));
    if (target.node().is(Kind::object)) return query_one(request, query, snapshot, target);
    // RFC 4791 §7.8 takes a missing Depth for 0, which finds nothing in a calendar: nobody who leaves it out means
    // that.
    TRY_ASSIGN(const webdav::Depth depth, webdav::read_depth(request.head, webdav::Depth::one));
    if (depth == webdav::Depth::zero && !means_depth_one(request.head))
        return webdav::multistatus_now([](webdav::MultistatusWriter&) {});
    auto search = std::make_shared<Search>(Search{request.context, request.target, std::move(query), {}});
    search->prefilter = filter::candidates(search->query.filter);
    search->decided = filter::decided_by_candidates(search->query.filter);
    search->with_text = !search->decided || webdav::needs_text(search->query.wanted, *request.context.tables);
    return webdav::multistatus(request, [search](webdav::MultistatusWriter& out) { return next_page(*search, out); });
}

}  // namespace stafett::caldav::calendar::reports
