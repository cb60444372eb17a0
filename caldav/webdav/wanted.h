// Which properties a PROPFIND or REPORT asks for, and one resource's answer to that.
#pragma once

#include <memory>
#include <vector>

#include "caldav/webdav/multistatus.h"
#include "caldav/webdav/property.h"

namespace stafett::caldav::webdav {

struct Wanted {
    enum class Mode { named, all, names } mode = Mode::all;
    std::vector<xml::Element> properties;  // named; with all: DAV:include
    bool minimal = false;                  // leave out what is not found (RFC 8144 §2.1)
    bool report = false;                   // of a REPORT: properties with in_propfind = false may be read
};

// From an element that holds DAV:prop, DAV:allprop (with DAV:include) or DAV:propname: a propfind, calendar-query,
// calendar-multiget, sync-collection. None of them: what `absent` says. 400 for two of them.
Result<Wanted> read_wanted(const xml::Element& holder, const Preferences& preferences,
                           Wanted::Mode absent = Wanted::Mode::all);

// Whether the objects' texts are needed to answer.
bool needs_text(const Wanted& wanted, const Tables& tables);

// One live property's element as XML for a Writer's raw(); nothing when the resource has no such property. `asked` is
// the element in the request, null for allprop.
Result<std::optional<std::string>> read_property(const LiveProperty& row, const Subject& subject,
                                                 const xml::Element* asked);

// Writes one DAV:response with the properties of `subject`, grouped by status. A property that cannot be read gets the
// status of its failure; the others are unharmed.
void write_response(MultistatusWriter& out, const Subject& subject, const Wanted& wanted);

// The same for an object of a calendar whose grant is at hand; under the name `named`, if that is not null.
void write_object_response(MultistatusWriter& out, const Context& context, GuardedSnapshot& snapshot,
                           const ReadGrant& calendar, const model::StoredObject& object, const Wanted& wanted,
                           const Href* named = nullptr);

}  // namespace stafett::caldav::webdav
