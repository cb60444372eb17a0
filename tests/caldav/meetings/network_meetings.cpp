#include "tests/caldav/meetings/network_meetings.h"

#include <algorithm>

#include "scheduling/delivery/check.h"
#include "scheduling/delivery/time_index.h"
#include "scheduling/network/meeting_id.h"
#include "storage/store.h"

namespace stafett::caldav::meetings {
namespace {

using scheduling::delivery::MeetingBook;
using scheduling::delivery::Settings;

const char* state_name(model::HostingState state) {
    switch (state) {
        case model::HostingState::planned:
            return "planned";
        case model::HostingState::fixed:
            return "fixed";
        case model::HostingState::released:
            return "released";
    }
    return "";
}

}  // namespace

NetworkMeetings::NetworkMeetings() {
    for (const char* person : {"anna", "sara", "bo", "cai", "eva", "gun", "dan", "sam"}) server.given_person(person);
    server.given_office("samordnare", {"sam"});
    for (const auto& [id, name] :
         std::vector<std::pair<std::string, std::string>>{{"elevhalsan", "Elevhälsan"}, {"sarskolan", "Särskolan"}}) {
        server.given_network(id, name);
        server.given_role(id, "anna", model::Role::chair);
        server.given_seat(id, "tibro", "cai");
        server.given_seat(id, "skara", "eva");
        server.given_seat(id, "hjo", "eva");
    }
    server.given_role("elevhalsan", "sara", model::Role::secretary);
    server.given_role("elevhalsan", "bo", model::Role::member);
}

void NetworkMeetings::TearDown() {
    const auto snapshot = server.store().snapshot();
    ASSERT_TRUE(snapshot);
    const auto differences = scheduling::delivery::check(**snapshot, server.clock().now(), Settings{});
    ASSERT_TRUE(differences) << differences.error().detail;
    EXPECT_THAT(*differences, ::testing::IsEmpty());
    const auto damaged = server.store().check_integrity();
    ASSERT_TRUE(damaged) << damaged.error().detail;
    EXPECT_THAT(*damaged, ::testing::IsEmpty());
    const auto lost = scheduling::delivery::check_time_index(**snapshot, server.clock().now());
    ASSERT_TRUE(lost) << lost.error().detail;
    EXPECT_THAT(*lost, ::testing::IsEmpty());
}

tests::DavAnswer NetworkMeetings::fetch(const std::string& uid) {
    auto answer = anna.get(href(uid));
    answer.expect_status(200);
    return answer;
}

CalendarText NetworkMeetings::readers(const std::string& uid) {
    return CalendarText(bo.get(members + uid + ".ics").expect_status(200).body());
}

void NetworkMeetings::create(ClientKind client, const Draft& draft) {
    anna.put(href(draft.uid), written_new(client, draft), kNew).expect_status(201).expect_no_field("ETag");
}

void NetworkMeetings::send_again(ClientKind client, const std::string& uid, CalendarText edited) {
    anna.put(href(uid), written_again(client, std::move(edited)), if_match(fetch(uid).etag())).expect_status(204);
}

std::string NetworkMeetings::copy_href(const std::string& uid, const std::string& network) {
    const auto id = scheduling::network::meeting_id(model::NetworkId(network), model::Uid(uid));
    return copies + scheduling::network::object_name(id).text();
}

std::string NetworkMeetings::copy(const std::string& uid, const std::string& network) {
    const auto answer = sam.get(copy_href(uid, network));
    return answer.status() == 200 ? plain(answer.body()) : std::string();
}

std::string NetworkMeetings::author(const std::string& uid) {
    const auto snapshot = server.store().snapshot().value();
    const auto calendar = snapshot->calendars().find(model::PrincipalId("elevhalsan"), model::CalendarName("traffar"));
    const auto text = snapshot->objects().author(calendar.value().value().id, model::ObjectName(uid + ".ics")).value();
    return text ? *text : std::string();
}

std::vector<std::string> NetworkMeetings::hosts(const std::string& uid, const std::string& network) {
    std::vector<std::string> lines;
    const auto snapshot = server.store().snapshot().value();
    const auto rows = snapshot->hostings().of_meeting(model::NetworkId(network), model::Uid(uid)).value();
    for (const model::Hosting& row : rows)
        lines.push_back(base::format_date(row.date) + ' ' + row.municipality.text() + ' ' + state_name(row.state));
    return lines;
}

void NetworkMeetings::settle(std::chrono::seconds after) {
    server.clock().set(server.clock().now() + after);
    const Settings settings;
    const auto done = server.store().write([&](storage::Transaction& transaction) -> storage::Result<void> {
        MeetingBook book(transaction, {{}, {}, server.clock().now()}, settings);
        return book.settle();
    });
    ASSERT_TRUE(done) << done.error().detail;
}

void NetworkMeetings::expect_hosted_by(const CalendarText& text, const std::string& municipality, std::size_t event) {
    using ::testing::ElementsAre;
    EXPECT_THAT(text.all("CONTACT", event), ElementsAre("CONTACT:Värd: " + municipality + " kommun"));
    EXPECT_THAT(text.all("LOCATION", event), ElementsAre("LOCATION:" + municipality + " (plats meddelas)"));
    std::vector<std::string> named;
    for (const std::string& line : text.all("CATEGORIES", event))
        if (line.find("Elevhälsan") != std::string::npos) named.push_back(line);
    EXPECT_THAT(named, ElementsAre("CATEGORIES:Elevhälsan"));
}

}  // namespace stafett::caldav::meetings
