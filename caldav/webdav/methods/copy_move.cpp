// COPY is PUT at the target; MOVE is that and DELETE at the source, in one transaction (model.md §5). The rules of
// RFC 4791 §5.3.2.1 hold at the target as for a PUT.
#include <algorithm>

#include "caldav/webdav/methods/handlers.h"

namespace stafett::caldav::webdav::methods {
namespace {

enum class Verb { copy, move };

struct Order {
    access::Address from;
    access::Address to;
    bool overwrite = true;
};

// Whether two authorities name one server: capitals and a default port make no difference (RFC 9110 §4.2.3), nor does
// which of the two schemes each was written with, for a proxy that ends TLS speaks HTTP behind it.
bool same_server(std::string_view one, std::string_view other) {
    const auto without_default_port = [](std::string_view authority) {
        for (const std::string_view port : {":", ":80", ":443"})
            if (authority.ends_with(port)) return authority.substr(0, authority.size() - port.size());
        return authority;
    };
    return std::ranges::equal(without_default_port(one), without_default_port(other), [](char a, char b) {
        const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
        return lower(a) == lower(b);
    });
}

bool is_ours(const http::Reference& reference, const http::RequestHead& head) {
    if (reference.authority.empty()) return true;
    if (const auto host = head.fields.find("Host"); host && same_server(*host, reference.authority)) return true;
    const auto origin = http::parse_reference(head.origin);
    return origin && same_server(origin->authority, reference.authority);
}

// RFC 4918 §10.3: an absolute URI on this server, or a path.
Result<access::Address> read_destination(const Request& request) {
    const auto field = request.head.fields.find("Destination");
    if (!field) return fail(400, "no Destination");
    const auto reference = http::parse_reference(*field);
    if (!reference) return fail(400, "malformed Destination");
    if (!is_ours(*reference, request.head)) return fail(502, "a Destination on another server");
    auto address = access::parse_path(reference->path);
    if (!address || address->shape != access::Address::Shape::object)
        return fail(conditions::calendar_collection_location_ok, "not the place of a calendar object");
    return *std::move(address);
}

// RFC 4918 §10.6.
Result<bool> read_overwrite(const Request& request) {
    const std::string_view field = request.head.fields.find("Overwrite").value_or("T");
    if (field == "T" || field == "t") return true;
    if (field == "F" || field == "f") return false;
    return fail(400, "Overwrite is neither T nor F");
}

Result<void> check_target(const Node& source, const Node& target, bool overwrite) {
    const bool same_calendar = source.calendar->id == target.calendar->id;
    if (same_calendar && source.address.object == target.address.object) return fail(403, "onto itself");
    if (target.is(Kind::object) && !overwrite) return fail(412, "Overwrite: F");
    return {};
}

Result<void> put_at(GuardedTransaction& transaction, const Node& target, const access::Incoming& object) {
    if (target.is(Kind::object)) {
        TRY_ASSIGN(const auto grant, transaction.gate().require<Privilege::write_content>(target));
        TRY(transaction.replace(grant, object));
        return {};
    }
    TRY_ASSIGN(const auto grant, transaction.gate().require<Privilege::bind>(target));
    TRY(transaction.create(grant, object));
    return {};
}

// Whether something new came to be at the target.
Result<bool> carry_out(GuardedTransaction& transaction, const Request& request, const Order& order, Verb verb) {
    const access::Gate& gate = transaction.gate();
    TRY_ASSIGN(const ReadGrant source, gate.require<Privilege::read>(order.from));
    if (!source.node().is(Kind::object)) return fail(404);
    TRY_ASSIGN(const Node target, gate.locate(order.to));
    // What the actor may do there is asked before anything tells what is there, or that nothing is.
    if (target.kind == Kind::none) {
        TRY(gate.require<Privilege::read>(order.to.home()));
        return fail(409, "no calendar at the Destination");
    }
    if (target.is(Kind::object)) TRY(gate.require<Privilege::write_content>(target));
    if (target.is(Kind::unmapped_object)) TRY(gate.require<Privilege::bind>(target));
    TRY(check_target(source.node(), target, order.overwrite));
    TRY_ASSIGN(const std::string text, transaction.text_to_take_out(source));
    const auto largest = request.context.store.settings().max_resource_size;
    TRY_ASSIGN(access::Incoming object,
               request.context.tables->read_object(text, largest, request.context.store.now()));
    if (verb == Verb::move && source.node().calendar->kind == model::CollectionKind::published) {
        TRY_ASSIGN(object, transaction.with_files_taken_along(target, object));
    }
    // The source goes first: within one calendar both have the same UID.
    if (verb == Verb::move) {
        TRY_ASSIGN(const auto leaving, gate.require<Privilege::unbind>(source.node()));
        TRY(transaction.remove(leaving));
    }
    TRY(put_at(transaction, target, object));
    return target.is(Kind::unmapped_object);
}

Result<http::Response> copy_or_move(const Request& request, Verb verb) {
    TRY_ASSIGN(const access::Address to, read_destination(request));
    TRY_ASSIGN(const bool overwrite, read_overwrite(request));
    const Order order{request.target, to, overwrite};
    TRY_ASSIGN(const bool created, request.context.store.write([&](GuardedTransaction& transaction) {
        return carry_out(transaction, request, order, verb);
    }));
    http::Response response;
    response.status = created ? 201 : 204;
    if (created) response.fields.add("Location", request.context.origin + to.href.text());
    return response;
}

}  // namespace

Result<http::Response> copy_object(const Request& request) { return copy_or_move(request, Verb::copy); }
Result<http::Response> move_object(const Request& request) { return copy_or_move(request, Verb::move); }

}  // namespace stafett::caldav::webdav::methods
