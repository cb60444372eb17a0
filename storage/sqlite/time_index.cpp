#include "storage/sqlite/time_index.h"

#include <algorithm>

#include "storage/sqlite/interval_tree.h"
#include "storage/sqlite/object_rows.h"

namespace stafett::storage::sqlite {

// Whatever the range, three ways lead to what overlaps it: from below it, from within, from above. CROSS JOIN keeps
// their order. Boundary leaves hold spans beside the range, hence every condition everywhere.
const Statement kWithin{
    "time_index.within",
    "WITH found (name) AS ("
    " SELECT name FROM spans WHERE calendar = ?2 AND node BETWEEN ?3 AND ?4 AND +ends > ?5 AND +starts < ?6"
    " UNION ALL SELECT s.name FROM json_each(?7) AS l CROSS JOIN spans s INDEXED BY spans_by_end"
    " WHERE s.calendar = ?2 AND s.node = l.value AND s.ends > ?5 AND +s.starts < ?6"
    " UNION ALL SELECT s.name FROM json_each(?8) AS r CROSS JOIN spans s"
    " WHERE s.calendar = ?2 AND s.node = r.value AND s.starts < ?6 AND +s.ends > ?5) " +
        std::string(kObjectColumns) +
        " FROM (SELECT DISTINCT name FROM found) f CROSS JOIN objects o"
        " WHERE o.calendar = ?2 AND o.name = f.name AND (?9 IS NULL OR o.kind = ?9) LIMIT ?10"};
Result<std::optional<std::vector<model::StoredObject>>> TimeIndex::within(model::CalendarId calendar, model::Form form,
                                                                          const Candidates& wanted, std::size_t most) {
    const base::TimeSpan range{wanted.start.value_or(base::Instant::min()), wanted.end.value_or(base::Instant::max())};
    std::optional<std::vector<model::StoredObject>> objects;
    if (range.start >= range.end) return objects.emplace();
    const NodesOf nodes = nodes_of(range);
    TRY_ASSIGN(objects, connection_.all(kWithin, read_without_text, form == model::Form::writers, calendar, nodes.first,
                                        nodes.last, range.start, range.end, std::string_view(nodes.left),
                                        std::string_view(nodes.right), wanted.kind, most + 1));
    if (objects->size() > most) return std::optional<std::vector<model::StoredObject>>{};
    std::ranges::sort(*objects, {}, [](const model::StoredObject& object) -> const auto& { return object.info.name; });
    return objects;
}

const Statement kOutdated{
    "time_index.outdated",
    "SELECT o.calendar, o.name, b.octets, o.author FROM objects o JOIN bodies b ON b.digest = o.author"
    " WHERE o.indexed_until < ?1 ORDER BY o.indexed_until LIMIT ?2"};
Result<std::vector<TimeIndexReads::Outdated>> TimeIndex::outdated(base::Instant before, std::size_t limit) {
    const auto read = [](Row& row) {
        return Outdated{{row.integer(0)},
                        row.as<model::ObjectName>(1),
                        std::make_shared<const std::string>(row.text(2)),
                        row.digest(3)};
    };
    return connection_.all(kOutdated, read, before, limit);
}

const Statement kMark{"time_index.mark",
                      "UPDATE objects SET indexed_until = ?4 WHERE calendar = ?1 AND name = ?2 AND author = ?3"};
Result<void> TimeIndex::set(model::CalendarId calendar, const model::ObjectName& name, const base::Digest& author,
                            const base::TimeSpans& times) {
    TRY(connection_.run(kMark, calendar, name, author, times.until));
    if (connection_.changed_rows() == 0) return {};
    return replace(calendar, name, times, false);
}

// Left to itself SQLite walks all of the calendar's spans in an index that holds both ends.
const Statement kSpans{"time_index.spans",
                       "SELECT starts, ends FROM spans INDEXED BY spans_of_object WHERE calendar = ?1 AND name = ?2"
                       " ORDER BY starts"};
const Statement kForget{"time_index.forget", "DELETE FROM spans WHERE calendar = ?1 AND name = ?2"};
const Statement kEnter{"time_index.enter",
                       "INSERT INTO spans (calendar, name, node, starts, ends) VALUES (?1, ?2, ?3, ?4, ?5)"};
Result<void> TimeIndex::replace(model::CalendarId calendar, const model::ObjectName& name, const base::TimeSpans& times,
                                bool fresh) {
    if (!fresh) {
        const auto read = [](Row& row) { return base::TimeSpan{row.instant(0), row.instant(1)}; };
        TRY_ASSIGN(const auto there, connection_.all(kSpans, read, calendar, name));
        if (there == times.spans) return {};
        TRY(connection_.run(kForget, calendar, name));
    }
    for (const base::TimeSpan& span : times.spans)
        TRY(connection_.run(kEnter, calendar, name, node_of(span), span.start, span.end));
    return {};
}

base::TimeSpans indexed_times(const model::NewObject& object) {
    if (!object.by_time) return {};
    if (!object.times.spans.empty()) return object.times;
    return {.spans = {{object.bounds.start.value_or(base::Instant::min()),
                       object.bounds.end.value_or(base::Instant::max())}},
            .until = object.times.until};
}

}  // namespace stafett::storage::sqlite
