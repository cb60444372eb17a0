// An HTTP request and its answer as values: what server/transport reads from and writes to a socket, and all that the
// layers between ever see of one. No framing here: transfer codings, keep-alive and limits are the transport's.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "storage/base/digest.h"

namespace stafett::caldav::http {

// Field names compare without regard to case (RFC 9110 §5.1). Order and repetition are kept.
class Fields {
  public:
    // The first field of that name.
    std::optional<std::string_view> find(std::string_view name) const;
    // Every field of that name, joined by ", " (RFC 9110 §5.2).
    std::string joined(std::string_view name) const;
    void add(std::string name, std::string value);
    // Takes away what is there of that name.
    void set(std::string name, std::string value);
    bool has(std::string_view name) const { return find(name).has_value(); }
    auto begin() const { return fields_.begin(); }
    auto end() const { return fields_.end(); }

  private:
    std::vector<std::pair<std::string, std::string>> fields_;
};

// Everything before the body. `target` is the request target as sent, in origin form: "/dav/calendars/a%20b?x=1".
struct RequestHead {
    std::string method;
    std::string target;
    Fields fields;
    std::string origin;  // "https://localhost:8443": how the client reached us, for absolute URLs
    std::string peer;    // address of the client, for the log and for slowing down guesses
    std::string id;      // of this request, in the log and in answers about bugs
    bool secure = true;  // nobody on the way reads along: TLS, or plain on loopback
    bool has_body = false;
    std::optional<std::uint64_t> content_length;  // as declared; none when chunked

    std::string_view path() const { return std::string_view(target).substr(0, target.find('?')); }
    std::string_view query() const;  // after '?', empty when there is none
};

// A received body: in memory, or spooled to an unlinked file and mapped. Either way one run of octets.
class Body {
  public:
    Body() = default;
    explicit Body(std::string octets) : memory_(std::move(octets)), octets_(memory_) {}
    // What octets that lie elsewhere than in memory belong to.
    class Keeper {
      public:
        virtual ~Keeper() = default;
        // The first `count` octets will hardly be looked at again: what memory they take may go.
        virtual void forget(std::size_t count) const = 0;
    };
    // `keeper` owns what `octets` points into; `digest` is theirs.
    Body(std::shared_ptr<const Keeper> keeper, std::string_view octets, const base::Digest& digest)
        : keeper_(std::move(keeper)), octets_(octets), digest_(digest) {}
    Body(Body&& other) noexcept;
    Body& operator=(Body&& other) noexcept;
    Body(const Body&) = delete;
    Body& operator=(const Body&) = delete;

    std::string_view octets() const { return octets_; }
    // Of the octets; of a spooled body it was computed on the way.
    base::Digest digest() const { return digest_ ? *digest_ : base::digest(octets_); }
    // For who reads a long body from its beginning to its end: octets() stays as it is, only memory is given back.
    void forget(std::size_t count) const {
        if (keeper_) keeper_->forget(count);
    }

  private:
    std::string memory_;
    std::shared_ptr<const Keeper> keeper_;
    std::string_view octets_;
    std::optional<base::Digest> digest_;
};

// A body that is made while it is sent: fill() is called on a worker for the next piece, and between calls holds no
// thread, snapshot or grant.
class PullSource {
  public:
    virtual ~PullSource() = default;
    enum class More { yes, no };
    // Appends about `about` octets to `out`. Called from one thread at a time, until it answers no.
    virtual More fill(std::string& out, std::size_t about) = 0;
    // Of the whole, where it is known from the start: fill() then gives exactly so many octets.
    virtual std::optional<std::uint64_t> length() const { return std::nullopt; }
};

struct Response {
    unsigned status = 200;
    // Without Content-Length, Transfer-Encoding, Connection and Date, which are the transport's. A value with a control
    // character in it makes the answer a 500: nothing that came from data may begin a line of its own.
    Fields fields;
    std::variant<std::monostate, std::string, std::shared_ptr<const std::string>, std::unique_ptr<PullSource>> body;
    bool may_compress = false;  // the transport may gzip it on its way: multistatus only, never an entity with an ETag
    bool close = false;         // close the connection after it
    // What the answer has cost so far, in steps of a base::WorkBudget, for the log; empty: nobody counts. Called when
    // the body has been made.
    std::function<std::uint64_t()> steps;
};

// Text in the plain form, for errors that have no XML condition.
Response text_response(unsigned status, std::string text);

// The reason phrase that goes with a status (RFC 9110 §15, RFC 4918 §11), "Unknown" for others.
std::string_view reason(unsigned status);

}  // namespace stafett::caldav::http
