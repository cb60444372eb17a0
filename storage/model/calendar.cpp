#include "storage/model/calendar.h"

#include <string_view>

namespace stafett::model {

ResourceKey resource_of(CalendarId calendar) { return ResourceKey("calendar:" + std::to_string(calendar.value)); }
ResourceKey resource_of_home(const PrincipalId& owner) { return ResourceKey("home:" + owner.text()); }
ResourceKey resource_of_principal(const PrincipalId& principal) { return ResourceKey("principal:" + principal.text()); }

Etag etag_of(const base::Digest& text) {
    // 128 bits are enough against chance and short in every listing.
    return Etag(base::to_base64url({reinterpret_cast<const char*>(text.bytes.data()), 16}));
}

}  // namespace stafett::model
