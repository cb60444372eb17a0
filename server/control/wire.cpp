#include "server/control/wire.h"

#include <boost/json.hpp>

namespace stafett::server::control {

namespace json = boost::json;

namespace {

std::optional<json::object> object(std::string_view line) {
    boost::system::error_code wrong;
    json::value value = json::parse({line.data(), line.size()}, wrong);
    if (wrong || !value.is_object()) return std::nullopt;
    return std::move(value.as_object());
}

std::optional<std::string> text(const json::object& from, std::string_view key) {
    const json::value* value = from.if_contains({key.data(), key.size()});
    if (!value || !value->is_string()) return std::nullopt;
    return std::string(value->as_string());
}

std::string line(const json::object& value) { return json::serialize(value); }

std::optional<Arguments> arguments(const json::value* value) {
    if (!value || !value->is_object()) return std::nullopt;
    Arguments read;
    for (const auto& [name, list] : value->as_object()) {
        if (!list.is_array()) return std::nullopt;
        read.set_flag(std::string(name));
        for (const auto& item : list.as_array()) {
            if (!item.is_string()) return std::nullopt;
            read.add(std::string(name), std::string(item.as_string()));
        }
    }
    return read;
}

}  // namespace

std::string encode(const Request& request) {
    json::object named;
    for (const auto& [name, values] : request.arguments) {
        json::array list;
        for (const auto& value : values) list.emplace_back(value);
        named[name] = std::move(list);
    }
    return line({{"operation", request.operation}, {"arguments", std::move(named)}});
}

std::string encode(const Progress& progress) { return line({{"progress", progress.text}}); }

std::string encode(const Reply& reply) {
    return line({{"exit", static_cast<int>(reply.exit)}, {"out", reply.out}, {"error", reply.error}});
}

std::optional<Request> decode_request(std::string_view from) {
    const auto read = object(from);
    if (!read) return std::nullopt;
    auto name = text(*read, "operation");
    auto given = arguments(read->if_contains("arguments"));
    if (!name || !given) return std::nullopt;
    return Request{*std::move(name), *std::move(given)};
}

std::optional<std::variant<Progress, Reply>> decode_answer(std::string_view from) {
    const auto read = object(from);
    if (!read) return std::nullopt;
    if (auto progress = text(*read, "progress")) return Progress{*std::move(progress)};
    const json::value* exit = read->if_contains("exit");
    auto out = text(*read, "out"), error = text(*read, "error");
    if (!exit || !exit->is_int64() || !out || !error) return std::nullopt;
    const auto code = exit->as_int64();
    if (code < static_cast<int>(Exit::ok) || code > static_cast<int>(Exit::found)) return std::nullopt;
    return Reply{static_cast<Exit>(code), *std::move(out), *std::move(error)};
}

}  // namespace stafett::server::control
