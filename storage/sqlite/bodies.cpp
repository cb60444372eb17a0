#include "storage/sqlite/bodies.h"

namespace stafett::storage::sqlite {

const Statement kFind{"bodies.find", "SELECT octets FROM bodies WHERE digest = ?1"};
Result<model::SharedText> Bodies::find(const base::Digest& digest) {
    const auto read = [](Row& row) { return std::make_shared<const std::string>(row.text(0)); };
    TRY_ASSIGN(const auto text, connection_.one(kFind, read, digest));
    return text.value_or(nullptr);
}

Result<model::SharedText> Bodies::referred(const base::Digest& digest) {
    if (model::SharedText kept = texts_.find(digest)) return kept;
    TRY_ASSIGN(model::SharedText text, find(digest));
    if (!text) return fail(Fault::corrupt, "the text of an object is missing, " + base::to_hex(digest));
    texts_.keep(digest, text);
    return text;
}

const Statement kKeep{"bodies.keep", "INSERT INTO bodies (digest, octets) VALUES (?1, ?2) ON CONFLICT DO NOTHING"};
Result<void> Bodies::keep(model::CalendarId calendar, const base::Digest& digest, const model::SharedText& text,
                          base::Instant at) {
    texts_.keep(digest, text);  // who wrote it is soon asked for it
    TRY(connection_.run(kKeep, digest, Octets{*text}));
    // One that was there already may be about to be forgotten: that it is taken up again must be seen.
    return connection_.changed_rows() == 0 ? release(calendar, digest, text->size(), at) : Result<void>{};
}

const Statement kRelease{"bodies.release",
                         "INSERT INTO releases (digest, at, home, octets, settled) VALUES (?1, ?2,"
                         " (SELECT owner FROM calendars WHERE id = ?3), ?4,"
                         " EXISTS (SELECT 1 FROM meetings WHERE told = ?1))"};
Result<void> Bodies::release(model::CalendarId calendar, const base::Digest& digest, std::uint64_t octets,
                             base::Instant at) {
    return connection_.run(kRelease, digest, at, calendar, octets);
}

const Statement kReleaseCalendar{"bodies.release_calendar",
                                 "INSERT INTO releases (digest, octets, at, home)"
                                 " SELECT digest, octets, ?2, (SELECT owner FROM calendars WHERE id = ?1) FROM"
                                 " (SELECT author AS digest, author_size AS octets FROM objects WHERE calendar = ?1"
                                 " UNION SELECT writers, writers_size FROM objects WHERE calendar = ?1"
                                 " UNION SELECT readers, readers_size FROM objects WHERE calendar = ?1)"};
Result<void> Bodies::release_calendar(model::CalendarId calendar, base::Instant at) {
    return connection_.run(kReleaseCalendar, calendar, at);
}

// No index leads from a text to the objects that refer to it, so all of them are looked at, and all that was released
// since: once for the whole page, and only when it has a row. A text that is gone already is no business of this page:
// who writes it anew leaves no release.
const Statement kReleased{"bodies.released",
                          "SELECT number, digest,"
                          " NOT EXISTS (SELECT 1 FROM bodies WHERE bodies.digest = releases.digest)"
                          " OR digest IN (SELECT digest FROM releases WHERE at >= ?1"
                          " UNION ALL SELECT author FROM objects"
                          " UNION ALL SELECT writers FROM objects WHERE writers <> author"
                          " UNION ALL SELECT readers FROM objects WHERE readers <> writers"
                          " UNION ALL SELECT text FROM object_readers)"
                          " FROM releases WHERE at < ?1 ORDER BY at, number LIMIT ?2"};
const Statement kLastRelease{"bodies.last_release", "SELECT ifnull(max(number), 0) FROM releases"};
Result<std::int64_t> Bodies::last_release() {
    TRY_ASSIGN(const auto last, connection_.one(kLastRelease, [](Row& row) { return row.integer(0); }));
    return last.value_or(0);
}

Result<ReleasedBodies> Bodies::released(base::Instant before, std::size_t limit) {
    ReleasedBodies released;
    const auto read = [](Row& row) {
        return ReleasedBodies::One{.number = row.integer(0), .digest = row.digest(1), .referred_to = row.flag(2)};
    };
    TRY_ASSIGN(released.list, connection_.all(kReleased, read, before, limit));
    TRY_ASSIGN(released.last, last_release());
    return released;
}

// A text that was released several times is as old as its last release, and counts in that home. Rows go in the order
// of their numbers until what goes with them (`before`: with those in front of a row) makes the home's history short
// enough.
const Statement kHistoryBeyond{
    "bodies.history_beyond",
    "WITH versions AS (SELECT number, home, digest, octets,"
    " number = max(number) OVER same_text AS last, max(settled) OVER same_text OR digest IN"
    " (SELECT author FROM meetings UNION ALL SELECT told FROM meetings WHERE told IS NOT NULL) AS kept FROM releases"
    " WHERE digest NOT IN (SELECT author FROM objects"
    " UNION ALL SELECT writers FROM objects WHERE writers <> author"
    " UNION ALL SELECT readers FROM objects WHERE readers <> writers"
    " UNION ALL SELECT text FROM object_readers)"
    " WINDOW same_text AS (PARTITION BY digest)),"
    " sums AS (SELECT number, digest, last, kept, sum(iif(last, octets, 0)) OVER (PARTITION BY home) AS whole,"
    " ifnull(sum(iif(last AND NOT kept, octets, 0)) OVER"
    " (PARTITION BY home ORDER BY number ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before"
    " FROM versions WHERE home IS NOT NULL)"
    " SELECT number, digest, NOT last FROM sums WHERE NOT kept AND before < whole - ?1 ORDER BY number LIMIT ?2"};
// Most days no home's history is too long, and that is found out without looking at objects. A text that was released
// twice counts twice here, so a history may seem longer than it is.
const Statement kSeemsBeyond{
    "bodies.seems_beyond",
    "SELECT 1 FROM releases WHERE home IS NOT NULL GROUP BY home HAVING sum(octets) > ?1 LIMIT 1"};
Result<ReleasedBodies> Bodies::history_beyond(std::uint64_t octets, std::size_t limit) {
    ReleasedBodies released;
    TRY_ASSIGN(const auto seems, connection_.one(kSeemsBeyond, [](Row&) { return true; }, octets));
    if (!seems) return released;
    const auto read = [](Row& row) {
        return ReleasedBodies::One{.number = row.integer(0), .digest = row.digest(1), .referred_to = row.flag(2)};
    };
    TRY_ASSIGN(released.list, connection_.all(kHistoryBeyond, read, octets, limit));
    TRY_ASSIGN(released.last, last_release());
    return released;
}

// What was taken up again since the snapshot has a release with a greater number: nobody but the one daily job takes
// rows away, so none is given twice between its look and its write. What a meeting was last told as is kept, and looked
// at again as long after: that it is told as something else is no row of the list.
const Statement kForget{"bodies.forget",
                        "DELETE FROM bodies WHERE digest = ?1"
                        " AND NOT EXISTS (SELECT 1 FROM releases WHERE number > ?2 AND digest = ?1)"};
const Statement kStillTold{"bodies.still_told", "SELECT 1 FROM meetings WHERE told = ?1 LIMIT 1"};
const Statement kPostpone{"bodies.postpone", "UPDATE releases SET at = ?2 WHERE number = ?1"};
const Statement kDone{"bodies.done", "DELETE FROM releases WHERE number = ?1"};
Result<void> Bodies::forget(const ReleasedBodies& released, base::Instant at) {
    for (const ReleasedBodies::One& one : released.list) {
        TRY_ASSIGN(const auto told, connection_.one(kStillTold, [](Row&) { return true; }, one.digest));
        if (told) {
            TRY(connection_.run(kPostpone, one.number, at));
            continue;
        }
        if (!one.referred_to) TRY(connection_.run(kForget, one.digest, released.last));
        TRY(connection_.run(kDone, one.number));
    }
    return {};
}

}  // namespace stafett::storage::sqlite
