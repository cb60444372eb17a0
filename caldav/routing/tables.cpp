#include "caldav/calendar/tables.h"
#include "caldav/calendar/methods/put_object.h"
#include "caldav/routing/dav.h"

namespace stafett::caldav::routing {

const webdav::Tables& tables() {
    static const webdav::Tables all = [] {
        webdav::Tables tables;
        tables.add(webdav::method_rows());
        tables.add(calendar::method_rows());
        tables.add(webdav::report_rows());
        tables.add(calendar::report_rows());
        tables.add(webdav::property_rows());
        tables.add(calendar::property_rows());
        tables.compliance.assign(webdav::compliance.begin(), webdav::compliance.end());
        tables.compliance.insert(tables.compliance.end(), calendar::compliance.begin(), calendar::compliance.end());
        tables.read_object = &calendar::methods::read_object;
        return tables;
    }();
    return all;
}

}  // namespace stafett::caldav::routing
