// Paths, references, queries and the header fields that we read ourselves. The first line is a path, the rest a field's
// value (or a query).
#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "caldav/access/address.h"
#include "caldav/calendar/methods/post_attachment.h"
#include "caldav/http/byte_range.h"
#include "caldav/http/client_address.h"
#include "caldav/http/content_disposition.h"
#include "caldav/http/href.h"
#include "caldav/webdav/conditional.h"
#include "caldav/webdav/if_header.h"
#include "server/accounts/credentials.h"
#include "server/transport/gzip.h"
#include "server/transport/trusted_proxies.h"
#include "tests/fuzz/claim.h"

namespace http = stafett::caldav::http;
namespace transport = stafett::server::transport;
namespace webdav = stafett::caldav::webdav;
using stafett::fuzz::claim;

namespace {

void read_path(std::string_view path) {
    (void)http::parse_reference(path);
    using stafett::caldav::access::parse_path;
    if (const auto address = parse_path(path)) {
        const auto named = parse_path(address->href.text());
        claim(named && named->shape == address->shape && named->principal == address->principal &&
                  named->calendar == address->calendar && named->object == address->object,
              "an address is found by its own href");
    }
    const auto segments = http::split_path(path);
    if (!segments) return;
    std::string again;
    for (const std::string& segment : *segments) {
        claim(segment != "." && segment != ".." && segment.find('/') == std::string::npos, "a name is one segment");
        claim(http::valid_utf8(segment), "a name is UTF-8");
        claim(http::decode_segment(http::encode_segment(segment)) == segment, "a segment is read back as written");
        again += "/" + http::encode_segment(segment);
    }
    claim(http::split_path(again.empty() ? "/" : again) == segments, "a path is read back as written");
}

void read_range(const std::string& value) {
    using Kind = http::ByteRange::Kind;
    for (const std::uint64_t size : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{1'000}, UINT64_MAX}) {
        const http::ByteRange range = http::byte_range(value, size);
        switch (range.kind) {
            case Kind::whole:
                claim(range.first == 0 && range.length == size, "the whole is the whole");
                break;
            case Kind::unsatisfiable:
                claim(range.length == 0, "what cannot be had is nothing");
                break;
            case Kind::part: {
                claim(range.length > 0 && range.first < size && range.length <= size - range.first,
                      "a part lies inside the whole");
                const std::string plain =
                    "bytes=" + std::to_string(range.first) + '-' + std::to_string(range.first + (range.length - 1));
                const http::ByteRange again = http::byte_range(plain, size);
                claim(again.kind == Kind::part && again.first == range.first && again.length == range.length,
                      "a part is read back as written");
            }
        }
    }
}

void read_file_name(const std::string& value) {
    const std::string name = http::file_name_in(value);
    claim(http::valid_utf8(name) && name.size() <= 200, "a file's name is short UTF-8");
    claim(std::ranges::none_of(name, [](char c) { return (c >= 0 && c < 0x20) || c == 0x7f || c == '/' || c == '\\'; }),
          "a file's name has no folders and control characters");
    constexpr std::string_view ends = " .";
    claim(name.empty() || (!ends.contains(name.front()) && !ends.contains(name.back())),
          "a file's name has no blanks and dots at its ends");
    const std::string field = http::as_download(name);
    claim(std::ranges::all_of(field, [](char c) { return c >= 0x20 && c < 0x7f; }), "the field is ASCII");
    claim(http::file_name_in(field) == name, "a file's name is read back as written");
}

void read_query(const std::string& value) {
    using namespace stafett::caldav::calendar::methods;
    const auto query = read_attachment_query(value);
    if (!query) return;
    claim(query->managed_id.empty() == (query->action == AttachmentAction::add), "all but add name the attachment");
    claim(query->rids.empty() || query->action != AttachmentAction::update, "an update is of every part");
    constexpr std::array names{"add", "update", "remove"};
    std::string again = "action=attachment-" + std::string(names.at(static_cast<std::size_t>(query->action)));
    // Every octet encoded: encode_segment() leaves '&' as it is.
    const auto append = [&](std::string_view text) {
        constexpr std::string_view hex = "0123456789ABCDEF";
        for (const char c : text)
            again += {'%', hex[static_cast<unsigned char>(c) >> 4U], hex[static_cast<unsigned char>(c) & 15U]};
    };
    for (const std::string& rid : query->rids) {
        claim(!rid.empty() && rid.size() <= 64, "a rid is a short one");
        again += &rid == &query->rids.front() ? "&rid=" : ",";
        append(rid);
    }
    if (!query->managed_id.empty()) again += "&managed-id=";
    append(query->managed_id.text());
    const auto read = read_attachment_query(again);
    claim(read && read->action == query->action && read->rids == query->rids && read->managed_id == query->managed_id,
          "a query is read back as written");
}

// The address in 16 octets, an IPv4 one as IPv6.
std::optional<in6_addr> octets_of(std::string text) {
    text = text.substr(0, text.find('%'));
    in6_addr octets{};
    if (::inet_pton(AF_INET6, text.c_str(), &octets) == 1) return octets;
    if (::inet_pton(AF_INET6, ("::ffff:" + text).c_str(), &octets) == 1) return octets;
    return std::nullopt;
}

// Whether `address` stands in the field, with a port or without.
bool names(std::string_view field, const std::string& address) {
    const auto wanted = octets_of(address);
    if (!wanted) return false;
    const auto is_wanted = [&](std::string_view text) {
        const auto found = octets_of(std::string(text));
        return found && IN6_ARE_ADDR_EQUAL(&*found, &*wanted);
    };
    while (!field.empty()) {
        const std::size_t end = std::min(field.find_first_of(" \t,;=\"[]"), field.size());
        const std::string_view piece = field.substr(0, end);
        if (is_wanted(piece) || is_wanted(piece.substr(0, piece.find(':')))) return true;
        field.remove_prefix(std::min(end + 1, field.size()));
    }
    return false;
}

void read_forwarded(const std::string& value) {
    const transport::Surroundings direct{.tls = false, .peer = "10.0.0.1", .local = "10.0.0.2:80"};
    const std::vector<std::string> ours{"10.0.0.0/8", "fd00::/8"};
    for (const auto kind : {transport::ProxyField::x_forwarded, transport::ProxyField::forwarded}) {
        const bool standard = kind == transport::ProxyField::forwarded;
        const std::string name = standard ? "Forwarded" : "X-Forwarded-For";
        const transport::TrustedProxies proxies(ours, kind);
        http::Fields fields;
        fields.add(name, value);
        if (!standard) fields.add("X-Forwarded-Proto", value);
        const std::string found = proxies.client_of(fields, direct).peer;
        claim(found == direct.peer || names(value, found), "a client is one that the field names, or the peer");
        const auto untrusted = transport::TrustedProxies({"192.0.2.0/24"}, kind).client_of(fields, direct);
        claim(untrusted.peer == direct.peer && !untrusted.tls, "who is not trusted is not believed");
        // What our proxy adds behind the client's own field.
        fields.add(name, standard ? "for=203.0.113.7;proto=http" : "203.0.113.7");
        if (!standard) fields.add("X-Forwarded-Proto", "http");
        const auto told = proxies.client_of(fields, direct);
        claim(told.peer == "203.0.113.7" && !told.tls, "a client cannot talk over the proxy");
    }
    if (transport::TrustedProxies::is_network(value))
        claim(transport::TrustedProxies({value}, {}).trusts(value.substr(0, value.find('/'))),
              "a network holds the address that it is written with");
}

void read_address(const std::string& value) {
    const std::string group = http::address_group(value);
    claim(http::address_group(group) == group, "a group is its own group");
    in6_addr six{};
    if (::inet_pton(AF_INET6, value.c_str(), &six) != 1 || IN6_IS_ADDR_LOOPBACK(&six) || IN6_IS_ADDR_V4MAPPED(&six))
        return;
    six.s6_addr[8] = six.s6_addr[8] == 1 ? 2 : 1;  // neither the loopback nor an IPv4 address
    std::array<char, INET6_ADDRSTRLEN> neighbour{};
    ::inet_ntop(AF_INET6, &six, neighbour.data(), neighbour.size());
    claim(http::address_group(neighbour.data()) == group, "who shares a network shares a group");
}

void read_fields(const std::string& value) {
    http::RequestHead head;
    for (const char* name :
         {"If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since", "Prefer", "Depth", "Brief"})
        head.fields.add(name, value);
    const webdav::Conditions conditions(head);
    (void)conditions.check(std::nullopt);
    (void)webdav::IfHeader::parse(value);
    if (const auto date = webdav::parse_http_date(value))
        claim(webdav::parse_http_date(webdav::http_date(*date)) == date, "a date is read back as written");
    (void)stafett::server::accounts::parse_basic(value);
    (void)stafett::server::accounts::login_meant(value);
    const std::string login = stafett::server::accounts::normal_login(value);
    claim(stafett::server::accounts::normal_login(login) == login, "a login's normal form is normal");
    (void)transport::accepts_gzip(value);
    (void)webdav::read_preferences(head);
    (void)webdav::read_depth(head, webdav::Depth::zero);
    read_range(value);
    read_file_name(value);
    read_query(value);
    read_forwarded(value);
    read_address(value);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = stafett::fuzz::text_of(data, size);
    const std::size_t end = std::min(text.find('\n'), text.size());
    read_path(text.substr(0, end));
    read_fields(std::string(text.substr(std::min(end + 1, text.size()))));
    return 0;
}
