#include "caldav/calendar/properties/supported_collation_set.h"

#include "caldav/calendar/filter/text_match.h"

namespace stafett::caldav::calendar::properties {

Result<bool> read_supported_collations(const webdav::Subject&, const xml::Element*, xml::Writer& out) {
    for (const filter::CollationName& collation : filter::collations)
        out.leaf({ns::caldav, "supported-collation"}, collation.name);
    return true;
}

}  // namespace stafett::caldav::calendar::properties
