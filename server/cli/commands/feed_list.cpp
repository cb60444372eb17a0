#include <fmt/format.h>

#include <array>

#include "server/accounts/accounts.h"
#include "server/cli/commands/commands.h"
#include "server/feeds/links.h"

namespace stafett::server::cli::commands {

namespace {

std::string what(const model::Feed& feed) {
    switch (feed.scope) {
        case model::FeedScope::network:
            return feed.network.text();
        case model::FeedScope::my_networks:
            return "own networks";
        case model::FeedScope::all_networks:
            return "all networks";
    }
    return {};
}

Reply operate(Context& context, const Arguments& arguments) {
    auto snapshot = context.store.snapshot();
    if (!snapshot) return control::failed(accounts::Refusal(snapshot.error()).text, Exit::data);
    model::PersonId owner(arguments.text("login"));
    if (!owner.empty())
        if (const auto account = accounts::find_account(**snapshot, owner.text())) owner = account->person;
    const auto listed = feeds::list_feeds(**snapshot, owner);
    if (!listed) return control::failed(listed.error().text);
    Reply reply;
    for (const auto& feed : *listed)
        reply.out += fmt::format("{}\t{}\t{}\t{}\tsince {}\n", feed.id, feed.owner.text(), what(feed), feed.name,
                                 base::format_instant(feed.created).substr(0, 10));
    return reply;
}

constexpr std::array parameters{
    Parameter{Parameter::Kind::positional, "login", "Whose links: a login or a person's id; without it everybody's."}};

}  // namespace

constinit const Command feed_list{.name = "feed list",
                                  .help = "Lists subscription links: id, whose, what they show, what they are for.",
                                  .parameters = parameters,
                                  .run = &perform_and_show,
                                  .operation = &operate};

}  // namespace stafett::server::cli::commands
