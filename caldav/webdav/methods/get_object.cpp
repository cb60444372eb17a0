#include "caldav/webdav/conditional.h"
#include "caldav/webdav/methods/handlers.h"

namespace stafett::caldav::webdav::methods {
namespace {

std::string_view component_of(model::ComponentKind kind) {
    switch (kind) {
        case model::ComponentKind::vevent:
            return "VEVENT";
        case model::ComponentKind::vtodo:
            return "VTODO";
        case model::ComponentKind::vjournal:
            return "VJOURNAL";
        case model::ComponentKind::vfreebusy:
            return "VFREEBUSY";
        case model::ComponentKind::vavailability:
            return "VAVAILABILITY";
    }
    return "VEVENT";
}

}  // namespace

Result<http::Response> get_object(const Request& request, GuardedSnapshot& snapshot, const ReadGrant& object) {
    const model::ObjectInfo& info = *object.node().info;
    TRY_ASSIGN(const bool unchanged, Conditions(request.head).not_modified(validators_of(info)));
    http::Response response;
    response.fields.add("ETag", quoted(info.etag));
    response.fields.add("Last-Modified", http_date(info.modified));
    response.fields.add("Cache-Control", "private, no-cache");
    if (unchanged) {
        response.status = 304;
        return response;
    }
    TRY_ASSIGN(model::StoredObject stored, snapshot.object(object));
    response.fields.add("Content-Type",
                        "text/calendar; charset=utf-8; component=" + std::string(component_of(info.kind)));
    response.body = std::move(stored.text);
    return response;
}

}  // namespace stafett::caldav::webdav::methods
