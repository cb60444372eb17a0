#include "scheduling/network/rotation.h"

#include <fmt/core.h>

#include <algorithm>
#include <numeric>
#include <tuple>

namespace stafett::scheduling::network {
namespace {

bool blocked_at(const model::HostSeat& seat, base::Date date) {
    return std::ranges::any_of(seat.blocked, [&](const model::Period& period) { return period.contains(date); });
}

Skipped skipped_at(const model::HostSeat& seat, base::Date date) {
    if (!seat.period.contains(date)) return Skipped::not_then;
    if (seat.host.empty()) return Skipped::no_host;
    return blocked_at(seat, date) ? Skipped::blocked : Skipped::no;
}

// Rows in the order in which they were decided; those of one decision were filled in date order.
bool decided_before(const model::Hosting& a, const model::Hosting& b) {
    return std::tie(a.decided, a.date, a.uid, a.occurrence) < std::tie(b.decided, b.date, b.uid, b.occurrence);
}

}  // namespace

model::Standing standing_of(std::span<const model::Hosting> rows) {
    model::Standing standing;
    add_rows(standing, rows);
    return standing;
}

void add_rows(model::Standing& standing, std::span<const model::Hosting> rows) {
    for (const model::Hosting& row : rows) {
        if (row.state != model::HostingState::released) add_turn(standing, row.municipality, row.date);
        if (!row.inputs.empty() && (!standing.latest || decided_before(*standing.latest, row))) standing.latest = row;
    }
}

void add_turn(model::Standing& standing, const model::MunicipalityId& municipality, base::Date date) {
    const auto at = std::ranges::lower_bound(standing.turns, municipality, {}, &model::Turns::municipality);
    if (at == standing.turns.end() || at->municipality != municipality) {
        standing.turns.insert(at, {municipality, 1, date});
        return;
    }
    ++at->held;
    if (!at->last || *at->last < date) at->last = date;
}

// The municipalities' turns while dates are filled one after the other.
class Rotation::Count {
  public:
    Count(const Rotation& rotation, const model::Standing& standing, base::Date today)
        : rotation_(rotation), today_(today) {
        for (const model::Turns& one : standing.turns) {
            Tally& tally = tallies_[one.municipality];
            tally.held = one.held;
            tally.last = one.last;
        }
        if (standing.latest) read_starts(*standing.latest);
    }

    RotationInputs inputs(base::Date date) {
        RotationInputs inputs{date, {}};
        for (const model::HostSeat* seat : seats_for(date)) {
            Tally& tally = tallies_[seat->municipality];
            const Skipped skipped = skipped_at(*seat, date);
            // Who is out of it for good starts anew when it returns; who only comes later keeps its place.
            const bool left = skipped == Skipped::not_then && seat->period.to && *seat->period.to < today_;
            if (skipped == Skipped::no_host || left) tally.start.reset();
            inputs.candidates.push_back({seat->municipality, 0, std::nullopt, tally.last, skipped});
        }
        let_join(inputs);
        for (Candidate& one : inputs.candidates) {
            const Tally& tally = tallies_[one.municipality];
            one.start = tally.start;
            one.turns = tally.held + tally.start.value_or(0);
        }
        return inputs;
    }

    void add(const model::MunicipalityId& municipality, base::Date date) {
        Tally& tally = tallies_[municipality];
        ++tally.held;
        if (!tally.last || *tally.last < date) tally.last = date;
    }

  private:
    struct Tally {
        int held = 0;
        std::optional<int> start;
        std::optional<base::Date> last;
    };

    // From the row decided last. Before the first row everybody starts at nothing.
    void read_starts(const model::Hosting& latest) {
        const auto inputs = rotation_inputs(latest.inputs);
        first_ = !inputs;
        if (!inputs) return;
        for (const Candidate& one : inputs->candidates) tallies_[one.municipality].start = one.start;
    }

    void let_join(const RotationInputs& inputs) {
        const auto in_rotation = [](const Candidate& one) {
            return one.skipped == Skipped::no || one.skipped == Skipped::blocked;
        };
        std::optional<int> smallest;
        for (const Candidate& one : inputs.candidates) {
            const Tally& tally = tallies_[one.municipality];
            if (!in_rotation(one) || !tally.start) continue;
            smallest = std::min(smallest.value_or(tally.held + *tally.start), tally.held + *tally.start);
        }
        for (const Candidate& one : inputs.candidates) {
            Tally& tally = tallies_[one.municipality];
            if (in_rotation(one) && !tally.start)
                tally.start = first_ ? 0 : std::max(0, smallest.value_or(0) - tally.held);
        }
        first_ = false;
    }

    // One seat for each municipality: the one that holds at that date, else its first.
    std::vector<const model::HostSeat*> seats_for(base::Date date) const {
        std::vector<const model::HostSeat*> seats;
        for (const model::HostSeat& seat : rotation_.seats_) {
            const auto same = std::ranges::find(seats, seat.municipality, &model::HostSeat::municipality);
            if (same == seats.end())
                seats.push_back(&seat);
            else if (!(*same)->period.contains(date) && seat.period.contains(date))
                *same = &seat;
        }
        return seats;
    }

