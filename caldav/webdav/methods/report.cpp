#include "caldav/webdav/methods/handlers.h"

namespace stafett::caldav::webdav::methods {

Result<http::Response> report(const Request& request) {
    TRY_ASSIGN(const xml::Element body, read_xml(request.body));
    return reading(request, [&](GuardedSnapshot& snapshot, const Node& node) -> Result<http::Response> {
        const ReportRow* row = request.context.tables->report(body.name(), node.kind);
        if (row == nullptr) return fail(conditions::supported_report, body.name().local);
        return row->run(request, body, snapshot, node);
    });
}

}  // namespace stafett::caldav::webdav::methods
