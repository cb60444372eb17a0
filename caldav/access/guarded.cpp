#include "caldav/access/guarded.h"

#include <algorithm>
#include <chrono>

#include "caldav/http/conditions.h"
#include "scheduling/ical/home_zone.h"
#include "storage/store.h"

namespace stafett::caldav::access {
namespace {

Page bounded(Page page) {
    page.most_text = kTextOfPage;
    return page;
}

}  // namespace

std::size_t within_text_of_page(std::span<const model::StoredObject> objects) {
    std::uint64_t octets = 0;
    std::size_t count = 0;
    for (const model::StoredObject& object : objects) {
        octets += object.info.size;
        if (count > 0 && octets > kTextOfPage) break;
        ++count;
    }
    return count;
}

GuardedSnapshot::GuardedSnapshot(storage::Snapshot& snapshot, const model::Actor& actor, base::Date today,
                                 const Settings& settings, GuestIndex* guests)
    : snapshot_(snapshot), settings_(settings), gate_(actor, today, snapshot, guests) {}

GuardedSnapshot::~GuardedSnapshot() = default;

Result<std::vector<model::StoredObject>> GuardedSnapshot::objects(const ReadGrant& calendar, const Page& page) {
    const Node& node = gate_.admit(calendar);
    if (!node.calendar) return std::vector<model::StoredObject>{};
    TRY_ASSIGN(const auto* part, gate_.part_of(node));
    if (part != nullptr) return read_part(node, *part, {}, page);
    TRY_ASSIGN(auto found, snapshot_.objects().list(node.calendar->id, node.form, bounded(page)));
    return found;
}

// What of a part of a calendar can match. Such parts are small: only the kind and the UID are looked at.
Result<std::vector<model::StoredObject>> GuardedSnapshot::read_part(const Node& calendar,
                                                                    std::span<const model::ObjectName> part,
                                                                    const Candidates& wanted, const Page& page) {
    const auto rest = std::ranges::upper_bound(part, page.after);
    TRY_ASSIGN(auto found, read_named(calendar, std::span(rest, part.end()), false));
    std::erase_if(found, [&](const model::StoredObject& object) {
        return (wanted.kind && object.info.kind != *wanted.kind) || (wanted.uid && object.info.uid != *wanted.uid);
    });
    if (found.size() > page.limit) found.resize(page.limit);
    if (!page.with_text) return found;
    std::vector<model::ObjectName> names;
    for (const model::StoredObject& object : found) names.push_back(object.info.name);
    return read_named(calendar, names, true);
}

Result<std::vector<model::StoredObject>> GuardedSnapshot::candidates(const ReadGrant& calendar,
                                                                     const Candidates& wanted, const Page& page) {
    return read_candidates(gate_.admit(calendar), wanted, page);
}

Result<std::vector<model::StoredObject>> GuardedSnapshot::read_candidates(const Node& calendar,
                                                                          const Candidates& wanted, const Page& page) {
    if (!calendar.calendar) return std::vector<model::StoredObject>{};
    TRY_ASSIGN(const auto* part, gate_.part_of(calendar));
    if (part != nullptr) return read_part(calendar, *part, wanted, page);
    TRY_ASSIGN(auto found, snapshot_.objects().candidates(calendar.calendar->id, calendar.form, wanted, bounded(page)));
    return found;
}

Result<std::optional<std::vector<model::StoredObject>>> GuardedSnapshot::within(const ReadGrant& calendar,
                                                                                const Candidates& wanted,
                                                                                std::size_t most) {
    return read_within(gate_.admit(calendar), wanted, most);
}

Result<std::optional<std::vector<model::StoredObject>>> GuardedSnapshot::read_within(const Node& calendar,
                                                                                     const Candidates& wanted,
                                                                                     std::size_t most) {
    using Found = std::optional<std::vector<model::StoredObject>>;
    if (!calendar.calendar) return Found(std::in_place);
    TRY_ASSIGN(const auto* part, gate_.part_of(calendar));
    if (part != nullptr && part->size() > most) return Found();
    if (part != nullptr) {
        TRY_ASSIGN(auto found, read_part(calendar, *part, {.kind = wanted.kind, .start = {}, .end = {}, .uid = {}},
                                         {{}, most, false}));
        return Found(std::move(found));
    }
    TRY_ASSIGN(auto found, snapshot_.time_index().within(calendar.calendar->id, calendar.form, wanted, most));
    return found;
}

Result<std::vector<model::StoredObject>> GuardedSnapshot::read_named(const Node& calendar,
                                                                     std::span<const model::ObjectName> names,
                                                                     bool with_text) {
    if (!calendar.calendar) return std::vector<model::StoredObject>{};
    TRY_ASSIGN(auto found,
               snapshot_.objects().named(calendar.calendar->id, calendar.form, names, with_text ? kTextOfPage : 0));
    return found;
}

// With their texts; without those that are damaged.
Result<std::vector<model::StoredObject>> GuardedSnapshot::read_what_can_be(const Node& calendar,
                                                                           std::span<const model::ObjectName> names) {
    auto all = read_named(calendar, names, true);
    if (all || !all.error().damaged) return all;
    std::vector<model::StoredObject> found;
    for (const model::ObjectName& name : names) {
        auto alone = read_named(calendar, std::span(&name, 1), true);
        if (!alone && !alone.error().damaged) return alone;
        if (alone && !alone->empty()) found.push_back(std::move(alone->front()));
    }
    return found;
}

Result<std::vector<model::StoredObject>> GuardedSnapshot::named(const Granted<Privilege::read>& calendar,
                                                                std::span<const model::ObjectName> names,
                                                                bool with_text) {
    const Node& node = gate_.admit(calendar);
    TRY_ASSIGN(const auto* part, gate_.part_of(node));
    if (part == nullptr) return read_named(node, names, with_text);
    std::vector<model::ObjectName> hers;
    std::ranges::copy_if(names, std::back_inserter(hers),
                         [&](const auto& name) { return std::ranges::binary_search(*part, name); });
    return read_named(node, hers, with_text);
}

Result<std::vector<ParsedObject>> GuardedSnapshot::parsed(const ReadGrant& calendar,
                                                          std::vector<model::StoredObject> objects) {
    return parse_all(gate_.admit(calendar), std::move(objects), true);
}

Result<std::vector<ParsedObject>> GuardedSnapshot::parse_all(const Node& calendar,
                                                             std::vector<model::StoredObject> objects,
                                                             bool what_can_be) {
    std::vector<ParsedObject> all;
    all.reserve(objects.size());
    std::vector<model::ObjectName> unknown;
    for (model::StoredObject& object : objects) {
        auto known = settings_.parsed->find(object.info.etag.text()).value_or(scheduling::ical::KnownObject{});
        if (known.object)
            object.text = model::SharedText(known.object, &known.object->text());
        else
            unknown.push_back(object.info.name);
        all.push_back({std::move(object), std::move(known.object), known.one_time});
    }
    TRY_ASSIGN(const auto texts,
               what_can_be ? read_what_can_be(calendar, unknown) : read_named(calendar, unknown, true));
    auto text = texts.begin();
    for (ParsedObject& one : all) {
        if (one.parsed || text == texts.end() || text->info.name != one.object.info.name) continue;
        if (text->text) {
            auto known = settings_.parsed->parse(text->info.etag.text(), *text->text);
            one.object.text = text->text;
            one.parsed = std::move(known.object);
            one.one_time = known.one_time;
        }
        ++text;
    }
    return all;
}

Result<model::SharedText> GuardedSnapshot::text_of(const ReadGrant& calendar, const model::StoredObject& object) {
    if (object.text) return object.text;
    TRY_ASSIGN(auto found, this->object(object_grant(calendar, object.info)));
    return std::move(found.text);
}

Result<model::StoredObject> GuardedSnapshot::object(const ReadGrant& object) {
    const Node& node = gate_.admit(object);
    if (!node.info) return fail(404, "not an object");
    TRY_ASSIGN(auto found, snapshot_.objects().find(node.calendar->id, node.info->name, node.form));
    if (!found) return fail(404, "gone");
    return *std::move(found);
}

ReadGrant GuardedSnapshot::object_grant(const ReadGrant& calendar, const model::ObjectInfo& info) const {
    return gate_.member(calendar, info);
}

Result<std::optional<ReadGrant>> GuardedSnapshot::object_grant(const ReadGrant& calendar,
                                                               const model::ObjectName& name) {
    const Node& node = gate_.admit(calendar);
    std::optional<ReadGrant> grant;
    if (!node.is(Kind::calendar | Kind::organizer_collection)) return grant;
    TRY_ASSIGN(const auto* part, gate_.part_of(node));
    if (part != nullptr && !std::ranges::binary_search(*part, name)) return grant;
    TRY_ASSIGN(const auto info, snapshot_.objects().info(node.calendar->id, name, node.form));
    if (info) grant = gate_.member(calendar, *info);
    return grant;
}

Result<std::optional<model::StoredObject>> GuardedSnapshot::find_uid(const ReadGrant& calendar, const model::Uid& uid) {
    const Node& node = gate_.admit(calendar);
    if (!node.calendar) return std::optional<model::StoredObject>{};
    TRY_ASSIGN(auto found, snapshot_.objects().find_uid(node.calendar->id, uid, node.form));
    TRY_ASSIGN(const auto* part, gate_.part_of(node));
    if (found && part != nullptr && !std::ranges::binary_search(*part, found->info.name)) found.reset();
    return found;
}

Result<model::Principal> GuardedSnapshot::self() {
    TRY_ASSIGN(auto found, snapshot_.association().principal(actor().acts_for()));
    if (!found) return fail(404, "the account's principal is gone");
    return *std::move(found);
}

Result<model::Principal> GuardedSnapshot::principal(const model::PrincipalId& id) {
    TRY_ASSIGN(auto found, snapshot_.association().principal(id));
    if (!found) return fail(404);
    TRY_ASSIGN(const ReadGrant grant, gate_.require<Privilege::read>(principal_address(found->kind, id)));
    return *grant.node().principal;
}

Result<std::string> GuardedSnapshot::owner_name(const ReadGrant& calendar) {
    const Node& node = gate_.admit(calendar);
    if (!node.calendar) return fail(404, "not a calendar");
    TRY_ASSIGN(auto owner, snapshot_.association().principal(node.calendar->owner));
    if (!owner) return fail(404, "the calendar's owner is gone");
    return std::move(owner->name);
}

Result<std::vector<model::Principal>> GuardedSnapshot::networks_of(const ReadGrant& person) {
    const Node& node = gate_.admit(person);
    std::vector<model::Principal> networks;
    if (!node.principal || node.principal->kind != model::PrincipalKind::person) return networks;
    TRY_ASSIGN(const auto memberships, snapshot_.memberships().of_person(model::PersonId(node.principal->id.text())));
    for (const model::Membership& membership : memberships) {
        const bool known = std::ranges::any_of(
            networks, [&](const auto& network) { return network.id == model::PrincipalId(membership.network); });
        if (known || !membership.period.contains(gate_.today())) continue;
        if (auto network = principal(membership.network)) networks.push_back(*std::move(network));
    }
    return networks;
}

Result<std::vector<model::Principal>> GuardedSnapshot::acts_for() {
    std::vector<model::Principal> networks;
    if (!actor().acts_for_herself()) return networks;
    TRY_ASSIGN(const auto written, gate_.written_networks());
    for (const model::NetworkId& network : written) {
        TRY_ASSIGN(auto found, snapshot_.association().principal(network));
        if (found) networks.push_back(*std::move(found));
    }
    return networks;
}

Result<std::string> GuardedSnapshot::office_address() {
    TRY_ASSIGN(const auto association, snapshot_.association().association());
    TRY_ASSIGN(const auto office, snapshot_.association().office());
    const bool hers = office && actor().acts_for_herself() &&
                      std::ranges::find(office->people, actor().person()) != office->people.end();
    return association && hers ? office->address(*association) : std::string();
}

GuardedStore::GuardedStore(storage::Store& store, model::Actor actor, base::Instant now, const Settings& settings)
    : store_(&store), actor_(std::move(actor)), now_(now), settings_(&settings) {}

GuardedStore GuardedStore::reached_at(std::string_view origin) const {
    GuardedStore copy = *this;
    copy.origin_ = origin;
    return copy;
}

GuardedStore GuardedStore::with_precondition(std::function<Result<void>(GuardedSnapshot&)> check) const {
    GuardedStore copy = *this;
    copy.precondition_ = std::move(check);
    return copy;
}

namespace {

// The day in the association's zone.
Result<base::Date> today(storage::Snapshot& snapshot, base::Instant now) {
    TRY_ASSIGN(const auto association, snapshot.association().association());
    return scheduling::ical::day_in(*scheduling::ical::home_zone(association ? association->zone : ""), now);
}

// A snapshot with what it reads from: the guarded view is made over it and lives no longer.
class OwnedSnapshot final : public GuardedSnapshot {
  public:
    OwnedSnapshot(std::unique_ptr<model::Actor> actor, storage::SnapshotPtr snapshot, base::Date day,
                  const Settings& settings)
        : GuardedSnapshot(*snapshot, *actor, day, settings, settings.guests.get()),
          owned_(std::move(snapshot)),
          actor_(std::move(actor)) {}

  private:
    storage::SnapshotPtr owned_;
    std::unique_ptr<model::Actor> actor_;
};

}  // namespace

Result<std::unique_ptr<GuardedSnapshot>> GuardedStore::read() const {
    TRY_ASSIGN(auto snapshot, store_->snapshot());
    TRY_ASSIGN(const base::Date day, today(*snapshot, now_));
    return std::make_unique<OwnedSnapshot>(std::make_unique<model::Actor>(actor_), std::move(snapshot), day,
                                           *settings_);
}

Result<void> GuardedStore::run(const std::function<Result<void>(GuardedTransaction&)>& body) const {
    return store_->write([&](storage::Transaction& transaction) -> Result<void> {
        TRY_ASSIGN(const base::Date day, today(transaction, now_));
        GuardedTransaction guarded(transaction, actor_, now_, day, *settings_, origin());
        if (precondition_) TRY(precondition_(guarded));
        return body(guarded);
    });
}

}  // namespace stafett::caldav::access
