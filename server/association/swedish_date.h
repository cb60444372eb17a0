// Days as people in Sweden write them in a spreadsheet.
#pragma once

#include <string>
#include <string_view>

#include "storage/base/clock.h"
#include "storage/base/result.h"

namespace stafett::server::association {

// "2026-08-01", "2026-8-1", "2026/8/1", "20260801", "1/8 2026", "1.8.2026", "1 aug 2026", "1 augusti 2026". "13/8/2026"
// too, but not "1/8/2026", which an English Excel means otherwise, nor a year of two digits. The error says what to
// write.
base::Result<base::Date, std::string> parse_swedish_date(std::string_view text);

}  // namespace stafett::server::association
