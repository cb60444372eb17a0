#include <algorithm>

#include <fmt/format.h>

#include "storage/sqlite/calendars.h"

namespace stafett::storage::sqlite {
namespace {

FormMask mask_of(model::Form form) { return form == model::Form::writers ? kWritersForm : kReadersForm; }

model::ChangeNumber read_number(Row& row) { return {row.integer(0)}; }

}  // namespace

void Changes::touch(model::CalendarId calendar) {
    auto& touched = touched_.calendars;
    if (std::find(touched.begin(), touched.end(), calendar) == touched.end()) touched.push_back(calendar);
}

const Statement kRecord{"changes.record",
                        "INSERT INTO changes (calendar, name, removed, forms, person, acted_for, at, author)"
                        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"};
Result<model::ChangeNumber> Changes::record(model::CalendarId calendar, const model::ObjectName& name, bool removed,
                                            FormMask forms, const base::Digest& author, const model::By& by) {
    touch(calendar);
    TRY(connection_.run(kRecord, calendar, name, removed, forms, by.person, by.acted_for, by.at, author));
    return model::ChangeNumber{connection_.last_id()};
}

const Statement kRecordProperties{"changes.record_properties",
                                  "INSERT INTO changes (calendar, removed, forms) VALUES (?1, 0, ?2)"};
Result<void> Changes::record_properties(model::CalendarId calendar) {
    touch(calendar);
    return connection_.run(kRecordProperties, calendar, kBothForms);
}

const Statement kRecordHome{"changes.record_home",
                            "INSERT INTO changes (home, name, removed, forms, person, acted_for, at)"
                            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"};
Result<void> Changes::record_home(const model::PrincipalId& home, const model::CalendarName& name, bool removed,
                                  const model::By& by) {
    touched_.homes = true;
    return connection_.run(kRecordHome, home, name, removed, kBothForms, by.person, by.acted_for, by.at);
}

const Statement kLatest{"changes.latest",
                        "SELECT number FROM changes INDEXED BY changes_of_calendar"
                        " WHERE calendar = ?1 AND forms & ?2 AND reader IS NULL ORDER BY number DESC LIMIT 1"};
Result<model::ChangeNumber> Changes::latest(model::CalendarId calendar, model::Form form) {
    TRY_ASSIGN(const auto number, connection_.one(kLatest, read_number, calendar, mask_of(form)));
    return number.value_or(model::ChangeNumber{});
}

// Rows without a name are changes of the collection's own properties: they move its tags and list nothing.
const Statement kSince{"changes.since",
                       "SELECT c.number, c.name, c.removed FROM changes c INDEXED BY changes_of_calendar"
                       " WHERE c.calendar = ?1 AND c.number > ?3 AND c.forms & ?2 AND c.name IS NOT NULL"
                       " AND c.reader IS NULL AND NOT EXISTS"
                       " (SELECT 1 FROM changes d WHERE d.calendar = c.calendar AND d.name = c.name"
                       " AND d.number > c.number AND d.forms & ?2 AND d.reader IS NULL)"
                       " ORDER BY c.number LIMIT ?4"};
Result<std::vector<model::Change>> Changes::since(model::CalendarId calendar, model::Form form,
                                                  model::ChangeNumber after, std::size_t limit) {
    const auto read = [](Row& row) {
        return model::Change{.name = row.as<model::ObjectName>(1), .removed = row.flag(2), .number = {row.integer(0)}};
    };
    return connection_.all(kSince, read, calendar, mask_of(form), after, limit);
}

const Statement kLatestOfHome{"changes.latest_of_home", "SELECT max(number) FROM changes WHERE home = ?1"};
Result<model::ChangeNumber> Changes::latest_of_home(const model::PrincipalId& home) {
    TRY_ASSIGN(const auto number, connection_.one(kLatestOfHome, read_number, home));
    return number.value_or(model::ChangeNumber{});
}

const Statement kHomeSince{
    "changes.home_since",
    "SELECT c.number, c.name, c.removed FROM changes c"
    " WHERE c.home = ?1 AND c.number > ?2 AND NOT EXISTS"
    " (SELECT 1 FROM changes d WHERE d.home = c.home AND d.name = c.name AND d.number > c.number)"
    " ORDER BY c.number LIMIT ?3"};
Result<std::vector<model::HomeChange>> Changes::home_since(const model::PrincipalId& home, model::ChangeNumber after,
                                                           std::size_t limit) {
    const auto read = [](Row& row) {
        return model::HomeChange{
            .name = row.as<model::CalendarName>(1), .removed = row.flag(2), .number = {row.integer(0)}};
    };
    return connection_.all(kHomeSince, read, home, after, limit);
}

const Statement kHistory{"changes.history",
                         "SELECT number, person, acted_for, at, removed, author FROM changes"
                         " WHERE calendar = ?1 AND name = ?2 ORDER BY number DESC"};
Result<std::vector<model::Version>> Changes::history(model::CalendarId calendar, const model::ObjectName& name) {
    const auto read = [](Row& row) {
        return model::Version{.number = {row.integer(0)},
                              .by = {row.as<model::PersonId>(1), row.as<model::PrincipalId>(2), row.instant(3)},
                              .removed = row.flag(4),
                              .body = row.digest(5)};
    };
    return connection_.all(kHistory, read, calendar, name);
}

namespace {

// The newest row of an object in a form (2: the writers', 1: the readers') is the change that the object names, and
// not one that removed it; nor is a row of a removed object anything else.
constexpr std::string_view kNewest =
    "SELECT number FROM changes c WHERE c.calendar = o.calendar AND c.name = o.name AND c.reader IS NULL AND NOT "
    "c.removed"
    " AND c.forms & {0} AND NOT EXISTS (SELECT 1 FROM changes d WHERE d.calendar = c.calendar AND d.name = c.name"
    " AND d.number > c.number AND d.reader IS NULL AND d.forms & {0})";
const std::string kNewestOfWriters = fmt::format(kNewest, kWritersForm);
const std::string kNewestOfReaders = fmt::format(kNewest, kReadersForm);

}  // namespace

const Statement kUnrecorded{"changes.unrecorded",
                            "SELECT owner || '/' || k.name || '/' || o.name FROM objects o"
                            " JOIN calendars k ON k.id = o.calendar WHERE o.writers_change IS NOT (" +
                                kNewestOfWriters + ") OR o.readers_change IS NOT (" + kNewestOfReaders + ")"};
const Statement kUnremoved{"changes.unremoved",
                           "SELECT owner || '/' || k.name || '/' || c.name FROM changes c"
                           " JOIN calendars k ON k.id = c.calendar"
                           " WHERE c.name IS NOT NULL AND c.reader IS NULL AND NOT c.removed"
                           " AND NOT EXISTS (SELECT 1 FROM objects WHERE calendar = c.calendar AND name = c.name)"
                           " AND NOT EXISTS (SELECT 1 FROM changes d WHERE d.calendar = c.calendar"
                           " AND d.name = c.name AND d.number > c.number AND d.reader IS NULL)"};
const Statement kUnlisted{"changes.unlisted",
                          "SELECT owner || '/' || name FROM calendars k WHERE 0 IS NOT (SELECT removed FROM changes c"
                          " WHERE c.home = k.owner AND c.name = k.name ORDER BY number DESC LIMIT 1)"};
Result<void> check_changes(Connection& connection, std::vector<std::string>& found) {
    const auto look = [&](const Statement& statement, std::string_view what) -> Result<void> {
        const auto name = [](Row& row) { return row.text(0); };
        TRY_ASSIGN(const auto names, connection.all(statement, name));
        for (const std::string& one : names) found.push_back(fmt::format("{}: {}", one, what));
        return {};
    };
    TRY(look(kUnrecorded, "its last change is not in the change log, so clients that sync do not see it"));
    TRY(look(kUnremoved, "is gone without a line in the change log, so clients that sync keep it"));
    return look(kUnlisted, "is not in the change log of its home");
}

}  // namespace stafett::storage::sqlite
