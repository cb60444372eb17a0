#include "caldav/webdav/methods/handlers.h"

namespace stafett::caldav::webdav::methods {

Result<http::Response> delete_resource(const Request& request) {
    TRY(request.context.store.write([&](GuardedTransaction& transaction) -> Result<void> {
        TRY_ASSIGN(const auto grant, transaction.gate().require<Privilege::unbind>(request.target));
        return grant.node().is(Kind::object) ? transaction.remove(grant) : transaction.remove_calendar(grant);
    }));
    http::Response response;
    response.status = 204;
    return response;
}

}  // namespace stafett::caldav::webdav::methods
