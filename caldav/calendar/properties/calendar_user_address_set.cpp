#include "caldav/calendar/properties/calendar_user_address_set.h"

namespace stafett::caldav::calendar::properties {

namespace {

constexpr QName kHref{ns::dav, "href"};

void preferred(xml::Writer& out, const std::string& address) {
    out.start(kHref).attribute("preferred", "1").text("mailto:" + address).end();
}

}  // namespace

Result<bool> read_calendar_user_addresses(const webdav::Subject& subject, const xml::Element*, xml::Writer& out) {
    const auto& principal = subject.node().principal;
    if (!principal || principal->addresses.empty()) return false;
    const std::vector<std::string>& own = principal->addresses;
    preferred(out, own.front());
    for (std::size_t i = 1; i < own.size(); ++i) out.href("mailto:" + own[i]);
    const model::Actor& actor = subject.snapshot.actor();
    if (principal->id == model::PrincipalId(actor.person())) {
        TRY_ASSIGN(const std::vector<model::Principal> networks, subject.snapshot.acts_for());
        for (const model::Principal& network : networks)
            for (const std::string& address : network.addresses) out.href("mailto:" + address);
        // By it her program finds who she is in the copies of Alla nätverk.
        TRY_ASSIGN(const std::string office, subject.snapshot.office_address());
        if (!office.empty()) out.href("mailto:" + office);
    }
    preferred(out, own.front());
    return true;
}

}  // namespace stafett::caldav::calendar::properties
