#include "caldav/calendar/reports/calendar_multiget.h"

#include <algorithm>

#include "caldav/calendar/reports/calendar_query.h"

namespace stafett::caldav::calendar::reports {

using webdav::GuardedSnapshot;
using webdav::Privilege;

namespace {

constexpr QName kHref{ns::dav, "href"};
constexpr std::size_t kPage = 64;  // objects read in one snapshot

struct Get {
    webdav::Context context;
    access::Address target;
    webdav::Wanted wanted;
    std::vector<std::string> hrefs;
    std::size_t next = 0;
};

// An object of ours that lies in (or is) what the report was sent to.
std::optional<access::Address> within(const access::Address& target, const std::string& href) {
    std::optional<access::Address> address = access::parse_href(href);
    if (!address || address->shape != access::Address::Shape::object) return std::nullopt;
    if (address->principal != target.principal || address->calendar != target.calendar) return std::nullopt;
    if (!target.object.empty() && address->object != target.object) return std::nullopt;
    // Answered in the encoding that was asked in, for clients that compare text.
    if (const auto reference = http::parse_reference(href)) address->href = Href(reference->path);
    return address;
}

Result<void> read_one(const Get& get, GuardedSnapshot& snapshot, const access::Address& address,
                      webdav::MultistatusWriter& out) {
    TRY_ASSIGN(const webdav::ReadGrant grant, snapshot.gate().require<Privilege::read>(address));
    TRY_ASSIGN(const model::StoredObject object, snapshot.object(grant));
    webdav::write_response(out, {get.context, snapshot, grant, &object}, get.wanted);
    return {};
}

Result<webdav::More> next_page(Get& get, webdav::MultistatusWriter& out) {
    TRY_ASSIGN(const auto snapshot, get.context.store.read());
    const std::size_t last = std::min(get.hrefs.size(), get.next + kPage);
    for (; get.next < last; ++get.next) {
        const std::string& href = get.hrefs[get.next];
        const auto address = within(get.target, href);
        if (!address) {
            const auto reference = http::parse_reference(href);
            out.status(Href(reference ? std::string(reference->path) : href), 404);
        } else if (auto done = read_one(get, *snapshot, *address, out); !done) {
            // That she may not read it is not told apart from that it is not there.
            const unsigned status = done.error().status;
            if (status == 403 || status == 404)
                out.status(address->href, 404);
            else
                out.failure(address->href, done.error());
        }
    }
    return get.next < get.hrefs.size() ? webdav::More::yes : webdav::More::no;
}

}  // namespace

Result<http::Response> calendar_multiget(const webdav::Request& request, const xml::Element& report, GuardedSnapshot&,
                                         const webdav::ReadGrant&) {
    TRY_ASSIGN(webdav::Wanted wanted, read_wanted_data(report, webdav::read_preferences(request.head)));
    auto get = std::make_shared<Get>(Get{request.context, request.target, std::move(wanted), {}, 0});
    for (const xml::Element& child : report.children())
        if (child.is(kHref)) get->hrefs.push_back(child.trimmed_text());
    if (get->hrefs.empty()) return fail(400, "calendar-multiget without href");
    return webdav::multistatus(request.target.href,
                               [get](webdav::MultistatusWriter& out) { return next_page(*get, out); });
}

}  // namespace stafett::caldav::calendar::reports
