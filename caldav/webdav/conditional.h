// If-Match, If-None-Match, If-Modified-Since, If-Unmodified-Since (RFC 9110 §13). They hold of every resource and every
// method but OPTIONS: routing asks them before a method runs, inside the transaction of a write, so that no method can
// forget them. GET and HEAD answer themselves, for to them a condition is also a question.
#pragma once

#include <optional>
#include <vector>

#include "caldav/http/condition.h"
#include "caldav/http/message.h"
#include "caldav/webdav/validators.h"

namespace stafett::caldav::webdav {

class Conditions {
  public:
    // Weak tags, `*`, lists and Evolution's `\"` escaped quotes are understood.
    explicit Conditions(const http::RequestHead& head);

    // Whether check() has anything to ask.
    bool any() const;
    // 412 when a condition does not hold; none of them is about a date alone that is not known (RFC 9110 §13.1.4).
    // `current` is empty when the resource does not exist. The 412 carries the current ETag.
    Result<void> check(const std::optional<Validators>& current) const;
    // The same of what lies at `target`; what the actor may not read is left to the method to refuse.
    Result<void> check(GuardedSnapshot& snapshot, const access::Address& target) const;
    // For GET and HEAD: true when the answer is 304.
    Result<bool> not_modified(const Validators& current) const;

  private:
    bool match_any_ = false, none_any_ = false, has_match_ = false;
    std::vector<model::Etag> match_, none_;
    std::optional<base::Instant> modified_since_, unmodified_since_;
};

// "\"abc\"": as it stands in the ETag field and in DAV:getetag.
std::string quoted(const model::Etag& etag);

// RFC 9110 §5.6.7: "Sun, 06 Nov 1994 08:49:37 GMT".
std::string http_date(base::Instant instant);
std::optional<base::Instant> parse_http_date(std::string_view text);

}  // namespace stafett::caldav::webdav
