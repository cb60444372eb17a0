// Texts of meetings as clients write them, at random.
#pragma once

#include <string>

#include "storage/base/clock.h"
#include "tests/server/histories/association.h"

namespace stafett::server::histories {

// A whole event under that UID within half a year: single or a series, with or without overrides, guests, place,
// preliminary or cancelled.
std::string random_event(const Between& between, const std::string& uid, base::Instant now);

// As a client sends it again that was given `text`: another title, an occurrence taken out, or the same.
std::string edited(const Between& between, std::string text);

}  // namespace stafett::server::histories
