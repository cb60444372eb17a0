#include <array>

#include "caldav/webdav/method.h"
#include "caldav/webdav/reports/handlers.h"

namespace stafett::caldav::webdav {

std::span<const ReportRow> report_rows() {
    constexpr Kind searchable = Kind::root | Kind::principals | Kind::principal_collection | Kind::principal;
    static constexpr std::array rows{
        report<&reports::sync_collection>({ns::dav, "sync-collection"}, "RFC 6578 3.2",
                                          Kind::home | Kind::calendar | Kind::organizer_collection),
        report<&reports::expand_property>({ns::dav, "expand-property"}, "RFC 3253 3.8", access::kEveryResource),
        report<&reports::principal_property_search>({ns::dav, "principal-property-search"}, "RFC 3744 9.4", searchable),
        report<&reports::principal_search_property_set>({ns::dav, "principal-search-property-set"}, "RFC 3744 9.5",
                                                        searchable),
    };
    return rows;
}

}  // namespace stafett::caldav::webdav
