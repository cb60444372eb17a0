#include "caldav/calendar/tables.h"

#include "caldav/calendar/methods/table.h"
#include "caldav/calendar/properties/table.h"
#include "caldav/calendar/reports/table.h"

namespace stafett::caldav::calendar {

std::span<const webdav::MethodRow> method_rows() { return methods::table; }
std::span<const webdav::ReportRow> report_rows() { return reports::table; }
std::span<const webdav::LiveProperty> property_rows() { return properties::table; }

}  // namespace stafett::caldav::calendar
