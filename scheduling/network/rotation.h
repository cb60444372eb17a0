// Whose turn it is to host (model.md §6). Pure: the same seats and rows give the same choice.
//
// A municipality that joins, or returns after having had no mötesvärd, starts at the smallest number of turns then held
// by another (with its own, if they are more). Where it started stands in the inputs of every row chosen since, so the
// rows alone are the history: no counter is kept beside them.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "scheduling/network/facts.h"
#include "scheduling/network/rotation_inputs.h"
#include "storage/base/clock.h"
#include "storage/model/association.h"
#include "storage/model/meeting.h"

namespace stafett::scheduling::network {

struct Choice {
    std::optional<model::MunicipalityId> municipality;  // none: nobody can, and `explanation` says why
    std::string inputs;                                 // rotation_inputs.h
    std::string explanation;                            // "Tibro: 2 turer, färst; senast 2025-03-12"
    std::vector<std::string> without_host;              // a line for each that was skipped: "Skara saknar mötesvärd"
};

// What rows come to; what a store answers without reading them (storage::HostingReads::standing).
model::Standing standing_of(std::span<const model::Hosting> rows);
// With more rows, none of which it holds already.
void add_rows(model::Standing& standing, std::span<const model::Hosting> rows);
// With one more turn.
void add_turn(model::Standing& standing, const model::MunicipalityId& municipality, base::Date date);

class Rotation {
  public:
    // `seats` and `municipalities` (for their short names) are copied. Seats are taken by their order, then by id.
    Rotation(std::span<const model::HostSeat> seats, std::span<const model::Municipality> municipalities,
             Language language);

    // A choice for each date, in the order given; made in date order, each counting as a turn for the next. `standing`
    // is of all hostings of the network, released ones included. `today` in the association's zone.
    // With dates beyond the rows this is the forecast, and for preliminary meetings the proposal.
    std::vector<Choice> choose(const model::Standing& standing, std::span<const base::Date> dates,
                               base::Date today) const;

    // What the chair's own choice for a date is recorded with; it counts as a turn.
    Choice chairs_choice(const model::MunicipalityId& municipality, const model::Standing& standing, base::Date date,
                         base::Date today) const;

    // Takes part at that date, has a mötesvärd and is not blocked.
    bool may_host(const model::MunicipalityId& municipality, base::Date date) const;
    // Takes part in the rotation at that date, whether it has a mötesvärd or not.
    bool takes_part(const model::MunicipalityId& municipality, base::Date date) const;

    std::string short_name(const model::MunicipalityId& municipality) const;  // the id if it has none

  private:
    class Count;
    std::string explain(const RotationInputs& inputs, const Candidate& chosen) const;
    std::string without_host(const model::MunicipalityId& municipality) const;
    std::string explain_nobody(const RotationInputs& inputs) const;

    std::vector<model::HostSeat> seats_;  // by order, a municipality's seats together
    std::map<model::MunicipalityId, std::string> names_;
    Language language_;
};

}  // namespace stafett::scheduling::network
