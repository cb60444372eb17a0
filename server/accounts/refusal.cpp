#include "server/accounts/refusal.h"

#include <fmt/format.h>

namespace stafett::server::accounts {
namespace {

std::string sentence(const storage::Error& error) {
    const auto with = [&](std::string_view text) {
        return error.detail.empty() ? std::string(text) : fmt::format("{} ({})", text, error.detail);
    };
    switch (error.fault) {
        case storage::Fault::not_found:
            return with("There is no such row");
        case storage::Fault::exists:
            return with("This name is taken");
        case storage::Fault::stale:
            return with("It was changed meanwhile; try again");
        case storage::Fault::uid_in_use:
            return with("This UID is taken");
        case storage::Fault::quota:
            return with("The disk or a limit is full");
        case storage::Fault::busy:
            return with("The data is in use; try again");
        case storage::Fault::corrupt:
            return with("The data is damaged; run 'stafett check'");
        case storage::Fault::unavailable:
            return with("The data cannot be read or written");
    }
    return error.detail;
}

Refusal::Why reason(storage::Fault fault) {
    if (fault == storage::Fault::not_found) return Refusal::Why::not_found;
    return fault == storage::Fault::exists ? Refusal::Why::exists : Refusal::Why::store;
}

}  // namespace

Refusal::Refusal(const storage::Error& error) : why(reason(error.fault)), text(sentence(error)) {}

}  // namespace stafett::server::accounts
