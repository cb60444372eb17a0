#include "storage/sqlite/association.h"

namespace stafett::storage::sqlite {
namespace {

struct Line {
    std::string part;
    int number;
    model::Role role;
    std::string text;
};

// Lines stand in the mandate's order, so an item belongs to the last goal before it. False for a line that fits
// nowhere.
bool add_line(model::Mandate& mandate, Line line) {
    if (line.part == "goal") {
        mandate.goals.push_back({line.number, std::move(line.text), {}});
    } else if (line.part == "item") {
        if (mandate.goals.empty()) return false;
        mandate.goals.back().items.push_back(std::move(line.text));
    } else if (line.part == "assignment") {
        mandate.assignments.push_back({line.number, std::move(line.text)});
    } else if (line.part == "duty") {
        mandate.duties.push_back({line.role, std::move(line.text)});
    } else if (line.part == "remark") {
        mandate.remarks.push_back(std::move(line.text));
    } else {
        return false;
    }
    return true;
}

}  // namespace

const Statement kOfNetwork{"mandates.of_network",
                           "SELECT name, background, purpose, text, imported FROM mandates WHERE network = ?1"};
const Statement kLines{"mandates.lines",
                       "SELECT part, number, role, text FROM mandate_lines WHERE network = ?1 ORDER BY position"};
Result<std::optional<model::Mandate>> Mandates::of_network(const model::NetworkId& network) {
    const auto read = [&](Row& row) {
        model::Mandate mandate;
        mandate.network = network;
        mandate.name = row.text(0);
        mandate.background = row.text(1);
        mandate.purpose = row.text(2);
        mandate.text = row.text(3);
        mandate.imported = row.instant(4);
        return mandate;
    };
    const auto read_line = [](Row& row) {
        return Line{row.text(0), static_cast<int>(row.integer(1)),
                    row.null(2) ? model::Role::member : row.word<model::Role>(2), row.text(3)};
    };
    TRY_ASSIGN(auto mandate, connection_.one(kOfNetwork, read, network));
    if (!mandate) return mandate;
    TRY_ASSIGN(auto lines, connection_.all(kLines, read_line, network));
    for (Line& line : lines)
        if (!add_line(*mandate, std::move(line))) return fail(Fault::corrupt, "mandates.lines: a line fits nowhere");
    return mandate;
}

const Statement kImported{"mandates.imported", "SELECT state FROM imported WHERE what = ?1"};
Result<std::optional<std::string>> Mandates::imported(std::string_view what) {
    return connection_.one(kImported, [](Row& row) { return row.text(0); }, what);
}

const Statement kPut{"mandates.put",
                     "INSERT INTO mandates (network, name, background, purpose, text, imported)"
                     " VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (network) DO UPDATE"
                     " SET name = ?2, background = ?3, purpose = ?4, text = ?5, imported = ?6"};
const Statement kDropLines{"mandates.drop_lines", "DELETE FROM mandate_lines WHERE network = ?1"};
const Statement kAddLine{"mandates.add_line",
                         "INSERT INTO mandate_lines (network, position, part, number, role, text)"
                         " VALUES (?1, ?2, ?3, ?4, ?5, ?6)"};
Result<void> Mandates::put(const model::Mandate& mandate) {
    touched_.association = true;
    TRY(connection_.run(kPut, mandate.network, mandate.name, mandate.background, mandate.purpose, mandate.text,
                        mandate.imported));
    TRY(connection_.run(kDropLines, mandate.network));
    std::int64_t position = 0;
    const auto add = [&](std::string_view part, int number, std::optional<model::Role> role, const std::string& text) {
        return connection_.run(kAddLine, mandate.network, position++, part, number, role, text);
    };
    for (const model::Goal& goal : mandate.goals) {
        TRY(add("goal", goal.number, {}, goal.title));
        for (const std::string& item : goal.items) TRY(add("item", 0, {}, item));
    }
    for (const model::Assignment& assignment : mandate.assignments)
        TRY(add("assignment", assignment.year, {}, assignment.text));
    for (const model::Duty& duty : mandate.duties) TRY(add("duty", 0, duty.role, duty.sentence));
    for (const std::string& remark : mandate.remarks) TRY(add("remark", 0, {}, remark));
    return {};
}

const Statement kSetImported{"mandates.set_imported",
                             "INSERT INTO imported (what, state) VALUES (?1, ?2)"
                             " ON CONFLICT (what) DO UPDATE SET state = ?2"};
Result<void> Mandates::set_imported(std::string_view what, std::string_view state) {
    return connection_.run(kSetImported, what, state);
}

}  // namespace stafett::storage::sqlite
