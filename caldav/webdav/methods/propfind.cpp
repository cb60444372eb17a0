#include "caldav/webdav/methods/handlers.h"
#include "caldav/webdav/responses.h"

namespace stafett::caldav::webdav::methods {
namespace {

// A listing in pages: the resource itself, then what lies below it. Objects are listed by name, so that a page never
// leaves out a member that was there all the time.
struct Listing {
    Context context;
    access::Address target;
    Wanted wanted;
    bool members = false;
    bool root = true;
    bool with_text = false;
    model::ObjectName after{};
};

void write_root(MultistatusWriter& out, const Listing& listing, GuardedSnapshot& snapshot, const ReadGrant& grant) {
    Responses responses(out, listing.context, snapshot, listing.wanted);
    if (!grant.node().is(Kind::object) || !listing.with_text) return responses.write(grant);
    const auto object = snapshot.object(grant);
    if (object)
        responses.write(grant, &*object);
    else
        out.failure(grant.href(), object.error());
}

Result<More> write_objects(MultistatusWriter& out, Listing& listing, GuardedSnapshot& snapshot,
                           const ReadGrant& calendar) {
    const std::size_t page = listing.with_text ? 64 : 256;
    const auto read = [&](bool with_text) { return snapshot.objects(calendar, {listing.after, page, with_text}); };
    TRY_ASSIGN(const auto objects, page_of_objects(listing.with_text, read));
    ObjectResponses responses(out, listing.context, snapshot, calendar, listing.wanted);
    const std::size_t written = responses.write_page(objects);
    if (written == objects.size() && objects.size() < page) return More::no;
    listing.after = objects[written - 1].info.name;
    return More::yes;
}

Result<More> next_page(MultistatusWriter& out, Listing& listing) {
    TRY_ASSIGN(const auto snapshot, listing.context.store.read());
    TRY_ASSIGN(const ReadGrant grant, snapshot->gate().require<Privilege::read>(listing.target));
    if (std::exchange(listing.root, false)) write_root(out, listing, *snapshot, grant);
    if (!listing.members) return More::no;
    if (grant.node().is(Kind::calendar | Kind::organizer_collection))
        return write_objects(out, listing, *snapshot, grant);
    TRY_ASSIGN(const auto members, snapshot->members(grant));
    Responses responses(out, listing.context, *snapshot, listing.wanted);
    for (const ReadGrant& member : members) responses.write(member);
    return More::no;
}

}  // namespace

Result<http::Response> propfind(const Request& request, GuardedSnapshot&, const ReadGrant& resource) {
    TRY_ASSIGN(const Depth depth, read_depth(request.head, Depth::infinity));
    if (depth == Depth::infinity) return fail(conditions::propfind_finite_depth);
    const Preferences preferences = read_preferences(request.head);
    Wanted wanted;
    wanted.minimal = preferences.minimal;
    if (!request.body.empty()) {
        TRY_ASSIGN(const xml::Element body, read_xml(request.body));
        if (!body.is({ns::dav, "propfind"})) return fail(400, "the body is not a DAV:propfind");
        TRY_ASSIGN(wanted, read_wanted(body, preferences));
    }
    Listing listing{request.context, request.target, std::move(wanted)};
    listing.members = depth == Depth::one && !resource.node().is(Kind::object);
    listing.root = !(preferences.no_root && listing.members);
    listing.with_text = needs_text(listing.wanted, *request.context.tables);
    http::Response response = multistatus(
        request, [listing = std::move(listing)](MultistatusWriter& out) mutable { return next_page(out, listing); });
    if (preferences.minimal) response.fields.add("Preference-Applied", "return=minimal");
    response.fields.add("Vary", "Prefer, Brief");
    return response;
}

}  // namespace stafett::caldav::webdav::methods
