#include "storage/sqlite/calendars.h"

#include "storage/base/digest.h"

namespace stafett::storage::sqlite {
namespace {

const std::string kColumns = "SELECT id, owner, name, kind, components, incarnation, created FROM calendars ";

model::Calendar read_calendar(Row& row) {
    return {.id = {row.integer(0)},
            .owner = row.as<model::PrincipalId>(1),
            .name = row.as<model::CalendarName>(2),
            .kind = row.word<model::CollectionKind>(3),
            .components = static_cast<model::ComponentSet>(row.integer(4)),
            .incarnation = row.as<model::Incarnation>(5),
            .created = row.instant(6)};
}

}  // namespace

const Statement kFind{"calendars.find", kColumns + "WHERE owner = ?1 AND name = ?2"};
Result<std::optional<model::Calendar>> Calendars::find(const model::PrincipalId& owner,
                                                       const model::CalendarName& name) {
    return connection_.one(kFind, read_calendar, owner, name);
}

const Statement kGet{"calendars.get", kColumns + "WHERE id = ?1"};
Result<std::optional<model::Calendar>> Calendars::get(model::CalendarId id) {
    return connection_.one(kGet, read_calendar, id);
}

const Statement kOwnedBy{"calendars.owned_by", kColumns + "WHERE owner = ?1 ORDER BY name"};
Result<std::vector<model::Calendar>> Calendars::owned_by(const model::PrincipalId& owner) {
    return connection_.all(kOwnedBy, read_calendar, owner);
}

const Statement kUsage{"calendars.usage",
                       "SELECT count(*), ifnull(sum(objects), 0), ifnull(sum(octets), 0) FROM calendars"
                       " WHERE owner = ?1 AND kind IN ('personal', 'published')"};
Result<model::HomeUsage> Calendars::usage(const model::PrincipalId& owner) {
    const auto read = [](Row& row) {
        return model::HomeUsage{.calendars = static_cast<std::uint64_t>(row.integer(0)),
                                .objects = static_cast<std::uint64_t>(row.integer(1)),
                                .octets = static_cast<std::uint64_t>(row.integer(2))};
    };
    TRY_ASSIGN(const auto usage, connection_.one(kUsage, read, owner));
    return usage.value_or(model::HomeUsage{});
}

const Statement kCount{"calendars.count",
                       "UPDATE calendars SET objects = objects + ?2, octets = octets + ?3 WHERE id = ?1"};
Result<void> Calendars::count(model::CalendarId id, std::int64_t objects, std::int64_t octets) {
    return objects == 0 && octets == 0 ? Result<void>{} : connection_.run(kCount, id, objects, octets);
}

const Statement kRecountTexts{
    "calendars.recount_texts",
    "UPDATE objects SET author_size = (SELECT length(octets) FROM bodies WHERE digest = author)"
    " WHERE author_size <> (SELECT length(octets) FROM bodies WHERE digest = author)"};
const Statement kRecount{"calendars.recount",
                         "UPDATE calendars SET (objects, octets) = (SELECT count(*), ifnull(sum(author_size), 0)"
                         " FROM objects WHERE calendar = calendars.id) WHERE (objects, octets) IS NOT"
                         " (SELECT count(*), ifnull(sum(author_size), 0) FROM objects WHERE calendar = calendars.id)"};
Result<void> recount(Connection& connection) {
    TRY(connection.run(kRecountTexts));
    return connection.run(kRecount);
}

const Statement kMiscounted{
    "calendars.miscounted",
    "SELECT owner || '/' || name FROM calendars JOIN"
    " (SELECT k.id AS calendar, count(o.name) AS number, ifnull(sum(length(b.octets)), 0) AS sum,"
    " ifnull(sum(o.author_size), 0) AS noted FROM calendars k LEFT JOIN objects o ON o.calendar = k.id"
    " LEFT JOIN bodies b ON b.digest = o.author GROUP BY k.id) ON calendar = id"
    " WHERE objects <> number OR octets <> sum OR noted <> sum"};
Result<void> check_counts(Connection& connection, std::vector<std::string>& found) {
    TRY_ASSIGN(const auto calendars, connection.all(kMiscounted, [](Row& row) { return row.text(0); }));
    for (const std::string& calendar : calendars)
        found.push_back("what the calendar " + calendar + " holds is counted wrongly");
    return {};
}

const Statement kCreate{"calendars.create",
                        "INSERT INTO calendars (owner, name, kind, components, incarnation, created)"
                        " VALUES (?1, ?2, ?3, ?4, ?5, ?6)"};
Result<model::Calendar> Calendars::create(const model::PrincipalId& owner, const model::CalendarName& name,
                                          model::CollectionKind kind, model::ComponentSet components,
                                          const model::By& by) {
    model::Calendar calendar{.id = {},
                             .owner = owner,
                             .name = name,
                             .kind = kind,
                             .components = components,
                             .incarnation = model::Incarnation(base::to_base64url(base::random_octets(9))),
                             .created = by.at};
    TRY(connection_.run(kCreate, owner, name, kind, components, calendar.incarnation, by.at));
    calendar.id = {connection_.last_id()};
    TRY(changes_.record_home(owner, name, false, by));
    return calendar;
}

// What is in it, its change rows and properties go with it (ON DELETE CASCADE).
const Statement kRemove{"calendars.remove", "DELETE FROM calendars WHERE id = ?1"};
Result<void> Calendars::remove(model::CalendarId id, const model::By& by) {
    TRY_ASSIGN(const auto calendar, get(id));
    if (!calendar) return fail(Fault::not_found, "no such calendar");
    changes_.touch(id);
    TRY(bodies_.release_calendar(id, by.at));
    TRY(connection_.run(kRemove, id));
    return changes_.record_home(calendar->owner, calendar->name, true, by);
}

Result<void> Calendars::home_changed(const model::PrincipalId& home, const model::CalendarName& name, bool removed,
                                     const model::By& by) {
    return changes_.record_home(home, name, removed, by);
}

const Statement kPublished{"calendars.published", "SELECT id FROM calendars WHERE owner = ?1 AND kind = 'published'"};
Result<void> Calendars::touch_published(const model::NetworkId& network) {
    const auto read = [](Row& row) { return model::CalendarId{row.integer(0)}; };
    TRY_ASSIGN(const auto calendars, connection_.all(kPublished, read, network));
    for (const model::CalendarId calendar : calendars) changes_.touch(calendar);
    return {};
}

}  // namespace stafett::storage::sqlite
