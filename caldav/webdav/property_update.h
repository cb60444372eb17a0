// A set of property changes, tried together and applied all or none (RFC 4918 §9.2): PROPPATCH, MKCALENDAR and extended
// MKCOL read one from their body.
#pragma once

#include <optional>
#include <vector>

#include "caldav/webdav/multistatus.h"
#include "caldav/webdav/property.h"

namespace stafett::caldav::webdav {

struct PropertyEdit {
    xml::Name name;
    std::optional<xml::Element> value;  // none: remove
};

// The edits of a DAV:propertyupdate, in document order; or of any element that holds DAV:set (CALDAV:mkcalendar,
// DAV:mkcol). 400 for a body without an edit, or with more than 200.
Result<std::vector<PropertyEdit>> read_edits(const xml::Element& holder);

// What became of one edit.
struct EditOutcome {
    xml::Name name;
    std::optional<Failure> failure;
};

// Tries every edit on `node` and, if none fails, applies them all. In a failed set nothing is applied, and edits that
// would have been well carry 424.
Result<std::vector<EditOutcome>> apply(GuardedTransaction& transaction, const Tables& tables,
                                       const Granted<Privilege::write_properties>& node,
                                       const std::vector<PropertyEdit>& edits);

bool all_well(const std::vector<EditOutcome>& outcomes);
// The names grouped by status, for a multistatus or a mkcalendar-response.
std::vector<Propstat> propstats(const std::vector<EditOutcome>& outcomes);

}  // namespace stafett::caldav::webdav
