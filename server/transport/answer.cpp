#include "server/transport/answer.h"

#include <fmt/format.h>

#include <iterator>
#include <utility>
#include <variant>

#include "server/transport/response_head.h"

namespace stafett::server::transport {

namespace http = caldav::http;

namespace {

constexpr std::size_t kAboutOnePiece = 64uz * 1024;
constexpr std::size_t kLeastToCompress = 1024;
constexpr std::size_t kJoinedUpTo = 32uz * 1024;  // a body as short as this is copied behind its head

template <class... F>
struct Overloaded : F... {
    using F::operator()...;
};

std::string framed(std::string piece, bool chunked, bool last) {
    if (!chunked) return piece;
    constexpr std::string_view end = "0\r\n\r\n";
    if (piece.empty()) return std::string(last ? end : std::string_view());
    std::string out;
    out.reserve(piece.size() + 32);
    fmt::format_to(std::back_inserter(out), "{:x}\r\n", piece.size());
    out += piece;
    out += "\r\n";
    if (last) out += end;
    return out;
}

bool has_no_content(unsigned status) { return status == 204 || status == 304; }

// Only what is a whole representation of its own, and has no ETag that would then name two runs of octets.
bool may_code(const http::Response& response) {
    return response.may_compress && !response.fields.has("Content-Encoding") && !response.fields.has("ETag") &&
           !has_no_content(response.status) && response.status != 206;
}

}  // namespace

AnswerStream::AnswerStream(std::unique_ptr<http::PullSource> source, bool gzip, bool chunked)
    : source_(std::move(source)), gzip_(gzip ? std::make_unique<Gzip>() : nullptr), chunked_(chunked) {}

std::string AnswerStream::fill() {
    std::string piece;
    while (!done_ && piece.empty()) {
        std::string plain;
        done_ = source_->fill(plain, kAboutOnePiece) == http::PullSource::More::no;
        if (gzip_)
            gzip_->add(plain, done_, piece);
        else
            piece = std::move(plain);
    }
    if (done_) source_.reset();
    return piece;
}

std::string AnswerStream::next() {
    auto piece = fill();
    return framed(std::move(piece), chunked_, done_);
}

// Chooses framing and coding by what the body is.
class AnswerMaker {
  public:
    AnswerMaker(http::Response response, const AnswerTo& to)
        : response_(std::move(response)), to_(to), gzip_(may_code(response_) && to.gzip) {
        answer_.status = response_.status;
        answer_.close = to.close || response_.close || !to.http11;
        if (response_.may_compress) response_.fields.add("Vary", "Accept-Encoding");
    }

    Answer make() && {
        std::visit(
            Overloaded{[&](std::monostate) { with_length({}); }, [&](std::string& body) { whole(std::move(body)); },
                       [&](std::shared_ptr<const std::string>& body) { shared(std::move(body)); },
                       [&](std::unique_ptr<http::PullSource>& source) { pulled(std::move(source)); }},
            response_.body);
        return std::move(answer_);
    }

  private:
    void put_head(Framing framing, std::uint64_t length) {
        if (has_no_content(response_.status)) framing = Framing::no_body;
        answer_.start = format_head(response_.status, response_.fields,
                                    {.framing = framing,
                                     .length = length,
                                     .close = answer_.close,
                                     .strict_transport = to_.strict_transport,
                                     .date = to_.date});
        answer_.head_size = answer_.start.size();
    }

    bool sends_body() const { return !to_.head && !has_no_content(response_.status); }

    void with_length(std::string_view body) {
        put_head(Framing::length, body.size());
        if (sends_body()) answer_.start += body;
    }

    void whole(std::string body) {
        if (!gzip_ || body.size() < kLeastToCompress) return uncoded(std::move(body));
        std::string coded;
        Gzip().add(body, true, coded);
        response_.fields.set("Content-Encoding", "gzip");
        uncoded(std::move(coded));
    }

    void uncoded(std::string body) {
        if (body.size() <= kJoinedUpTo) return with_length(body);
        apart(std::make_shared<const std::string>(std::move(body)));
    }

    void shared(std::shared_ptr<const std::string> body) {
        if (!body) return with_length({});
        if (gzip_ && body->size() >= kLeastToCompress) return whole(*body);
        if (body->size() <= kJoinedUpTo) return with_length(*body);
        apart(std::move(body));
    }

    void apart(std::shared_ptr<const std::string> body) {
        put_head(Framing::length, body->size());
        if (sends_body()) answer_.shared = std::move(body);
    }

    // The first piece is made at once: if it is all, the answer has a length, and what fails there is still a 500.
    void pulled(std::unique_ptr<http::PullSource> source) {
        if (!source) return with_length({});
        if (const auto length = source->length(); length && !gzip_) return measured(std::move(source), *length);
        auto stream = std::make_unique<AnswerStream>(std::move(source), gzip_, to_.http11);
        if (gzip_) response_.fields.set("Content-Encoding", "gzip");
        auto piece = stream->fill();
        if (stream->done()) return with_length(piece);
        if (!to_.http11) answer_.close = true;
        put_head(to_.http11 ? Framing::chunked : Framing::until_close, 0);
        if (!sends_body()) return;
        answer_.start += framed(std::move(piece), to_.http11, false);
        answer_.rest = std::move(stream);
    }

    // A HEAD is answered without making anything.
    void measured(std::unique_ptr<http::PullSource> source, std::uint64_t length) {
        put_head(Framing::length, length);
        if (!sends_body() || length == 0) return;
        auto stream = std::make_unique<AnswerStream>(std::move(source), false, false);
        answer_.start += stream->fill();
        if (!stream->done()) answer_.rest = std::move(stream);
    }

    http::Response response_;
    const AnswerTo& to_;
    bool gzip_;
    Answer answer_;
};

bool needs_worker(const http::Response& response) {
    return response.may_compress || std::holds_alternative<std::unique_ptr<http::PullSource>>(response.body);
}

Answer make_answer(http::Response response, const AnswerTo& to) { return AnswerMaker(std::move(response), to).make(); }

http::Response refusal_response(const Refusal& refusal) {
    auto response = http::text_response(refusal.status, refusal.text + "\n");
    response.close = true;
    return response;
}

}  // namespace stafett::server::transport
