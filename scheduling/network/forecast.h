// Whose turns come after those that are planned: computed when asked for, kept nowhere and never in calendar text
// (model.md §6). Pure.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "scheduling/network/rotation.h"
#include "storage/base/clock.h"
#include "storage/model/meeting.h"

namespace stafett::scheduling::network {

// An occurrence that has a date and no row.
struct UnhostedTurn {
    model::Uid uid;
    base::Date date;
    bool preliminary = false;
    friend bool operator==(const UnhostedTurn&, const UnhostedTurn&) = default;
};

struct ForecastTurn {
    std::optional<UnhostedTurn> turn;                   // none: of a meeting that nobody has made yet
    std::optional<model::MunicipalityId> municipality;  // none: nobody can, and `explanation` says why
    std::string explanation;                            // "Tibro: 2 turer, färst; senast 2025-03-12"
    friend bool operator==(const ForecastTurn&, const ForecastTurn&) = default;
};

// The next `count` turns as they would fall if nothing else changed: first those of `unhosted` by date, then those of
// meetings to come. `rows`: all hostings of the network. `today` and dates in the association's zone.
std::vector<ForecastTurn> forecast(const Rotation& rotation, std::span<const model::Hosting> rows,
                                   std::vector<UnhostedTurn> unhosted, std::size_t count, base::Date today,
                                   Language language);

}  // namespace stafett::scheduling::network
