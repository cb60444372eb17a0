// Every name of the association's that our lines may hold.
#pragma once

#include <span>

#include "scheduling/network/facts.h"
#include "storage/model/association.h"

namespace stafett::scheduling::network {

// Full, short and past names of all municipalities, present and past names of all networks.
Vocabulary vocabulary_of(std::span<const model::Municipality> municipalities, std::span<const model::Network> networks);

}  // namespace stafett::scheduling::network
