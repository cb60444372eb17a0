#include "caldav/routing/dav.h"

#include <array>
#include <exception>
#include <utility>

#include <fmt/format.h>

#include "caldav/http/conditions.h"
#include "caldav/routing/ready.h"
#include "caldav/webdav/conditional.h"
#include "caldav/webdav/if_header.h"
#include "caldav/webdav/multistatus.h"

namespace stafett::caldav::routing {

// What admit() hands to handle().
struct DavTicket final : http::Ticket {
    DavTicket(model::Actor who, access::Address where, const webdav::MethodRow& what)
        : actor(std::move(who)), address(std::move(where)), row(what) {}
    model::Actor actor;
    access::Address address;
    const webdav::MethodRow& row;
    std::optional<ReadyPlace> place;  // where the answer may be kept
    // What it was admitted in, when handle() follows at once and only reads; null: nothing is held meanwhile.
    std::unique_ptr<access::GuardedSnapshot> snapshot;
    access::Node node;
};

namespace {

bool well_known(const http::RequestHead& head) {
    const std::string_view path = head.path();
    return path == "/.well-known/caldav" || path == "/.well-known/caldav/";
}

std::string_view row_name(std::string_view method) { return method == "HEAD" ? "GET" : method; }

bool makes_something(std::string_view method) { return method == "PUT" || method == "MKCALENDAR" || method == "MKCOL"; }

Failure too_large(const std::string& length, std::uint64_t limit, webdav::BodyLimit kind) {
    if (kind == webdav::BodyLimit::object)
        return Failure(conditions::max_resource_size, length)
            .with_message(fmt::format("Objektet är större än {} byte.", limit));
    if (kind == webdav::BodyLimit::attachment)
        return Failure(conditions::max_attachment_size, length)
            .with_message(fmt::format("Bilagan är större än {}. (Too large.)", access::shown_size(limit)));
    return Failure(413, length);
}

Result<void> check_length(const http::RequestHead& head, std::uint64_t limit, webdav::BodyLimit kind) {
    if (!head.content_length || *head.content_length <= limit) return {};
    return std::unexpected(too_large(fmt::format("{} octets", *head.content_length), limit, kind));
}

// RFC 9110 §8.4, §15.5.16: what is kept is what it is said to be, so nothing is kept in a coding.
Result<void> check_coding(const http::RequestHead& head) {
    const std::string coding = head.fields.joined("Content-Encoding");
    if (!head.has_body || coding.empty() || scheduling::ical::equal_ignoring_case(coding, "identity")) return {};
    return std::unexpected(
        Failure(415, "Content-Encoding: " + coding)
            .with_field("Accept-Encoding", "identity")
            .with_message("Skicka innehållet som det är, utan Content-Encoding. (No content coding.)"));
}

std::uint64_t limit_of(webdav::BodyLimit kind, const Settings& settings) {
    switch (kind) {
        case webdav::BodyLimit::none:
            return 0;
        case webdav::BodyLimit::xml:
            return settings.largest_xml;
        case webdav::BodyLimit::object:
            return settings.access.max_resource_size;
        case webdav::BodyLimit::attachment:
            return settings.access.attachments.size;
    }
    return 0;
}

// The row for a resource, or what its absence means: 405 only for what the actor may know to exist.
Result<const webdav::MethodRow*> find_row(const http::RequestHead& head, const access::Gate& gate,
                                          const access::Node& node) {
    if (const webdav::MethodRow* row = tables().method(row_name(head.method), node.kind)) return row;
    const bool unmapped = node.is(access::Kind::unmapped_object | access::Kind::unmapped_collection);
    if (!unmapped) {
        if (auto seen = gate.require<access::Privilege::read>(node); !seen)
            return std::unexpected(std::move(seen).error());
    } else if (!makes_something(head.method)) {
        return fail(404);
    } else if (auto held = gate.require<access::Privilege::bind>(node); !held) {
        return std::unexpected(std::move(held).error());
    }
    return std::unexpected(Failure(405, "no such method here").with_field("Allow", tables().allow(node.kind)));
}

}  // namespace

bool is_dav(const http::RequestHead& head) {
    const std::string_view path = head.path();
    if (path == "/dav" || path.starts_with("/dav/") || well_known(head)) return true;
    if (!access::parse_path(path)) return false;
    return head.method == "PROPFIND" || head.method == "OPTIONS" || head.method == "REPORT";
}

Dav::Dav(storage::Store& store, access::Authentication& authentication, const base::Clock& clock, Settings settings)
    : store_(store), authentication_(authentication), clock_(clock), settings_(std::move(settings)) {}

std::optional<http::Response> Dav::answer_ready(const http::RequestHead& head, std::string_view body, http::Who& who) {
    if (!settings_.ready || !may_be_ready(head)) return std::nullopt;
    const auto actor = authentication_.remembered(head);
    const auto key = actor ? ready_key(head, body, *actor) : std::nullopt;
    if (!key) return std::nullopt;
    auto response = find_ready(*settings_.ready, *key, head, clock_.now());
    if (response) who = {.person = actor->person().text(), .acts_for = actor->acts_for().text()};
    return response;
}

bool Dav::probes_body(const http::RequestHead& head) const {
    return settings_.ready && head.fields.has("Authorization") && may_be_ready(head);
}

std::optional<http::Sender> Dav::sender(const http::RequestHead& head) { return authentication_.sender(head); }

std::optional<http::Response> Dav::probe(const http::RequestHead& head, std::optional<std::string_view> body,
                                         http::Who& who) {
    if (well_known(head)) {
        http::Response response = http::text_response(301, "/dav/\n");
        response.fields.add("Location", "/dav/");
        response.fields.add("Cache-Control", "no-cache");
        return response;
    }
    // Every client's first request comes without credentials; it need not wait for a worker.
    if (is_dav(head) && !head.fields.has("Authorization"))
        return failed(head, access::unauthenticated("no credentials"));
    return body ? answer_ready(head, *body, who) : std::nullopt;
}

http::Response Dav::failed(const http::RequestHead& head, const Failure& failure) const {
    if (settings_.on_failure) settings_.on_failure(head.id, failure);
    return webdav::error_response(failure);
}

std::variant<http::Response, http::Admitted> Dav::admit(const http::RequestHead& head, http::Arrival body,
                                                        http::Who& who) {
    if (auto ready = probe(head, std::nullopt, who)) return *std::move(ready);
    try {
        auto admitted = try_admit(head, body, who);
        if (admitted) return *std::move(admitted);
        return failed(head, admitted.error());
    } catch (const std::exception& bug) {
        return failed(head, Failure(500, bug.what()).with_message("Internt fel, ärende " + head.id));
    }
}

Result<http::Admitted> Dav::try_admit(const http::RequestHead& head, http::Arrival body, http::Who& who) {
    auto known = authentication_.authenticate(head);
    if (auto* failure = std::get_if<Failure>(&known)) return std::unexpected(std::move(*failure));
    auto& actor = std::get<model::Actor>(known);
    who = {.person = actor.person().text(), .acts_for = actor.acts_for().text()};
    auto address = access::parse_path(head.path());
    if (!address) return fail(404, "no resource has that path");
    // Before the snapshot is opened that says what the answer is made of.
    const auto mark = settings_.ready ? settings_.ready->mark() : 0;
    const access::GuardedStore store(store_, actor, clock_.now(), settings_.access);
    TRY_ASSIGN(auto snapshot, store.read());
    const access::Gate& gate = snapshot->gate();
    TRY_ASSIGN(access::Node node, gate.locate(*address));
    if (node.kind == access::Kind::none) {
        // RFC 4918 §9.7.1, §9.3.1: a missing parent is a conflict; only where the actor may know that it is missing.
        if (!makes_something(head.method) || address->shape != access::Address::Shape::object) return fail(404);
        TRY(gate.require<access::Privilege::read>(address->home()));
        return fail(409, "no calendar there");
    }
    TRY_ASSIGN(const webdav::MethodRow* row, find_row(head, gate, node));
    TRY(row->admit(gate, node));
    const std::uint64_t limit = limit_of(row->body, settings_);
    TRY(check_coding(head));
    TRY(check_length(head, limit, row->body));
    auto ticket = std::make_unique<DavTicket>(std::move(actor), *std::move(address), *row);
    if (settings_.ready && may_be_ready(head) && node.is(access::Kind::calendar | access::Kind::home)) {
        TRY_ASSIGN(const auto day, snapshot->day_around(store.now()));
        ticket->place = {mark, node.calendar ? std::optional(node.calendar->id) : std::nullopt, day.begin, day.end};
    }
    if (body == http::Arrival::here && row->pool == http::Pool::readers) {
        ticket->snapshot = std::move(snapshot);
        ticket->node = std::move(node);
    }
    http::Admitted admitted{row->pool, limit, std::move(ticket)};
    if (head.has_body && !head.content_length)
        admitted.when_too_large =
            std::make_unique<http::Response>(webdav::error_response(too_large("no length", limit, row->body)));
    return admitted;
}

namespace {

// What must hold of the state that the request meets (RFC 4918 §10.4, RFC 9110 §13.1).
class Preconditions {
  public:
    static Result<Preconditions> of(const http::RequestHead& head, access::Address target) {
        Preconditions found(head, std::move(target));
        if (const std::string field = head.fields.joined("If"); !field.empty()) {
            TRY_ASSIGN(found.if_, webdav::IfHeader::parse(field));
        }
        return found;
    }

