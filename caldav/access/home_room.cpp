// Room for what people write (RFC 4331): a home has a bound of octets, objects and calendars. What makes a home smaller
// is never refused, nor what leaves it as it is, also above its bounds.
#include <algorithm>

#include <fmt/format.h>

#include "caldav/access/guarded.h"
#include "caldav/http/conditions.h"
#include "storage/store.h"

namespace stafett::caldav::access {
namespace {

std::unexpected<Failure> no_room(std::string detail, std::string message) {
    return std::unexpected(Failure(conditions::quota_not_exceeded, std::move(detail)).with_message(std::move(message)));
}

// `before`: when the transaction began. Above a bound no more than that is allowed.
Result<void> check_room(const HomeLimits& limits, const model::HomeUsage& before, const model::HomeUsage& after) {
    if (after.octets > std::max(limits.octets, before.octets))
        return no_room(
            fmt::format("{} octets of {}", after.octets, limits.octets),
            fmt::format("Utrymmet för kalendrarnas innehåll är fullt: {} av {} används. Ta bort något först. "
                        "(Quota exceeded.)",
                        shown_size(before.octets), shown_size(limits.octets)));
    if (after.objects > std::max(limits.objects, before.objects))
        return no_room(fmt::format("{} objects of {}", after.objects, limits.objects),
                       fmt::format("Kalendrarna får ha högst {} objekt tillsammans. Ta bort något först. (Quota "
                                   "exceeded: too many objects.)",
                                   limits.objects));
    if (after.calendars > std::max(limits.calendars, before.calendars))
        return no_room(fmt::format("{} calendars of {}", after.calendars, limits.calendars),
                       fmt::format("Du får ha högst {} kalendrar. Ta bort någon först. (Quota exceeded: too many "
                                   "calendars.)",
                                   limits.calendars));
    return {};
}

bool counts(const model::Calendar& calendar) {
    return calendar.kind == model::CollectionKind::personal || calendar.kind == model::CollectionKind::published;
}

}  // namespace

Result<std::optional<GuardedSnapshot::Quota>> GuardedSnapshot::quota(const ReadGrant& collection) {
    const Node& node = gate_.admit(collection);
    const bool of_calendar = node.is(Kind::calendar) && counts(*node.calendar);
    if (!of_calendar && !node.is(Kind::home)) return std::optional<Quota>{};
    TRY_ASSIGN(const auto* part, gate_.part_of(node));
    if (part != nullptr) return std::optional<Quota>{};  // it would tell of what happens to the other meetings
    TRY_ASSIGN(const model::HomeUsage usage,
               snapshot_.calendars().usage(of_calendar ? node.calendar->owner : node.principal->id));
    const std::uint64_t most = settings_.home.octets;
    return std::optional(Quota{.used = usage.octets, .available = most - std::min(usage.octets, most)});
}

Result<GuardedTransaction::HomeRoom*> GuardedTransaction::room_of_home(const model::PrincipalId& home) {
    const auto known = homes_.find(home);
    if (known != homes_.end()) return &known->second;
    TRY_ASSIGN(const model::HomeUsage usage, snapshot_.calendars().usage(home));
    return &homes_.emplace(home, HomeRoom{usage, usage}).first->second;
}

Result<void> GuardedTransaction::take_room(const model::PrincipalId& home, const model::HomeUsage& more,
                                           const model::HomeUsage& less) {
    TRY_ASSIGN(HomeRoom* const room, room_of_home(home));
    // What is counted wrongly is no reason to refuse that something goes.
    const auto changed = [](std::uint64_t now, std::uint64_t by, std::uint64_t without) {
        return now - std::min(now, without) + by;
    };
    const model::HomeUsage after{.calendars = changed(room->now.calendars, more.calendars, less.calendars),
                                 .objects = changed(room->now.objects, more.objects, less.objects),
                                 .octets = changed(room->now.octets, more.octets, less.octets)};
    TRY(check_room(settings_.home, room->before, after));
    room->now = after;
    return {};
}

// An object of a person's own calendar is stored as it was sent, so what it takes is known before it is written.
Result<void> GuardedTransaction::take_room_for(const Node& node, std::uint64_t octets) {
    const bool there = node.is(Kind::object);
    const std::uint64_t old = there ? node.info->size : 0;
    const bool grows = !there || octets > old;
    if (!grows && !homes_.contains(node.calendar->owner)) return {};
    return take_room(node.calendar->owner, {.objects = there ? 0U : 1U, .octets = octets}, {.octets = old});
}

// What a meeting takes is known when its author's part has been told from ours.
Result<void> GuardedTransaction::check_room_taken(const model::PrincipalId& home) {
    TRY_ASSIGN(HomeRoom* const room, room_of_home(home));
    TRY_ASSIGN(room->now, snapshot_.calendars().usage(home));
    return check_room(settings_.home, room->before, room->now);
}

}  // namespace stafett::caldav::access
