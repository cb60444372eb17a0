// Methods are rows of tables: (name, kinds of resource) -> who may, on which pool, how long a body, and the handler.
// Allow and 405 are computed from them.
#pragma once

#include <array>
#include <span>
#include <string_view>
#include <vector>

#include "caldav/http/application.h"
#include "caldav/webdav/property.h"
#include "caldav/webdav/report.h"

namespace stafett::caldav::webdav {

// How long a body may be; more is 413 (for objects: CALDAV:max-resource-size, for attachments max-attachment-size).
enum class BodyLimit { none, xml, object, attachment };

struct MethodRow {
    std::string_view name;
    Kind on;
    http::Pool pool;
    BodyLimit body;
    // Before the body: may the actor do this at all? The handler asks again, in the snapshot or transaction it works
    // on.
    Result<void> (*admit)(const access::Gate& gate, const Node& node);
    Result<http::Response> (*run)(const Request& request);
    bool works = true;  // false: it is there to say precisely why not, and no list promises it
};

// Calls `read(GuardedSnapshot&, const Node& target)`: in what admitted the request, else in a fresh snapshot.
template <class F>
Result<http::Response> reading(const Request& request, F read) {
    if (request.admission != nullptr) return read(request.admission->snapshot, request.admission->target);
    auto snapshot = request.context.store.read();
    if (!snapshot) return std::unexpected(std::move(snapshot).error());
    auto node = (*snapshot)->gate().locate(request.target);
    if (!node) return std::unexpected(std::move(node).error());
    return read(**snapshot, *node);
}

template <auto Handler>
struct ReadHandler;
template <Privilege P, Result<http::Response> (*Handler)(const Request&, GuardedSnapshot&, const Granted<P>&)>
struct ReadHandler<Handler> {
    static Result<void> admit(const access::Gate& gate, const Node& node) {
        if (auto held = gate.template require<P>(node); !held) return std::unexpected(std::move(held).error());
        return {};
    }
    static Result<http::Response> run(const Request& request) {
        return reading(request, [&](GuardedSnapshot& snapshot, const Node& node) -> Result<http::Response> {
            auto grant = snapshot.gate().template require<P>(node);
            if (!grant) return std::unexpected(std::move(grant).error());
            return Handler(request, snapshot, *grant);
        });
    }
};

// A method that reads: the handler gets a snapshot and its grant in it.
//   Result<http::Response> get_object(const Request&, GuardedSnapshot&, const Granted<Privilege::read>& object);
//   read_method<&get_object>("GET", Kind::object)
template <auto Handler>
constexpr MethodRow read_method(std::string_view name, Kind on, BodyLimit body = BodyLimit::none) {
    return {name, on, http::Pool::readers, body, &ReadHandler<Handler>::admit, &ReadHandler<Handler>::run};
}

// The admit of a method that needs P on its target. bind and unbind are asked for the member that comes or goes.
template <Privilege P>
Result<void> admits(const access::Gate& gate, const Node& node) {
    if (auto held = gate.template require<P>(node); !held) return std::unexpected(std::move(held).error());
    return {};
}

// A method that writes: the handler runs request.context.store.write(…) and takes its grants in there.
//   Result<http::Response> put_object(const Request&);
//   write_method("PUT", Kind::unmapped_object, BodyLimit::object, &admits<Privilege::bind>, &put_object)
constexpr MethodRow write_method(std::string_view name, Kind on, BodyLimit body,
                                 Result<void> (*admit)(const access::Gate&, const Node&),
                                 Result<http::Response> (*handler)(const Request&)) {
    return {name, on, http::Pool::writers, body, admit, handler};
}

// Every row there is: put together once in routing, from webdav's and calendar's tables.
struct Tables {
    std::vector<const MethodRow*> methods;
    std::vector<const ReportRow*> reports;
    std::vector<const LiveProperty*> properties;
    std::vector<std::string_view> compliance;  // tokens of the DAV field (RFC 4918 §10.1), in order
    // How the octets of a calendar object are read and checked (RFC 4791 §5.3.2.1); the second argument is the largest
    // size, the third the present. COPY and MOVE ask through it, for webdav does not know what a calendar holds.
    Result<access::Incoming> (*read_object)(std::string_view octets, std::uint64_t largest,
                                            base::Instant now) = nullptr;

    void add(std::span<const MethodRow> rows);
    void add(std::span<const ReportRow> rows);
    void add(std::span<const LiveProperty> rows);

    // Null when there is none for that kind.
    const MethodRow* method(std::string_view name, Kind on) const;
    const ReportRow* report(xml::QName name, Kind on) const;
    const LiveProperty* property(xml::QName name, Kind on) const;
    // Of any kind of resource: a name that is live somewhere is never stored as dead elsewhere.
    const LiveProperty* property(xml::QName name) const;
    // "OPTIONS, GET, HEAD, …" for that kind: what works there.
    std::string allow(Kind on) const;
};

// Tokens of the DAV field that webdav's rows make true (RFC 4918 §18, RFC 3744 §7.2 is not claimed: there is no ACL).
inline constexpr std::array<std::string_view, 2> compliance{"1", "3"};

// What webdav brings: RFC 4918, 3253, 3744, 5397, 6578. calendar/tables.h has method_rows(), report_rows() and
// property_rows().
std::span<const MethodRow> method_rows();
std::span<const ReportRow> report_rows();
std::span<const LiveProperty> property_rows();

}  // namespace stafett::caldav::webdav
