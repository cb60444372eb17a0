#include "server/transport/request_reader.h"

#include <algorithm>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

namespace stafett::server::transport {
namespace {

namespace beast = boost::beast;
using beast::http::error;

// A chunk's header with its extensions, or the trailer: what may wait in the input for its end.
constexpr std::size_t kLongestChunkHeader = 16uz * 1024;
constexpr std::size_t kMostFields = 200;

// Whether a request line is one but for its version: a blank in the target makes Beast look for the version there.
bool names_version(std::string_view input) {
    const auto line = input.substr(0, input.find("\r\n"));
    const auto version = line.substr(std::min(line.rfind(' '), line.size()));
    return std::ranges::count(line, ' ') == 2 && version.starts_with(" HTTP/");
}

bool is_chunked(std::string_view coding) {
    return coding.size() == 7 && beast::iequals(beast::string_view(coding.data(), coding.size()), "chunked");
}

}  // namespace

// Beast's grammar, with our values as its output.
class RequestReader::Parser final : public beast::http::basic_parser<true> {
  public:
    ReceivedHead head;
    std::string* body = nullptr;
    bool has_line = false;
    bool too_many_fields = false;

  private:
    static std::string copy(beast::string_view text) { return std::string(text.data(), text.size()); }

    void on_request_impl(beast::http::verb, beast::string_view method, beast::string_view target, int version,
                         beast::error_code&) override {
        head.method = copy(method);
        head.target = copy(target);
        head.http11 = version == 11;
        has_line = true;
    }
    void on_field_impl(beast::http::field, beast::string_view name, beast::string_view value,
                       beast::error_code& ec) override {
        if (is_header_done()) return;  // a trailer: nothing here has a use for it (RFC 9110 §6.5.1)
        if (++fields_ > kMostFields) {
            too_many_fields = true;
            ec = error::header_limit;
            return;
        }
        head.fields.add(copy(name), copy(value));
    }
    void on_header_impl(beast::error_code&) override {}
    void on_body_init_impl(const boost::optional<std::uint64_t>&, beast::error_code&) override {}
    std::size_t on_body_impl(beast::string_view octets, beast::error_code&) override {
        body->append(octets.data(), octets.size());
        return octets.size();
    }
    void on_chunk_header_impl(std::uint64_t, beast::string_view, beast::error_code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view octets, beast::error_code&) override {
        body->append(octets.data(), octets.size());
        return octets.size();
    }
    void on_finish_impl(beast::error_code&) override {}
    void on_response_impl(int, beast::string_view, int, beast::error_code&) override {}

    std::size_t fields_ = 0;
};

RequestReader::RequestReader(std::size_t target_limit, std::size_t head_limit)
    : target_limit_(target_limit), head_limit_(head_limit) {
    next();
}

RequestReader::~RequestReader() = default;

std::optional<std::string_view> RequestReader::received_body(std::optional<std::uint64_t> length) const {
    if (!length || *length > input_.size()) return std::nullopt;
    return std::string_view(input_).substr(0, *length);
}

void RequestReader::next() {
    parser_ = std::make_unique<Parser>();
    head_taken_ = 0;
    parser_->header_limit(static_cast<std::uint32_t>(head_limit_));
    parser_->body_limit(boost::none);  // the connection counts, so that it can answer 413 in its own time
    parser_->eager(false);
}

// They count towards the head, so that there is an end to them.
bool RequestReader::head_has_begun() {
    if (parser_->has_line) return true;
    std::size_t at = 0;
    while (input_.compare(at, 2, "\r\n") == 0) at += 2;
    input_.erase(0, at);
    head_taken_ += at;
    return head_taken_ > head_limit_ || !(input_.empty() || input_ == "\r");
}

Refusal RequestReader::refusal_for(int code) const {
    if (code == static_cast<int>(error::header_limit))
        return parser_->has_line || parser_->too_many_fields
                   ? Refusal{431, "Begärans huvud är för stort. (Request header fields too large.)"}
                   : Refusal{414, "Adressen är för lång. (URI too long.)"};
    if (code == static_cast<int>(error::bad_version) && names_version(input_))
        return {505, "HTTP-versionen stöds inte. (HTTP version not supported.)"};
    return {400, "Begäran är felaktigt uppbyggd. (Malformed request.)"};
}

Result<void> RequestReader::parse() {
    beast::error_code ec;
    const auto taken = parser_->put(boost::asio::buffer(input_), ec);
    input_.erase(0, taken);
    if (ec && ec != error::need_more) return std::unexpected(refusal_for(ec.value()));
    return {};
}

// The parser limits the request line and the fields one by one; together they may be no longer either.
Result<void> RequestReader::parse_head() {
    const auto before = input_.size();
    TRY(parse());
    head_taken_ += before - input_.size();
    const auto received = head_taken_ + (parser_->is_header_done() ? 0 : input_.size());
    if (received > head_limit_) return std::unexpected(refusal_for(static_cast<int>(error::header_limit)));
    return {};
}

Result<std::optional<ReceivedHead>> RequestReader::read_head() {
    if (!head_has_begun()) return std::nullopt;
    if (head_taken_ > head_limit_)
        return refuse(400, "Begäran börjar med för många tomma rader. (Too many empty lines.)");
    if (input_.empty()) return std::nullopt;
    TRY(parse_head());
    if (parser_->has_line && parser_->head.target.size() > target_limit_)
        return refuse(414, "Adressen är för lång. (URI too long.)");
    if (!parser_->is_header_done()) return std::nullopt;

    ReceivedHead head = std::move(parser_->head);
    // RFC 9112 §6.1: a coding we do not know, or chunked that is not the last, leaves the body without an end.
    if (const auto coding = head.fields.find("Transfer-Encoding")) {
        if (!head.http11 || head.fields.has("Content-Length"))
            return refuse(400, "Begärans längd är motsägelsefull. (Conflicting message length.)");
        if (!is_chunked(*coding)) return refuse(501, "Överföringskodningen stöds inte. (Unknown transfer coding.)");
    }
    head.keep_alive = parser_->keep_alive();
    head.has_body = !parser_->is_done();
    if (const auto length = parser_->content_length()) head.content_length = *length;
    parser_->eager(true);
    return head;
}

Result<bool> RequestReader::read_body(std::string& out) {
    if (parser_->is_done()) return true;
    if (input_.empty()) return false;
    // Beast asserts that a last chunk which it has seen the line of has five octets by now. One that is the whole body
    // need not: it waits here until it has.
    if (parser_->chunked() && input_.starts_with('0') && input_.size() < std::string_view("0\r\n\r\n").size())
        return false;
    parser_->body = &out;
    TRY(parse());
    if (parser_->is_done()) return true;
    if (input_.size() > kLongestChunkHeader)
        return refuse(400, "Begärans kropp är felaktigt uppdelad. (Malformed chunk.)");
    return false;
}

}  // namespace stafett::server::transport
