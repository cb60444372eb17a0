// A network's other meetings, from their rows alone.
#pragma once

#include <vector>

#include "scheduling/network/turns.h"

namespace stafett::scheduling::network {

inline Others others_in(const std::vector<model::Hosting>& rows) {
    Others others{standing_of(rows)};
    for (const model::Hosting& row : rows)
        if (row.state != model::HostingState::released) others.busy.emplace_back(row.municipality, row.date);
    return others;
}

}  // namespace stafett::scheduling::network
