#include "caldav/calendar/properties/schedule_calendar_transp.h"

namespace stafett::caldav::calendar::properties {

namespace {

constexpr QName kOpaque{ns::caldav, "opaque"};
constexpr QName kTransparent{ns::caldav, "transparent"};

}  // namespace

Result<bool> read_schedule_calendar_transp(const webdav::Subject&, const xml::Element*, xml::Writer& out) {
    out.leaf(kOpaque);
    return true;
}

Result<void> write_schedule_calendar_transp(const xml::Element& value) {
    if (value.children().size() == 1 && (value.child(kOpaque) != nullptr || value.child(kTransparent) != nullptr))
        return {};
    return fail(409, "schedule-calendar-transp holds opaque or transparent");
}

}  // namespace stafett::caldav::calendar::properties
