#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <optional>

#include "server/cli/commands/commands.h"
#include "server/cli/findings.h"
#include "server/cli/open_data.h"
#include "storage/sqlite/backup.h"

namespace stafett::server::cli::commands {

namespace {

using storage::sqlite::Restoring;

std::string sentence(const std::string& data, const storage::Error& error) {
    switch (error.fault) {
        case storage::Fault::exists:
            return fmt::format(
                "{} holds data already, and a restore never replaces any. Stop the server, move that folder aside, and "
                "try again.",
                data);
        case storage::Fault::busy:
            return fmt::format("{}. Stop the server first.", error.detail);
        case storage::Fault::quota:
            return fmt::format("There is no room for the data ({}).", error.detail);
        case storage::Fault::not_found:
        case storage::Fault::stale:
        case storage::Fault::uid_in_use:
        case storage::Fault::corrupt:
        case storage::Fault::unavailable:
            break;
    }
    return error.detail + ".";
}

struct Looked {
    std::vector<std::string> found;
    std::string contents;  // "3 networks, 58 people, 13 accounts"
};

storage::Result<std::string> contents_of(storage::Store& store) {
    TRY_ASSIGN(const auto snapshot, store.snapshot());
    TRY_ASSIGN(const auto networks, snapshot->association().networks());
    TRY_ASSIGN(const auto people, snapshot->association().principals(model::PrincipalKind::person));
    TRY_ASSIGN(const auto accounts, snapshot->accounts().all());
    return fmt::format("{} networks, {} people, {} accounts", networks.size(), people.size(), accounts.size());
}

struct Refusal {
    Exit exit;
    std::string why;
};

// A copy that cannot be opened can be of no use to anybody, whatever findings one puts up with.
Refusal refusal(const DataProblem& problem) {
    if (problem.damage.empty()) return {Exit::data, problem.text};
    return {Exit::found,
            fmt::format("this backup is damaged ({}) and cannot be used. Take another one.", problem.damage)};
}

// Opens the copy where it lies, which brings it to the present schema, and reads all of it; closed again after.
base::Result<Looked, Refusal> look_at(Session& session, const Restoring& restoring) {
    config::Config there = session.config;
    there.data = restoring.folder();
    auto store = open_data(there, false, session.test_clock != nullptr);
    if (!store) return std::unexpected(refusal(store.error()));
    const base::SystemClock system_clock;
    const base::Instant now = session.test_clock ? session.test_clock->now() : system_clock.now();
    auto found = findings(**store, now, there.meetings,
                          [&](std::string_view line) { session.terminal.error(fmt::format("{}\n", line)); });
    if (!found) return std::unexpected(Refusal{Exit::data, found.error().detail + "."});
    auto contents = contents_of(**store);
    if (!contents) return std::unexpected(Refusal{Exit::data, contents.error().detail + "."});
    return Looked{*std::move(found), *std::move(contents)};
}

Exit run(Session& session) {
    const std::string file = session.arguments.text("file"), data = session.config.data.string();
    unsigned told = 0;
    const auto progress = [&](unsigned percent) {
        if (percent < told + 10) return;
        told = percent - percent % 10;
        session.terminal.error(fmt::format("Copied {} %\n", told));
    };
    const auto refused = [&](Exit exit, const std::string& why) {
        return session.fail(exit, fmt::format("{} Nothing was restored.", why));
    };
    if (const auto good = storage::sqlite::check_backup(file); !good)
        return refused(Exit::failed, sentence(data, good.error()));
    auto restoring = Restoring::begin(file, session.config.data, progress);
    if (!restoring) return refused(Exit::data, sentence(data, restoring.error()));
    const auto looked = look_at(session, *restoring);
    if (!looked) return refused(looked.error().exit, fmt::format("{}: {}", file, looked.error().why));
    for (const auto& line : looked->found) session.terminal.error(fmt::format("{}: {}\n", file, line));
    if (!looked->found.empty() && !session.arguments.has("despite-findings")) {
        return session.fail(Exit::found,
                            fmt::format("{} found in {} (above), so nothing was restored. Take an older backup, or "
                                        "add --despite-findings.",
                                        looked->found.size(), file));
    }
    if (const auto done = restoring->finish(); !done) return refused(Exit::data, sentence(data, done.error()));
    session.terminal.out(fmt::format(
        "Restored {} into {}: {}.\nEvery client will fetch everything once. Logins, app passwords and feed links are "
        "those of the backup;\nwhat was made, changed or revoked after it must be done again. Start the server with "
        "'stafett serve'.\n",
        file, data, looked->contents));
    return Exit::ok;
}

constexpr std::array parameters{
    Parameter{Parameter::Kind::positional, "file", "What 'stafett backup' made; it is not changed.", true},
    Parameter{Parameter::Kind::flag, "despite-findings", "Restore also what 'stafett check' would complain about."},
};

}  // namespace

constinit const Command restore{.name = "restore",
                                .help = "Makes the data folder from a backup, checked; refuses a folder with data.",
                                .data = Data::may_create,
                                .parameters = parameters,
                                .run = &run};

}  // namespace stafett::server::cli::commands
