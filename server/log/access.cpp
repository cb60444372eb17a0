#include "server/log/access.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "storage/base/percent.h"

namespace stafett::server::log {
namespace {

constexpr std::size_t kToken = 43;        // characters of a subscription link's secret (server/feeds/links.h)
constexpr std::size_t kLongestWord = 32;  // of what is shown where a secret might stand

constexpr int kMostEncodings = 4;  // one within the other; more is no client's, and costs too much to undo

// Decoded as often as it is encoded, in lower case: no spelling of "feeds" may go by. Nothing if that is too often.
std::optional<std::string> plain(std::string_view text) {
    std::string decoded(text);
    for (int i = 0; i <= kMostEncodings; ++i) {
        std::string next;
        bool again = false;
        for (std::size_t at = 0; at < decoded.size(); ++at) {
            const auto octet = base::percent_octet(decoded, at);
            const char c = octet.value_or(decoded[at]);
            if (octet) at += 2;
            again = again || octet;
            next += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
        }
        if (!again) return next;
        decoded = std::move(next);
    }
    return std::nullopt;
}

bool has_only(std::string_view text, bool (*allowed)(char)) { return std::ranges::all_of(text, allowed); }

bool is_token_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

// Whether a word of a token's length stands in it.
bool has_token(std::string_view segment) {
    std::size_t length = 0;
    for (const char c : segment) {
        if (!is_token_character(c) && length == kToken) return true;
        length = is_token_character(c) ? length + 1 : 0;
    }
    return length == kToken;
}

// "sarskolan.ics": the last part of a subscription link, which is no secret. A token has capitals or is longer.
bool is_slug(std::string_view segment) {
    constexpr std::string_view ending = ".ics";
    if (!segment.ends_with(ending) || segment.size() >= kToken) return false;
    segment.remove_suffix(ending.size());
    return has_only(segment, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

// What may be shown of a path depends on whose it is.
enum class Owner { feeds, dav, nobody };

Owner owner_of(std::string_view path) {
    const auto decoded = plain(path);
    if (!decoded || decoded->contains("feeds")) return Owner::feeds;
    const auto first = path.substr(std::min(path.find_first_not_of('/'), path.size()));
    for (std::string_view ours : {"dav", "attachments", ".well-known"})
        if (first.starts_with(ours) && (first.size() == ours.size() || first[ours.size()] == '/')) return Owner::dav;
    return Owner::nobody;  // a misspelt link, for example
}

bool shown(std::string_view segment, Owner owner, bool last) {
    if (segment.empty()) return true;
    switch (owner) {
        case Owner::feeds:
            return segment == "." || segment == ".." || plain(segment) == "feeds" || (last && is_slug(segment));
        case Owner::dav:
            return !has_token(plain(segment).value_or(std::string(kToken, 'x')));
        case Owner::nobody:
            return segment.size() <= kLongestWord;
    }
    return false;
}

void append_masked_path(std::string& out, std::string_view path) {
    const Owner owner = owner_of(path);
    for (;;) {
        const auto slash = path.find('/');
        const auto segment = path.substr(0, slash);
        const bool last = slash == std::string_view::npos;
        out += shown(segment, owner, last) ? segment : "***";
        if (last) return;
        out += '/';
        path.remove_prefix(slash + 1);
    }
}

void append_masked_query(std::string& out, std::string_view query) {
    while (!query.empty()) {
        const auto end = query.find('&');
        const auto pair = query.substr(0, end);
        const auto equals = pair.find('=');
        // A parameter without a name may itself be the secret, and so may a name.
        if (equals == std::string_view::npos || equals > kLongestWord)
            out += "***";
        else
            out.append(pair.substr(0, equals)).append("=***");
        if (end == std::string_view::npos) return;
        out += '&';
        query.remove_prefix(end + 1);
    }
}

std::string_view or_dash(std::string_view text) { return text.empty() ? "-" : text; }

}  // namespace

std::string masked(std::string_view target) {
    const auto mark = target.find('?');
    std::string out;
    append_masked_path(out, target.substr(0, mark));
    if (mark != std::string_view::npos) {
        out += '?';
        append_masked_query(out, target.substr(mark + 1));
    }
    return out;
}

std::string access_line(const Access& access) {
    return fmt::format("id={} peer={} person={} for={} {} {} {} in={} out={} ms={:.1f} steps={}", or_dash(access.id),
                       or_dash(access.peer), or_dash(access.person), or_dash(access.acts_for), or_dash(access.method),
                       or_dash(masked(access.target)), access.status, access.received, access.sent,
                       static_cast<double>(access.took.count()) / 1000.0, access.steps);
}

}  // namespace stafett::server::log
