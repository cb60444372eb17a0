// A network's meetings beside their texts: facts, hostings, submissions (model.md §3–§7).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "storage/base/clock.h"
#include "storage/base/digest.h"
#include "storage/model/actor.h"
#include "storage/model/calendar.h"
#include "storage/model/ids.h"

namespace stafett::model {

// A meeting is (network, UID) and outlives its object: deleted, it lives on as cancelled until 30 days after its end.
struct Meeting {
    NetworkId network;
    Uid uid;
    MeetingId id;               // V: name of its organizer's object and copy, UID in feeds
    Uid copy_uid;               // UID of the coordinator's copy: uid, or V where uid was taken; kept for good
    ObjectName name;            // its object in traffar; empty once deleted
    base::Digest author;        // of the last author's text: what a deleted meeting is shown from
    std::int64_t sequence = 0;  // the meeting's own counter (model.md §5)
    std::optional<base::Instant> cancelled;  // whole meeting, by DELETE, MOVE or STATUS:CANCELLED
    std::optional<base::Instant> ends;       // end of its last occurrence; none: open
    bool deleted = false;                    // its object is gone (DELETE, MOVE)
    base::Instant created;
    base::Instant changed;                  // last change a reader can see: DTSTAMP and LAST-MODIFIED of feeds
    std::optional<base::Instant> settles;   // when what is pending settles; none: settled
    std::optional<base::Instant> settled;   // when it last settled; none: never, so deleting it leaves no trace
    By by;                                  // who last acted: SENT-BY
    std::optional<base::Digest> told = {};  // of the author's text as it last settled; none: nothing of it is to come
    // Preliminary and without a turn: the day of its last end, 9999-12-31 if it has none. Else none.
    std::optional<base::Date> preliminary = {};
    friend bool operator==(const Meeting&, const Meeting&) = default;
};

// RECURRENCE-ID as (value, zone): "20270312T130000" + "Europe/Stockholm", "20270312T120000Z" or "20270312" + "".
// Both empty for a meeting that does not recur.
struct OccurrenceId {
    std::string value;
    std::string zone;
    friend bool operator==(const OccurrenceId&, const OccurrenceId&) = default;
    friend std::strong_ordering operator<=>(const OccurrenceId&, const OccurrenceId&) = default;
};

// What the office's people have said of a part of its copy: of the whole, or of an occurrence with a text of its own.
struct CopyAnswer {
    OccurrenceId occurrence;            // both empty: the whole
    std::string partstat;               // upper case; empty: not answered
    std::string times;                  // what was answered to: another time asks anew (RFC 6638 §3.2.8)
    std::optional<std::string> transp;  // upper case; none: the meeting's own
    std::string alarms;                 // VALARM components, CRLF; empty: none
    friend bool operator==(const CopyAnswer&, const CopyAnswer&) = default;
};

// The coordinator's copy of a meeting, in so far as it is the office's and not the network's (model.md §7).
struct OfficeCopy {
    bool hidden = false;              // deleted by one of its people; stays away whatever becomes of the meeting
    std::vector<CopyAnswer> answers;  // by occurrence
    friend bool operator==(const OfficeCopy&, const OfficeCopy&) = default;
};

enum class HostingState { planned, fixed, released };  // released: given back (cancelled, gone, or host taken off)
enum class HostingReason { rotation, chair, swap, taken_over };

struct Hosting {
    NetworkId network;
    Uid uid;
    OccurrenceId occurrence;
    MunicipalityId municipality;
    HostingState state = HostingState::planned;
    HostingReason reason = HostingReason::rotation;
    base::Date date;          // of the occurrence, in the association's zone
    std::string inputs;       // JSON: what the choice was computed from
    std::string explanation;  // "Tibro: 2 turer, färst; senast 2025-03-12"
    base::Instant decided;
    friend bool operator==(const Hosting&, const Hosting&) = default;
};

// What a network's rows say of its rotation, without reading each of them.
struct Turns {
    MunicipalityId municipality;
    int held = 0;                    // rows that are not released
    std::optional<base::Date> last;  // the latest of them
    friend bool operator==(const Turns&, const Turns&) = default;
};
struct Standing {
    std::vector<Turns> turns;       // by municipality; those with none may be left out
    std::optional<Hosting> latest;  // the row decided last, of those with inputs
    friend bool operator==(const Standing&, const Standing&) = default;
};

// The host proposed for one occurrence of a preliminary meeting: reserves nothing.
struct Proposal {
    OccurrenceId occurrence;
    MunicipalityId municipality;
    base::Date date;  // of the occurrence, in the association's zone
    friend bool operator==(const Proposal&, const Proposal&) = default;
};

// An occurrence that readers were told of and that its series no longer has: shown as cancelled until 30 days after its
// end (model.md §5).
struct CancelledOccurrence {
    OccurrenceId occurrence;
    base::Instant ends;
    base::Instant cancelled;
    std::string text;  // an object with this one VEVENT, its author's, and the VTIMEZONEs it names
    friend bool operator==(const CancelledOccurrence&, const CancelledOccurrence&) = default;
};

enum class SubmissionWhat { planned, moved, text, cancelled, revived };
enum class SubmissionState { pending, settled, not_sent, delivered, bounced, undone };

// The record that a change was submitted to the coordinator (datumanmälan).
struct Submission {
    std::int64_t id = 0;  // given by the store
    NetworkId network;
    Uid uid;
    SubmissionWhat what = SubmissionWhat::planned;
    By by;
    std::string summary;  // what was said: title, date and host, in the network's language
    std::optional<base::Instant> settled;
    SubmissionState state = SubmissionState::pending;
};

// A message that leaves the house. One row per (coalescing key): a later change replaces what has not left.
struct Message {
    std::int64_t id = 0;         // given by the store
    std::string kind;            // "submission", "itip"
    std::string recipient;       // mail address
    std::string coalescing_key;  // (recipient, UID)
    base::Instant not_before;
    std::string payload;  // what it will be made from
    enum class State { waiting, not_sent, sent, failed, undone } state = State::waiting;
    base::Instant created;
    std::optional<base::Instant> dispatched;
    std::string octets;  // kept as sent
    base::Digest digest;
};

}  // namespace stafett::model
