// Writes of objects and calendars. What goes into a network's calendar is carried out by scheduling/delivery, in the
// same transaction; the store's plain writes are for personal calendars only.
#include <array>

#include "caldav/access/guarded.h"
#include "caldav/http/conditions.h"
#include "scheduling/delivery/meeting_book.h"
#include "storage/store.h"

namespace stafett::caldav::access {
namespace {

namespace ical = scheduling::ical;

// Names that mean something else in a home (model.md §1), in any case of letters: people and their programs read them
// as the same.
bool reserved(std::string_view written) {
    std::string name(written);
    std::ranges::transform(name, name.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    constexpr std::array<std::string_view, 5> names{"alla-natverk", "inbox", "outbox", "notifications", "attachments"};
    return name.starts_with("natverk-") || std::ranges::find(names, name) != names.end();
}

const scheduling::delivery::Settings& delivery_settings(const Settings& settings) {
    static const scheduling::delivery::Settings defaults;
    return settings.delivery ? *settings.delivery : defaults;
}

// What a calendar asks of every object that comes into it, by whatever method (RFC 4791 §5.3.2.1).
Result<void> check_fits(const Node& node, const Incoming& incoming) {
    if ((node.calendar->components & static_cast<model::ComponentSet>(incoming.kind)) == 0)
        return std::unexpected(Failure(conditions::supported_calendar_component)
                                   .with_message("Kalendern tar inte emot objekt av detta slag."));
    if (node.info && node.info->uid != incoming.uid)
        return std::unexpected(Failure(conditions::no_uid_conflict, "the object would get another UID")
                                   .with_href(node.href())
                                   .with_message("Där ligger redan ett objekt med ett annat UID."));
    return {};
}

// A copy in Alla nätverk: what is not the office's own is refused (RFC 6638 §3.2.4.4).
Result<model::Written> answer(scheduling::delivery::MeetingBook book, const Node& node, const Incoming& incoming) {
    TRY_ASSIGN(auto answered, book.answer_copy(*node.calendar, node.address.object, incoming.parsed));
    if (answered.refused.empty()) return answered.written;
    return std::unexpected(
        Failure(conditions::allowed_attendee_scheduling_object_change, answered.refused + " was changed")
            .with_message("Mötet är nätverkets: i Alla nätverk kan du ändra samordnarens svar (PARTSTAT), TRANSP och "
                          "påminnelser, men inte " +
                          answered.refused + "."));
}

}  // namespace

GuardedTransaction::GuardedTransaction(storage::Transaction& transaction, const model::Actor& actor, base::Instant now,
                                       base::Date today, const Settings& settings, std::string origin)
    : GuardedSnapshot(transaction, actor, today, settings, nullptr),
      transaction_(transaction),
      now_(now),
      origin_(std::move(origin)) {}

model::By GuardedTransaction::by() const { return {actor().person(), actor().acts_for(), now_}; }

Result<model::Written> GuardedTransaction::put(const Node& node, const Incoming& incoming,
                                               const model::Expect& expect) {
    TRY(check_fits(node, incoming));
    const model::Calendar& calendar = *node.calendar;
    scheduling::delivery::MeetingBook book(transaction_, by(), delivery_settings(settings_));
    if (calendar.kind == model::CollectionKind::all_networks) return answer(book, node, incoming);
    ical::ObjectPtr meeting;
    if (calendar.kind == model::CollectionKind::published) {
        TRY(room_of_home(calendar.owner));
        TRY_ASSIGN(const Incoming managed, with_managed_files(node, incoming));
        TRY(check_references(node, *managed.parsed));
        TRY(room_for_uses(node, managed.uid, *managed.parsed));
        meeting = managed.parsed;
    } else {
        TRY(take_room_for(node, incoming.text->size()));
    }
    const auto write = [&]() -> storage::Result<model::Written> {
        if (calendar.kind == model::CollectionKind::published) {
            return book.put(calendar, node.address.object, meeting, expect);
        }
        const model::NewObject object{node.address.object, incoming.uid,  incoming.kind, incoming.bounds,
                                      incoming.times,      incoming.text, incoming.text, incoming.text};
        return transaction_.write_objects().put(calendar.id, object, expect, by());
    };
    auto written = write();
    if (written) {
        if (calendar.kind == model::CollectionKind::personal)
            TRY(keep_uses(node, incoming));
        else
            TRY(check_room_taken(calendar.owner));
        return *std::move(written);
    }
    Failure failure(written.error());
    if (written.error().fault == storage::Fault::uid_in_use) {
        TRY_ASSIGN(const auto other, snapshot_.objects().find_uid(calendar.id, incoming.uid, node.form));
        if (other) failure.hrefs.push_back(node.address.member(other->info.name).href);
    }
    return std::unexpected(std::move(failure));
}

Result<model::Written> GuardedTransaction::create(const Granted<Privilege::bind>& at, const Incoming& object) {
    const Node& node = gate().admit(at);
    if (!node.is(Kind::object | Kind::unmapped_object)) return fail(403, "not the place of an object");
    return put(node, object, model::Expect::absent());
}

Result<model::Written> GuardedTransaction::replace(const Granted<Privilege::write_content>& object,
                                                   const Incoming& with, const model::Expect& expect) {
    const Node& node = gate().admit(object);
    if (!node.is(Kind::object)) return fail(403, "not an object");
    return put(node, with, expect);
}

Result<void> GuardedTransaction::remove(const Granted<Privilege::unbind>& object, const model::Expect& expect) {
    const Node& node = gate().admit(object);
    if (!node.is(Kind::object)) return fail(404);
    if (node.calendar->kind == model::CollectionKind::published) {
        TRY(room_of_home(node.calendar->owner));
        scheduling::delivery::MeetingBook book(transaction_, by(), delivery_settings(settings_));
        TRY(book.remove(*node.calendar, node.address.object, expect));
    } else if (node.calendar->kind == model::CollectionKind::all_networks) {
        scheduling::delivery::MeetingBook book(transaction_, by(), delivery_settings(settings_));
        TRY(book.hide_copy(*node.calendar, node.address.object, expect));
    } else {
        TRY(take_room(node.calendar->owner, {}, {.objects = 1, .octets = node.info->size}));
        TRY(transaction_.write_objects().remove(node.calendar->id, node.address.object, expect, by()));
        TRY(transaction_.write_attachments().set_uses(node.calendar->id, node.info->uid, {}, now_));
    }
    return {};
}

Result<std::string> GuardedTransaction::text_to_take_out(const ReadGrant& object) {
    const Node& node = gate().admit(object);
    if (!node.is(Kind::object)) return fail(404);
    if (node.calendar->kind == model::CollectionKind::published) {
        TRY_ASSIGN(const auto person, snapshot_.association().principal(actor().person()));
        const std::string address = person && !person->addresses.empty() ? person->addresses.front() : std::string();
        scheduling::delivery::MeetingBook book(transaction_, by(), delivery_settings(settings_));
        TRY_ASSIGN(std::string text, book.text_to_take_out(*node.calendar, node.address.object, address));
        return text;
    }
    TRY_ASSIGN(const model::SharedText text, snapshot_.objects().author(node.calendar->id, node.address.object));
    if (!text) return fail(404, "gone");
    return *text;
}

Result<Node> GuardedTransaction::create_calendar(const Granted<Privilege::bind>& at, model::ComponentSet components) {
    const Node& node = gate().admit(at);
    if (!node.is(Kind::unmapped_collection)) return fail(conditions::resource_must_be_null);
    if (node.principal->kind != model::PrincipalKind::person || reserved(node.address.calendar.text()))
        return fail(conditions::calendar_collection_location_ok, "a reserved name, or not a person's home");
    TRY(take_room(node.principal->id, {.calendars = 1}, {}));
    TRY_ASSIGN(const auto made,
               transaction_.write_calendars().create(node.principal->id, node.address.calendar,
                                                     model::CollectionKind::personal, components, by()));
    return gate().locate(node.address);
}

Result<void> GuardedTransaction::remove_calendar(const Granted<Privilege::unbind>& calendar) {
    const Node& node = gate().admit(calendar);
    if (!node.is(Kind::calendar)) return fail(404);
    TRY(transaction_.write_calendars().remove(node.calendar->id, by()));
    return {};
}

}  // namespace stafett::caldav::access
