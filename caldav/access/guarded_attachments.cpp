// Managed attachments: who may read one, and what a POST does to an object (RFC 8607).
#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "caldav/access/guarded.h"
#include "caldav/http/conditions.h"
#include "scheduling/delivery/attachments.h"
#include "scheduling/delivery/inline_attachments.h"
#include "scheduling/delivery/meeting_texts.h"
#include "scheduling/ical/home_zone.h"
#include "scheduling/ical/recurrence.h"
#include "scheduling/ical/time_spans.h"
#include "storage/store.h"

namespace stafett::caldav::access {
namespace {

namespace delivery = scheduling::delivery;

Failure unknown_id(const http::ConditionSpec& condition, const std::string& id) {
    return Failure(condition, "MANAGED-ID " + id)
        .with_message("Mötet har ingen sådan bilaga. (No such attachment here.)");
}

Failure fault(delivery::AttachmentFault what) {
    switch (what) {
        case delivery::AttachmentFault::no_such_instance:
            return Failure(conditions::valid_rid_parameter, "no such instance")
                .with_message("Mötet har inget sådant tillfälle. (rid names no instance.)");
        case delivery::AttachmentFault::no_such_attachment:
            break;
    }
    return unknown_id(conditions::valid_managed_id_parameter, "of the request");
}

Result<void> check_number(const AttachmentLimits& limits, std::size_t number) {
    if (number <= limits.per_object) return {};
    return std::unexpected(
        Failure(conditions::max_attachments_per_resource, fmt::format("{} attachments", number))
            .with_message(fmt::format("Ett möte kan ha högst {} bilagor. (Too many attachments.)", limits.per_object)));
}

// Before any of them is looked up: links of the same form to elsewhere are few, too.
Result<void> check_not_too_many(const AttachmentLimits& limits,
                                const std::vector<delivery::AttachmentReference>& references) {
    constexpr std::size_t always = 100;
    std::set<model::ManagedId> all;
    for (const delivery::AttachmentReference& one : references) all.insert(one.use.attachment);
    return all.size() <= always ? Result<void>{} : check_number(limits, all.size());
}

}  // namespace

std::string shown_size(std::uint64_t octets) {
    if (octets >= 1U << 20U) return fmt::format("{} MB", octets >> 20U);
    if (octets >= 1U << 10U) return fmt::format("{} kB", octets >> 10U);
    return fmt::format("{} byte", octets);
}

bool takes_type(const AttachmentLimits& limits, std::string_view media_type) {
    return std::ranges::any_of(limits.types, [&](std::string_view taken) {
        if (taken == "*/*" || taken == media_type) return true;
        return taken.ends_with("/*") && media_type.starts_with(taken.substr(0, taken.size() - 1));
    });
}

Result<void> check_file(const AttachmentLimits& limits, std::uint64_t size, std::string_view media_type) {
    if (size > limits.size)
        return std::unexpected(
            Failure(conditions::max_attachment_size, fmt::format("{} octets", size))
                .with_message(fmt::format("Bilagan är större än {}. (Too large.)", shown_size(limits.size))));
    if (takes_type(limits, media_type)) return {};
    return std::unexpected(
        Failure(conditions::supported_attachment_type, std::string(media_type))
            .with_message(fmt::format("Filer av typen {} tas inte emot; dessa gör det: {}. (Type not accepted.)",
                                      media_type, fmt::join(limits.types, ", "))));
}

Result<AttachmentGrant> GuardedSnapshot::attachment(const model::ManagedId& id) {
    TRY_ASSIGN(auto found, snapshot_.attachments().find(id));
    if (!found) return fail(404, "no attachment " + id.text());
    TRY_ASSIGN(const auto places, snapshot_.attachments().used_by(id));
    for (const model::AttachmentPlace& place : places) {
        TRY_ASSIGN(const auto calendar, snapshot_.calendars().get(place.calendar));
        TRY_ASSIGN(const auto object, snapshot_.objects().find_uid(place.calendar, place.uid, model::Form::writers));
        if (!calendar || !object) continue;
        // As its owner's home has it, where hosts and guests reach it too.
        const Address address = home_address(calendar->owner).member(calendar->name).member(object->info.name);
        if (gate_.require<Privilege::read>(address)) return AttachmentGrant(&gate_, *std::move(found));
    }
    return fail(404, "no object the actor may read refers to " + id.text());
}

Result<std::string> GuardedSnapshot::attachment_piece(const AttachmentGrant& grant, std::uint64_t position) {
    gate_.check_issuer(grant.issuer_);
    TRY_ASSIGN(auto piece, snapshot_.attachments().piece(grant.attachment_.digest, position));
    if (!piece) return fail(500, "a piece of " + grant.attachment_.id.text() + " is missing");
    return *std::move(piece);
}

Result<void> GuardedTransaction::stage_attachment(const Granted<Privilege::write_content>& object,
                                                  const base::Digest& digest, std::uint64_t position,
                                                  std::string_view octets) {
    static_cast<void>(gate().admit(object));
    TRY(transaction_.write_attachments().stage(digest, position, octets, now_));
    return {};
}

namespace {

bool fits(std::uint64_t size, std::uint64_t used, std::uint64_t all) { return used <= all && size <= all - used; }

std::unexpected<Failure> no_room(std::uint64_t used, std::uint64_t all, std::string message) {
    return std::unexpected(Failure(conditions::quota_not_exceeded, fmt::format("{} of {} octets are used", used, all))
                               .with_message(std::move(message)));
}

}  // namespace

Result<void> GuardedTransaction::room_in_use(std::uint64_t in_use, std::uint64_t size) {
    const std::uint64_t most = settings_.attachments.per_owner;
    if (fits(size, in_use, most)) return {};
    return no_room(in_use, most,
                   fmt::format("Utrymmet för bilagor är fullt: {} av {} används, filen är {}. (Quota exceeded.)",
                               shown_size(in_use), shown_size(most), shown_size(size)));
}

// What has been removed can be put back for a day and does not count, up to as much again.
Result<void> GuardedTransaction::room_of(const model::PrincipalId& owner, std::uint64_t size, std::uint64_t freed) {
    TRY_ASSIGN(const storage::AttachmentsTotal total, snapshot_.attachments().total(owner));
    TRY(room_in_use(total.in_use - std::min(freed, total.in_use), size));
    const std::uint64_t most = 2 * settings_.attachments.per_owner;
    if (fits(size, total.kept, most)) return {};
    return no_room(
        total.kept, most,
        fmt::format("Utrymmet för bilagor är fullt med det som har tagits bort det senaste dygnet ({}). Försök "
                    "igen i morgon. (Quota exceeded by what was removed within a day.)",
                    shown_size(total.kept - total.in_use)));
}

// The file that an update replaces, if nothing else refers to it.
Result<std::uint64_t> GuardedTransaction::freed_by(const Node& node, const AttachmentChange& change) {
    if (change.old.empty()) return 0;
    TRY_ASSIGN(const auto old, snapshot_.attachments().find(change.old));
    if (!old || old->owner != node.calendar->owner) return 0;
    TRY_ASSIGN(const auto places, snapshot_.attachments().used_by(old->id));
    return places.size() == 1 && places.front().calendar == node.calendar->id ? old->size : 0;
}

// Whether a file comes along out of a network: who may take the meeting out may, whosever file it is.
Result<bool> GuardedTransaction::may_take_along(const model::Attachment& file) {
    TRY_ASSIGN(const auto written, gate().written_networks());
    const auto hers = [&](const model::PrincipalId& owner) {
        return std::ranges::any_of(written, [&](const auto& one) { return owner == model::PrincipalId(one); });
    };
    if (hers(file.owner)) return true;
    TRY_ASSIGN(const auto places, snapshot_.attachments().used_by(file.id));
    for (const model::AttachmentPlace& place : places) {
        TRY_ASSIGN(const auto calendar, snapshot_.calendars().get(place.calendar));
        if (calendar && hers(calendar->owner)) return true;
    }
    return false;
}

// What the object there has of it already: a client that has not fetched the object again sends the network's ids
// again.
Result<std::optional<model::Attachment>> GuardedTransaction::taken_before(const Node& target, const model::Uid& uid,
                                                                          const model::Attachment& file) {
    TRY_ASSIGN(const auto uses, snapshot_.attachments().of_object(target.calendar->id, uid));
    for (const model::AttachmentUse& one : uses) {
        TRY_ASSIGN(auto own, snapshot_.attachments().find(one.attachment));
        if (own && own->digest == file.digest && own->file_name == file.file_name) return own;
    }
    return std::optional<model::Attachment>();
}

Result<Incoming> GuardedTransaction::with_files_taken_along(const Node& target, const Incoming& object) {
    if (target.calendar->kind != model::CollectionKind::personal) return object;
    const auto references = delivery::attachment_references(*object.parsed);
    TRY(check_not_too_many(settings_.attachments, references));
    std::map<model::ManagedId, model::Attachment> instead;
    std::vector<model::Attachment> fresh;
    std::uint64_t size = 0;
    for (const delivery::AttachmentReference& one : references) {
        const model::ManagedId& id = one.use.attachment;
        TRY_ASSIGN(const auto file, snapshot_.attachments().find(id));
        if (!file || instead.contains(id) || file->owner == target.calendar->owner) continue;
        TRY_ASSIGN(const bool may, may_take_along(*file));
        if (!may) continue;
        TRY_ASSIGN(auto own, taken_before(target, object.uid, *file));
        if (!own) {
            own = *file;
            own->id = model::ManagedId(base::uuid_v4());
            own->owner = target.calendar->owner;
            own->by = by();
            size += own->size;
            fresh.push_back(*own);
        }
        instead.emplace(id, *std::move(own));
    }
    if (instead.empty()) return object;
    if (!fresh.empty()) TRY(room_of(target.calendar->owner, size));
    for (const model::Attachment& own : fresh) TRY(transaction_.write_attachments().put(own));
    Incoming changed = object;
    TRY_ASSIGN(changed.parsed, delivery::parse_stored(delivery::with_files(*object.parsed, instead)));
    changed.text = model::SharedText(changed.parsed, &changed.parsed->text());
    return changed;
}

// Files that nothing refers to do not count, so whoever refers to them again is asked for room.
Result<void> GuardedTransaction::room_for_uses(const Node& node, const model::Uid& uid,
                                               const scheduling::ical::Object& object) {
    std::set<model::ManagedId> now;
    std::uint64_t gained = 0, lost = 0;
    for (const delivery::AttachmentReference& one : delivery::attachment_references(object)) {
        if (!now.insert(one.use.attachment).second) continue;
        TRY_ASSIGN(const auto file, snapshot_.attachments().find(one.use.attachment));
        if (!file || file->owner != node.calendar->owner) continue;
        TRY_ASSIGN(const auto places, snapshot_.attachments().used_by(file->id));
        if (places.empty()) gained += file->size;
    }
    if (gained == 0) return {};
    TRY_ASSIGN(const auto before, snapshot_.attachments().of_object(node.calendar->id, uid));
    for (const model::AttachmentUse& one : before) {
        if (!now.insert(one.attachment).second) continue;
        TRY_ASSIGN(const auto file, snapshot_.attachments().find(one.attachment));
        if (!file || file->owner != node.calendar->owner) continue;
        TRY_ASSIGN(const auto places, snapshot_.attachments().used_by(file->id));
        if (places.size() == 1) lost += file->size;
    }
    TRY_ASSIGN(const storage::AttachmentsTotal total, snapshot_.attachments().total(node.calendar->owner));
    return room_in_use(total.in_use - std::min(lost, total.in_use), gained);
}

// Whose file it is may use it anywhere, also where the object that it came from has just gone (MOVE); others while they
// read an object that refers to it.
Result<bool> GuardedTransaction::may_refer_to(const model::Attachment& file, const Node& node) {
    if (file.owner == node.calendar->owner || file.owner == actor().acts_for()) return true;
    TRY_ASSIGN(const auto written, gate().written_networks());
    for (const model::NetworkId& network : written)
        if (file.owner == model::PrincipalId(network)) return true;
    return attachment(file.id).has_value();
}

Result<void> GuardedTransaction::check_references(const Node& node, const scheduling::ical::Object& object,
                                                  const std::optional<model::Attachment>& coming) {
    const auto references = delivery::attachment_references(object);
    TRY(check_not_too_many(settings_.attachments, references));
    std::set<model::ManagedId> all;
    for (const delivery::AttachmentReference& one : references) {
        const model::ManagedId& id = one.use.attachment;
        if (coming && id == coming->id) {
            all.insert(id);
            continue;
        }
        TRY_ASSIGN(const auto known, snapshot_.attachments().find(id));
        if (!known && !one.claimed) continue;
        if (!known) return std::unexpected(unknown_id(conditions::valid_managed_id, id.text()));
        TRY_ASSIGN(const bool may, may_refer_to(*known, node));
        if (!may) return std::unexpected(unknown_id(conditions::valid_managed_id, id.text()));
        all.insert(id);
    }
    return check_number(settings_.attachments, all.size());
}

// What Evolution writes into a meeting; personal calendars keep it as it was sent (model.md §9).
Result<Incoming> GuardedTransaction::with_managed_files(const Node& node, const Incoming& incoming) {
    const auto files = delivery::inline_files(*incoming.parsed);
    if (files.empty()) return incoming;
    std::uint64_t size = 0;
    std::set<std::pair<std::string_view, std::string_view>> different;
    for (const delivery::InlineFile& one : files) {
        TRY(check_file(settings_.attachments, one.octets.size(), one.media_type));
        if (different.emplace(one.octets, one.file_name).second) size += one.octets.size();
    }
    TRY(room_of(node.calendar->owner, size));
    TRY_ASSIGN(const std::string zone_name, zone());
    const delivery::FilePlace place{node.calendar->id, node.calendar->owner, origin_,
                                    scheduling::ical::home_zone(zone_name), by()};
    Incoming managed = incoming;
    TRY_ASSIGN(managed.parsed, delivery::manage(transaction_, incoming.parsed, files, place));
    managed.text = model::SharedText(managed.parsed, &managed.parsed->text());
    return managed;
}

// A person's own files only: what she refers to elsewhere is read by that place's rights, today's.
Result<std::vector<model::AttachmentUse>> GuardedTransaction::own_uses(const Node& node,
                                                                       const scheduling::ical::Object& object,
                                                                       const std::optional<model::Attachment>& coming) {
    TRY(check_not_too_many(settings_.attachments, delivery::attachment_references(object)));
    TRY_ASSIGN(auto uses, delivery::known_uses(snapshot_, object));
    std::vector<model::AttachmentUse> own;
    std::set<model::ManagedId> files;
    if (coming) files.insert(coming->id);
    for (model::AttachmentUse& one : uses) {
        TRY_ASSIGN(const auto known, snapshot_.attachments().find(one.attachment));
        if (!known || known->owner != node.calendar->owner) continue;
        files.insert(known->id);
        own.push_back(std::move(one));
    }
    TRY(check_number(settings_.attachments, files.size()));
    return own;
}

Result<void> GuardedTransaction::keep_uses(const Node& node, const Incoming& incoming) {
    TRY(room_for_uses(node, incoming.uid, *incoming.parsed));
    TRY_ASSIGN(const auto own, own_uses(node, *incoming.parsed, {}));
    TRY(transaction_.write_attachments().set_uses(node.calendar->id, incoming.uid, own, now_));
    return {};
}

Result<scheduling::ical::ObjectPtr> GuardedTransaction::changed_attachments(const Node& node,
                                                                            AttachmentChange& change) {
    if (!node.is(Kind::object) || node.calendar->kind == model::CollectionKind::all_networks)
        return std::unexpected(Failure(403, "attachments of a copy")
                                   .with_message("Bilagor läggs till i nätverkets kalender, inte i Alla nätverk. "
                                                 "(Not in this calendar.)"));
    TRY_ASSIGN(const auto stored, snapshot_.objects().find(node.calendar->id, node.info->name, model::Form::writers));
    if (!stored) return fail(404, "gone");
    TRY_ASSIGN(const auto served, delivery::parse_stored(*stored->text));
    TRY_ASSIGN(const std::string zone_name, zone());
    if (change.file) {
        TRY_ASSIGN(const std::uint64_t freed, freed_by(node, change));
        TRY(room_of(node.calendar->owner, change.file->size, freed));
        change.file->owner = node.calendar->owner;
        change.file->by = by();
    }
    const auto text = delivery::carried_out(*served, change.rids, change.old, change.file ? &*change.file : nullptr,
                                            scheduling::ical::home_zone(zone_name), now_);
    if (!text) return std::unexpected(fault(text.error()));
    TRY_ASSIGN(auto parsed, delivery::parse_stored(*text));
    if (node.calendar->kind == model::CollectionKind::published)
        TRY(check_references(node, *parsed, change.file));
    else
        TRY(own_uses(node, *parsed, change.file));
    return parsed;
}

Result<void> GuardedTransaction::check_attachments(const Granted<Privilege::write_content>& object,
                                                   AttachmentChange change) {
    TRY(changed_attachments(gate().admit(object), change));
    return {};
}

Result<model::Written> GuardedTransaction::change_attachments(const Granted<Privilege::write_content>& object,
                                                              AttachmentChange change) {
    const Node& node = gate().admit(object);
    TRY_ASSIGN(const auto parsed, changed_attachments(node, change));
    if (change.file) TRY(transaction_.write_attachments().put(*change.file));
    const auto bounds = scheduling::ical::time_bounds(*parsed);
    const Incoming incoming{
        parsed,          model::SharedText(parsed, &parsed->text()),  node.info->uid,
        node.info->kind, model::TimeBounds{bounds.start, bounds.end}, scheduling::ical::time_spans(*parsed, now_)};
    return put(node, incoming, model::Expect::present());
}

}  // namespace stafett::caldav::access
