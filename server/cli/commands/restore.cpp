#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <optional>

#include "scheduling/delivery/rebuild.h"
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
    Lines damaged;
    Lines made_anew;       // what differed from what the networks give
    Lines left;            // what differs still
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

// What differs from what the networks give is made anew: that is no reason to refuse what they have written. Whether an
// older version composed it, in which case every text may have differed.
storage::Result<bool> make_anew(storage::Store& store, base::Instant now,
                                const scheduling::delivery::Settings& settings, Looked& looked) {
    TRY_ASSIGN(const bool upgraded, scheduling::delivery::rebuild_after_upgrade(store, now, settings));
    Findings found;
    TRY(compare_networks(store, [&] { return now; }, settings, [] { return true; }, found));
    if (!found.differing.empty()) {
        TRY(scheduling::delivery::rebuild(store, now, settings));
        Findings left;
        TRY(compare_networks(store, [&] { return now; }, settings, [] { return true; }, left));
        looked.left = std::move(left.differing);
    }
    looked.made_anew = std::move(found.differing);
    looked.damaged.insert(looked.damaged.end(), found.damaged.begin(), found.damaged.end());
    return upgraded;
}

// Opens the copy where it lies, which brings it to the present schema, and reads all of it; closed again after.
base::Result<Looked, Refusal> look_at(Session& session, const Restoring& restoring, bool despite_damage) {
    config::Config there = session.config;
    there.data = restoring.folder();
    const auto tell = [&](std::string_view line) { session.terminal.error(fmt::format("{}\n", line)); };
    const auto failed = [](const storage::Error& error) { return Refusal{Exit::data, error.detail + "."}; };
    auto store = open_data(there, false, session.test_clock != nullptr);
    if (!store) return std::unexpected(refusal(store.error()));
    const base::SystemClock system_clock;
    const base::Instant now = session.test_clock ? session.test_clock->now() : system_clock.now();
    Looked looked;
    tell("Reading every page and row …");
    if (const auto read = add(looked.damaged, (*store)->check_integrity()); !read)
        return std::unexpected(failed(read.error()));
    if (!looked.damaged.empty() && !despite_damage) return looked;
    tell("Building every copy and hosting again from the networks …");
    const auto made = make_anew(**store, now, there.meetings, looked);
    // What is damaged may not let itself be made anew.
    if (!made && !despite_damage) return std::unexpected(failed(made.error()));
    if (made && *made) tell("Composed anew: the backup is of a version that composed otherwise.");
    auto contents = contents_of(**store);
    if (!contents) return std::unexpected(failed(contents.error()));
    looked.contents = *std::move(contents);
    return looked;
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
    const bool despite = session.arguments.has("despite-findings");
    const auto looked = look_at(session, *restoring, despite);
    if (!looked) return refused(looked.error().exit, fmt::format("{}: {}", file, looked.error().why));
    const auto tell = [&](const Lines& lines, std::string_view what) {
        for (const auto& line : lines) session.terminal.error(fmt::format("{}: {}{}\n", file, line, what));
    };
    tell(looked->damaged, "");
    if (!looked->damaged.empty() && !despite) {
        return session.fail(Exit::found,
                            fmt::format("{} is damaged in {} places (above), so nothing was restored. Take an older "
                                        "backup, or add --despite-findings.",
                                        file, looked->damaged.size()));
    }
    tell(looked->made_anew, ": made anew");
    tell(looked->left, ": differs still");
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
    Parameter{Parameter::Kind::flag, "despite-findings", "Restore also what is damaged."},
};

}  // namespace

constinit const Command restore{.name = "restore",
                                .help = "Makes the data folder from a backup, checked; refuses a folder with data.",
                                .data = Data::may_create,
                                .parameters = parameters,
                                .run = &run};

}  // namespace stafett::server::cli::commands
