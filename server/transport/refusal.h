// A request the transport itself refuses, before the application has seen it.
#pragma once

#include <string>
#include <utility>

#include "storage/base/result.h"

namespace stafett::server::transport {

// `text` is for the person behind the client, Swedish first. The connection closes after it.
struct Refusal {
    unsigned status = 400;
    std::string text;
};

template <class T>
using Result = base::Result<T, Refusal>;

inline std::unexpected<Refusal> refuse(unsigned status, std::string text) {
    return std::unexpected(Refusal{status, std::move(text)});
}

inline Refusal timed_out() { return {408, "Begäran tog för lång tid. (Request timeout.)"}; }

}  // namespace stafett::server::transport
