#include "storage/sqlite/schema.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "storage/base/digest.h"
#include "storage/sqlite/attachments.h"
#include "storage/sqlite/calendars.h"
#include "storage/sqlite/migrations.h"

namespace stafett::storage::sqlite {
namespace {

// "Stft" in the file's header says whose file it is (sqlite.org/fileformat2.html §1.3.14).
constexpr std::int64_t kApplicationId = 0x53746674;

Result<std::int64_t> pragma(Connection& connection, const std::string& name) {
    TRY_ASSIGN(const auto lines, connection.lines("PRAGMA " + name));
    std::int64_t value = 0;
    if (!lines.empty()) std::from_chars(lines[0].data(), lines[0].data() + lines[0].size(), value);
    return value;
}

Result<void> check_references(Connection& connection) {
    TRY_ASSIGN(const auto orphans, connection.lines("PRAGMA foreign_key_check"));
    if (!orphans.empty()) return fail(Fault::corrupt, "a row of " + orphans[0] + " refers to what is not there");
    return {};
}

// Objects whose texts are not there: no foreign key looks after them.
const std::string kWithoutText =
    "SELECT calendar || '/' || name FROM objects"
    " WHERE NOT EXISTS (SELECT 1 FROM bodies WHERE digest = author)"
    " OR writers <> author AND NOT EXISTS (SELECT 1 FROM bodies WHERE digest = writers)"
    " OR readers <> writers AND NOT EXISTS (SELECT 1 FROM bodies WHERE digest = readers)";

Result<void> apply(Connection& connection, std::size_t step, bool test_clock) {
    const Migration& migration = migrations()[step];
    // A table that others refer to is made anew without them noticing (sqlite.org/lang_altertable.html §7); this pragma
    // does nothing inside a transaction.
    TRY(connection.script("PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE"));
    Result<void> outcome = connection.script(std::string(migration.sql));
    if (outcome && step == 0)
        outcome = connection.script(
            fmt::format("INSERT INTO store (one, epoch, test_clock) VALUES (1, '{}', {}); PRAGMA application_id = {}",
                        base::to_base64url(base::random_octets(9)), test_clock ? 1 : 0, kApplicationId));
    if (outcome) outcome = check_references(connection);
    if (outcome)
        outcome =
            connection.script(fmt::format("PRAGMA user_version = {}; COMMIT; PRAGMA foreign_keys = ON", step + 1));
    if (outcome) return {};
    if (connection.in_transaction()) TRY(connection.script("ROLLBACK"));
    TRY(connection.script("PRAGMA foreign_keys = ON"));
    outcome.error().detail = fmt::format("migration {}: {}", migration.name, outcome.error().detail);
    return outcome;
}

}  // namespace

Result<std::int64_t> schema_version(Connection& connection) { return pragma(connection, "user_version"); }

Result<void> migrate(Connection& connection, bool test_clock) {
    TRY_ASSIGN(const std::int64_t version, schema_version(connection));
    TRY_ASSIGN(const std::int64_t application, pragma(connection, "application_id"));
    TRY_ASSIGN(const auto tables, connection.lines("SELECT name FROM sqlite_schema LIMIT 1"));
    if (version == 0 ? !tables.empty() : application != kApplicationId)
        return fail(Fault::corrupt, "the file is a database of another program");
    const auto newest = static_cast<std::int64_t>(migrations().size());
    if (version > newest)
        return fail(Fault::unavailable, fmt::format("the file has schema version {}, made by a newer Stafett; this one "
                                                    "knows versions up to {}",
                                                    version, newest));
    for (std::int64_t step = version; step < newest; ++step)
        TRY(apply(connection, static_cast<std::size_t>(step), test_clock));
    return {};
}

Result<void> quick_check(Connection& connection) {
    TRY_ASSIGN(auto pages, connection.lines("PRAGMA quick_check(1)"));
    if (pages.empty()) return fail(Fault::corrupt, "quick_check gives no answer");
    std::ranges::replace(pages[0], '\n', ' ');
    if (pages[0] != "ok") return fail(Fault::corrupt, pages[0]);
    TRY(check_references(connection));
    TRY_ASSIGN(const auto objects, connection.lines(kWithoutText));
    if (!objects.empty()) return fail(Fault::corrupt, "the object " + objects[0] + " has lost its text");
    return {};
}

namespace {

using Found = std::vector<std::string>;
using GoOn = std::function<bool()>;

Result<void> check_texts(Connection& connection, Found& found, const GoOn&) {
    TRY_ASSIGN(const auto objects, connection.lines(kWithoutText));
    for (const std::string& object : objects) found.push_back("the object " + object + " has lost its text");
    return {};
}

constexpr std::size_t kBodiesAtATime = 256;

const Statement kBodies{"schema.bodies",
                        "SELECT digest, octets FROM bodies WHERE digest > ?1 ORDER BY digest LIMIT ?2"};
Result<void> check_bodies(Connection& connection, Found& found, const GoOn& go_on) {
    std::string after;
    const auto sound = [&](Row& row) {
        after = row.text(0);
        const base::Digest digest = row.digest(0);
        if (base::digest(row.text(1)) != digest) found.push_back("the text " + base::to_hex(digest) + " is not itself");
        return true;
    };
    while (go_on()) {
        TRY_ASSIGN(const auto looked_at, connection.all(kBodies, sound, Octets{std::string(after)}, kBodiesAtATime));
        if (looked_at.size() < kBodiesAtATime) break;
    }
    return {};
}

const Statement kBrokenProperties{
    "schema.properties_without_calendar",
    "SELECT resource FROM properties WHERE calendar IS NULL AND resource GLOB 'calendar:*'"};
Result<void> check_properties(Connection& connection, Found& found, const GoOn&) {
    const auto name = [](Row& row) { return row.text(0); };
    TRY_ASSIGN(const auto properties, connection.all(kBrokenProperties, name));
    for (const std::string& resource : properties)
        found.push_back("a property of " + resource + " has lost its calendar");
    return {};
}

Result<void> check_all_references(Connection& connection, Found& found, const GoOn&) {
    TRY_ASSIGN(const auto orphans, connection.lines("PRAGMA foreign_key_check"));
    for (const std::string& table : orphans) found.push_back("a row of " + table + " refers to what is not there");
    return {};
}

// SQLite says what it has found, and gives up at a page that it cannot make out at all.
Result<void> check_pages(Connection& connection, Found& found, const GoOn&) {
    const auto checked = connection.lines("PRAGMA integrity_check", found);
    std::erase(found, "ok");
    return checked;
}

// Table by table; the octets of the two large ones are read by other parts.
Result<void> check_tables(Connection& connection, Found& found, const GoOn& go_on) {
    TRY_ASSIGN(const auto tables, connection.lines("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN"
                                                   " ('bodies', 'attachment_pieces') AND name NOT LIKE 'sqlite_%'"));
    for (const std::string& table : tables) {
        if (!go_on()) break;
        TRY(connection.lines(fmt::format("PRAGMA integrity_check('{}')", table), found));
    }
    std::erase(found, "ok");
    return {};
}

Result<void> check_files(Connection& connection, Found& found, const GoOn& go_on) {
    return check_attachments(connection, found, go_on);
}
Result<void> check_log(Connection& connection, Found& found, const GoOn&) { return check_changes(connection, found); }
Result<void> check_usage(Connection& connection, Found& found, const GoOn&) { return check_counts(connection, found); }

// Each part goes as far as it can: damage shows as octets that mean nothing, or as pages that cannot be read.
using Part = Result<void> (*)(Connection&, Found&, const GoOn&);
Result<Found> check_parts(Connection& connection, Part structure, const GoOn& go_on) {
    Found found;
    for (const Part check : {structure, &check_all_references, &check_texts, &check_bodies, &check_properties,
                             &check_files, &check_log, &check_usage}) {
        if (!go_on()) break;
        const Result<void> done = check(connection, found, go_on);
        if (done) continue;
        if (done.error().fault == Fault::busy) return std::unexpected(done.error());
        found.push_back(done.error().detail);
    }
    return found;
}

}  // namespace

Result<std::vector<std::string>> full_check(Connection& connection) {
    return check_parts(connection, &check_pages, [] { return true; });
}

Result<std::vector<std::string>> check_in_portions(Connection& connection, const std::function<bool()>& go_on) {
    return check_parts(connection, &check_tables, go_on);
}

const Statement kIdentity{"schema.identity", "SELECT epoch, test_clock FROM store"};
Result<Identity> identity(Connection& connection) {
    const auto read = [](Row& row) { return Identity{row.as<model::Epoch>(0), row.flag(1)}; };
    TRY_ASSIGN(auto identity, connection.one(kIdentity, read));
    if (!identity) return fail(Fault::corrupt, "the store has lost its own row");
    return *std::move(identity);
}

}  // namespace stafett::storage::sqlite