    const Rotation& rotation_;
    base::Date today_;
    bool first_ = true;
    std::map<model::MunicipalityId, Tally> tallies_;
};

Rotation::Rotation(std::span<const model::HostSeat> seats, std::span<const model::Municipality> municipalities,
                   Language language)
    : seats_(seats.begin(), seats.end()), language_(language) {
    std::ranges::sort(seats_, [](const model::HostSeat& a, const model::HostSeat& b) {
        return std::tie(a.order, a.municipality, a.period.from) < std::tie(b.order, b.municipality, b.period.from);
    });
    for (const model::Municipality& one : municipalities) names_[one.id] = one.short_name;
}

std::vector<Choice> Rotation::choose(const model::Standing& standing, std::span<const base::Date> dates,
                                     base::Date today) const {
    std::vector<std::size_t> order(dates.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order,
                      [&](std::size_t a, std::size_t b) { return dates[a] != dates[b] ? dates[a] < dates[b] : a < b; });
    std::vector<Choice> choices(dates.size());
    Count count(*this, standing, today);
    for (const std::size_t i : order) {
        const RotationInputs inputs = count.inputs(dates[i]);
        Choice& choice = choices[i];
        choice.inputs = to_json(inputs);
        for (const Candidate& one : inputs.candidates)
            if (one.skipped == Skipped::no_host) choice.without_host.push_back(without_host(one.municipality));
        const Candidate* next = next_host(inputs);
        if (next != nullptr) {
            choice.municipality = next->municipality;
            count.add(next->municipality, dates[i]);
        }
        choice.explanation = next != nullptr ? explain(inputs, *next) : explain_nobody(inputs);
    }
    return choices;
}

Choice Rotation::chairs_choice(const model::MunicipalityId& municipality, const model::Standing& standing,
                               base::Date date, base::Date today) const {
    return {municipality,
            to_json(Count(*this, standing, today).inputs(date)),
            fmt::format("{}: {}", short_name(municipality),
                        language_ == Language::swedish ? "ordförandens val" : "the chair's choice"),
            {}};
}

bool Rotation::may_host(const model::MunicipalityId& municipality, base::Date date) const {
    return std::ranges::any_of(seats_, [&](const model::HostSeat& seat) {
        return seat.municipality == municipality && skipped_at(seat, date) == Skipped::no;
    });
}

bool Rotation::takes_part(const model::MunicipalityId& municipality, base::Date date) const {
    return std::ranges::any_of(seats_, [&](const model::HostSeat& seat) {
        return seat.municipality == municipality && seat.period.contains(date);
    });
}

std::string Rotation::short_name(const model::MunicipalityId& municipality) const {
    const auto found = names_.find(municipality);
    return found == names_.end() || found->second.empty() ? municipality.text() : found->second;
}

std::string Rotation::explain(const RotationInputs& inputs, const Candidate& chosen) const {
    const bool swedish = language_ == Language::swedish;
    // Another that could host as well, but for the network's order.
    const bool by_order = std::ranges::any_of(inputs.candidates, [&](const Candidate& one) {
        return &one != &chosen && one.skipped == Skipped::no && one.turns == chosen.turns && one.last == chosen.last;
    });
    std::string text = short_name(chosen.municipality) + ": ";
    if (chosen.turns == 0)
        text += swedish ? "inga turer" : "no turns";
    else if (chosen.turns == 1)
        text += swedish ? "1 tur" : "1 turn";
    else
        text += fmt::format("{} {}", chosen.turns, swedish ? "turer" : "turns");
    if (chosen.start.value_or(0) > 0)
        text += fmt::format(" ({} {})", swedish ? "började på" : "started at", *chosen.start);
    if (chosen.turns > 0 || !by_order) text += swedish ? ", färst" : ", fewest";
    if (chosen.last) text += fmt::format("; {} {}", swedish ? "senast" : "last", base::format_date(*chosen.last));
    if (by_order) text += swedish ? ", först i värdordningen" : ", first in the order";
    return text;
}

std::string Rotation::without_host(const model::MunicipalityId& municipality) const {
    return short_name(municipality) + (language_ == Language::swedish ? " saknar mötesvärd" : " has nobody to host");
}

std::string Rotation::explain_nobody(const RotationInputs& inputs) const {
    const bool swedish = language_ == Language::swedish;
    std::string why;
    for (const Candidate& one : inputs.candidates) {
        if (one.skipped != Skipped::blocked && one.skipped != Skipped::no_host) continue;
        if (!why.empty()) why += ", ";
        why += one.skipped == Skipped::no_host
                   ? without_host(one.municipality)
                   : short_name(one.municipality) + (swedish ? " kan inte då" : " cannot then");
    }
    if (why.empty()) why = swedish ? "ingen kommun i värdordningen då" : "no municipality takes part then";
    return fmt::format("{}: {}", swedish ? "Ingen värd" : "No host", why);
}

}  // namespace stafett::scheduling::network
