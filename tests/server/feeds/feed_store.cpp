#include "tests/server/feeds/feed_store.h"

#include <stdexcept>

#include "scheduling/delivery/meeting_book.h"
#include "scheduling/ical/parse.h"
#include "scheduling/network/meeting_id.h"

namespace stafett::server::feeds {
namespace {

template <class R>
void must(R result) {
    if (!result) throw std::runtime_error("the store refused");
}

model::Network network(std::string id, std::string name, bool hidden) {
    model::Network one;
    one.id = model::NetworkId(std::move(id));
    one.name = std::move(name);
    one.address = one.id.text() + "@natverk.example.org";
    one.hidden = hidden;
    return one;
}

storage::Result<void> fill(storage::Transaction& t) {
    TRY(t.write_association().set_association(
        {"Skaraborgs kommunalförbund", "Europe/Stockholm", "sv", "natverk.example.org"}));
    TRY(t.write_association().put_municipality({model::MunicipalityId("tibro"), "Tibro kommun", "Tibro", {}}));
    for (const char* person : {"anna", "bo", "cecilia", "david", "eva"})
        TRY(t.write_association().put_person({model::PrincipalId(person), model::PrincipalKind::person, person, {}},
                                             {}));
    const std::vector<std::pair<model::Network, const char*>> networks{
        {network("elevhalsan", "Elevhälsan", false), "anna"},
        {network("sarskolan", "Särskolan", false), "bo"},
        {network("skolchefer", "Skolchefer", true), "cecilia"}};
    for (const auto& [one, member] : networks) {
        TRY(t.write_association().put_network(one, {}));
        TRY(t.write_association().set_memberships(one.id,
                                                  {{one.id, model::PersonId(member), {}, model::Role::member, {}}}));
    }
    return t.write_association().put_office({model::RoleId("samordnare"), "Samordnare", "", {model::PersonId("eva")}},
                                            {});
}

storage::Result<model::Calendar> calendar_of(storage::Transaction& t, std::string_view owner, const char* name) {
    TRY_ASSIGN(auto found, t.calendars().find(model::PrincipalId(owner), model::CalendarName(name)));
    if (!found) return storage::fail(storage::Fault::not_found);
    return *std::move(found);
}

model::NewObject object(std::string_view uid, std::string_view lines) {
    std::string text = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//test//\nBEGIN:VEVENT\nUID:" + std::string(uid) +
                       "\nDTSTAMP:20270101T000000Z\n" + std::string(lines) + "END:VEVENT\nEND:VCALENDAR\n";
    const auto shared = std::make_shared<const std::string>(std::move(text));
    return {model::ObjectName(std::string(uid) + ".ics"),
            model::Uid(uid),
            model::ComponentKind::vevent,
            {},
            {},
            shared,
            shared,
            shared};
}

}  // namespace

FeedStore::FeedStore() : test_(tests::open_test_store()) { must(store().write(fill)); }

std::string FeedStore::link(std::string_view owner, model::FeedScope scope, std::string_view network) {
    const std::string token = new_token();
    const auto made = store().write([&](storage::Transaction& t) {
        return create_feed(t, {model::PersonId(owner), scope, model::NetworkId(network), "Outlook på jobbet"}, token,
                           clock.now());
    });
    if (!made) throw std::runtime_error(made.error().text);
    return made->path;
}

void FeedStore::put(std::string_view network, std::string_view uid, std::string_view lines) {
    const model::NewObject meeting_text = object(uid, lines);
    must(store().write([&](storage::Transaction& t) -> storage::Result<void> {
        TRY_ASSIGN(const auto published, calendar_of(t, network, "traffar"));
        TRY(t.write_objects().put(published.id, meeting_text, model::Expect::any(),
                                  {model::PersonId("anna"), {}, clock.now()}));
        model::Meeting meeting;
        meeting.network = model::NetworkId(network);
        meeting.uid = meeting_text.uid;
        meeting.id = scheduling::network::meeting_id(meeting.network, meeting.uid);
        meeting.copy_uid = meeting.uid;
        meeting.name = meeting_text.name;
        meeting.author = base::digest(*meeting_text.author);
        meeting.created = meeting.changed = clock.now();
        meeting.ends = *base::parse_instant("2027-03-12T15:00:00Z");
        return t.write_meetings().put(meeting);
    }));
}

void FeedStore::remove(std::string_view network, std::string_view uid) {
    must(store().write([&](storage::Transaction& t) -> storage::Result<void> {
        TRY_ASSIGN(const auto published, calendar_of(t, network, "traffar"));
        TRY(t.write_objects().remove(published.id, model::ObjectName(std::string(uid) + ".ics"), model::Expect::any(),
                                     {model::PersonId("anna"), {}, clock.now()}));
        TRY_ASSIGN(auto meeting, t.meetings().find(model::NetworkId(network), model::Uid(uid)));
        TRY_ASSIGN(const model::SharedText author, t.objects().body(meeting->author));
        std::string cancelled = *author;
        cancelled.insert(cancelled.find("END:VEVENT"), "STATUS:CANCELLED\n");
        TRY_ASSIGN(const auto organizer, calendar_of(t, network, "kallelser"));
        model::NewObject object;
        object.name = scheduling::network::object_name(meeting->id);
        object.uid = meeting->uid;
        object.author = object.writers = object.readers = std::make_shared<const std::string>(std::move(cancelled));
        TRY(t.write_objects().put(organizer.id, object, model::Expect::any(), {}));
        meeting->deleted = true;
        meeting->name = {};
        meeting->cancelled = clock.now();
        return t.write_meetings().put(*meeting);
    }));
}

void FeedStore::send(std::string_view network, std::string_view uid, std::string_view lines) {
    const auto sent = scheduling::ical::parse(*object(uid, lines).author).value();
    must(store().write([&](storage::Transaction& t) -> storage::Result<void> {
        TRY_ASSIGN(const auto published, calendar_of(t, network, "traffar"));
        scheduling::delivery::Settings settings;
        settings.settle_after = std::chrono::seconds(0);
        const model::By by{model::PersonId("anna"), model::PrincipalId(network), clock.now()};
        scheduling::delivery::MeetingBook book(t, by, settings);
        TRY(book.put(published, model::ObjectName(std::string(uid) + ".ics"), sent, model::Expect::any()));
        return {};
    }));
}

void FeedStore::put_personal(std::string_view person) {
    must(store().write([&](storage::Transaction& t) -> storage::Result<void> {
        TRY_ASSIGN(const auto own, calendar_of(t, person, "calendar"));
        TRY(t.write_objects().put(own.id, object("eget", "DTSTART:20270312T120000Z\n"), model::Expect::any(),
                                  {model::PersonId(person), {}, clock.now()}));
        return {};
    }));
}

void FeedStore::leaves(std::string_view network, std::string_view person, base::Date first) {
    must(store().write([&](storage::Transaction& t) -> storage::Result<void> {
        const base::Date last(std::chrono::sys_days(first) - std::chrono::days(1));
        return t.write_association().set_memberships(
            model::NetworkId(network),
            {{model::NetworkId(network), model::PersonId(person), {}, model::Role::member, {{}, last}}});
    }));
}

void FeedStore::bears_turns(std::string_view network, std::string_view person, model::Period period) {
    must(store().write([&](storage::Transaction& t) -> storage::Result<void> {
        model::HostSeat seat;
        seat.network = model::NetworkId(network);
        seat.municipality = model::MunicipalityId("tibro");
        seat.host = model::PersonId(person);
        seat.period = period;
        return t.write_association().set_seats(seat.network, {seat});
    }));
}

void FeedStore::given_turn(std::string_view network, std::string_view uid, model::HostingState state) {
    must(store().write([&](storage::Transaction& t) -> storage::Result<void> {
        model::Hosting turn;
        turn.network = model::NetworkId(network);
        turn.uid = model::Uid(uid);
        turn.municipality = model::MunicipalityId("tibro");
        turn.state = state;
        turn.date = *base::parse_date("2027-03-12");
        turn.decided = clock.now();
        return t.write_hostings().set(turn.network, turn.uid, {turn});
    }));
}

caldav::http::RequestHead get(std::string path) {
    caldav::http::RequestHead head;
    head.method = "GET";
    head.target = std::move(path);
    return head;
}

std::string body_of(const caldav::http::Response& response) {
    if (const auto* shared = std::get_if<std::shared_ptr<const std::string>>(&response.body)) return **shared;
    if (const auto* text = std::get_if<std::string>(&response.body)) return *text;
    return {};
}

}  // namespace stafett::server::feeds
