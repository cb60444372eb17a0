#include <fmt/format.h>

#include <chrono>
#include <thread>

#include "scheduling/delivery/rebuild.h"
#include "server/accounts/association_day.h"
#include "server/cli/command.h"
#include "server/cli/open_data.h"
#include "server/control/control_client.h"

namespace stafett::server::cli {

Exit Session::fail(Exit exit, std::string_view sentence) {
    terminal.error(fmt::format("stafett {}: {}\n", command_.name, sentence));
    return exit;
}

Exit Session::show(const Reply& reply) {
    terminal.out(reply.out);
    if (!reply.error.empty()) terminal.error(reply.error);
    return reply.exit;
}

// Between the two ways there is a moment in which a server has the folder and does not listen yet, or listens no more.
Reply Session::perform(const Arguments& with) {
    constexpr int tries = 40;
    constexpr std::chrono::milliseconds between(250);
    for (int i = 0; i < tries; ++i) {
        if (i > 0) std::this_thread::sleep_for(between);
        const auto progress = [&](std::string_view line) { terminal.error(fmt::format("{}\n", line)); };
        if (auto reply = control::ask_server(config.data, command_.name, with, progress)) return *std::move(reply);
        if (auto reply = perform_here(with)) return *std::move(reply);
    }
    return control::failed(
        fmt::format("{} is in use by another stafett command. Try again when it has ended.", config.data.string()),
        Exit::data);
}

// Nothing when somebody else has the folder.
std::optional<Reply> Session::perform_here(const Arguments& with) {
    auto store = open_data(config, command_.data == Data::may_create, test_clock != nullptr);
    if (!store) {
        if (store.error().in_use) return std::nullopt;
        return control::failed(store.error().text, Exit::data);
    }
    const base::SystemClock system_clock;
    const base::Clock& clock = test_clock ? *test_clock : static_cast<const base::Clock&>(system_clock);
    const auto composed = scheduling::delivery::rebuild_after_upgrade(**store, clock.now(), config.meetings);
    if (!composed)
        terminal.error(fmt::format("What another version composed cannot be made anew: {}\n", composed.error().detail));
    const accounts::AssociationDay day(**store, clock);
    const base::Instant now = clock.now();
    Context context{**store, now, day.day_of(now), config,
                    [&](std::string_view line) { terminal.error(fmt::format("{}\n", line)); }};
    return command_.operation(context, with);
}

Exit perform_and_show(Session& session) { return session.show(session.perform(session.arguments)); }

}  // namespace stafett::server::cli
