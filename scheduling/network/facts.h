// What compose adds to a meeting's text, and what reduce takes out again (model.md §4, §6).
#pragma once

#include <set>
#include <string>
#include <vector>

#include "storage/base/clock.h"
#include "storage/model/attachment.h"
#include "storage/model/meeting.h"

namespace stafett::scheduling::network {

enum class Language { swedish, english };

// The host of one occurrence, as compose writes it.
struct OccurrenceHost {
    model::OccurrenceId occurrence;  // empty for a meeting that does not recur
    base::Date date;                 // in the association's zone
    std::string municipality;        // "Tibro kommun"
    std::string short_name;          // "Tibro"
    bool proposed = false;           // of a preliminary meeting: reserves nothing, shown in the readers' form only
    friend bool operator==(const OccurrenceHost&, const OccurrenceHost&) = default;
};

// A managed attachment of one part of a meeting.
struct AttachedFile {
    model::OccurrenceId occurrence;  // of the author's override; empty: the master, or what does not recur
    model::Attachment file;
    friend bool operator==(const AttachedFile&, const AttachedFile&) = default;
};

struct Facts {
    std::string network_name;
    Language language = Language::swedish;
    std::vector<OccurrenceHost> hosts;  // by occurrence's date
    std::string organizer_address;      // the network's, written as ORGANIZER exactly where the author has ATTENDEEs
    std::string sent_by;                // mail address of the person who last acted
    std::vector<AttachedFile> attachments = {};
    friend bool operator==(const Facts&, const Facts&) = default;
};

// Every name our lines may hold, present or past: what makes them recognisable for ever. The forms and languages are
// compose's own and only ever added to.
struct Vocabulary {
    std::vector<std::string> municipalities;  // full and short names
    std::vector<std::string> networks;
    std::set<model::ManagedId> attachments = {};  // managed ones: their lines are compose's
};

}  // namespace stafett::scheduling::network
