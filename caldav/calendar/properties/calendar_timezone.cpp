#include "caldav/calendar/properties/calendar_timezone.h"

#include "caldav/calendar/reports/calendar_zone.h"

namespace stafett::caldav::calendar::properties {

Result<bool> read_calendar_timezone(const webdav::Subject& subject, const xml::Element*, xml::Writer& out) {
    TRY_ASSIGN(const std::string timezone, reports::default_timezone(subject.snapshot));
    out.text(timezone);
    return !timezone.empty();
}

Result<void> write_calendar_timezone(const xml::Element& value) {
    TRY(reports::parse_timezone(value.text()));
    return {};
}

}  // namespace stafett::caldav::calendar::properties
