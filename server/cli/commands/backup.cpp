#include <fmt/format.h>

#include <array>
#include <filesystem>

#include "server/accounts/accounts.h"
#include "server/cli/commands/commands.h"

namespace stafett::server::cli::commands {

namespace {

// The server works in another folder than the terminal: the file's whole name goes to it.
Exit run(Session& session) {
    std::error_code error;
    const auto file = std::filesystem::absolute(session.arguments.text("file"), error).lexically_normal();
    if (error || !file.has_filename()) return session.fail(Exit::usage, "FILE must name a file.");
    Arguments with = session.arguments;
    with.set("file", file.string());
    return session.show(session.perform(with));
}

std::string sentence(const std::string& file, const storage::Error& error) {
    switch (error.fault) {
        case storage::Fault::exists:
            return fmt::format("{} is there already. Name another file, or add --overwrite.", file);
        case storage::Fault::quota:
            return fmt::format("There is no room for the copy ({}). No backup was made.", error.detail);
        case storage::Fault::not_found:
            return fmt::format("The folder of {} is not there ({}).", file, error.detail);
        case storage::Fault::corrupt:
            return fmt::format("The data is damaged, so this would be no backup ({}). Run 'stafett check'.",
                               error.detail);
        case storage::Fault::stale:
        case storage::Fault::uid_in_use:
        case storage::Fault::busy:
        case storage::Fault::unavailable:
            break;
    }
    return fmt::format("No backup was made: {}. The file is written by the user whom the server runs as.",
                       error.detail);
}

// Whoever reads what the nightly backup says hears of it.
std::string found_by_the_daily_job(storage::Store& store) {
    const auto snapshot = store.snapshot();
    const auto looked = snapshot ? (*snapshot)->upkeep().looked_through() : std::unexpected(snapshot.error());
    if (!looked || !*looked || (*looked)->found == 0) return {};
    return fmt::format("The daily job found something in the data, {} ({}): see 'stafett check --latest'.\n",
                       base::format_instant((*looked)->at), (*looked)->found);
}

Reply operate(Context& context, const Arguments& arguments) {
    const std::string file = arguments.text("file");
    unsigned told = 0;
    storage::Backup wanted{file, arguments.has("overwrite"), {}};
    wanted.progress = [&](unsigned percent) {
        if (percent < told + 10) return;
        told = percent - percent % 10;
        context.progress(fmt::format("Copied {} %", told));
    };
    const auto made = context.store.back_up(wanted);
    if (!made) return control::failed(sentence(file, made.error()));
    std::error_code error;
    const auto size = std::filesystem::file_size(file, error);
    return {Exit::ok, fmt::format("{}: {} octets, checked and on the disk.\n", file, error ? 0 : size),
            found_by_the_daily_job(context.store)};
}

constexpr std::array parameters{
    Parameter{Parameter::Kind::positional, "file", "Where the copy goes; must not be there yet.", true},
    Parameter{Parameter::Kind::flag, "overwrite", "Replace FILE when it is there, in one step when the copy is done."},
};

}  // namespace

constinit const Command backup{.name = "backup",
                               .help = "Copies all data into one file, also while the server runs.",
                               .parameters = parameters,
                               .run = &run,
                               .operation = &operate};

}  // namespace stafett::server::cli::commands
