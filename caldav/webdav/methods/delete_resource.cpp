#include "caldav/webdav/conditional.h"
#include "caldav/webdav/methods/handlers.h"

namespace stafett::caldav::webdav::methods {

Result<http::Response> delete_resource(const Request& request) {
    const Conditions expected(request.head);
    TRY(request.context.store.write([&](GuardedTransaction& transaction) -> Result<void> {
        TRY_ASSIGN(const auto grant, transaction.gate().require<Privilege::unbind>(request.target));
        const Node& node = grant.node();
        if (!node.is(Kind::object)) return transaction.remove_calendar(grant);
        TRY(expected.check(&*node.info));
        return transaction.remove(grant);
    }));
    http::Response response;
    response.status = 204;
    return response;
}

}  // namespace stafett::caldav::webdav::methods
