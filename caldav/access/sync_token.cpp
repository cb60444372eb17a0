// Sync tokens (RFC 6578 §4, model.md §11): an opaque URI of the store's epoch, the collection's incarnation, the form
// that this actor reads, and a change number. A token that differs in anything but an older number is refused. Of who
// sees a part of the calendar it names, instead of a number, what she has (known_part.h).
#include <algorithm>
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

std::string GuardedSnapshot::token_stem(const Node& collection, bool part) {
    std::string stem = "urn:stafett:sync:" + http::encode_segment(snapshot_.epoch().text()) + ':';
    if (!collection.calendar) return stem + "home-" + collection.principal->id.text() + ":h:";
    stem += http::encode_segment(collection.calendar->incarnation.text());
    return stem + (part ? ":p:" : collection.form == model::Form::writers ? ":w:" : ":r:");
}

Result<SyncPosition> GuardedSnapshot::latest(const Node& collection) {
    if (!collection.is(Kind::home | Kind::calendar | Kind::organizer_collection)) return fail(404, "keeps no changes");
    SyncPosition now;
    if (!collection.calendar) {
        TRY_ASSIGN(now.number, snapshot_.changes().latest_of_home(collection.principal->id));
        return now;
    }
    TRY_ASSIGN(const auto* part, gate_.part_of(collection));
    if (part == nullptr) {
        TRY_ASSIGN(now.number, snapshot_.changes().latest(collection.calendar->id, collection.form));
        return now;
    }
    TRY_ASSIGN(const auto objects, read_named(collection, *part, false));
    now.known = KnownPart(objects);
    return now;
}

Result<std::string> GuardedSnapshot::sync_token(const ReadGrant& collection) {
    TRY_ASSIGN(const SyncPosition now, latest(gate_.admit(collection)));
    return sync_token(collection, now);
}

Result<std::string> GuardedSnapshot::sync_token(const ReadGrant& collection, const SyncPosition& at) {
    const Node& node = gate_.admit(collection);
    TRY_ASSIGN(const auto* part, gate_.part_of(node));
    return token_stem(node, part != nullptr) + (part != nullptr ? at.known.text() : std::to_string(at.number.value));
}

Result<SyncPosition> GuardedSnapshot::position(const ReadGrant& collection, std::string_view token) {
    const Node& node = gate_.admit(collection);
    if (token.empty()) return SyncPosition{};
    TRY_ASSIGN(const auto* part, gate_.part_of(node));
    const std::string stem = token_stem(node, part != nullptr);
    if (!token.starts_with(stem)) return fail(conditions::valid_sync_token, "of another epoch, collection or form");
    TRY_ASSIGN(const SyncPosition now, latest(node));
    if (part != nullptr) {
        auto known = KnownPart::parse(token.substr(stem.size()), now.known);
        if (!known) return fail(conditions::valid_sync_token, "malformed, or of too much to compare with");
        return SyncPosition{.number = {}, .known = *std::move(known)};
    }
    const auto number = number_of(token.substr(stem.size()));
    if (!number) return fail(conditions::valid_sync_token, "malformed");
    if (*number > now.number.value) return fail(conditions::valid_sync_token, "of the future");
    return SyncPosition{.number = {*number}, .known = {}};
}

Result<std::vector<model::Change>> GuardedSnapshot::changes(const ReadGrant& calendar, SyncPosition& position,
                                                            std::size_t limit) {
    const Node& node = gate_.admit(calendar);
    if (!node.calendar) return std::vector<model::Change>{};
    TRY_ASSIGN(const auto* part, gate_.part_of(node));
    if (part != nullptr) {
        TRY_ASSIGN(const auto objects, read_named(node, *part, false));
        std::vector<model::Change> found = position.known.take_changed(objects, limit);
        if (found.size() < limit && position.known.has_more_than(objects))
            TRY(add_gone(node, *part, limit, position.known, found));
        return found;
    }
    TRY_ASSIGN(auto found, snapshot_.changes().since(node.calendar->id, node.form, position.number, limit));
    if (!found.empty()) position.number = found.back().number;
    return found;
}

// What the client has and may not see any more. Its name is that of an object which once was there.
Result<void> GuardedSnapshot::add_gone(const Node& calendar, std::span<const model::ObjectName> part, std::size_t limit,
                                       KnownPart& known, std::vector<model::Change>& changes) {
    constexpr std::size_t page = 1024;
    for (model::ChangeNumber after;;) {
        TRY_ASSIGN(const auto all, snapshot_.changes().since(calendar.calendar->id, calendar.form, after, page));
        for (const model::Change& one : all) {
            if (!known.knows(one.name) || std::ranges::binary_search(part, one.name)) continue;
            changes.push_back({.name = one.name, .removed = true, .number = {}});
            known.forget(one.name);
            if (changes.size() == limit) return {};
        }
        if (all.size() < page) return {};
        after = all.back().number;
    }
}

Result<std::vector<model::HomeChange>> GuardedSnapshot::home_changes(const ReadGrant& home, SyncPosition& position,
                                                                     std::size_t limit) {
    const Node& node = gate_.admit(home);
    if (node.kind != Kind::home) return std::vector<model::HomeChange>{};
    TRY_ASSIGN(auto found, snapshot_.changes().home_since(node.principal->id, position.number, limit));
    if (!found.empty()) position.number = found.back().number;
    return found;
}

}  // namespace stafett::caldav::access
