// CALDAV:max-resource-size (RFC 4791 §5.2.5), octets; PUT holds to it.
#pragma once

#include "caldav/webdav/property.h"

namespace stafett::caldav::calendar::properties {

Result<bool> read_max_resource_size(const webdav::Subject& subject, const xml::Element* asked, xml::Writer& out);

inline constexpr webdav::LiveProperty max_resource_size{.name = {ns::caldav, "max-resource-size"},
                                                        .source = "RFC 4791 5.2.5",
                                                        .on = webdav::Kind::calendar,
                                                        .read = &read_max_resource_size};

}  // namespace stafett::caldav::calendar::properties