    bool any() const { return if_ || conditional_; }
    Result<void> check(access::GuardedSnapshot& snapshot) const {
        if (if_) TRY(if_->check(snapshot, target_));
        return conditional_ ? fields_.check(snapshot, target_) : Result<void>{};
    }

  private:
    // To GET and HEAD they are also questions, which these answer themselves; OPTIONS looks at no state (RFC 9110
    // §13.2.1).
    Preconditions(const http::RequestHead& head, access::Address target)
        : target_(std::move(target)),
          fields_(head),
          conditional_(fields_.any() && row_name(head.method) != "GET" && head.method != "OPTIONS") {}

    access::Address target_;
    std::optional<webdav::IfHeader> if_;
    webdav::Conditions fields_;
    bool conditional_;
};

}  // namespace

// A write asks in its transaction, so that what was asked holds when it is done; what only reads is asked here.
Result<http::Response> Dav::run(const http::RequestHead& head, const http::Body& body, DavTicket& ticket) const {
    const auto admitted_in = std::move(ticket.snapshot);
    auto store = access::GuardedStore(store_, ticket.actor, clock_.now(), settings_.access).reached_at(head.origin);
    TRY_ASSIGN(Preconditions conditions, Preconditions::of(head, ticket.address));
    if (conditions.any() && ticket.row.pool == http::Pool::readers) {
        TRY_ASSIGN(const auto snapshot, store.read());
        TRY(conditions.check(*snapshot));
    } else if (conditions.any()) {
        store = store.with_precondition(
            [held = std::move(conditions)](access::GuardedSnapshot& inside) { return held.check(inside); });
    }
    const auto progress = std::make_shared<webdav::Progress>(head.id, &settings_.on_failure);
    const webdav::Context context{std::move(store), &tables(), head.origin, progress};
    webdav::Request request{head, body.octets(), ticket.address, context, body};
    std::optional<webdav::Admission> admission;
    if (admitted_in) request.admission = &admission.emplace(*admitted_in, ticket.node);
    auto response = ticket.row.run(request);
    if (response) response->steps = [progress] { return progress->work.spent(); };
    return response;
}

http::Response Dav::handle(const http::RequestHead& head, http::Body body, http::Admitted admitted) {
    auto& ticket = static_cast<DavTicket&>(*admitted.ticket);
    try {
        auto response = run(head, body, ticket);
        if (!response) return failed(head, response.error());
        // What a home holds changes with each of its calendars.
        if (ticket.place && body.octets().contains("quota-")) ticket.place->calendar.reset();
        const auto key = ticket.place ? ready_key(head, body.octets(), ticket.actor) : std::nullopt;
        return key ? keep_ready(*settings_.ready, *key, *ticket.place, *std::move(response)) : *std::move(response);
    } catch (const std::exception& bug) {
        // A bug or no memory (style B5); caught here alone.
        return failed(head, Failure(500, bug.what()).with_message("Internt fel, ärende " + head.id));
    }
}

}  // namespace stafett::caldav::routing
