// What one choice of a host was computed from: kept with the row (model.md §6), so that it can be explained and checked
// later, and so that where a municipality that joined started is known for good.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/clock.h"
#include "storage/model/ids.h"

namespace stafett::scheduling::network {

enum class Skipped {
    no,        // could host
    blocked,   // cannot host at that date
    no_host,   // has no mötesvärd
    not_then,  // does not take part at that date
};

struct Candidate {
    model::MunicipalityId municipality;
    int turns = 0;                   // held and fixed, and what it started with
    std::optional<int> start;        // turns it started with when it joined or returned; none: not in the rotation
    std::optional<base::Date> last;  // its last turn
    Skipped skipped = Skipped::no;
    friend bool operator==(const Candidate&, const Candidate&) = default;
};

struct RotationInputs {
    base::Date date;                    // of the occurrence
    std::vector<Candidate> candidates;  // every seat, in the network's order
    friend bool operator==(const RotationInputs&, const RotationInputs&) = default;
};

// The rule itself: fewest turns, then the oldest last turn (none before all), then the order. Null if nobody can.
const Candidate* next_host(const RotationInputs& inputs);

// As JSON, and back; nothing for what to_json did not write.
std::string to_json(const RotationInputs& inputs);
std::optional<RotationInputs> rotation_inputs(std::string_view json);

}  // namespace stafett::scheduling::network
