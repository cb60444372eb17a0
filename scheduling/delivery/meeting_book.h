// Carries out, in one transaction, everything that a write into a network's calendar means (model.md §3–§7): reduce and
// compose, the meeting and its hostings, the organizer's object, the coordinator's copy, submission and messages. It
// loads, asks scheduling/network and scheduling/itip what follows, and writes; it decides nothing itself. Rights were
// checked by the caller (caldav/access).
#pragma once

#include <set>
#include <string>
#include <vector>

#include "scheduling/ical/object.h"
#include "storage/model/actor.h"
#include "storage/model/calendar.h"
#include "storage/store.h"

namespace stafett::scheduling::delivery {

// From configuration.
struct Settings {
    std::chrono::seconds settle_after = std::chrono::minutes(5);          // 0: at once
    std::chrono::seconds settle_at_once_within = std::chrono::hours(24);  // of the meeting's start
    int months_ahead = 12;                                                // rows of a series
    int rows_ahead = 24;                                                  // at most
    std::string mail_domain = "localhost";
    std::string origin = "https://localhost";  // of URLs that the server's own jobs write
};

// What a PUT of a copy came to.
struct CopyWritten {
    model::Written written;
    std::string refused;  // the first property changed that is not the office's: nothing was written; else empty
};

// Lives inside one run of a write body.
class MeetingBook {
  public:
    MeetingBook(storage::Transaction& transaction, model::By by, const Settings& settings)
        : transaction_(transaction), by_(std::move(by)), settings_(settings) {}

    // PUT of `sent` (parsed and checked) into a network's published calendar. Managed attachments that it refers to and
    // that are known become the meeting's; the caller has checked that they may. `Written` names the served forms'
    // ETags; the caller compares them with the sent octets' (RFC 4791 §5.3.4).
    storage::Result<model::Written> put(const model::Calendar& published, const model::ObjectName& name,
                                        const ical::ObjectPtr& sent, const model::Expect& expect);

    // DELETE: the object is gone, the meeting lives on as cancelled, or vanishes if it never settled.
    storage::Result<void> remove(const model::Calendar& published, const model::ObjectName& name,
                                 const model::Expect& expect);

    // PUT of the copy `name` in the office's collection: its PARTSTAT goes into the organizer's object, as a REPLY
    // would bring it (RFC 5546 §3.2.3), and the copy is made from that, with its TRANSP and alarms. It is no change of
    // the meeting: nothing is submitted or sent. The caller has checked the condition in this transaction.
    storage::Result<CopyWritten> answer_copy(const model::Calendar& copies, const model::ObjectName& name,
                                             const ical::ObjectPtr& sent);

    // DELETE of a copy: it stays away whatever becomes of the meeting, and nobody is told: it is no decline.
    storage::Result<void> hide_copy(const model::Calendar& copies, const model::ObjectName& name,
                                    const model::Expect& expect);

    // What MOVE or COPY takes out of a network: the author's text, the acting person as ORGANIZER where ATTENDEEs
    // stand, and the managed attachments.
    storage::Result<std::string> text_to_take_out(const model::Calendar& published, const model::ObjectName& name,
                                                  std::string_view person_address);

    // Settles every meeting whose time has come: hosts become fixed, submissions settled, messages free to leave, and
    // proposals follow what has changed.
    storage::Result<void> settle();

    // The daily job: rows of the next months, memberships that begin or end today, what is gone after 30 days,
    // attachments that nothing has referred to for a day. (Texts: forget_bodies.h.)
    // Runs again on the same day without effect. `today` is in the association's zone.
    storage::Result<void> daily(base::Date today);

    // Turns the inline attachments of meetings that were stored before there were managed ones.
    storage::Result<void> manage_stored();

    // Composes every meeting of a network anew: its names, its municipalities' names or its language have changed.
    storage::Result<void> recompose(const model::NetworkId& network);

    // Composes every network's meetings anew that one of these people last acted on: their mail addresses, which stand
    // in SENT-BY, have changed.
    storage::Result<void> recompose_acted_on(const std::set<model::PersonId>& people);

  private:
    storage::Transaction& transaction_;
    model::By by_;
    const Settings& settings_;
};

}  // namespace stafett::scheduling::delivery
