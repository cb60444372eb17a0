#include "caldav/calendar/properties/managed_attachments_server_url.h"

namespace stafett::caldav::calendar::properties {

Result<bool> read_managed_attachments_server_url(const webdav::Subject& subject, const xml::Element*,
                                                 xml::Writer& out) {
    const std::string& origin = subject.context.store.settings().attachments.origin;
    if (!origin.empty() && origin != subject.context.origin) out.href(origin + "/attachments/");
    return true;
}

}  // namespace stafett::caldav::calendar::properties
