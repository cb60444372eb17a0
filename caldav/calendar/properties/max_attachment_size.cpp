#include "caldav/calendar/properties/max_attachment_size.h"

namespace stafett::caldav::calendar::properties {

Result<bool> read_max_attachment_size(const webdav::Subject& subject, const xml::Element*, xml::Writer& out) {
    out.text(std::to_string(subject.context.store.settings().attachments.size));
    return true;
}

}  // namespace stafett::caldav::calendar::properties
