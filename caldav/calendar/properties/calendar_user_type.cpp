#include "caldav/calendar/properties/calendar_user_type.h"

namespace stafett::caldav::calendar::properties {

Result<bool> read_calendar_user_type(const webdav::Subject& subject, const xml::Element*, xml::Writer& out) {
    const auto& principal = subject.node().principal;
    if (!principal) return false;
    out.text(principal->kind == model::PrincipalKind::person ? "INDIVIDUAL" : "GROUP");
    return true;
}

}  // namespace stafett::caldav::calendar::properties
