#include "caldav/webdav/methods/handlers.h"
#include "caldav/webdav/property_update.h"

namespace stafett::caldav::webdav::methods {

Result<http::Response> proppatch(const Request& request) {
    const Preferences preferences = read_preferences(request.head);
    TRY_ASSIGN(const xml::Element body, read_xml(request.body));
    if (!body.is({ns::dav, "propertyupdate"})) return fail(400, "the body is not a DAV:propertyupdate");
    TRY_ASSIGN(const std::vector<PropertyEdit> edits, read_edits(body));
    if (edits.empty()) return fail(400, "nothing to set or remove");
    const Tables& tables = *request.context.tables;
    TRY_ASSIGN(const std::vector<EditOutcome> outcomes,
               request.context.store.write([&](GuardedTransaction& transaction) -> Result<std::vector<EditOutcome>> {
                   TRY_ASSIGN(const auto grant,
                              transaction.gate().require<Privilege::write_properties>(request.target));
                   return apply(transaction, tables, grant, edits);
               }));
    http::Response response;
    if (preferences.minimal && all_well(outcomes)) {
        response.fields.add("Preference-Applied", "return=minimal");
    } else {
        response =
            multistatus_now([&](MultistatusWriter& out) { out.properties(request.target.href, propstats(outcomes)); });
    }
    response.fields.add("Vary", "Prefer, Brief");
    return response;
}

}  // namespace stafett::caldav::webdav::methods
