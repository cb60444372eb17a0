// RFC 4918 §15.
#include <array>

#include "caldav/webdav/conditional.h"
#include "caldav/webdav/default_name.h"
#include "caldav/webdav/properties/rows.h"

namespace stafett::caldav::webdav::properties {
namespace {

Result<bool> read_creationdate(const Subject& subject, const xml::Element*, xml::Writer& out) {
    const Node& node = subject.node();
    out.text(base::format_instant(node.info ? node.info->created : node.calendar->created));
    return true;
}

Result<bool> read_displayname(const Subject& subject, const xml::Element*, xml::Writer& out) {
    TRY_ASSIGN(const std::string name, default_name(subject.snapshot, subject.grant));
    out.text(name);
    return true;
}

Result<bool> read_getcontentlength(const Subject& subject, const xml::Element*, xml::Writer& out) {
    out.text(std::to_string(subject.node().info->size));
    return true;
}

Result<bool> read_getcontenttype(const Subject& subject, const xml::Element*, xml::Writer& out) {
    out.text("text/calendar; charset=utf-8; component=");
    switch (subject.node().info->kind) {
        case model::ComponentKind::vevent:
            out.text("VEVENT");
            break;
        case model::ComponentKind::vtodo:
            out.text("VTODO");
            break;
        case model::ComponentKind::vjournal:
            out.text("VJOURNAL");
            break;
        case model::ComponentKind::vfreebusy:
            out.text("VFREEBUSY");
            break;
        case model::ComponentKind::vavailability:
            out.text("VAVAILABILITY");
            break;
    }
    return true;
}

Result<bool> read_getetag(const Subject& subject, const xml::Element*, xml::Writer& out) {
    out.text("\"").text(subject.node().info->etag.text()).text("\"");
    return true;
}

Result<bool> read_getlastmodified(const Subject& subject, const xml::Element*, xml::Writer& out) {
    out.text(http_date(subject.node().info->modified));
    return true;
}

// Exactly collection and calendar for calendars: Apple's clients take more for something else.
Result<bool> read_resourcetype(const Subject& subject, const xml::Element*, xml::Writer& out) {
    const Node& node = subject.node();
    if (node.is(access::kEveryCollection)) out.leaf({ns::dav, "collection"});
    if (node.is(Kind::principal)) out.leaf({ns::dav, "principal"});
    if (node.is(Kind::calendar)) out.leaf({ns::caldav, "calendar"});
    return true;
}

constexpr std::array rows{
    LiveProperty{.name = {ns::dav, "creationdate"},
                 .source = "RFC 4918 15.1",
                 .on = kCalendars | Kind::object,
                 .allprop = true,
                 .read = &read_creationdate},
    LiveProperty{.name = {ns::dav, "displayname"},
                 .source = "RFC 4918 15.2",
                 .on = kCalendars | Kind::home | Kind::principal,
                 .allprop = true,
                 .stored = true,
                 .scope = Scope::reader,
                 .read = &read_displayname,
                 .write = &any_value},
    LiveProperty{.name = {ns::dav, "getcontentlength"},
                 .source = "RFC 4918 15.4",
                 .on = Kind::object,
                 .allprop = true,
                 .read = &read_getcontentlength},
    LiveProperty{.name = {ns::dav, "getcontenttype"},
                 .source = "RFC 4918 15.5",
                 .on = Kind::object,
                 .allprop = true,
                 .read = &read_getcontenttype},
    LiveProperty{.name = {ns::dav, "getetag"},
                 .source = "RFC 4918 15.6",
                 .on = Kind::object,
                 .allprop = true,
                 .read = &read_getetag},
    LiveProperty{.name = {ns::dav, "getlastmodified"},
                 .source = "RFC 4918 15.7",
                 .on = Kind::object,
                 .allprop = true,
                 .read = &read_getlastmodified},
    LiveProperty{.name = {ns::dav, "resourcetype"},
                 .source = "RFC 4918 15.9",
                 .on = access::kEveryResource,
                 .allprop = true,
                 .read = &read_resourcetype},
};
static_assert(distinct(rows));

}  // namespace

std::span<const LiveProperty> of_rfc4918() { return rows; }

}  // namespace stafett::caldav::webdav::properties
