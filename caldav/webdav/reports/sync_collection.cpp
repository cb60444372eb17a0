// Pages of changes, each from a fresh snapshot, end with the token of the state at the start: what changes meanwhile is
// at worst reported twice. Only a limit that the client sets cuts an answer short (RFC 6578 §3.6).
#include <charconv>

#include "caldav/webdav/reports/grammar.h"
#include "caldav/webdav/reports/handlers.h"
#include "caldav/webdav/responses.h"

namespace stafett::caldav::webdav::reports {
namespace {

constexpr std::size_t kPage = 256;
constexpr std::size_t kPageWithText = 64;

struct Sync {
    Context context;
    access::Address target;
    Wanted wanted;
    access::SyncPosition after{};
    bool initial = false;  // no token was sent: what is gone is not worth telling
    bool with_text = false;
    std::optional<std::size_t> left;  // of DAV:limit
    std::string token;                // of the state at the start
    model::ObjectName after_name{};   // initial without limit: listed up to here
};

// 400 for a number that is none; nothing when there is no limit.
Result<std::optional<std::size_t>> read_limit(const xml::Element& report) {
    const xml::Element* limit = report.child({ns::dav, "limit"});
    const xml::Element* number = limit != nullptr ? limit->child({ns::dav, "nresults"}) : nullptr;
    if (number == nullptr) return std::optional<std::size_t>{};
    const std::string text = number->trimmed_text();
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value == 0) return fail(400, "nresults: " + text);
    return std::optional(value);
}

// How far a page came.
struct Taken {
    std::size_t rows = 0;
    bool all = false;  // nothing is left behind them
};

// Members changed, in the order of their changes; what of them is there is read by one statement. How many were written
// before the page was full.
Result<std::size_t> write_objects(MultistatusWriter& out, const Sync& sync, GuardedSnapshot& snapshot,
                                  const ReadGrant& calendar, const std::vector<model::Change>& changes) {
    std::vector<model::ObjectName> names;
    for (const model::Change& change : changes)
        if (!change.removed) names.push_back(change.name);
    const auto named = [&](bool with_text) { return snapshot.named(calendar, names, with_text); };
    TRY_ASSIGN(const auto objects, page_of_objects(sync.with_text, named));
    ObjectResponses responses(out, sync.context, snapshot, calendar, sync.wanted);
    responses.expect(objects);
    auto object = objects.begin();
    std::size_t written = 0;
    for (const model::Change& change : changes) {
        if (written > 0 && out.full()) break;
        ++written;
        const bool there = !change.removed && object != objects.end() && object->info.name == change.name;
        if (there) {
            responses.write(*object);
            ++object;
        } else if (!change.removed || !sync.initial) {
            out.status(calendar.node().address.member(change.name).href, 404);
        }
    }
    return written;
}

Result<void> write_calendar(MultistatusWriter& out, const Sync& sync, GuardedSnapshot& snapshot, const ReadGrant& home,
                            const model::HomeChange& change) {
    const access::Address address = home.node().address.member(change.name);
    const auto grant = snapshot.gate().require<Privilege::read>(address);
    if (grant)
        Responses(out, sync.context, snapshot, sync.wanted).write(*grant);
    else if (!is_missing(grant.error()))
        return std::unexpected(grant.error());
    else if (!sync.initial)
        out.status(address.href, 404);
    return {};
}

// Everything there is, by name: for a client that knows nothing and takes all of it, the order of changes means
// nothing.
Result<Taken> write_all(MultistatusWriter& out, Sync& sync, GuardedSnapshot& snapshot, const ReadGrant& calendar,
                        std::size_t page) {
    const auto read = [&](bool with_text) { return snapshot.objects(calendar, {sync.after_name, page, with_text}); };
    TRY_ASSIGN(const auto objects, page_of_objects(sync.with_text, read));
    ObjectResponses responses(out, sync.context, snapshot, calendar, sync.wanted);
    const std::size_t written = responses.write_page(objects);
    if (written > 0) sync.after_name = objects[written - 1].info.name;
    return Taken{written, written == objects.size() && objects.size() < page};
}

// Writes a page of changes.
Result<Taken> write_changes(MultistatusWriter& out, Sync& sync, GuardedSnapshot& snapshot, const ReadGrant& collection,
                            std::size_t page) {
    if (collection.node().is(Kind::home)) {
        TRY_ASSIGN(const auto changes, snapshot.home_changes(collection, sync.after, page));
        for (const model::HomeChange& change : changes) TRY(write_calendar(out, sync, snapshot, collection, change));
        return Taken{changes.size(), changes.size() < page};
    }
    if (sync.initial && !sync.left) return write_all(out, sync, snapshot, collection, page);
    const access::SyncPosition before = sync.after;
    TRY_ASSIGN(const auto changes, snapshot.changes(collection, sync.after, page));
    TRY_ASSIGN(const std::size_t written, write_objects(out, sync, snapshot, collection, changes));
    if (written == changes.size()) return Taken{written, written < page};
    // The page was full first: the next one goes on behind what has been written.
    sync.after = before;
    TRY(snapshot.changes(collection, sync.after, written));
    return Taken{written, false};
}

// The limit is reached: if anything is left, the collection itself carries 507 and the token names the state reached
// (RFC 6578 §3.6).
Result<More> cut_short(MultistatusWriter& out, const Sync& sync, GuardedSnapshot& snapshot,
                       const ReadGrant& collection) {
    access::SyncPosition further = sync.after;
    TRY_ASSIGN(const auto objects, snapshot.changes(collection, further, 1));
    TRY_ASSIGN(const auto calendars, snapshot.home_changes(collection, further, 1));
    if (!objects.empty() || !calendars.empty())
        out.status(sync.target.href, 507, &conditions::number_of_matches_within_limits);
    TRY_ASSIGN(const std::string reached, snapshot.sync_token(collection, sync.after));
    out.sync_token(reached);
    return More::no;
}

Result<More> next_page(MultistatusWriter& out, Sync& sync) {
    TRY_ASSIGN(const auto snapshot, sync.context.store.read());
    TRY_ASSIGN(const ReadGrant grant, snapshot->gate().require<Privilege::read>(sync.target));
    const std::size_t page = std::min(sync.with_text ? kPageWithText : kPage, sync.left.value_or(kPage));
    TRY_ASSIGN(const Taken taken, write_changes(out, sync, *snapshot, grant, page));
    if (taken.all) {
        out.sync_token(sync.token);
        return More::no;
    }
    if (sync.left) {
        *sync.left -= taken.rows;
        if (*sync.left == 0) return cut_short(out, sync, *snapshot, grant);
    }
    return More::yes;
}

}  // namespace

