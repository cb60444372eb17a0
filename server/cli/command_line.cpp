#include "server/cli/command_line.h"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <list>
#include <map>

#include "server/cli/test_clock.h"

namespace stafett::server::cli {

namespace {

// What CLI11 writes the words of one parameter to.
struct Given {
    const Parameter* parameter = nullptr;
    std::string text;
    std::vector<std::string> texts;
    CLI::Option* option = nullptr;
};

struct Chosen {
    const Command* command = nullptr;
    std::string config_file, data, test_clock;
    std::list<Given> given;  // addresses stay valid
};

std::string upper(std::string_view name) {
    std::string made(name);
    std::ranges::transform(made, made.begin(), [](char c) {
        return c == '-' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    return made;
}

void add_parameter(CLI::App& app, const Parameter& parameter, Chosen& chosen) {
    Given& given = chosen.given.emplace_back();
    given.parameter = &parameter;
    const std::string help(parameter.help), dashed = "--" + std::string(parameter.name);
    switch (parameter.kind) {
        case Parameter::Kind::positional:
            given.option = app.add_option(upper(parameter.name), given.text, help);
            break;
        case Parameter::Kind::value:
            given.option = app.add_option(dashed, given.text, help)->type_name(upper(parameter.name));
            break;
        case Parameter::Kind::list:
            given.option = app.add_option(dashed, given.texts, help)->type_name(upper(parameter.name));
            break;
        case Parameter::Kind::flag:
            given.option = app.add_flag(dashed, help);
            break;
    }
    if (parameter.required) given.option->required();
}

CLI::App* subcommand(CLI::App& parent, const std::string& name, const std::string& help) {
    for (CLI::App* known : parent.get_subcommands([&](const CLI::App* app) { return app->get_name() == name; }))
        return known;
    CLI::App* made = parent.add_subcommand(name, help);
    made->footer("");
    return made;
}

// "user add" is `add` below `user`, which does nothing by itself.
void add_command(CLI::App& app, const Command& command, Chosen& chosen) {
    const std::string name(command.name), help(command.help);
    const auto blank = name.find(' ');
    CLI::App* made = nullptr;
    if (blank == name.npos) {
        made = subcommand(app, name, help);
    } else {
        CLI::App* group = subcommand(app, name.substr(0, blank), "");
        group->require_subcommand(1);
        const std::string known = group->get_description();
        group->description(known.empty() ? name.substr(blank + 1) : known + ", " + name.substr(blank + 1));
        made = subcommand(*group, name.substr(blank + 1), help);
    }
    // Each command has its own copies: an option of one must not show up as given to another.
    auto own = std::make_shared<Chosen>();
    for (const Parameter& parameter : command.parameters) add_parameter(*made, parameter, *own);
    if (command.data != Data::none) {
        made->add_option("--config", own->config_file, "Configuration, TOML; without it everything is as by default.")
            ->type_name("FILE");
        made->add_option("--data", own->data, "Folder with the data, before what the configuration says.")
            ->type_name("DIR");
        made->add_option("--test-clock", own->test_clock,
                         "For tests: the time is what this file says, on data made with it only.")
            ->type_name("FILE");
    }
    made->callback([&chosen, &command, own] {
        chosen = *own;
        chosen.command = &command;
    });
}

Arguments arguments_of(const Chosen& chosen) {
    Arguments arguments;
    for (const Given& given : chosen.given) {
        if (given.option->count() == 0) continue;
        const std::string name(given.parameter->name);
        switch (given.parameter->kind) {
            case Parameter::Kind::positional:
            case Parameter::Kind::value:
                arguments.set(name, given.text);
                break;
            case Parameter::Kind::list:
                for (const auto& text : given.texts) arguments.add(name, text);
                break;
            case Parameter::Kind::flag:
                arguments.set_flag(name);
                break;
        }
    }
    return arguments;
}

int status(Exit exit) { return static_cast<int>(exit); }

int run_chosen(const Chosen& chosen, const Serve& serve, Terminal& terminal) {
    const auto wrong = [&](std::string_view text) {
        terminal.error(fmt::format("stafett {}: {}\n", chosen.command->name, text));
        return status(Exit::usage);
    };
    config::Config settings;
    if (!chosen.config_file.empty()) {
        auto read = config::read_config_file(chosen.config_file);
        if (!read) {
            for (const auto& problem : read.error()) terminal.error(config::located(chosen.config_file, problem));
            return status(Exit::usage);
        }
        settings = *std::move(read);
    }
    if (!chosen.data.empty()) settings.data = chosen.data;
    std::shared_ptr<const base::Clock> clock;
    if (!chosen.test_clock.empty()) {
        auto opened = TestClock::open(chosen.test_clock);
        if (!opened) return wrong(opened.error());
        clock = *std::move(opened);
    }
    Session session(*chosen.command, terminal, std::move(settings), arguments_of(chosen), std::move(clock), serve);
    return status(chosen.command->run(session));
}

}  // namespace

int run(const std::vector<std::string>& words, std::span<const Command> commands, const Serve& serve,
        Terminal& terminal) {
    CLI::App app("Stafett, a CalDAV server for networks whose hosting is handed on.", "stafett");
    app.require_subcommand(1);
    app.footer(
        "Each command tells more with --help. Exit status: 0 done, 1 refused, 2 wrong command line or\n"
        "configuration, 3 the data folder cannot be used, 4 'check' found something.");
    Chosen chosen;
    for (const Command& command : commands) add_command(app, command, chosen);
    try {
        app.parse(std::vector<std::string>(words.rbegin(), words.rend()));  // CLI11 takes them from the back
    } catch (const CLI::Success&) {                                         // --help
        terminal.out(app.help());                                           // of the command that was asked about
        return status(Exit::ok);
    } catch (const CLI::ParseError& error) {
        terminal.error(fmt::format("stafett: {}\nRun 'stafett --help', or the command with --help.\n", error.what()));
        return status(Exit::usage);
    }
    return run_chosen(chosen, serve, terminal);
}

std::vector<Operation> operations(std::span<const Command> commands) {
    std::vector<Operation> offered;
    for (const Command& command : commands)
        if (command.operation) offered.push_back({command.name, command.operation});
    return offered;
}

}  // namespace stafett::server::cli
