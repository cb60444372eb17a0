// CALDAV:managed-attachments-server-URL (RFC 8607 6.1) of a home: where its attachments lie.
#pragma once

#include "caldav/webdav/property.h"

namespace stafett::caldav::calendar::properties {

// Empty where attachments are at the host that was asked, which is what programs take from an empty one.
Result<bool> read_managed_attachments_server_url(const webdav::Subject& subject, const xml::Element* asked,
                                                 xml::Writer& out);

inline constexpr webdav::LiveProperty managed_attachments_server_url{
    .name = {ns::caldav, "managed-attachments-server-URL"},
    .source = "RFC 8607 6.1",
    .on = webdav::Kind::home,
    .read = &read_managed_attachments_server_url};

}  // namespace stafett::caldav::calendar::properties
