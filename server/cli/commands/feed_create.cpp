#include <fmt/format.h>

#include <array>

#include "server/accounts/accounts.h"
#include "server/cli/commands/commands.h"
#include "server/feeds/links.h"

namespace stafett::server::cli::commands {

namespace {

// Where clients reach the server: as configured, else this machine.
std::string origin(const config::Config& config) {
    if (!config.public_url.empty()) return config.public_url;
    return fmt::format("https://localhost:{}", config.transport.port);
}

Reply operate(Context& context, const Arguments& arguments) {
    if (arguments.has("network") && arguments.has("all"))
        return control::failed("Give --network ID or --all, not both.", Exit::usage);
    feeds::NewFeed wanted;
    wanted.scope = arguments.has("all")       ? model::FeedScope::all_networks
                   : arguments.has("network") ? model::FeedScope::network
                                              : model::FeedScope::my_networks;
    wanted.network = model::NetworkId(arguments.text("network"));
    wanted.name = arguments.has("name") ? arguments.text("name") : "Prenumeration";
    const std::string token = feeds::new_token();
    const auto made = context.store.write([&](storage::Transaction& transaction) -> feeds::Result<feeds::ShownLink> {
        const auto account = accounts::find_account(transaction, arguments.text("login"));
        wanted.owner = account ? account->person : model::PersonId(arguments.text("login"));
        return feeds::create_feed(transaction, wanted, token, context.now);
    });
    if (!made) return control::failed(made.error().text);
    return {
        Exit::ok,
        fmt::format("{}{}\nIt is shown this once; whoever has it reads the feed. Revoke it with: stafett feed revoke "
                    "{}\n",
                    origin(context.config), made->path, made->feed.id),
        {}};
}

constexpr std::array parameters{
    Parameter{Parameter::Kind::positional, "login", "Whose rights it has: a login or a person's id.", true},
    Parameter{Parameter::Kind::value, "network", "One network's id; without it all of the person's networks."},
    Parameter{Parameter::Kind::flag, "all", "All networks, for the coordinator's people."},
    Parameter{Parameter::Kind::value, "name", "What it is for, such as \"Outlook på jobbet\"."},
};

}  // namespace

constinit const Command feed_create{.name = "feed create",
                                    .help = "Makes a secret link to subscribe to a person's networks.",
                                    .parameters = parameters,
                                    .run = &perform_and_show,
                                    .operation = &operate};

}  // namespace stafett::server::cli::commands
