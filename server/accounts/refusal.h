// How administration ends that may not be: of accounts, links, and what the commands add to them.
#pragma once

#include <string>

#include "storage/base/fault.h"
#include "storage/base/result.h"

namespace stafett::server::accounts {

// Why something was refused: one sentence in English for the administrator.
struct Refusal {
    enum class Why { invalid, not_found, exists, store };
    Why why;
    std::string text;

    Refusal(Why reason, std::string sentence) : why(reason), text(std::move(sentence)) {}
    Refusal(const storage::Error& error);  // NOLINT: wanted implicit, so that TRY carries it up
};
template <class T>
using Result = base::Result<T, Refusal>;

}  // namespace stafett::server::accounts
