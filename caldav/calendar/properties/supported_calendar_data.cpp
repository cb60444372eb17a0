#include "caldav/calendar/properties/supported_calendar_data.h"

namespace stafett::caldav::calendar::properties {

Result<bool> read_supported_calendar_data(const webdav::Subject&, const xml::Element*, xml::Writer& out) {
    out.start({ns::caldav, "calendar-data"})
        .attribute("content-type", "text/calendar")
        .attribute("version", "2.0")
        .end();
    return true;
}

}  // namespace stafett::caldav::calendar::properties
