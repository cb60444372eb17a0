// The names that handlers use for what access found: kinds of resource, and the request they answer.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "caldav/access/guarded.h"
#include "caldav/http/condition.h"
#include "caldav/http/conditions.h"
#include "caldav/http/message.h"
#include "caldav/xml/element.h"
#include "scheduling/ical/zone.h"
#include "storage/base/work_budget.h"

namespace stafett::caldav::webdav {

using access::Granted;
using access::GuardedSnapshot;
using access::GuardedTransaction;
using access::Kind;
using access::Node;
using access::Privilege;
using access::ReadGrant;
using access::Scope;

struct Tables;

// Called with the request's id for every failure, with what only the log may see. Thread-safe.
using OnFailure = std::function<void(std::string_view request_id, const Failure& failure)>;

// Whether a client is told that it is not there: it is not, or she may not know of it. Any other failure says nothing
// of that, and a client that took it for 404 would delete what it has.
inline bool is_missing(const Failure& failure) { return failure.status == 403 || failure.status == 404; }

// What one request has spent and told so far. Pages of an answer are made on changing threads, one after another.
class Progress {
  public:
    // `on_failure` outlives it; null or empty: nobody listens.
    Progress(std::string request_id, const OnFailure* on_failure)
        : request_id_(std::move(request_id)), on_failure_(on_failure) {}
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    base::WorkBudget work{base::WorkBudget::kRequest};
    // What floating times are read in (RFC 4791 §7.3) in the calendar that was asked last: one answer, one reading of
    // the calendar's zone. Null before that.
    scheduling::ical::ZonePtr zone;
    Href zone_of;

    // Tells of the first failure at once, and of how many followed when the request ends: an answer of 10,000 responses
    // that fail is two lines in the log.
    void tell(const Failure& failure);

  private:
    const std::string request_id_;
    const OnFailure* const on_failure_;
    std::size_t failures_ = 0;
};

// What outlives a handler: copied into the pages of a streaming answer.
struct Context {
    access::GuardedStore store;
    const Tables* tables;                // every method, report and property there is; lives as long as the server
    std::string origin;                  // "https://host:port", for absolute URLs
    std::shared_ptr<Progress> progress;  // never null

    // What the whole request may still spend.
    base::WorkBudget& work() const { return progress->work; }
    // What an answer lacks or says of one resource; what a handler returns is told of by who called it.
    void tell(const Failure& failure) const { progress->tell(failure); }
};

// What admitted a request: who only reads goes on in it, when there was nothing to wait for.
struct Admission {
    GuardedSnapshot& snapshot;
    const Node& target;
};

// One request as a handler sees it. `head` and `body` are gone when the handler has returned.
struct Request {
    const http::RequestHead& head;
    std::string_view body;
    const access::Address& target;
    const Context& context;
    const http::Body& whole;               // what `body` is seen of
    const Admission* admission = nullptr;  // null: find out anew
};

// The Depth field (RFC 4918 §10.2), `absent` when there is none; 400 for anything else.
enum class Depth { zero, one, infinity };
Result<Depth> read_depth(const http::RequestHead& head, Depth absent);

// RFC 7240, RFC 8144 and Apple's `Brief: t`.
struct Preferences {
    bool minimal = false;         // return=minimal
    bool representation = false;  // return=representation
    bool no_root = false;         // depth-noroot
};
Preferences read_preferences(const http::RequestHead& head);

// The body as XML: 400 for what is not well-formed or is over the limits, no-external-entities for a DOCTYPE. Null root
// is never returned; an empty body is 400 too (ask `request.body.empty()` first where it may be empty).
Result<xml::Element> read_xml(std::string_view body);

}  // namespace stafett::caldav::webdav
