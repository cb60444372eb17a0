#include "server/feeds/feeds.h"

#include <algorithm>
#include <memory>
#include <string>

#include "server/feeds/content.h"
#include "server/transport/gzip.h"
#include "storage/base/digest.h"

namespace stafett::server::feeds {
namespace {

using caldav::http::RequestHead;
using caldav::http::Response;

constexpr std::string_view kPrefix = "/feeds/";
constexpr std::string_view kSuffix = ".ics";
constexpr std::size_t kLongestToken = 100;
constexpr std::string_view kRetryAfter = "60";

// A finished feed, in both codings.
struct ReadyFeed final : caldav::access::ReadyAnswer {
    std::string slug;
    std::shared_ptr<const std::string> plain;
    std::shared_ptr<const std::string> gzip;
    std::string etag;       // opaque-tag of `plain`, without quotes
    std::string gzip_etag;  // each coding has its own (clients.md: one tag for two codings breaks clients)
};
using ReadyFeedPtr = std::shared_ptr<const ReadyFeed>;

struct Link {
    base::Digest token;
    std::string_view slug;
};

// The path "/feeds/TOKEN/SLUG.ics".
std::optional<Link> link_in(std::string_view path) {
    if (!path.starts_with(kPrefix) || !path.ends_with(kSuffix)) return std::nullopt;
    path.remove_prefix(kPrefix.size());
    path.remove_suffix(kSuffix.size());
    const std::size_t slash = path.find('/');
    if (slash == std::string_view::npos || slash == 0 || slash > kLongestToken) return std::nullopt;
    return Link{base::digest(path.substr(0, slash)), path.substr(slash + 1)};
}

// What every answer says, errors too: not for search engines, and for nobody between us and the reader.
void add_common_fields(Response& response) {
    response.fields.set("X-Robots-Tag", "noindex, nofollow");
    response.fields.set("X-Content-Type-Options", "nosniff");
    response.fields.set("Referrer-Policy", "no-referrer");
    response.fields.set("Cache-Control", "private, no-cache");
}

Response refusal(unsigned status, std::string text) {
    Response response = caldav::http::text_response(status, std::move(text));
    add_common_fields(response);
    return response;
}

// One answer for what is unknown, revoked or not hers any more: a link says nothing about what it once was.
Response not_found() { return refusal(404, "Kalenderlänken finns inte. / There is no such calendar link.\n"); }

Response failure(const storage::Error& error) {
    switch (error.fault) {
        case storage::Fault::busy:
        case storage::Fault::unavailable:
        case storage::Fault::quota:
        case storage::Fault::corrupt: {
            Response response = refusal(503, "The calendar cannot be read right now.\n");
            response.fields.set("Retry-After", std::string(kRetryAfter));
            return response;
        }
        case storage::Fault::not_found:
        case storage::Fault::exists:
        case storage::Fault::stale:
        case storage::Fault::uid_in_use:
            break;
    }
    return refusal(500, "The calendar cannot be read.\n");
}

// RFC 9110 §13.1.2: weak comparison, any of the list.
bool matches(std::string_view if_none_match, std::string_view etag) {
    if (if_none_match == "*") return true;
    const std::string quoted = '"' + std::string(etag) + '"';
    for (std::size_t at = if_none_match.find(quoted); at != std::string_view::npos;
         at = if_none_match.find(quoted, at + 1)) {
        const std::string_view before = if_none_match.substr(0, at);
        if (before.empty() || before.ends_with("W/") || before.ends_with(' ') || before.ends_with(',') ||
            before.ends_with('\t'))
            return true;
    }
    return false;
}

Response answer_with(const ReadyFeed& feed, const RequestHead& head) {
    const bool gzip = transport::accepts_gzip(head.fields.joined("Accept-Encoding"));
    const std::string& etag = gzip ? feed.gzip_etag : feed.etag;
    Response response;
    add_common_fields(response);
    response.fields.set("ETag", '"' + etag + '"');
    response.fields.set("Vary", "Accept-Encoding");
    if (matches(head.fields.joined("If-None-Match"), etag)) {
        response.status = 304;
        return response;
    }
    response.fields.set("Content-Type", "text/calendar; charset=utf-8");
    response.fields.set("Content-Disposition", "inline; filename=\"" + feed.slug + ".ics\"");
    if (gzip) response.fields.set("Content-Encoding", "gzip");
    response.body = gzip ? feed.gzip : feed.plain;
    return response;
}

ReadyFeedPtr made_ready(const model::Feed& feed, Content content) {
    auto ready = std::make_shared<ReadyFeed>();
    ready->slug = feed.slug;
    ready->etag = base::to_hex(base::digest(content.text)).substr(0, 32);
    ready->gzip_etag = ready->etag + "-gzip";
    std::string packed;
    transport::Gzip().add(content.text, true, packed);
    ready->gzip = std::make_shared<const std::string>(std::move(packed));
    ready->plain = std::make_shared<const std::string>(std::move(content.text));
    ready->calendars = std::move(content.calendars);
    ready->from = content.from;
    ready->until = content.until;
    return ready;
}

// Null: no such link, or no right to it.
storage::Result<ReadyFeedPtr> make(storage::Store& store, const Link& link, base::Instant now,
                                   scheduling::ical::ObjectCache& parsed) {
    TRY_ASSIGN(const auto snapshot, store.snapshot());
    TRY_ASSIGN(const auto feed, snapshot->feeds().by_token(link.token));
    if (!feed || feed->revoked || feed->slug != link.slug) return ReadyFeedPtr();
    TRY_ASSIGN(auto content, content_of(*snapshot, *feed, now, parsed));
    if (!content) return ReadyFeedPtr();
    return made_ready(*feed, *std::move(content));
}

std::string key_of(const Link& link) { return "feed\n" + base::to_hex(link.token); }

bool reads(const RequestHead& head) { return head.method == "GET" || head.method == "HEAD"; }

}  // namespace

Feeds::Feeds(storage::Store& store, const base::Clock& clock, caldav::access::ReadyAnswers& ready,
             std::shared_ptr<scheduling::ical::ObjectCache> parsed)
    : store_(store), clock_(clock), ready_(ready), parsed_(std::move(parsed)) {}

bool Feeds::owns(std::string_view path) { return path.starts_with(kPrefix); }

std::optional<Response> Feeds::probe(const RequestHead& head) {
    const std::optional<Link> link = reads(head) ? link_in(head.path()) : std::nullopt;
    if (!link) return std::nullopt;
    const auto feed = std::static_pointer_cast<const ReadyFeed>(ready_.find(key_of(*link), clock_.now()));
    if (!feed || feed->slug != link->slug) return std::nullopt;
    return answer_with(*feed, head);
}

Response Feeds::answer(const RequestHead& head) {
    if (!reads(head)) {
        Response response = refusal(405, "Kalenderlänken går bara att läsa. / A calendar link can only be read.\n");
        response.fields.set("Allow", "GET, HEAD");
        return response;
    }
    if (std::optional<Response> ready = probe(head)) return *std::move(ready);
    const std::optional<Link> link = link_in(head.path());
    if (!link) return not_found();
    const auto mark = ready_.mark();
    const storage::Result<ReadyFeedPtr> feed = make(store_, *link, clock_.now(), *parsed_);
    if (!feed) return failure(feed.error());
    if (*feed == nullptr) return not_found();
    ready_.keep(key_of(*link), *feed, (*feed)->plain->size() + (*feed)->gzip->size() + sizeof(ReadyFeed), mark);
    return answer_with(**feed, head);
}

}  // namespace stafett::server::feeds
