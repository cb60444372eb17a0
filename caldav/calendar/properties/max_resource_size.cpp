#include "caldav/calendar/properties/max_resource_size.h"

namespace stafett::caldav::calendar::properties {

Result<bool> read_max_resource_size(const webdav::Subject& subject, const xml::Element*, xml::Writer& out) {
    out.text(std::to_string(subject.context.store.settings().max_resource_size));
    return true;
}

}  // namespace stafett::caldav::calendar::properties
