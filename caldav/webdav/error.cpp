#include "caldav/webdav/multistatus.h"

namespace stafett::caldav::webdav {

void write_error(xml::Writer& out, const Failure& failure) {
    if (failure.condition == nullptr) return;
    out.start({failure.condition->name_space, failure.condition->name});
    for (const Href& href : failure.hrefs) out.href(href.text());
    for (const http::NeededPrivilege& needed : failure.needed) {
        out.start({ns::dav, "resource"}).href(needed.resource.text());
        out.start({ns::dav, "privilege"}).leaf({needed.name_space, needed.privilege}).end().end();
    }
    out.end();
    if (!failure.message.empty()) out.leaf({ns::stafett, "message"}, failure.message);
}

http::Response error_response(const Failure& failure) {
    http::Response response;
    if (failure.condition != nullptr) {
        std::string body;
        xml::Writer writer(body);
        writer.start({ns::dav, "error"});
        write_error(writer, failure);
        writer.end();
        response.fields.add("Content-Type", "application/xml; charset=utf-8");
        response.body = std::move(body);
    } else {
        response = http::text_response(
            failure.status,
            (failure.message.empty() ? std::string(http::reason(failure.status)) : failure.message) + "\n");
    }
    response.status = failure.status;
    for (const auto& [name, value] : failure.fields) response.fields.add(name, value);
    return response;
}

}  // namespace stafett::caldav::webdav
