// HTTP/1.1 as it comes from a socket: the same requests in however many pieces, heads that follow the grammar, and
// beyond it what becomes part of our own URLs.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "server/transport/head_rules.h"
#include "server/transport/request_reader.h"
#include "tests/fuzz/claim.h"

namespace transport = stafett::server::transport;
using stafett::fuzz::claim;

namespace {

struct Received {
    transport::ReceivedHead head;
    std::string body;
};

struct Limits {
    std::size_t target, head;
};
constexpr Limits kWide{.target = 1U << 16U, .head = 1U << 16U};  // more than any input
constexpr Limits kNarrow{.target = 40, .head = 120};

// The whole requests in `octets`, which arrive in pieces of `step`; up to a refusal.
std::vector<Received> read(std::string_view octets, std::size_t step, const Limits& limits) {
    transport::RequestReader reader(limits.target, limits.head);
    std::vector<Received> requests;
    std::optional<transport::ReceivedHead> head;
    std::optional<std::string> seen;  // of the body, before it was read
    std::string body;
    while (true) {
        if (!head) {
            auto got = reader.read_head();
            if (!got) return requests;
            head = *std::move(got);
            if (head && head->has_body) seen = reader.received_body(head->content_length);
        }
        if (head) {
            const auto complete = reader.read_body(body);
            if (!complete) return requests;
            if (*complete) {
                claim(!seen || *seen == body, "a body that is here is the one that is read");
                claim(!head->content_length || *head->content_length == body.size(), "a body is as long as it says");
                requests.push_back({*std::move(head), std::move(body)});
                head.reset();
                seen.reset();
                body.clear();
                reader.next();
                continue;
            }
        }
        if (octets.empty()) return requests;
        reader.input() += octets.substr(0, step);
        octets.remove_prefix(std::min(step, octets.size()));
    }
}

// RFC 9110 §5.6.2.
bool is_token(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               std::string_view("!#$%&'*+-.^_`|~").contains(c);
    });
}

bool is_control(char c) { return (c >= 0 && c < 0x20) || c == 0x7f; }

// RFC 9110 §5.5.
bool is_field_value(std::string_view text) {
    if (!text.empty() &&
        (std::string_view(" \t").contains(text.front()) || std::string_view(" \t").contains(text.back())))
        return false;
    return std::ranges::none_of(text, [](char c) { return is_control(c) && c != '\t'; });
}

void check_grammar(const transport::ReceivedHead& head) {
    claim(is_token(head.method), "a method is a token");
    claim(!head.target.empty() && std::ranges::none_of(head.target, [](char c) { return is_control(c) || c == ' '; }),
          "a target has no blanks and control characters");
    for (const auto& [name, value] : head.fields) {
        claim(is_token(name), "a field's name is a token");
        claim(is_field_value(value), "a field's value is one line");
    }
    const bool chunked = head.fields.has("Transfer-Encoding");
    claim(head.content_length.has_value() == head.fields.has("Content-Length"), "a length is what its field says");
    claim(!chunked || (head.http11 && !head.content_length), "a body has one length");
    claim(head.has_body == (chunked || head.content_length.value_or(0) > 0), "a body has a length");
}

void check_rules(const transport::ReceivedHead& received) {
    const transport::Surroundings around{.tls = true, .peer = "192.0.2.7", .local = "192.0.2.1:8443"};
    const auto head = transport::check_head(received, around, "id");
    if (!head) return;
    claim(head->target.starts_with('/'), "a target is in origin form");
    claim(head->origin.starts_with("https://"), "an origin has a scheme");
    const std::string authority = head->origin.substr(8);
    claim(!authority.empty() && std::ranges::all_of(authority,
                                                    [](char c) {
                                                        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                                                               (c >= 'A' && c <= 'Z') ||
                                                               std::string_view("-._:[]").contains(c);
                                                    }),
          "an origin is scheme, host and port");
    transport::ReceivedHead plain = received;
    plain.target = head->target;
    plain.fields.set("Host", authority);
    const auto again = transport::check_head(plain, around, "id");
    claim(again && again->target == head->target && again->origin == head->origin, "origin form and Host say the same");
}

bool same(const Received& a, const Received& b) {
    return a.head.method == b.head.method && a.head.target == b.head.target && a.head.http11 == b.head.http11 &&
           a.head.keep_alive == b.head.keep_alive && a.head.content_length == b.head.content_length &&
           std::ranges::equal(a.head.fields, b.head.fields) && a.body == b.body;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view octets = stafett::fuzz::text_of(data, size);
    const std::vector<Received> requests = read(octets, std::max<std::size_t>(size, 1), kWide);
    claim(std::ranges::equal(requests, read(octets, 1 + size % 5, kWide), same), "pieces make the same requests");
    const std::vector<Received> narrow = read(octets, std::max<std::size_t>(size, 1), kNarrow);
    claim(
        narrow.size() <= requests.size() && std::ranges::equal(narrow, std::span(requests).first(narrow.size()), same),
        "limits refuse and change nothing else");
    for (const Received& request : narrow) claim(request.head.target.size() <= 40, "a long target is refused");
    for (const Received& request : requests) {
        check_grammar(request.head);
        check_rules(request.head);
    }
    return 0;
}
