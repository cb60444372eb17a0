// What was found when all data was last looked through (`stafett check`, the daily job).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "storage/base/clock.h"

namespace stafett::model {

struct LookedThrough {
    base::Instant at;                // when it was done
    std::int64_t found = 0;          // lines in all
    std::vector<std::string> first;  // the first of them, without line ends
    friend bool operator==(const LookedThrough&, const LookedThrough&) = default;
};

}  // namespace stafett::model
