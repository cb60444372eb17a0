#include "caldav/calendar/methods/mkcalendar.h"

#include <fmt/format.h>

#include "caldav/calendar/properties/supported_calendar_component_set.h"

namespace stafett::caldav::calendar::methods {

using webdav::GuardedTransaction;
using webdav::Kind;
using webdav::Privilege;

namespace {

constexpr QName kSet{ns::dav, "set"};
constexpr QName kResourcetype{ns::dav, "resourcetype"};
constexpr unsigned kPropertyFailed = 424;

// Makes the calendar, or says which properties are to blame: a failure of the body undoes the collection too.
Result<std::vector<webdav::EditOutcome>> make(const webdav::Request& request, const NewCalendar& wanted) {
    std::vector<webdav::EditOutcome> outcomes;
    const Result<void> made = request.context.store.write([&](GuardedTransaction& transaction) -> Result<void> {
        outcomes.clear();
        TRY_ASSIGN(const webdav::Node place, transaction.gate().locate(request.target));
        if (!place.is(Kind::unmapped_collection)) return fail(conditions::resource_must_be_null);
        TRY_ASSIGN(const auto bind, transaction.gate().require<Privilege::bind>(place));
        TRY_ASSIGN(const webdav::Node calendar, transaction.create_calendar(bind, wanted.components));
        if (wanted.edits.empty()) return {};
        TRY_ASSIGN(const auto grant, transaction.gate().require<Privilege::write_properties>(calendar));
        TRY_ASSIGN(outcomes, webdav::apply(transaction, *request.context.tables, grant, wanted.edits));
        if (!webdav::all_well(outcomes)) return fail(kPropertyFailed, "a property could not be set");
        return {};
    });
    // The body may have run twice, and what its first run met is no answer to the second.
    if (!made && made.error().status != kPropertyFailed) return std::unexpected(made.error());
    // RFC 4791 §5.3.1 makes this one a precondition of the whole request.
    for (const webdav::EditOutcome& outcome : outcomes)
        if (outcome.failure && outcome.failure->condition == &conditions::valid_calendar_data)
            return std::unexpected(*outcome.failure);
    return outcomes;
}

http::Response created() {
    http::Response response;
    response.status = 201;
    response.fields.add("Cache-Control", "no-cache");
    return response;
}

Result<NewCalendar> read_body(const webdav::Request& request, QName root) {
    if (request.body.empty()) return NewCalendar{};
    TRY_ASSIGN(const xml::Element body, webdav::read_xml(request.body));
    if (!body.is(root)) return fail(415, "the body is not a " + std::string(root.local));
    return read_new_calendar(body);
}

}  // namespace

Result<NewCalendar> read_new_calendar(const xml::Element& body) {
    NewCalendar wanted;
    if (body.child(kSet) == nullptr) return wanted;
    TRY_ASSIGN(const std::vector<webdav::PropertyEdit> edits, webdav::read_edits(body));
    for (const webdav::PropertyEdit& edit : edits) {
        if (edit.value && edit.value->is(properties::supported_calendar_component_set.name)) {
            TRY_ASSIGN(wanted.components, properties::parse_component_set(*edit.value));
        } else if (edit.value && edit.value->is(kResourcetype)) {
            wanted.typed = true;
            wanted.calendar = edit.value->child({ns::caldav, "calendar"}) != nullptr &&
                              edit.value->child({ns::dav, "collection"}) != nullptr;
        } else {
            wanted.edits.push_back(edit);
        }
    }
    return wanted;
}

Result<http::Response> mkcalendar(const webdav::Request& request) {
    TRY_ASSIGN(const NewCalendar wanted, read_body(request, {ns::caldav, "mkcalendar"}));
    if (wanted.typed && !wanted.calendar) return fail(conditions::valid_resourcetype);
    TRY_ASSIGN(const std::vector<webdav::EditOutcome> outcomes, make(request, wanted));
    if (webdav::all_well(outcomes)) return created();
    return webdav::multistatus_now(
        [&](webdav::MultistatusWriter& out) { out.properties(request.target.href, webdav::propstats(outcomes)); });
}

Result<http::Response> mkcol(const webdav::Request& request) {
    TRY_ASSIGN(const NewCalendar wanted, read_body(request, {ns::dav, "mkcol"}));
    if (!wanted.calendar) return fail(conditions::valid_resourcetype, "only calendars are made here");
    TRY_ASSIGN(const std::vector<webdav::EditOutcome> outcomes, make(request, wanted));
    if (webdav::all_well(outcomes)) return created();
    http::Response response;
    response.status = 424;
    response.fields.add("Content-Type", "application/xml; charset=utf-8");
    std::string body;
    xml::Writer out(body);
    out.start({ns::dav, "mkcol-response"});
    for (const webdav::Propstat& group : webdav::propstats(outcomes)) {
        out.start({ns::dav, "propstat"}).start({ns::dav, "prop"}).raw(group.properties).end();
        out.leaf({ns::dav, "status"}, fmt::format("HTTP/1.1 {} {}", group.status, http::reason(group.status))).end();
    }
    out.end();
    response.body = std::move(body);
    return response;
}

Result<void> admit_nowhere(const access::Gate& gate, const webdav::Node& node) {
    if (node.is(Kind::unmapped_object)) {
        TRY(gate.require<Privilege::bind>(node));
        return fail(conditions::calendar_collection_location_ok, "a calendar holds no calendars");
    }
    TRY(gate.require<Privilege::read>(node));
    return fail(conditions::resource_must_be_null);
}

}  // namespace stafett::caldav::calendar::methods
