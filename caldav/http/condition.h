// Errors of the CalDAV layers are values (style B5). A condition is a row: its name, the status that goes with it and
// the section it comes from are written once, in conditions.h; call sites say which condition, never a number.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "caldav/http/href.h"
#include "caldav/http/message.h"
#include "storage/base/fault.h"
#include "storage/base/result.h"

namespace stafett::caldav::http {

// A precondition or postcondition element (RFC 4918 §16). Lives for ever; compared by address.
struct ConditionSpec {
    std::string_view name_space;
    std::string_view name;
    unsigned status;
    std::string_view source;  // "RFC 4791 5.3.2.1"
};

// One DAV:resource of DAV:need-privileges (RFC 3744 §7.1.1).
struct NeededPrivilege {
    Href resource;
    std::string_view name_space;
    std::string_view privilege;
};

// Why a request, or one resource of it, failed. The XML body is written by webdav::error_response alone.
struct Failure {
    unsigned status = 500;
    const ConditionSpec* condition = nullptr;
    std::vector<Href> hrefs;              // content of the condition, where it has hrefs
    std::vector<NeededPrivilege> needed;  // content of DAV:need-privileges
    std::string message;                  // for the person, Swedish; may be empty
    std::string log_detail;               // for the log; sent with a 400 only, of which it says what is malformed
    bool damaged = false;                 // the store's octets are: what lies elsewhere may be sound
    std::vector<std::pair<std::string, std::string>> fields;  // Allow, WWW-Authenticate, Retry-After, ETag

    // A failed condition; the status is the condition's.
    explicit Failure(const ConditionSpec& failed, std::string detail = {})
        : status(failed.status), condition(&failed), log_detail(std::move(detail)) {}
    // A failure that has no condition element.
    explicit Failure(unsigned http_status, std::string detail = {})
        : status(http_status), log_detail(std::move(detail)) {}
    // The one translation of the store's faults, so that TRY carries them up: stale and exists become 412, uid_in_use
    // CALDAV:no-uid-conflict, not_found 404, quota 507, busy, unavailable and corrupt 503 with Retry-After.
    Failure(const storage::Error& error);  // NOLINT: wanted implicit

    Failure&& with_href(Href href) && {
        hrefs.push_back(std::move(href));
        return std::move(*this);
    }
    Failure&& with_field(std::string name, std::string value) && {
        fields.emplace_back(std::move(name), std::move(value));
        return std::move(*this);
    }
    Failure&& with_message(std::string text) && {
        message = std::move(text);
        return std::move(*this);
    }
};

template <class T>
using Result = base::Result<T, Failure>;

// `return fail(conditions::valid_calendar_data, "…");`, `return fail(404);`
inline std::unexpected<Failure> fail(const ConditionSpec& condition, std::string log_detail = {}) {
    return std::unexpected(Failure(condition, std::move(log_detail)));
}
inline std::unexpected<Failure> fail(unsigned status, std::string log_detail = {}) {
    return std::unexpected(Failure(status, std::move(log_detail)));
}

}  // namespace stafett::caldav::http

namespace stafett::caldav {
using http::fail;
using http::Failure;
using http::Result;
}  // namespace stafett::caldav
