#include "caldav/webdav/methods/handlers.h"

namespace stafett::caldav::webdav::methods {

Result<void> admit_options(const access::Gate& gate, const Node& node) {
    if (node.is(Kind::unmapped_object | Kind::unmapped_collection)) return admits<Privilege::bind>(gate, node);
    return admits<Privilege::read>(gate, node);
}

Result<http::Response> options(const Request& request) {
    const Tables& tables = *request.context.tables;
    TRY_ASSIGN(const auto snapshot, request.context.store.read());
    TRY_ASSIGN(const Node node, snapshot->gate().locate(request.target));
    http::Response response;
    std::string compliance;
    for (const std::string_view token : tables.compliance) {
        if (!compliance.empty()) compliance += ", ";
        compliance += token;
    }
    response.fields.add("DAV", std::move(compliance));
    response.fields.add("Allow", tables.allow(node.kind));
    return response;
}

}  // namespace stafett::caldav::webdav::methods
