#include <array>

#include "server/cli/commands/commands.h"
#include "server/feeds/links.h"

namespace stafett::server::cli::commands {

namespace {

Reply operate(Context& context, const Arguments& arguments) {
    const auto revoked = context.store.write([&](storage::Transaction& transaction) {
        return feeds::revoke_feed(transaction, arguments.text("id"), context.now);
    });
    if (!revoked) return control::failed(revoked.error().text);
    return {Exit::ok, "The link is revoked; it shows nothing from now on.\n", {}};
}

constexpr std::array parameters{
    Parameter{Parameter::Kind::positional, "id", "The link's id ('feed list' shows it).", true}};

}  // namespace

constinit const Command feed_revoke{.name = "feed revoke",
                                    .help = "Takes a subscription link back, at once.",
                                    .parameters = parameters,
                                    .run = &perform_and_show,
                                    .operation = &operate};

}  // namespace stafett::server::cli::commands
