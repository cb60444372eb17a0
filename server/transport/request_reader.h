// Makes requests of octets (RFC 9112), without a socket: the connection appends what it has received to input() and
// asks. Several requests may lie there at once (pipelining); they come out one by one.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "caldav/http/message.h"
#include "server/transport/refusal.h"

namespace stafett::server::transport {

// A head as it was received: well-formed as far as its grammar goes, nothing more.
struct ReceivedHead {
    std::string method;
    std::string target;
    bool http11 = true;      // 1.0 otherwise
    bool keep_alive = true;  // the client's wish (RFC 9112 §9.3)
    bool has_body = false;
    std::optional<std::uint64_t> content_length;
    caldav::http::Fields fields;
};

class RequestReader {
  public:
    // Octets of the request target, and of line and fields together with empty lines before them.
    RequestReader(std::size_t target_limit, std::size_t head_limit);
    ~RequestReader();
    RequestReader(const RequestReader&) = delete;
    RequestReader& operator=(const RequestReader&) = delete;

    // Received and not yet read. Only ever appended to from outside.
    std::string& input() { return input_; }

    // Whether there is anything of the next head. Empty lines before it are not, and are dropped (RFC 9112 §2.2).
    bool head_has_begun();

    // The next head, once; nothing while it is incomplete. Refused: 400, 414, 431, 501, 505; the reader is then
    // useless.
    Result<std::optional<ReceivedHead>> read_head();

    // After read_head(): appends what there is of the body to `out`, transfer coding removed; true when that was all.
    Result<bool> read_body(std::string& out);

    // After read_head() and before read_body(): the body of that declared length, if all of it is here. It stays in the
    // input.
    std::optional<std::string_view> received_body(std::optional<std::uint64_t> length) const;

    // After a whole request: the next one may be read.
    void next();

  private:
    class Parser;

    Result<void> parse_head();
    // Octets that `parser_` took are gone from the input afterwards. The error is 0 when it wants more.
    Result<void> parse();
    Refusal refusal_for(int error) const;

    std::size_t target_limit_;
    std::size_t head_limit_;
    std::size_t head_taken_ = 0;  // octets of the present head that are gone from the input
    std::string input_;
    std::unique_ptr<Parser> parser_;
};

}  // namespace stafett::server::transport
