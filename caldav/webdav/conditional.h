// If-Match, If-None-Match, If-Modified-Since, If-Unmodified-Since (RFC 9110 §13), decided where the data is read:
// inside the transaction for a write.
#pragma once

#include <optional>
#include <vector>

#include "caldav/http/condition.h"
#include "caldav/http/message.h"
#include "storage/model/calendar.h"

namespace stafett::caldav::webdav {

class Conditions {
  public:
    // Weak tags, `*`, lists and Evolution's `\"` escaped quotes are understood.
    explicit Conditions(const http::RequestHead& head);

    // For a write: 412 when a condition does not hold. `current` is null when the resource does not exist. The 412
    // carries the current ETag.
    Result<void> check(const model::ObjectInfo* current) const;
    // For GET and HEAD: true when the answer is 304.
    Result<bool> not_modified(const model::ObjectInfo& current) const;
    // If-None-Match: * was sent.
    bool must_be_new() const { return none_any_; }

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
