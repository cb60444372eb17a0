// CALDAV:supported-collation-set (RFC 4791 §7.5.1).
#pragma once

#include "caldav/webdav/property.h"

namespace stafett::caldav::calendar::properties {

Result<bool> read_supported_collations(const webdav::Subject& subject, const xml::Element* asked, xml::Writer& out);

inline constexpr webdav::LiveProperty supported_collation_set{.name = {ns::caldav, "supported-collation-set"},
                                                              .source = "RFC 4791 7.5.1",
                                                              .on = webdav::Kind::calendar | webdav::Kind::object,
                                                              .read = &read_supported_collations};

}  // namespace stafett::caldav::calendar::properties
