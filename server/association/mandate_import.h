// Brings a mandate into the store: completes its network or creates it (model.md §12).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scheduling/network/mandate.h"
#include "server/association/import.h"

namespace stafett::server::association {

struct MandateOutcome {
    model::NetworkId network;
    bool created = false;                                   // the network was not known before
    bool changed = false;                                   // false: the same text had been imported already
    model::Mandate mandate;                                 // remarks included
    std::vector<scheduling::network::ExplainedRule> rules;  // of the network as it is now, in English
};

// `year`: what the assignments are given for where the text names none; nothing: this calendar year, from July on the
// next, because the directors give them for the year to come. With `dry_run` nothing is written.
ImportResult<MandateOutcome> import_mandate(storage::Store& store, std::string_view text, std::optional<int> year,
                                            bool dry_run, const ImportOptions& options);

}  // namespace stafett::server::association
