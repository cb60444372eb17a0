#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "server/cli/command_line.h"
#include "server/cli/commands/commands.h"

namespace stafett::server::cli::commands {

namespace {

std::optional<std::uint16_t> port(const std::string& text) {
    std::uint16_t number = 0;
    const auto* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    return read.ec == std::errc() && read.ptr == end ? std::optional(number) : std::nullopt;
}

// What the command line says goes before the configuration.
Exit run(Session& session) {
    for (const char* name : {"port", "plain-port"}) {
        if (!session.arguments.has(name)) continue;
        const auto number = port(session.arguments.text(name));
        if (!number) return session.fail(Exit::usage, fmt::format("--{} needs a number from 0 to 65535.", name));
        if (std::string_view(name) == "port")
            session.config.transport.port = *number;
        else
            session.config.plain_port = number;
    }
    if (session.arguments.has("listen")) session.config.transport.addresses = session.arguments.texts("listen");
    for (const auto& problem : config::check(session.config)) return session.fail(Exit::usage, problem.text);
    const auto offered = operations(all());
    return session.serve(session.config, session.test_clock, offered);
}

constexpr std::array parameters{
    Parameter{Parameter::Kind::value, "port",
              "HTTPS port; 0 takes any free one. Without it the configuration's, or 8443."},
    Parameter{Parameter::Kind::value, "plain-port", "Also HTTP without TLS on this port, on loopback only."},
    Parameter{Parameter::Kind::list, "listen", "Numeric addresses to listen on."},
};

}  // namespace

constinit const Command serve{.name = "serve",
                              .help = "Serves calendars until it is told to stop (Ctrl-C, SIGTERM).",
                              .data = Data::may_create,
                              .parameters = parameters,
                              .run = &run};

}  // namespace stafett::server::cli::commands
