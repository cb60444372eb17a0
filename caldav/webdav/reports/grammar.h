// What the bodies of these reports ask for, as values: read without looking at any resource.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "caldav/webdav/wanted.h"

namespace stafett::caldav::webdav::reports {

struct SyncCollection {
    std::string token;  // empty: the client knows nothing yet
    Wanted wanted;
    std::optional<std::size_t> limit;  // of DAV:limit, at least 1
};
// RFC 6578 §6.1. DAV:sync-traversal-supported for the level "infinite", 400 for a limit that is no number.
Result<SyncCollection> parse_sync_collection(const xml::Element& report, const Preferences& preferences);

// DAV:property of an expand-property.
struct ExpandedProperty {
    xml::Name name;
    std::vector<ExpandedProperty> inner;  // asked of the resources that its hrefs name
};
// RFC 3253 §3.8. 400 for a property without a name, or with one that no element can have; for more than 200 properties,
// and for names of more than 16,384 octets together.
Result<std::vector<ExpandedProperty>> parse_expand_property(const xml::Element& report);

struct PropertySearch {
    std::vector<xml::Name> properties;
    std::string match;  // in lower case
    enum class How { contains, starts_with, equals } how = How::contains;
};
struct PrincipalPropertySearch {
    std::vector<PropertySearch> searches;  // 1 to 20, of at most 100 properties together
    bool any = false;                      // CalendarServer's test="anyof"
    Wanted wanted;
};
// RFC 3744 §9.4. 400 without a search, with too many of them or of their properties, or for one without DAV:prop or
// DAV:match.
Result<PrincipalPropertySearch> parse_principal_property_search(const xml::Element& report,
                                                                const Preferences& preferences);

}  // namespace stafett::caldav::webdav::reports
