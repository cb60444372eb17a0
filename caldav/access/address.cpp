#include "caldav/access/address.h"

#include <array>
#include <string>
#include <utility>
#include <vector>

namespace stafett::caldav::access {
namespace {

using model::PrincipalKind;
constexpr std::size_t kLongestName = 255;

constexpr std::array<std::pair<PrincipalKind, std::string_view>, 4> kCollections{
    {{PrincipalKind::person, "users"},
     {PrincipalKind::network, "networks"},
     {PrincipalKind::municipality, "municipalities"},
     {PrincipalKind::role, "roles"}}};

std::string_view segment_of(PrincipalKind kind) {
    for (const auto& [known, segment] : kCollections)
        if (known == kind) return segment;
    return {};
}

Address of(Address::Shape shape, std::string href) {
    Address address;
    address.shape = shape;
    address.href = Href(std::move(href));
    return address;
}

std::optional<Address> principals_below(const std::vector<std::string>& segments) {
    if (segments.size() == 2) return principals_address();
    for (const auto& [kind, segment] : kCollections) {
        if (segments[2] != segment) continue;
        if (segments.size() == 3) return principal_collection_address(kind);
        if (segments.size() == 4 && model::valid_id(segments[3]))
            return principal_address(kind, model::PrincipalId(segments[3]));
    }
    return std::nullopt;
}

// Its href is put together of what it names.
Address below_calendars(Address::Shape shape, const model::PrincipalId& home, const model::CalendarName& calendar,
                        const model::ObjectName& object) {
    Address address;
    address.shape = shape;
    address.principal = home;
    std::string href = "/dav/calendars/" + home.text() + '/';
    if (shape != Address::Shape::home) {
        address.calendar = calendar;
        http::append_encoded_segment(href, calendar.text());
        href += '/';
    }
    if (shape == Address::Shape::object) {
        address.object = object;
        http::append_encoded_segment(href, object.text());
    }
    address.href = Href(std::move(href));
    return address;
}

std::optional<Address> calendars_below(const std::vector<std::string>& segments) {
    if (segments.size() == 2) return calendars_address();
    if (segments.size() > 5 || !model::valid_id(segments[2])) return std::nullopt;
    const bool in_calendar = segments.size() > 3;
    const bool in_object = segments.size() > 4;
    if (in_calendar && segments[3].size() > kLongestName) return std::nullopt;
    if (in_object && segments[4].size() > kLongestName) return std::nullopt;
    return below_calendars(in_object     ? Address::Shape::object
                           : in_calendar ? Address::Shape::collection
                                         : Address::Shape::home,
                           model::PrincipalId(segments[2]), model::CalendarName(in_calendar ? segments[3] : ""),
                           model::ObjectName(in_object ? segments[4] : ""));
}

}  // namespace

Address root_address() { return of(Address::Shape::root, "/dav/"); }
Address principals_address() { return of(Address::Shape::principals, "/dav/principals/"); }
Address calendars_address() { return of(Address::Shape::calendars, "/dav/calendars/"); }

Address principal_collection_address(PrincipalKind kind) {
    Address address =
        of(Address::Shape::principal_collection, "/dav/principals/" + std::string(segment_of(kind)) + '/');
    address.kind = kind;
    return address;
}

Address principal_address(PrincipalKind kind, const model::PrincipalId& id) {
    Address address = principal_collection_address(kind);
    address.shape = Address::Shape::principal;
    address.principal = id;
    address.href = Href(address.href.text() + id.text() + '/');
    return address;
}

Address home_address(const model::PrincipalId& id) { return below_calendars(Address::Shape::home, id, {}, {}); }

Address Address::home() const { return home_address(principal); }

Address Address::collection() const { return below_calendars(Shape::collection, principal, calendar, {}); }

Address Address::member(const model::CalendarName& name) const {
    return below_calendars(Shape::collection, principal, name, {});
}

Address Address::member(const model::ObjectName& name) const {
    return below_calendars(Shape::object, principal, calendar, name);
}

std::optional<Address> parse_path(std::string_view path) {
    const auto segments = http::split_path(path);
    if (!segments) return std::nullopt;
    const auto is = [&](std::size_t i, std::string_view text) {
        return segments->size() > i && (*segments)[i] == text;
    };
    // What clients try before they have found out where DAV lives; answered as the root, under the path they asked.
    const bool alias = segments->empty() || (segments->size() == 1 && is(0, "principals")) ||
                       (segments->size() == 2 && is(0, "remote.php") && is(1, "dav")) ||
                       (segments->size() == 4 && is(0, "calendar") && is(1, "dav") && is(3, "user"));
    if (alias) return of(Address::Shape::root, std::string(path));
    if (!is(0, "dav")) return std::nullopt;
    if (segments->size() == 1) return root_address();
    if (is(1, "principals")) return principals_below(*segments);
    if (is(1, "calendars")) return calendars_below(*segments);
    return std::nullopt;
}

std::optional<Address> parse_href(std::string_view href) {
    const auto reference = http::parse_reference(href);
    return reference ? parse_path(reference->path) : std::nullopt;
}

}  // namespace stafett::caldav::access
