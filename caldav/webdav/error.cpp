#include "caldav/webdav/multistatus.h"
#include "storage/base/safe_text.h"

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
    if (!failure.message.empty()) out.leaf({ns::stafett, "message"}, base::safe_lines(failure.message));
}

namespace {

// For a person, or for who writes a client. What is wrong with a malformed request says only what the request says.
std::string text_of(const Failure& failure) {
    if (!failure.message.empty()) return failure.message;
    std::string text(http::reason(failure.status));
    if (failure.status == 400 && !failure.log_detail.empty()) text += ": " + failure.log_detail;
    return text;
}

}  // namespace

// A message may say what the client sent, and is read by people.
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
        response = http::text_response(failure.status, base::safe_lines(text_of(failure)) + "\n");
    }
    response.status = failure.status;
    for (const auto& [name, value] : failure.fields) response.fields.add(name, value);
    return response;
}

}  // namespace stafett::caldav::webdav
