#include "storage/sqlite/upkeep.h"

namespace stafett::storage::sqlite {

const Statement kComposition{"upkeep.composition", "SELECT composition FROM store"};
Result<std::int64_t> Upkeep::composition() {
    TRY_ASSIGN(const auto version, connection_.one(kComposition, [](Row& row) { return row.integer(0); }));
    return version.value_or(0);
}

const Statement kSetComposition{"upkeep.set_composition", "UPDATE store SET composition = ?1"};
Result<void> Upkeep::set_composition(std::int64_t version) { return connection_.run(kSetComposition, version); }

const Statement kLookedThrough{"upkeep.looked_through", "SELECT at, found FROM looked_through"};
const Statement kLines{"upkeep.lines", "SELECT line FROM looked_through_lines ORDER BY position"};
Result<std::optional<model::LookedThrough>> Upkeep::looked_through() {
    const auto read = [](Row& row) { return model::LookedThrough{row.instant(0), row.integer(1), {}}; };
    TRY_ASSIGN(auto looked, connection_.one(kLookedThrough, read));
    if (looked) {
        TRY_ASSIGN(looked->first, connection_.all(kLines, [](Row& row) { return row.text(0); }));
    }
    return looked;
}

const Statement kSetLookedThrough{"upkeep.set_looked_through",
                                  "INSERT INTO looked_through (one, at, found) VALUES (1, ?1, ?2)"
                                  " ON CONFLICT (one) DO UPDATE SET at = ?1, found = ?2"};
const Statement kDropLines{"upkeep.drop_lines", "DELETE FROM looked_through_lines"};
const Statement kAddLine{"upkeep.add_line", "INSERT INTO looked_through_lines (position, line) VALUES (?1, ?2)"};
Result<void> Upkeep::set_looked_through(const model::LookedThrough& looked) {
    TRY(connection_.run(kSetLookedThrough, looked.at, looked.found));
    TRY(connection_.run(kDropLines));
    std::int64_t position = 0;
    for (const std::string& line : looked.first) TRY(connection_.run(kAddLine, position++, line));
    return {};
}

}  // namespace stafett::storage::sqlite
