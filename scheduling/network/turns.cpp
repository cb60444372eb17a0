#include "scheduling/network/turns.h"

#include <fmt/core.h>

#include <algorithm>
#include <optional>
#include <tuple>

namespace stafett::scheduling::network {
namespace {

using model::Hosting;
using model::HostingState;

bool active(const Hosting& row) { return row.state != HostingState::released; }

// Pairs rows with turns; what is left over stays in `rows` and `turns`.
class Following {
  public:
    Following(std::vector<Hosting>& own, const Programme& programme) {
        for (Hosting& row : own)
            if (active(row)) rows_.push_back(&row);
        if (programme.preliminary) return;
        for (const Turn& turn : programme.turns) turns_.push_back(&turn);
    }

    void by_occurrence() {
        pair([](const Hosting& row, const Turn& turn) { return row.occurrence == turn.occurrence; });
    }
    void by_date() {
        pair([](const Hosting& row, const Turn& turn) { return row.date == turn.date; });
    }
    // The first row left goes to the first turn left, and so on; only what lies ahead.
    void by_order(base::Date today) {
        std::ranges::sort(rows_, [](const Hosting* a, const Hosting* b) {
            return std::tie(a->date, a->occurrence) < std::tie(b->date, b->occurrence);
        });
        pair([&](const Hosting& row, const Turn& turn) { return turn.open && row.date >= today; });
    }

    const std::vector<Hosting*>& rows() const { return rows_; }
    const std::vector<const Turn*>& turns() const { return turns_; }

  private:
    template <class Fits>
    void pair(Fits fits) {
        std::erase_if(rows_, [&](Hosting* row) {
            const auto turn = std::ranges::find_if(turns_, [&](const Turn* one) { return fits(*row, *one); });
            if (turn == turns_.end()) return false;
            row->occurrence = (*turn)->occurrence;
            row->date = (*turn)->date;
            turns_.erase(turn);
            return true;
        });
    }

