#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <fstream>

#include "server/accounts/password.h"
#include "server/association/csv.h"
#include "server/association/mandate_import.h"
#include "server/association/people_file.h"
#include "server/cli/commands/commands.h"
#include "storage/base/safe_text.h"

namespace stafett::server::cli::commands {

namespace {

namespace association = server::association;

constexpr std::size_t kMostOctets = 4UL * 1024 * 1024;
constexpr std::string_view kNothing = "Nothing differs; nothing was changed.\n";

std::optional<std::string> read_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::string text(kMostOctets + 1, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));  // of a folder it fails
    if (file.bad() || !(file || file.eof()) || file.gcount() > static_cast<std::streamsize>(kMostOctets))
        return std::nullopt;
    text.resize(static_cast<std::size_t>(file.gcount()));
    return text;
}

bool is_csv(std::string_view path) {
    std::string end(path.substr(path.size() - std::min<std::size_t>(path.size(), 4)));
    for (char& c : end) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return end == ".csv";
}

std::string line_of(const std::string& file, const association::FileError& error) {
    const std::string problem = base::safe_line(error.problem);
    return error.line == 0 ? fmt::format("{}: {}\n", file, problem)
                           : fmt::format("{}:{}: {}\n", file, error.line, problem);
}

// Shows what would change, and goes on when there is a yes: by --yes, or typed.
Exit run(Session& session) {
    const std::string path = session.arguments.text("file");
    auto text = read_file(path);
    if (!text) return session.fail(Exit::failed, fmt::format("{} cannot be read, or is larger than 4 MiB.", path));
    if (is_csv(path)) {
        // What speaks to the server is UTF-8.
        auto utf8 = association::text_of_csv(*text);
        if (!utf8) return session.fail(Exit::failed, line_of(path, utf8.error()) + "Nothing was imported.");
        text = *std::move(utf8);
    }
    Arguments with = session.arguments;
    with.set("text", *std::move(text));
    if (!session.arguments.has("yes")) {
        Arguments look = with;
        look.set_flag("preview");
        const Reply preview = session.perform(look);
        session.show(preview);
        if (preview.exit == Exit::ok && preview.out.empty()) session.terminal.out(std::string(kNothing));
        if (preview.exit != Exit::ok || preview.out.empty()) return preview.exit;
        if (!session.terminal.interactive())
            return session.fail(Exit::failed, "Nothing was imported; add --yes to import the differences above.");
        session.terminal.out("Import this? [y/N] ");
        const auto answer = session.terminal.read_line();
        if (!answer || (*answer != "y" && *answer != "Y" && *answer != "j" && *answer != "J"))
            return session.fail(Exit::failed, "Nothing was imported.");
    }
    return session.show(session.perform(with));
}

Reply refused(const std::string& file, const association::ImportError& error) {
    std::string lines;
    for (const auto& problem : error.errors) lines += line_of(file, problem);
    return control::failed(lines + "Nothing was imported.");
}

Reply shown(const std::vector<association::Difference>& differences, bool preview) {
    std::string lines;
    for (const auto& difference : differences) lines += association::to_line(difference) + "\n";
    if (!preview)
        lines +=
            differences.empty() ? std::string(kNothing) : fmt::format("{} differences imported.\n", differences.size());
    return {Exit::ok, std::move(lines), {}};
}

// An association file, or a list of people.
template <class File>
Reply import_file(Context& context, const Arguments& arguments, const association::ImportOptions& options,
                  const base::Result<File, std::vector<association::FileError>>& file) {
    if (!file) return refused(arguments.text("file"), association::ImportError(file.error()));
    const bool preview = arguments.has("preview");
    const auto differences = preview ? association::preview(context.store, *file, options)
                                     : association::import(context.store, *file, options);
    if (!differences) return refused(arguments.text("file"), differences.error());
    return shown(*differences, preview);
}

// The network, its goals and assignments, and each rule beside the sentence it rests on.
std::string described(const association::MandateOutcome& outcome) {
    const auto& mandate = outcome.mandate;
    std::string text = fmt::format("{} ({}){}\n", mandate.name, outcome.network.text(), outcome.created ? ": new" : "");
    for (const auto& goal : mandate.goals) {
        text += fmt::format("  Goal {}. {}\n", goal.number, goal.title);
        for (const auto& item : goal.items) text += fmt::format("    - {}\n", item);
    }
    for (const auto& assignment : mandate.assignments)
        text += fmt::format("  Assignment {}: {}\n", assignment.year, assignment.text);
    for (const auto& rule : outcome.rules) text += fmt::format("  {}\n    {}\n", rule.rule, rule.because);
    for (const auto& remark : mandate.remarks) text += fmt::format("  Note: {}\n", remark);
    return text;
}

Reply import_mandate(Context& context, const Arguments& arguments, const association::ImportOptions& options) {
    std::optional<int> year;
    if (const std::string given = arguments.text("year"); !given.empty()) {
        int value = 0;
        const auto [end, error] = std::from_chars(given.data(), given.data() + given.size(), value);
        if (error != std::errc() || end != given.data() + given.size() || value < 2000 || value > 2099)
            return control::failed("--year must be a year from 2000 to 2099.", Exit::usage);
        year = value;
    }
    const auto outcome =
        association::import_mandate(context.store, arguments.text("text"), year, arguments.has("preview"), options);
    if (!outcome) return refused(arguments.text("file"), outcome.error());
    if (!outcome->changed) return {Exit::ok, std::string(arguments.has("preview") ? "" : kNothing), {}};
    return {Exit::ok, described(*outcome), {}};
}

Reply operate(Context& context, const Arguments& arguments) {
    association::ImportOptions options;
    options.theirs = arguments.has("theirs");
    options.now = context.now;
    options.today = context.today;
    options.settings = context.config.meetings;
    options.hash_password = [&](std::string_view password) {
        context.progress("Hashing a password");
        return accounts::hash_password(password, context.config.accounts.cost);
    };
    if (arguments.has("mandate")) return import_mandate(context, arguments, options);
    if (is_csv(arguments.text("file")))
        return import_file(context, arguments, options, association::read_people(arguments.text("text")));
    return import_file(context, arguments, options, association::read_association(arguments.text("text")));
}

constexpr std::array parameters{
    Parameter{Parameter::Kind::positional, "file",
              "An association (.toml), a list of people (.csv), or with --mandate a mandate (text).", true},
    Parameter{Parameter::Kind::flag, "mandate", "The file is a network's mandate (uppdragsbeskrivning)."},
    Parameter{Parameter::Kind::value, "year", "The year a mandate's assignments are given for, if it names none."},
    Parameter{Parameter::Kind::flag, "yes", "Import the differences without asking."},
    Parameter{Parameter::Kind::flag, "theirs", "Overwrite what was changed here since the last import."},
};

}  // namespace

constinit const Command import{
    .name = "import",
    .help = "Adds and updates an association, or its people, from a file; never removes anything.",
    .data = Data::may_create,
    .parameters = parameters,
    .run = &run,
    .operation = &operate};

}  // namespace stafett::server::cli::commands
