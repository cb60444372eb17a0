// ATTACH properties of managed attachments (RFC 8607 §4, model.md §4, §9): how they are written and recognised.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scheduling/ical/object.h"
#include "scheduling/ical/values.h"
#include "scheduling/network/facts.h"
#include "storage/model/attachment.h"

namespace stafett::scheduling::network {

// "/attachments/MANAGED-ID/FILENAME", the name percent-encoded.
std::string attachment_path(const model::Attachment& attachment);

// The folded line: MANAGED-ID, FMTTYPE, SIZE and FILENAME, and for a network's meeting LABEL with the kind in its
// language.
std::string attach_line(const model::Attachment& attachment, std::optional<Language> label);

// What a line refers to, by its MANAGED-ID or, since programs drop parameters that they do not know, by a URL of our
// form. Nothing for other properties and other links.
std::optional<model::ManagedId> managed_id(const ical::Property& property);

// Whether it names one by MANAGED-ID: such a line is no plain link.
bool claims_managed_id(const ical::Property& property);

struct AttachmentReference {
    model::AttachmentUse use;
    bool claimed = false;  // by MANAGED-ID
};
// Every reference of every main component, in order; one that stands twice in a component counts once.
std::vector<AttachmentReference> attachment_references(const ical::Object& object);

// Names the part of an object that a component is: empty of a master.
model::OccurrenceId occurrence_of(const ical::Component& component);

// By file name, in Swedish or English; else by whether the meeting is over (model.md §9).
model::AttachmentKind attachment_kind(std::string_view file_name, bool over);

}  // namespace stafett::scheduling::network
