// RFC 3744 §4 and §5, RFC 5397, and CalendarServer's email-address-set.
#include <array>

#include "caldav/webdav/properties/rows.h"

namespace stafett::caldav::webdav::properties {
namespace {

Href href_of(const model::Principal& principal) { return access::principal_address(principal.kind, principal.id).href; }

// The network for its calendars, through every binding (model.md §1).
Result<bool> read_owner(const Subject& subject, const xml::Element*, xml::Writer& out) {
    const Node& node = subject.node();
    if (!node.calendar || !node.bound()) {
        out.href(href_of(*node.principal).text());
        return true;
    }
    const auto owner = subject.snapshot.principal(node.calendar->owner);
    if (owner) out.href(href_of(*owner).text());
    return owner.has_value();
}

Result<bool> read_current_user_principal(const Subject& subject, const xml::Element*, xml::Writer& out) {
    TRY_ASSIGN(const model::Principal self, subject.snapshot.self());
    out.href(href_of(self).text());
    return true;
}

Result<bool> read_principal_url(const Subject& subject, const xml::Element*, xml::Writer& out) {
    out.href(subject.grant.href().text());
    return true;
}

Result<bool> read_principal_collection_set(const Subject&, const xml::Element*, xml::Writer& out) {
    for (const auto kind : {model::PrincipalKind::person, model::PrincipalKind::network})
        out.href(access::principal_collection_address(kind).href.text());
    return true;
}

// Every privilege held, aggregates and their parts: clients look for `write` or for its parts, and decide by it whether
// a calendar is shown as read-only. A reader who may only name and colour it for herself holds no write-properties of
// the resource: Thunderbird takes that alone for the right to write.
Result<bool> read_current_user_privilege_set(const Subject& subject, const xml::Element*, xml::Writer& out) {
    TRY_ASSIGN(const access::PrivilegeSet held, subject.snapshot.gate().privileges(subject.node()));
    const auto shown = [&](Privilege privilege) {
        return held.contains(privilege) &&
               (privilege != Privilege::write_properties || held.contains(Privilege::write_content));
    };
    for (const Privilege privilege : access::every_privilege)
        if (shown(privilege))
            out.start({ns::dav, "privilege"})
                .leaf({access::privilege_namespace(privilege), access::privilege_name(privilege)})
                .end();
    return true;
}

void start_supported(xml::Writer& out, Privilege privilege, std::string_view description) {
    out.start({ns::dav, "supported-privilege"}).start({ns::dav, "privilege"});
    out.leaf({access::privilege_namespace(privilege), access::privilege_name(privilege)}).end();
    out.start({ns::dav, "description"}).attribute("xml:lang", "sv").text(description).end();
}

// The tree of aggregates that access/privilege.h implies (RFC 3744 §5.3).
Result<bool> read_supported_privilege_set(const Subject&, const xml::Element*, xml::Writer& out) {
    const auto leaf = [&](Privilege privilege, std::string_view description) {
        start_supported(out, privilege, description);
        out.end();
    };
    start_supported(out, Privilege::all, "Allt");
    start_supported(out, Privilege::read, "Läsa");
    leaf(Privilege::read_free_busy, "Läsa upptagna tider");
    leaf(Privilege::read_current_user_privilege_set, "Läsa sina egna rättigheter");
    out.end();
    start_supported(out, Privilege::write, "Ändra");
    leaf(Privilege::write_properties, "Ändra egenskaper");
    leaf(Privilege::write_content, "Ändra innehåll");
    leaf(Privilege::bind, "Lägga till");
    leaf(Privilege::unbind, "Ta bort");
    out.end();
    leaf(Privilege::read_acl, "Läsa rättigheter");
    out.end();
    return true;
}

Result<bool> read_group_membership(const Subject& subject, const xml::Element*, xml::Writer& out) {
    TRY_ASSIGN(const auto networks, subject.snapshot.networks_of(subject.grant));
    for (const model::Principal& network : networks) out.href(href_of(network).text());
    return true;
}

Result<bool> read_alternate_uri_set(const Subject& subject, const xml::Element*, xml::Writer& out) {
    for (const std::string& address : subject.node().principal->addresses) out.href("mailto:" + address);
    return true;
}

Result<bool> read_email_address_set(const Subject& subject, const xml::Element*, xml::Writer& out) {
    for (const std::string& address : subject.node().principal->addresses)
        out.leaf({ns::calendarserver, "email-address"}, address);
    return true;
}

constexpr std::array rows{
    LiveProperty{.name = {ns::dav, "owner"},
                 .source = "RFC 3744 5.1",
                 .on = kCalendars | Kind::home | Kind::object,
                 .read = &read_owner},
    LiveProperty{.name = {ns::dav, "current-user-principal"},
                 .source = "RFC 5397 3",
                 .on = access::kEveryResource,
                 .read = &read_current_user_principal},
    LiveProperty{.name = {ns::dav, "principal-URL"},
                 .source = "RFC 3744 4.2",
                 .on = Kind::principal,
                 .read = &read_principal_url},
    LiveProperty{.name = {ns::dav, "principal-collection-set"},
                 .source = "RFC 3744 5.8",
                 .on = access::kEveryResource,
                 .read = &read_principal_collection_set},
    LiveProperty{.name = {ns::dav, "current-user-privilege-set"},
                 .source = "RFC 3744 5.4",
                 .on = access::kEveryResource,
                 .read = &read_current_user_privilege_set},
    LiveProperty{.name = {ns::dav, "supported-privilege-set"},
                 .source = "RFC 3744 5.3",
                 .on = access::kEveryResource,
                 .read = &read_supported_privilege_set},
    LiveProperty{.name = {ns::dav, "group-membership"},
                 .source = "RFC 3744 4.4",
                 .on = Kind::principal,
                 .read = &read_group_membership},
    LiveProperty{.name = {ns::dav, "alternate-URI-set"},
                 .source = "RFC 3744 4.1",
                 .on = Kind::principal,
                 .read = &read_alternate_uri_set},
    LiveProperty{.name = {ns::calendarserver, "email-address-set"},
                 .source = "CalendarServer",
                 .on = Kind::principal,
                 .read = &read_email_address_set},
};
static_assert(distinct(rows));

}  // namespace

std::span<const LiveProperty> of_access_control() { return rows; }

}  // namespace stafett::caldav::webdav::properties
