#include "caldav/routing/ready.h"

#include <algorithm>
#include <array>
#include <variant>

#include "caldav/access/address.h"
#include "caldav/webdav/conditional.h"
#include "storage/base/digest.h"

namespace stafett::caldav::routing {
namespace {

using access::Address;

constexpr std::size_t kLongestQuestion = 16uz * 1024;  // octets of a PROPFIND's body
constexpr std::size_t kLongestPoll = 64uz * 1024;      // octets of a multistatus that is kept: what is made at once
constexpr std::size_t kAboutOnePiece = 64uz * 1024;
constexpr std::size_t kLeastToCompress =
    16uz * 1024;  // compressing is a worker's, and the hop costs more than it saves

// A body that was begun to be pulled and turned out too long to keep: what was pulled, then the rest.
class Begun final : public http::PullSource {
  public:
    Begun(std::string begin, std::unique_ptr<http::PullSource> rest)
        : begin_(std::move(begin)), rest_(std::move(rest)) {}

    More fill(std::string& out, std::size_t about) override {
        if (begin_.empty()) return rest_->fill(out, about);
        out += std::exchange(begin_, {});
        return More::yes;
    }

  private:
    std::string begin_;
    std::unique_ptr<http::PullSource> rest_;
};

struct Kept final : access::ReadyAnswer {
    unsigned status = 200;
    http::Fields fields;
    std::shared_ptr<const std::string> body;  // null: only that the ETag is this is known
};

bool gets(const http::RequestHead& head) { return head.method == "GET" || head.method == "HEAD"; }

// Whether no field asks for something else than the plain answer. If-None-Match is a question to GET and a condition to
// others.
bool is_plain(const http::RequestHead& head) {
    constexpr std::array<std::string_view, 6> other{"If",    "If-Match", "If-Unmodified-Since", "If-Modified-Since",
                                                    "Range", "Expect"};
    return std::ranges::none_of(other, [&](std::string_view name) { return head.fields.has(name); }) &&
           (gets(head) || !head.fields.has("If-None-Match"));
}

// A poll: PROPFIND of a calendar or home, or what has changed in a calendar since a token.
bool is_poll(const http::RequestHead& head, Address::Shape shape) {
    if (head.method == "REPORT") return shape == Address::Shape::collection;
    const auto depth = head.fields.find("Depth");
    if (!depth) return false;
    return (*depth == "0" && (shape == Address::Shape::collection || shape == Address::Shape::home)) ||
           (*depth == "1" && shape == Address::Shape::home);
}

bool is_kept(const http::Response& response) {
    return response.status == 200 || response.status == 207 || (response.status == 304 && response.fields.has("ETag"));
}

// What failed on the way may go well the next time.
bool tells_of_failure(std::string_view multistatus) { return multistatus.contains("HTTP/1.1 5"); }

// The whole body, if it is short enough: a pulled one is pulled as far as that takes.
std::shared_ptr<const std::string> whole_body(http::Response& response, std::size_t longest) {
    if (auto* text = std::get_if<std::string>(&response.body))
        response.body = std::make_shared<const std::string>(std::move(*text));
    if (auto* source = std::get_if<std::unique_ptr<http::PullSource>>(&response.body); source && *source) {
        std::string text;
        auto more = http::PullSource::More::yes;
        while (more == http::PullSource::More::yes && text.size() <= longest)
            more = (*source)->fill(text, kAboutOnePiece);
        if (more == http::PullSource::More::yes) {
            response.body = std::make_unique<Begun>(std::move(text), std::move(*source));
            return nullptr;
        }
        response.body = std::make_shared<const std::string>(std::move(text));
    }
    auto* shared = std::get_if<std::shared_ptr<const std::string>>(&response.body);
    return shared && *shared && (*shared)->size() <= longest ? *shared : nullptr;
}

}  // namespace

bool may_be_ready(const http::RequestHead& head) {
    if ((!gets(head) && head.method != "PROPFIND" && head.method != "REPORT") || !is_plain(head)) return false;
    const auto address = access::parse_path(head.path());
    if (!address) return false;
    return gets(head) ? address->shape == Address::Shape::collection : is_poll(head, address->shape);
}

std::optional<std::string> ready_key(const http::RequestHead& head, std::string_view body, const model::Actor& actor) {
    if (!may_be_ready(head) || body.size() > kLongestQuestion || (gets(head) && !body.empty())) return std::nullopt;
    // Other reports come once: their answers would only push out those that are asked for again.
    if (head.method == "REPORT" && !body.contains("sync-collection")) return std::nullopt;
    std::string key = "dav\n";
    const auto add = [&](std::string_view part) { key.append(part).append("\n"); };
    add(gets(head) ? "GET" : head.method);
    add(head.target);
    add(head.origin);
    add(actor.person().text());
    add(actor.acts_for().text());
    add(actor.admin() ? "admin" : "");
    if (gets(head)) return key;
    add(head.fields.find("Depth").value_or(""));
    add(head.fields.joined("Prefer"));
    add(head.fields.joined("Brief"));
    add(base::to_hex(base::digest(body)));
    return key;
}

std::optional<http::Response> find_ready(access::ReadyAnswers& ready, const std::string& key,
                                         const http::RequestHead& head, base::Instant now) {
    const auto found = std::static_pointer_cast<const Kept>(ready.find(key, now));
    if (!found) return std::nullopt;
    http::Response response;
    response.fields = found->fields;
    if (gets(head)) {
        webdav::Validators state;
        const std::string_view tag = found->fields.find("ETag").value_or("");
        const auto open = tag.find('"');
        state.etag = model::Etag(tag.substr(open + 1, tag.size() - open - 2));
        const auto unchanged = webdav::Conditions(head).not_modified(state);
        if (!unchanged || (!*unchanged && !found->body)) return std::nullopt;
        if (*unchanged) {
            response.status = 304;
            return response;
        }
    }
    response.status = found->status;
    response.may_compress = found->status == 207 && found->body->size() >= kLeastToCompress;
    response.body = found->body;
    return response;
}

http::Response keep_ready(access::ReadyAnswers& ready, const std::string& key, const ReadyPlace& place,
                          http::Response response) {
    if (!is_kept(response)) return response;
    auto kept = std::make_shared<Kept>();
    if (place.calendar)
        kept->calendars.push_back(*place.calendar);
    else
        kept->of_everything = true;
    kept->from = place.from;
    kept->until = place.until;
    if (response.status == 207) {
        kept->body = whole_body(response, std::min(kLongestPoll, ready.largest()));
        if (!kept->body || tells_of_failure(*kept->body)) return response;
    } else if (auto* shared = std::get_if<std::shared_ptr<const std::string>>(&response.body);
               shared && *shared && (*shared)->size() <= ready.largest() / 2) {
        kept->body = *shared;
    }
    kept->status = response.status;
    kept->fields = response.fields;
    std::size_t octets = kept->body ? kept->body->size() : 0;
    for (const auto& [name, value] : kept->fields) octets += name.size() + value.size() + 64;
    ready.keep(key, std::move(kept), octets + sizeof(Kept), place.mark);
    return response;
}

}  // namespace stafett::caldav::routing
