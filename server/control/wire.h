// What goes over the control socket: one JSON object a line. The command sends one request; the server answers with any
// number of progress lines and one reply, and closes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "server/control/operation.h"

namespace stafett::server::control {

struct Request {
    std::string operation;
    Arguments arguments;
};

struct Progress {
    std::string text;
};

// Without the line end, and without one inside.
std::string encode(const Request& request);
std::string encode(const Progress& progress);
std::string encode(const Reply& reply);

// Nothing for anything that encode() does not make; text that is not UTF-8 included.
std::optional<Request> decode_request(std::string_view line);
std::optional<std::variant<Progress, Reply>> decode_answer(std::string_view line);

}  // namespace stafett::server::control
