// CALDAV:max-attachments-per-resource (RFC 8607 6.3): files of one calendar object; POST and PUT hold to it.
#pragma once

#include "caldav/webdav/property.h"

namespace stafett::caldav::calendar::properties {

Result<bool> read_max_attachments_per_resource(const webdav::Subject& subject, const xml::Element* asked,
                                               xml::Writer& out);

inline constexpr webdav::LiveProperty max_attachments_per_resource{.name = {ns::caldav, "max-attachments-per-resource"},
                                                                   .source = "RFC 8607 6.3",
                                                                   .on = webdav::Kind::calendar,
                                                                   .read = &read_max_attachments_per_resource};

}  // namespace stafett::caldav::calendar::properties
