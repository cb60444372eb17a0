// What the store knows of how it is kept: by which composition its derived data were made, and what was found when it
// was last looked through.
#pragma once

#include <cstdint>
#include <optional>

#include "storage/base/fault.h"
#include "storage/model/upkeep.h"

namespace stafett::storage {

class UpkeepReads {
  public:
    virtual ~UpkeepReads() = default;
    // Version of the composition that everything derived was made by; 0: before versions were kept.
    virtual Result<std::int64_t> composition() = 0;
    // Nothing before the first.
    virtual Result<std::optional<model::LookedThrough>> looked_through() = 0;
};

class UpkeepWrites {
  public:
    virtual ~UpkeepWrites() = default;
    virtual Result<void> set_composition(std::int64_t version) = 0;
    // Replaces what the last one found.
    virtual Result<void> set_looked_through(const model::LookedThrough& looked) = 0;
};

}  // namespace stafett::storage
