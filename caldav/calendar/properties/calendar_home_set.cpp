#include "caldav/calendar/properties/calendar_home_set.h"

namespace stafett::caldav::calendar::properties {

Result<bool> read_calendar_home_set(const webdav::Subject& subject, const xml::Element*, xml::Writer& out) {
    const auto& principal = subject.node().principal;
    if (!principal || principal->kind == model::PrincipalKind::municipality) return false;
    out.href(access::home_address(principal->id).href.text());
    return true;
}

}  // namespace stafett::caldav::calendar::properties
