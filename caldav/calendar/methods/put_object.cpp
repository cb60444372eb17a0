#include "caldav/calendar/methods/put_object.h"

#include <fmt/format.h>

#include <array>

#include "caldav/webdav/conditional.h"
#include "scheduling/ical/cost.h"
#include "scheduling/ical/parse.h"
#include "scheduling/ical/recurrence.h"
#include "scheduling/ical/rules.h"
#include "scheduling/ical/time_spans.h"

namespace stafett::caldav::calendar::methods {

namespace ical = scheduling::ical;
using webdav::GuardedTransaction;
using webdav::Kind;
using webdav::Node;
using webdav::Privilege;

namespace {

Failure invalid(const ical::ParseError& error) {
    switch (error.fault) {
        case ical::ParseFault::too_large:
            return Failure(conditions::max_resource_size, error.detail).with_message("Objektet är för stort.");
        case ical::ParseFault::line_too_long:
        case ical::ParseFault::too_deep:
        case ical::ParseFault::too_many:
        case ical::ParseFault::malformed_line:
        case ical::ParseFault::not_icalendar:
        case ical::ParseFault::unbalanced:
        case ical::ParseFault::several_calendars:
            break;
    }
    return Failure(conditions::valid_calendar_data, error.detail)
        .with_message("Texten är inte giltig iCalendar (" + error.detail + ").");
}

Failure violation(const ical::Violation& violation) {
    const auto failure = [&](const http::ConditionSpec& condition, std::string_view what) {
        return Failure(condition, violation.detail).with_message(fmt::format("{} ({}).", what, violation.detail));
    };
    switch (violation.rule) {
        case ical::Rule::valid_calendar_data:
            return failure(conditions::valid_calendar_data, "Texten är inte giltig iCalendar");
        case ical::Rule::valid_calendar_object_resource:
            return failure(conditions::valid_calendar_object_resource, "Objektet kan inte ligga i en kalender");
        case ical::Rule::supported_calendar_component:
            return failure(conditions::supported_calendar_component, "Kalendern tar inte emot objekt av detta slag");
        case ical::Rule::supported_rscale:
            return failure(conditions::supported_rscale, "Upprepningen följer en kalender som inte stöds");
    }
    return failure(conditions::valid_calendar_data, "Texten är inte giltig iCalendar");
}

Failure too_much(const ical::Excess& excess) {
    if (excess.instances)
        return Failure(conditions::max_instances, excess.detail)
            .with_message(fmt::format("Upprepningen ger för många tillfällen ({}).", excess.detail));
    return Failure(conditions::valid_calendar_data, excess.detail)
        .with_message(fmt::format("Objektet tar för lång tid att räkna ut ({}).", excess.detail));
}

model::ComponentKind kind_in_store(ical::Kind kind) {
    switch (kind) {
        case ical::Kind::event:
            return model::ComponentKind::vevent;
        case ical::Kind::todo:
            return model::ComponentKind::vtodo;
        case ical::Kind::journal:
            return model::ComponentKind::vjournal;
        case ical::Kind::freebusy:
            return model::ComponentKind::vfreebusy;
        case ical::Kind::availability:
            return model::ComponentKind::vavailability;
    }
    return model::ComponentKind::vevent;
}

// What the write left behind, for the reply.
struct Outcome {
    bool created = false;
    model::Etag etag;                                   // of the text that this actor is served
    std::optional<model::StoredObject> representation;  // if it was asked for
};

// Step: grants, decided in the transaction that writes (as the conditions were, by routing); then the write.
Result<Outcome> write(GuardedTransaction& transaction, const access::Address& target, const access::Incoming& incoming,
                      bool representation) {
    TRY_ASSIGN(const Node node, transaction.gate().locate(target));
    if (!node.calendar) return fail(409, "no calendar there");
    Outcome outcome;
    model::Written written;
    if (node.is(Kind::object)) {
        TRY_ASSIGN(const auto grant, transaction.gate().require<Privilege::write_content>(node));
        TRY_ASSIGN(const access::Incoming object, transaction.with_files_taken_along(node, incoming));
        TRY_ASSIGN(written, transaction.replace(grant, object));
    } else {
        TRY_ASSIGN(const auto grant, transaction.gate().require<Privilege::bind>(node));
        TRY_ASSIGN(const access::Incoming object, transaction.with_files_taken_along(node, incoming));
        TRY_ASSIGN(written, transaction.create(grant, object));
        outcome.created = true;
    }
    outcome.etag = node.form == model::Form::writers ? written.writers : written.readers;
    if (representation) {
        TRY_ASSIGN(const auto grant, transaction.gate().require<Privilege::read>(target));
        TRY_ASSIGN(outcome.representation, transaction.object(grant));
    }
    return outcome;
}

// Step: the reply. No ETag and no Last-Modified for octets that are not those sent (RFC 4791 §5.3.4).
http::Response reply(const Outcome& outcome, std::string_view sent, const access::Address& target) {
    http::Response response;
    response.status = outcome.created ? 201 : 204;
    if (outcome.representation) {
        if (!outcome.created) response.status = 200;
        response.fields.add("Content-Type", "text/calendar; charset=utf-8");
        response.fields.add("Content-Location", target.href.text());
        response.fields.add("Preference-Applied", "return=representation");
        response.fields.add("ETag", webdav::quoted(outcome.representation->info.etag));
        response.body = outcome.representation->text;
    } else if (outcome.etag == model::etag_of(base::digest(sent))) {
        response.fields.add("ETag", webdav::quoted(outcome.etag));
    }
    return response;
}

}  // namespace

Result<void> check_media_type(const http::RequestHead& head) {
    const std::string_view field = head.fields.find("Content-Type").value_or("");
    const std::string type = ical::lower(ical::trimmed(field.substr(0, field.find(';'))));
    // Programs that PUT a file without looking at it say one of the last two.
    constexpr std::array<std::string_view, 4> taken{"", "text/calendar", "application/octet-stream",
                                                    "application/x-www-form-urlencoded"};
    for (const std::string_view known : taken)
        if (type == known) return {};
    return std::unexpected(Failure(conditions::supported_calendar_data, "Content-Type: " + type)
                               .with_message("Bara text/calendar kan sparas i en kalender."));
}

Result<access::Incoming> read_object(std::string_view octets, std::uint64_t largest, base::Instant now) {
    if (octets.size() > largest)
        return std::unexpected(Failure(conditions::max_resource_size, fmt::format("{} octets", octets.size()))
                                   .with_message(fmt::format("Objektet är större än {} byte.", largest)));
    ical::Limits limits;
    limits.octets = static_cast<std::size_t>(largest) + octets.size();  // Latin-1 read as UTF-8 grows
    auto parsed = ical::parse(ical::is_storable(octets) ? std::string(octets) : ical::storable(octets), limits);
    if (!parsed) return std::unexpected(invalid(parsed.error()));
    const ical::ObjectPtr& object = *parsed;
    if (const auto broken = ical::check_object_rules(*object)) return std::unexpected(violation(*broken));
    if (const auto excess = ical::exceeds_share(*object)) return std::unexpected(too_much(*excess));
    const std::optional<ical::Kind> kind = object->kind();
    if (!kind) return fail(conditions::supported_calendar_component, "no component");
    const ical::TimeBounds bounds = ical::time_bounds(*object);
    return access::Incoming{object,
                            model::SharedText(object, &object->text()),
                            model::Uid(object->uid()),
                            kind_in_store(*kind),
                            model::TimeBounds{bounds.start, bounds.end},
                            ical::time_spans(*object, now)};
}

Result<http::Response> put_object(const webdav::Request& request) {
    const bool representation = webdav::read_preferences(request.head).representation;
    TRY(check_media_type(request.head));
    // RFC 9110 §14.5: a part of an object would be taken for the whole.
    if (request.head.fields.has("Content-Range")) return fail(400, "Content-Range: an object is sent as a whole");
    const access::GuardedStore& store = request.context.store;
    TRY_ASSIGN(const access::Incoming incoming,
               read_object(request.body, store.settings().max_resource_size, store.now()));
    TRY_ASSIGN(const Outcome outcome, store.write([&](GuardedTransaction& transaction) {
        return write(transaction, request.target, incoming, representation);
    }));
    return reply(outcome, request.body, request.target);
}

}  // namespace stafett::caldav::calendar::methods
