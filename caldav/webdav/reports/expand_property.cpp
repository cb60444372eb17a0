// DAV:expand-property (RFC 3253 §3.8): a property whose value is hrefs is answered with the resources they name.
// Apple's clients read principals and their groups with it. Every href is resolved behind the gate, to a bounded depth.
#include "caldav/webdav/method.h"
#include "caldav/webdav/reports/handlers.h"
#include "caldav/webdav/responses.h"
#include "caldav/xml/parse.h"

namespace stafett::caldav::webdav::reports {
namespace {

constexpr int kDeepest = 4;
constexpr std::size_t kMostHrefs = 1000;

struct Expansion {
    const Context& context;
    GuardedSnapshot& snapshot;
    std::size_t hrefs = 0;
};

// The name that a DAV:property element asks for; DAV: is the default name space.
std::optional<xml::Name> asked_name(const xml::Element& property) {
    const auto name = property.attribute("name");
    if (!property.is({ns::dav, "property"}) || !name) return std::nullopt;
    return xml::Name(std::string(property.attribute("namespace").value_or(ns::dav)), std::string(*name));
}

// The plain value of one property as XML of its element; empty when the resource has none.
std::string plain_value(Expansion& expansion, const ReadGrant& resource, const xml::Name& name) {
    const LiveProperty* row = expansion.context.tables->property(name, resource.node().kind);
    if (row == nullptr) return {};
    const xml::Element asked(name);
    auto element = read_property(*row, {expansion.context, expansion.snapshot, resource}, &asked);
    return element ? std::move(*element).value_or(std::string()) : std::string();
}

std::vector<std::string> hrefs_in(const std::string& element) {
    std::string document;
    xml::Writer(document).start({ns::dav, "prop"}).raw(element).end();
    std::vector<std::string> hrefs;
    const auto parsed = xml::parse(document);
    if (!parsed || parsed->children().empty()) return hrefs;
    for (const xml::Element& child : parsed->children().front().children())
        if (child.is({ns::dav, "href"})) hrefs.push_back(child.trimmed_text());
    return hrefs;
}

void write_expanded(xml::Writer& out, Expansion& expansion, const ReadGrant& resource, const xml::Element& asked,
                    int depth);

void write_linked(xml::Writer& out, Expansion& expansion, const std::string& href, const xml::Element& property,
                  int depth) {
    if (++expansion.hrefs > kMostHrefs) return;
    const auto address = access::parse_href(href);
    if (address) {
        if (const auto grant = expansion.snapshot.gate().require<Privilege::read>(*address)) {
            write_expanded(out, expansion, *grant, property, depth + 1);
            return;
        }
    }
    out.start({ns::dav, "response"}).href(href).leaf({ns::dav, "status"}, "HTTP/1.1 404 Not Found").end();
}

void write_property(xml::Writer& out, xml::Writer& missing, Expansion& expansion, const ReadGrant& resource,
                    const xml::Element& property, const xml::Name& name, int depth) {
    const std::string value = plain_value(expansion, resource, name);
    if (value.empty()) {
        missing.leaf(name);
        return;
    }
    const std::vector<std::string> hrefs =
        property.children().empty() || depth >= kDeepest ? std::vector<std::string>{} : hrefs_in(value);
    if (hrefs.empty()) {
        out.raw(value);
        return;
    }
    out.start(name);
    for (const std::string& href : hrefs) write_linked(out, expansion, href, property, depth);
    out.end();
}

void write_expanded(xml::Writer& out, Expansion& expansion, const ReadGrant& resource, const xml::Element& asked,
                    int depth) {
    std::string found, missing;
    xml::Writer found_writer(found, xml::Writer::Where::inside), missing_writer(missing, xml::Writer::Where::inside);
    for (const xml::Element& property : asked.children())
        if (const auto name = asked_name(property))
            write_property(found_writer, missing_writer, expansion, resource, property, *name, depth);
    out.start({ns::dav, "response"}).href(resource.href().text());
    const auto propstat = [&](const std::string& properties, std::string_view status) {
        out.start({ns::dav, "propstat"})
            .start({ns::dav, "prop"})
            .raw(properties)
            .end()
            .leaf({ns::dav, "status"}, status)
            .end();
    };
    if (!found.empty() || missing.empty()) propstat(found, "HTTP/1.1 200 OK");
    if (!missing.empty()) propstat(missing, "HTTP/1.1 404 Not Found");
    out.end();
}

}  // namespace

Result<http::Response> expand_property(const Request& request, const xml::Element& report, GuardedSnapshot& snapshot,
                                       const ReadGrant& resource) {
    Expansion expansion{request.context, snapshot};
    return multistatus_now([&](MultistatusWriter& out) {
        std::string response;
        xml::Writer writer(response, xml::Writer::Where::inside);
        write_expanded(writer, expansion, resource, report, 0);
        out.raw(response);
    });
}

}  // namespace stafett::caldav::webdav::reports