Result<SyncCollection> parse_sync_collection(const xml::Element& report, const Preferences& preferences) {
    const xml::Element* level = report.child({ns::dav, "sync-level"});
    if (level != nullptr && level->trimmed_text() == "infinite") return fail(conditions::sync_traversal_supported);
    SyncCollection asked;
    if (const xml::Element* token = report.child({ns::dav, "sync-token"})) asked.token = token->trimmed_text();
    TRY_ASSIGN(asked.wanted, read_wanted(report, preferences, Wanted::Mode::named));
    asked.wanted.report = true;
    TRY_ASSIGN(asked.limit, read_limit(report));
    return asked;
}

Result<http::Response> sync_collection(const Request& request, const xml::Element& report, GuardedSnapshot& snapshot,
                                       const ReadGrant& collection) {
    // Depth must be 0 (RFC 6578 §3.2); 1 is what some clients send and mean the same by.
    TRY_ASSIGN(const Depth depth, read_depth(request.head, Depth::zero));
    if (depth == Depth::infinity) return fail(400, "Depth: infinity");
    const Preferences preferences = read_preferences(request.head);
    TRY_ASSIGN(SyncCollection asked, parse_sync_collection(report, preferences));
    TRY_ASSIGN(access::SyncPosition after, snapshot.position(collection, asked.token));
    const bool with_text = needs_text(asked.wanted, *request.context.tables);
    TRY_ASSIGN(std::string state, snapshot.sync_token(collection));
    Sync sync{request.context, request.target, std::move(asked.wanted), std::move(after), asked.token.empty(),
              with_text,       asked.limit,    std::move(state)};
    http::Response response =
        multistatus(request, [sync = std::move(sync)](MultistatusWriter& out) mutable { return next_page(out, sync); });
    if (preferences.minimal) response.fields.add("Preference-Applied", "return=minimal");
    response.fields.add("Vary", "Prefer, Brief");
    return response;
}

}  // namespace stafett::caldav::webdav::reports
