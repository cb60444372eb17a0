#include <array>

#include "caldav/webdav/method.h"
#include "caldav/webdav/reports/handlers.h"

namespace stafett::caldav::webdav {

std::span<const ReportRow> report_rows() {
    static constexpr std::array rows{
        report<&reports::sync_collection>({ns::dav, "sync-collection"}, "RFC 6578 3.2",
                                          Kind::home | Kind::calendar | Kind::organizer_collection),
        report<&reports::expand_property>({ns::dav, "expand-property"}, "RFC 3253 3.8", access::kEveryResource),
    };
    return rows;
}

}  // namespace stafett::caldav::webdav
