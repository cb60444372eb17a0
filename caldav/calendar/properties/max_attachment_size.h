// CALDAV:max-attachment-size (RFC 8607 6.2): octets of one file; POST holds to it.
#pragma once

#include "caldav/webdav/property.h"

namespace stafett::caldav::calendar::properties {

Result<bool> read_max_attachment_size(const webdav::Subject& subject, const xml::Element* asked, xml::Writer& out);

inline constexpr webdav::LiveProperty max_attachment_size{.name = {ns::caldav, "max-attachment-size"},
                                                          .source = "RFC 8607 6.2",
                                                          .on = webdav::Kind::calendar,
                                                          .read = &read_max_attachment_size};

}  // namespace stafett::caldav::calendar::properties
