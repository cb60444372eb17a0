#include "server/transport/response_head.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string_view>

namespace stafett::server::transport {
namespace {

bool same_name(std::string_view a, std::string_view b) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return std::ranges::equal(a, b, {}, lower, lower);
}

bool is_ours(std::string_view name) {
    static constexpr std::array<std::string_view, 5> ours{"Content-Length", "Transfer-Encoding", "Connection",
                                                          "Keep-Alive", "Date"};
    return std::ranges::any_of(ours, [&](std::string_view one) { return same_name(one, name); });
}

// RFC 6797 §6.1. A year: a browser that opens a page here once a year stays within it, and nothing is locked out by it,
// for without TLS this server listens on loopback only. Hosts below this one are not ours to speak for.
constexpr std::string_view strict_transport = "max-age=31536000";

bool is_token_character(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view("!#$%&'*+-.^_`|~").contains(c);
}

// RFC 9110 §5.5: visible characters, blanks, and octets above ASCII.
bool is_value_character(char c) {
    const auto octet = static_cast<unsigned char>(c);
    return octet == '\t' || (octet >= 0x20 && octet != 0x7f);
}

void append_field(std::string& out, std::string_view name, std::string_view value) {
    if (name.empty() || !std::ranges::all_of(name, is_token_character))
        throw std::invalid_argument("a response field's name is not a token");
    if (!std::ranges::all_of(value, is_value_character))
        throw std::invalid_argument(fmt::format("the response field {} has a control character in its value", name));
    out.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace

std::string http_date(std::chrono::sys_seconds instant) {
    static constexpr std::array<const char*, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array<const char*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = std::chrono::floor<std::chrono::days>(instant);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss time(instant - day);
    return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", days[std::chrono::weekday(day).c_encoding()],
                       static_cast<unsigned>(date.day()), months[static_cast<unsigned>(date.month()) - 1],
                       static_cast<int>(date.year()), time.hours().count(), time.minutes().count(),
                       time.seconds().count());
}

std::string format_head(unsigned status, const caldav::http::Fields& fields, const HeadShape& shape) {
    std::string out = fmt::format("HTTP/1.1 {} {}\r\n", status, caldav::http::reason(status));
    append_field(out, "Date", http_date(shape.date));
    for (const auto& [name, value] : fields)
        if (!is_ours(name)) append_field(out, name, value);
    // No answer is to be taken for something else than its Content-Type says (Fetch standard,
    // "X-Content-Type-Options").
    if (!fields.has("X-Content-Type-Options")) append_field(out, "X-Content-Type-Options", "nosniff");
    if (shape.strict_transport) append_field(out, "Strict-Transport-Security", strict_transport);
    switch (shape.framing) {
        case Framing::length:
            append_field(out, "Content-Length", std::to_string(shape.length));
            break;
        case Framing::chunked:
            append_field(out, "Transfer-Encoding", "chunked");
            break;
        case Framing::no_body:
        case Framing::until_close:
            break;
    }
    if (shape.close) append_field(out, "Connection", "close");
    out += "\r\n";
    return out;
}

}  // namespace stafett::server::transport
