#include "caldav/routing/attachments.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "caldav/http/byte_range.h"
#include "caldav/http/content_disposition.h"
#include "caldav/webdav/conditional.h"
#include "caldav/webdav/multistatus.h"

namespace stafett::caldav::routing {
namespace {

// The pieces of a file one by one, each with rights and state of its moment.
class FileSource final : public http::PullSource {
  public:
    FileSource(access::GuardedStore store, model::ManagedId id, std::uint64_t first, std::uint64_t length)
        : store_(std::move(store)), id_(std::move(id)), at_(first), left_(length), length_(length) {}

    std::optional<std::uint64_t> length() const override { return length_; }

    More fill(std::string& out, std::size_t) override {
        if (left_ == 0) return More::no;
        const auto piece = next_piece();
        // The length is promised: a right that has ended, or a damaged store, can only break the answer off.
        if (!piece) throw std::runtime_error(piece.error().log_detail);
        const std::uint64_t skipped = at_ % model::kAttachmentPiece;
        const auto part = std::string_view(*piece).substr(std::min<std::uint64_t>(skipped, piece->size()), left_);
        if (part.empty()) throw std::runtime_error("a piece is shorter than it should be");
        out += part;
        at_ += part.size();
        left_ -= part.size();
        return left_ == 0 ? More::no : More::yes;
    }

  private:
    Result<std::string> next_piece() {
        TRY_ASSIGN(const auto snapshot, store_.read());
        TRY_ASSIGN(const auto grant, snapshot->attachment(id_));
        return snapshot->attachment_piece(grant, at_ / model::kAttachmentPiece);
    }

    access::GuardedStore store_;
    model::ManagedId id_;
    std::uint64_t at_, left_;
    const std::uint64_t length_;
};

// For the conditional fields: a file never changes under its id.
model::ObjectInfo state_of(const model::Attachment& file) {
    model::ObjectInfo state;
    state.etag = model::Etag(base::to_hex(file.digest));
    state.modified = file.by.at;
    return state;
}

http::Response with_fields(const model::Attachment& file, const model::ObjectInfo& state) {
    http::Response response;
    response.fields.add("ETag", webdav::quoted(state.etag));
    response.fields.add("Last-Modified", webdav::http_date(state.modified));
    response.fields.add("Accept-Ranges", "bytes");
    response.fields.add("Cache-Control", "private, no-cache");
    response.fields.add("Content-Disposition", http::as_download(file.file_name));
    response.fields.add("Content-Security-Policy", "default-src 'none'; sandbox");
    response.fields.add("X-Content-Type-Options", "nosniff");
    response.fields.add("Cross-Origin-Resource-Policy", "same-origin");
    return response;
}

// RFC 9110 §13.1.5: a strong tag or the exact date, else the whole.
bool range_holds(const http::RequestHead& head, const model::ObjectInfo& state) {
    const auto field = head.fields.find("If-Range");
    if (!field) return true;
    if (const auto date = webdav::parse_http_date(*field)) return *date == state.modified;
    return *field == webdav::quoted(state.etag);
}

Result<model::ManagedId> id_in(std::string_view path) {
    const auto segments = http::split_path(path);
    if (!segments || segments->size() != 3) return fail(404, "not the path of an attachment");
    return model::ManagedId((*segments)[1]);
}

}  // namespace

bool is_attachment(const http::RequestHead& head) {
    return head.path() == "/attachments" || head.path().starts_with("/attachments/");
}

Attachments::Attachments(storage::Store& store, access::Authentication& authentication, const base::Clock& clock,
                         access::Settings settings)
    : store_(store), authentication_(authentication), clock_(clock), settings_(std::move(settings)) {}

std::optional<http::Sender> Attachments::sender(const http::RequestHead& head) { return authentication_.sender(head); }

std::optional<http::Response> Attachments::probe(const http::RequestHead& head, std::optional<std::string_view>,
                                                 http::Who&) {
    if (head.fields.has("Authorization")) return std::nullopt;
    return webdav::error_response(access::unauthenticated("no credentials"));
}

std::variant<http::Response, http::Admitted> Attachments::admit(const http::RequestHead& head, http::Arrival,
                                                                http::Who& who) {
    auto response = answer(head, who);
    if (response) return *std::move(response);
    return webdav::error_response(response.error());
}

http::Response Attachments::handle(const http::RequestHead& head, http::Body, http::Admitted) {
    http::Who who;
    return std::get<http::Response>(admit(head, http::Arrival::here, who));
}

Result<http::Response> Attachments::answer(const http::RequestHead& head, http::Who& who) {
    auto known = authentication_.authenticate(head);
    if (auto* failure = std::get_if<Failure>(&known)) return std::unexpected(std::move(*failure));
    const auto& actor = std::get<model::Actor>(known);
    who = {.person = actor.person().text(), .acts_for = actor.acts_for().text()};
    if (head.method != "GET" && head.method != "HEAD")
        return std::unexpected(Failure(405, "no such method here").with_field("Allow", "GET, HEAD"));
    TRY_ASSIGN(const model::ManagedId id, id_in(head.path()));
    const access::GuardedStore store(store_, actor, clock_.now(), settings_);
    TRY_ASSIGN(const auto snapshot, store.read());
    TRY_ASSIGN(const access::AttachmentGrant grant, snapshot->attachment(id));
    const model::Attachment& file = grant.attachment();
    const model::ObjectInfo state = state_of(file);
    TRY_ASSIGN(const bool unchanged, webdav::Conditions(head).not_modified(webdav::validators_of(state)));
    http::Response response = with_fields(file, state);
    if (unchanged) {
        response.status = 304;
        return response;
    }
    // RFC 9110 §14.2: Range means something for GET only.
    const bool ranged = head.method == "GET" && range_holds(head, state);
    const auto range = http::byte_range(ranged ? head.fields.joined("Range") : std::string(), file.size);
    if (range.kind == http::ByteRange::Kind::unsatisfiable)
        return std::unexpected(Failure(416, "Range").with_field("Content-Range", fmt::format("bytes */{}", file.size)));
    if (range.kind == http::ByteRange::Kind::part) {
        response.status = 206;
        response.fields.add("Content-Range",
                            fmt::format("bytes {}-{}/{}", range.first, range.first + range.length - 1, file.size));
    }
    response.fields.add("Content-Type", file.media_type);
    response.body = std::make_unique<FileSource>(store, id, range.first, range.length);
    return response;
}

}  // namespace stafett::caldav::routing
