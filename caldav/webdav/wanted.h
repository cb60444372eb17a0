// Which properties a PROPFIND or REPORT asks for.
#pragma once

#include <vector>

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

}  // namespace stafett::caldav::webdav
