// Every name of the association's that our lines may hold.
#pragma once

#include <span>
#include <string_view>

#include "scheduling/network/facts.h"
#include "storage/model/association.h"

namespace stafett::scheduling::network {

// Full, short and past names of all municipalities, present and past names of all networks.
Vocabulary vocabulary_of(std::span<const model::Municipality> municipalities, std::span<const model::Network> networks);

// Of "sv", "en" or a longer tag ("en-GB"); the first of the two that is not empty counts, Swedish for anything else.
Language language_of(std::string_view networks, std::string_view associations);

}  // namespace stafett::scheduling::network