    std::vector<Hosting*> rows_;
    std::vector<const Turn*> turns_;
};

bool hosts_that_day(std::span<const Hosting> rows, const model::MunicipalityId& municipality, base::Date date) {
    return std::ranges::any_of(
        rows, [&](const Hosting& row) { return active(row) && row.municipality == municipality && row.date == date; });
}

bool is_free(const model::MunicipalityId& municipality, base::Date date, std::span<const Hosting> own,
             const Others& others, const Rotation& rotation) {
    return rotation.may_host(municipality, date) && !hosts_that_day(own, municipality, date) &&
           std::ranges::find(others.busy, std::pair(municipality, date)) == others.busy.end();
}

// The row that this turn gave back last, if its municipality is still free.
Hosting* given_back(std::vector<Hosting>& own, const Others& others, const Turn& turn, const Rotation& rotation) {
    Hosting* latest = nullptr;
    for (Hosting& row : own)
        if (!active(row) && row.occurrence == turn.occurrence && (latest == nullptr || latest->decided <= row.decided))
            latest = &row;
    return latest != nullptr && is_free(latest->municipality, turn.date, own, others, rotation) ? latest : nullptr;
}

// The other half of a split series: who was told of this day, as a row of this meeting.
std::optional<Hosting> kept_from(std::span<const Hosting> own, const Others& others, const Turn& turn,
                                 const Rotation& rotation, const Occasion& occasion) {
    if (turn.occurrence.value.empty()) return std::nullopt;
    for (const Hosting& row : others.freed) {
        if (row.date != turn.date || !is_free(row.municipality, turn.date, own, others, rotation)) continue;
        Hosting kept = row;
        kept.uid = occasion.uid;
        kept.occurrence = turn.occurrence;
        kept.state = HostingState::planned;
        kept.decided = occasion.now;
        return kept;
    }
    return std::nullopt;
}

void release_unpaired(const std::vector<Hosting*>& rows, const Programme& programme, const Occasion& occasion) {
    for (Hosting* row : rows) {
        const bool single = row->occurrence.value.empty();
        const bool said_so = std::ranges::find(programme.cancelled, row->occurrence) != programme.cancelled.end() ||
                             (programme.whole_cancelled && single);
        if (said_so || row->date >= occasion.today) row->state = HostingState::released;
    }
}

void fill(Hosts& hosts, const Others& others, const std::vector<Turn>& empty, const Rotation& rotation,
          const Occasion& occasion) {
    model::Standing all = others.standing;
    add_rows(all, hosts.rows);
    std::vector<base::Date> dates;
    dates.reserve(empty.size());
    for (const Turn& turn : empty) dates.push_back(turn.date);
    const std::vector<Choice> choices = rotation.choose(all, dates, occasion.today);
    for (std::size_t i = 0; i < empty.size(); ++i) {
        const Choice& choice = choices[i];
        if (!choice.municipality) {
            hosts.remarks.push_back(fmt::format("{}: {}", base::format_date(dates[i]), choice.explanation));
            continue;
        }
        for (const std::string& skipped : choice.without_host)
            if (std::ranges::find(hosts.remarks, skipped) == hosts.remarks.end()) hosts.remarks.push_back(skipped);
        hosts.rows.push_back({occasion.network, occasion.uid, empty[i].occurrence, *choice.municipality,
                              HostingState::planned, model::HostingReason::rotation, dates[i], choice.inputs,
                              choice.explanation, occasion.now});
    }
}

}  // namespace

std::vector<std::pair<model::MunicipalityId, base::Date>> turns_to_revive(std::span<const Hosting> own,
                                                                          const Programme& programme) {
    std::vector<std::pair<model::MunicipalityId, base::Date>> turns;
    for (const Hosting& row : own) {
        if (active(row)) continue;
        const auto turn = std::ranges::find(programme.turns, row.occurrence, &Turn::occurrence);
        if (turn != programme.turns.end() && turn->open) turns.emplace_back(row.municipality, turn->date);
    }
    return turns;
}

std::vector<Turn> turns_without_host(std::span<const Hosting> own, const Programme& programme) {
    std::vector<Turn> turns;
    for (const Turn& turn : programme.turns) {
        const auto has_it = [&](const Hosting& row) { return active(row) && row.occurrence == turn.occurrence; };
        if (turn.open && std::ranges::none_of(own, has_it)) turns.push_back(turn);
    }
    return turns;
}

Hosts assign_hosts(std::vector<Hosting> own, const Others& others, const Programme& programme, const Rotation& rotation,
                   const Occasion& occasion) {
    Following following(own, programme);
    following.by_occurrence();
    if (occasion.rule_changed) {
        following.by_date();
        following.by_order(occasion.today);
    }
    release_unpaired(following.rows(), programme, occasion);

    std::vector<Turn> empty;
    std::vector<Hosting> kept;
    for (const Turn* turn : following.turns()) {
        if (!turn->open) continue;
        if (Hosting* row = given_back(own, others, *turn, rotation)) {
            row->state = HostingState::planned;
            row->date = turn->date;
        } else if (auto told = kept_from(own, others, *turn, rotation, occasion)) {
            kept.push_back(std::move(*told));
        } else {
            empty.push_back(*turn);
        }
    }
    own.insert(own.end(), kept.begin(), kept.end());
    Hosts hosts{std::move(own), {}};
    if (!empty.empty()) fill(hosts, others, empty, rotation, occasion);
    std::ranges::sort(hosts.rows, [](const Hosting& a, const Hosting& b) {
        return std::tie(a.date, a.occurrence, a.decided, a.municipality) <
               std::tie(b.date, b.occurrence, b.decided, b.municipality);
    });
    return hosts;
}

bool release_leavers(std::vector<Hosting>& own, const Rotation& rotation, base::Date today) {
    bool any = false;
    for (Hosting& row : own) {
        if (!active(row) || row.date < today || rotation.takes_part(row.municipality, row.date)) continue;
        row.state = HostingState::released;
        any = true;
    }
    return any;
}

bool fix(std::vector<Hosting>& own) {
    bool any = false;
    for (Hosting& row : own) {
        if (row.state != HostingState::planned) continue;
        row.state = HostingState::fixed;
        any = true;
    }
    return any;
}

}  // namespace stafett::scheduling::network
