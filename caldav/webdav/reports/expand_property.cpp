// DAV:expand-property (RFC 3253 §3.8): a property whose value is hrefs is answered with the resources they name.
// Apple's clients read principals and their groups with it. Every href is resolved behind the gate, to a bounded depth.
#include <span>

#include "caldav/webdav/method.h"
#include "caldav/webdav/reports/grammar.h"
#include "caldav/webdav/reports/handlers.h"
#include "caldav/webdav/responses.h"
#include "caldav/xml/parse.h"

namespace stafett::caldav::webdav::reports {
namespace {

constexpr int kDeepest = 4;
constexpr std::size_t kMostHrefs = 1000;
// An answer says every name back for each resource that it comes to.
constexpr std::size_t kMostProperties = 200;
constexpr std::size_t kLongestNames = 16'384;  // octets, name spaces included

struct Expansion {
    const Context& context;
    GuardedSnapshot& snapshot;
    std::size_t hrefs = 0;
};

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

void write_expanded(xml::Writer& out, Expansion& expansion, const ReadGrant& resource,
                    std::span<const ExpandedProperty> asked, int depth);

void write_linked(xml::Writer& out, Expansion& expansion, const std::string& href, const ExpandedProperty& property,
                  int depth) {
    if (++expansion.hrefs > kMostHrefs) return;
    const auto address = access::parse_href(href);
    if (address) {
        if (const auto grant = expansion.snapshot.gate().require<Privilege::read>(*address)) {
            write_expanded(out, expansion, *grant, property.inner, depth + 1);
            return;
        }
    }
    out.start({ns::dav, "response"}).href(href).leaf({ns::dav, "status"}, "HTTP/1.1 404 Not Found").end();
}

void write_property(xml::Writer& out, xml::Writer& missing, Expansion& expansion, const ReadGrant& resource,
                    const ExpandedProperty& property, int depth) {
    const std::string value = plain_value(expansion, resource, property.name);
    if (value.empty()) {
        missing.leaf(property.name);
        return;
    }
    const std::vector<std::string> hrefs =
        property.inner.empty() || depth >= kDeepest ? std::vector<std::string>{} : hrefs_in(value);
    if (hrefs.empty()) {
        out.raw(value);
        return;
    }
    out.start(property.name);
    for (const std::string& href : hrefs) write_linked(out, expansion, href, property, depth);
    out.end();
}

void write_expanded(xml::Writer& out, Expansion& expansion, const ReadGrant& resource,
                    std::span<const ExpandedProperty> asked, int depth) {
    std::string found, missing;
    xml::Writer found_writer(found, xml::Writer::Where::inside), missing_writer(missing, xml::Writer::Where::inside);
    for (const ExpandedProperty& property : asked)
        write_property(found_writer, missing_writer, expansion, resource, property, depth);
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

class PropertyReader {
  public:
    Result<std::vector<ExpandedProperty>> read(const xml::Element& holder) {
        std::vector<ExpandedProperty> asked;
        for (const xml::Element& child : holder.children()) {
            if (!child.is({ns::dav, "property"})) continue;
            TRY_ASSIGN(xml::Name name, name_of(child));
            TRY_ASSIGN(std::vector<ExpandedProperty> inner, read(child));
            asked.push_back({std::move(name), std::move(inner)});
        }
        return asked;
    }

  private:
    // DAV: is the default name space.
    Result<xml::Name> name_of(const xml::Element& property) {
        const std::string_view name = property.attribute("name").value_or("");
        const std::string_view name_space = property.attribute("namespace").value_or(ns::dav);
        if (!xml::valid_ncname(name)) return fail(400, "expand-property: a property without a name");
        names_ += name.size() + name_space.size();
        if (++properties_ > kMostProperties || names_ > kLongestNames)
            return fail(400, "expand-property: too many properties, or too long names");
        return xml::Name(std::string(name_space), std::string(name));
    }

    std::size_t properties_ = 0;
    std::size_t names_ = 0;
};

}  // namespace

Result<std::vector<ExpandedProperty>> parse_expand_property(const xml::Element& report) {
    return PropertyReader().read(report);
}

Result<http::Response> expand_property(const Request& request, const xml::Element& report, GuardedSnapshot& snapshot,
                                       const ReadGrant& resource) {
    TRY_ASSIGN(const std::vector<ExpandedProperty> asked, parse_expand_property(report));
    Expansion expansion{request.context, snapshot};
    return multistatus_now([&](MultistatusWriter& out) {
        std::string response;
        xml::Writer writer(response, xml::Writer::Where::inside);
        write_expanded(writer, expansion, resource, asked, 0);
        out.raw(response);
    });
}

}  // namespace stafett::caldav::webdav::reports
