#include "caldav/calendar/properties/max_attachments_per_resource.h"

namespace stafett::caldav::calendar::properties {

Result<bool> read_max_attachments_per_resource(const webdav::Subject& subject, const xml::Element*, xml::Writer& out) {
    out.text(std::to_string(subject.context.store.settings().attachments.per_object));
    return true;
}

}  // namespace stafett::caldav::calendar::properties
