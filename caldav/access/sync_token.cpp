// Sync tokens (RFC 6578 §4, model.md §11): an opaque URI of the store's epoch, the collection's incarnation, the form
// that this actor reads, and a change number. A token that differs in anything but an older number is refused.
#include <charconv>

#include "caldav/access/guarded.h"
#include "caldav/http/conditions.h"
#include "storage/store.h"

namespace stafett::caldav::access {
namespace {

std::optional<std::int64_t> number_of(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool canonical = !text.empty() && (text == "0" || text.front() != '0') && text.front() != '-';
    return error == std::errc() && end == text.data() + text.size() && canonical ? std::optional(value) : std::nullopt;
}

}  // namespace

std::string GuardedSnapshot::token_stem(const Node& collection) {
    std::string stem = "urn:stafett:sync:" + http::encode_segment(snapshot_.epoch().text()) + ':';
    if (!collection.calendar) return stem + "home-" + collection.principal->id.text() + ":h:";
    stem += http::encode_segment(collection.calendar->incarnation.text());
    return stem + (collection.form == model::Form::writers ? ":w:" : ":r:");
}

Result<model::ChangeNumber> GuardedSnapshot::latest(const Node& collection) {
    if (!collection.is(Kind::home | Kind::calendar | Kind::organizer_collection)) return fail(404, "keeps no changes");
    if (collection.calendar) {
        TRY_ASSIGN(const auto number, snapshot_.changes().latest(collection.calendar->id, collection.form));
        return number;
    }
    TRY_ASSIGN(const auto number, snapshot_.changes().latest_of_home(collection.principal->id));
    return number;
}

Result<std::string> GuardedSnapshot::sync_token(const ReadGrant& collection) {
    TRY_ASSIGN(const model::ChangeNumber number, latest(gate_.admit(collection)));
    return sync_token(collection, number);
}

Result<std::string> GuardedSnapshot::sync_token(const ReadGrant& collection, model::ChangeNumber at) {
    return token_stem(gate_.admit(collection)) + std::to_string(at.value);
}

Result<model::ChangeNumber> GuardedSnapshot::position(const ReadGrant& collection, std::string_view token) {
    const Node& node = gate_.admit(collection);
    if (token.empty()) return model::ChangeNumber{0};
    const std::string stem = token_stem(node);
    if (!token.starts_with(stem)) return fail(conditions::valid_sync_token, "of another epoch, collection or form");
    const auto number = number_of(token.substr(stem.size()));
    if (!number) return fail(conditions::valid_sync_token, "malformed");
    TRY_ASSIGN(const model::ChangeNumber now, latest(node));
    if (*number > now.value) return fail(conditions::valid_sync_token, "of the future");
    return model::ChangeNumber{*number};
}

Result<std::vector<model::Change>> GuardedSnapshot::changes(const ReadGrant& calendar, model::ChangeNumber after,
                                                            std::size_t limit) {
    const Node& node = gate_.admit(calendar);
    if (!node.calendar) return std::vector<model::Change>{};
    TRY_ASSIGN(auto found, snapshot_.changes().since(node.calendar->id, node.form, after, limit));
    return found;
}

Result<std::vector<model::HomeChange>> GuardedSnapshot::home_changes(const ReadGrant& home, model::ChangeNumber after,
                                                                     std::size_t limit) {
    const Node& node = gate_.admit(home);
    if (node.kind != Kind::home) return std::vector<model::HomeChange>{};
    TRY_ASSIGN(auto found, snapshot_.changes().home_since(node.principal->id, after, limit));
    return found;
}

}  // namespace stafett::caldav::access
