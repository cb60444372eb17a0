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

std::optional<Address> calendars_below(const std::vector<std::string>& segments) {
    if (segments.size() == 2) return calendars_address();
    if (segments.size() > 5 || !model::valid_id(segments[2])) return std::nullopt;
    Address address = home_address(model::PrincipalId(segments[2]));
    if (segments.size() > 3) {
        if (segments[3].size() > kLongestName) return std::nullopt;
        address = address.member(model::CalendarName(segments[3]));
    }
    if (segments.size() > 4) {
        if (segments[4].size() > kLongestName) return std::nullopt;
        address = address.member(model::ObjectName(segments[4]));
    }
    return address;
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

Address home_address(const model::PrincipalId& id) {
    Address address = of(Address::Shape::home, "/dav/calendars/" + id.text() + '/');
    address.principal = id;
    return address;
}

Address Address::home() const { return home_address(principal); }

Address Address::collection() const { return home().member(calendar); }

Address Address::member(const model::CalendarName& name) const {
    Address address = home();
    address.shape = Shape::collection;
    address.calendar = name;
    address.href = Href(address.href.text() + http::encode_segment(name.text()) + '/');
    return address;
}

Address Address::member(const model::ObjectName& name) const {
    Address address = collection();
    address.shape = Shape::object;
    address.object = name;
    address.href = Href(address.href.text() + http::encode_segment(name.text()));
    return address;
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
