// Inline attachments that a program wrote into a network's meeting (RFC 5545 §3.8.1.1, Evolution writes such) become
// managed ones (model.md §9).
#pragma once

#include <string>
#include <vector>

#include "scheduling/ical/object.h"
#include "scheduling/ical/zone.h"
#include "storage/store.h"

namespace stafett::scheduling::delivery {

struct InlineFile {
    const ical::Property* property = nullptr;  // of the object it was found in
    std::string octets;
    std::string file_name;   // empty: it has none
    std::string media_type;  // lower case; "application/octet-stream" where none is said
};

// What can be read of them; other ATTACH properties, and broken base64, are left out.
std::vector<InlineFile> inline_files(const ical::Object& object);

// Where they come to lie.
struct FilePlace {
    model::CalendarId calendar;
    model::PrincipalId owner;
    std::string origin;  // of their URLs
    ical::ZonePtr zone;  // of floating times, for what is agenda and what minutes
    model::By by;
};

// Stores `files` (inline_files of `sent`) and gives the object that refers to them instead. One that the object already
// has, by its octets and name, keeps its id. Lives inside one run of a write body.
storage::Result<ical::ObjectPtr> manage(storage::Transaction& transaction, const ical::ObjectPtr& sent,
                                        const std::vector<InlineFile>& files, const FilePlace& place);

}  // namespace stafett::scheduling::delivery
