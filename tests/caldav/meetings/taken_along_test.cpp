// Files of a meeting that leaves its network come along as the person's own (model.md §5, §9).
#include "scheduling/delivery/meeting_book.h"
#include "storage/store.h"
#include "tests/caldav/meetings/attachments.h"

namespace stafett::caldav::meetings {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class TakenAlong : public AttachedMeetings {
  protected:
    TakenAlong() { create(ClientKind::macos, {"m"}); }
    void daily() {
        const scheduling::delivery::Settings settings;
        const auto done = server.store().write([&](storage::Transaction& transaction) -> storage::Result<void> {
            scheduling::delivery::MeetingBook book(transaction, {{}, {}, server.clock().now()}, settings);
            return book.daily(base::Date(std::chrono::floor<std::chrono::days>(server.clock().now())));
        });
        ASSERT_TRUE(done) << done.error().detail;
    }
};

// Thunderbird moves by PUT at the target, then DELETE at the source (seen: CalTransactionManager).
TEST_F(TakenAlong, when_a_meeting_is_moved_out_by_put_and_delete) {
    const std::string id = attach("m"), mine = personal + "m.ics";
    settle();
    const auto served = fetch("m");
    anna.put(mine, served.body(), kNew).expect_status(201).expect_no_field("ETag");
    const auto put = CalendarText(anna.get(mine).body()).value("ATTACH");
    EXPECT_THAT(put, Not(HasSubstr(id)));
    const std::string own = put.substr(put.find("/attachments/") + 13, 36);
    anna.remove(href("m"), if_match(served.etag())).expect_status(204);
    bo.get(path(own)).expect_status(404);
    anna.get(path(id)).expect_status(404);
    server.clock().set(server.clock().now() + std::chrono::days(3));
    daily();
    anna.get(path(own)).expect_status(200).expect_body(kPdf);
    // A client that has not fetched it again sends the network's id once more: it is the same file of hers.
    anna.put(mine, served.body()).expect_status(204);
    EXPECT_EQ(CalendarText(anna.get(mine).body()).value("ATTACH"), put);
    // Undone, the meeting has the file again.
    anna.put(href("m"), anna.get(mine).body(), kNew).expect_status(201);
    anna.remove(mine).expect_status(204);
    bo.get(path(own)).expect_status(200).expect_body(kPdf);
}

// Only who may take the meeting out takes its files: everybody else's copy shows them by the network's rights.
TEST_F(TakenAlong, by_nobody_who_may_not_take_the_meeting_out) {
    const std::string id = attach("m"), mine = "/dav/calendars/bo/calendar/m.ics";
    const auto served = bo.get(members + "m.ics");
    bo.put(mine, served.body(), kNew).expect_status(201).expect_field("ETag", served.etag());
    EXPECT_THAT(bo.get(mine).body(), HasSubstr(id));
    const tests::DavClient dan = server.as("dan");
    dan.put("/dav/calendars/dan/calendar/m.ics", served.body(), kNew).expect_status(201);
    dan.get(path(id)).expect_status(404);
    anna.remove(href("m")).expect_status(204);
    bo.get(path(id)).expect_status(404);
}

TEST_F(TakenAlong, when_a_meeting_is_moved_to_a_personal_calendar) {
    const std::string id = attach("m"), mine = personal + "m.ics";
    anna.move(href("m"), mine).expect_status(201);
    const auto moved = CalendarText(anna.get(mine).body()).value("ATTACH");
    EXPECT_THAT(moved, Not(HasSubstr(id)));
    const std::string own = moved.substr(moved.find("/attachments/") + 13, 36);
    bo.get(path(own)).expect_status(404);
    bo.get(path(id)).expect_status(404);
    server.clock().set(server.clock().now() + std::chrono::days(3));
    daily();
    anna.get(path(own)).expect_status(200).expect_body(kPdf);
    // Between her own calendars it is the same file, and a network's line stays the network's.
    anna.mkcalendar("/dav/calendars/anna/annan/").expect_status(201);
    anna.move(mine, "/dav/calendars/anna/annan/m.ics").expect_status(201);
    EXPECT_EQ(CalendarText(anna.get("/dav/calendars/anna/annan/m.ics").body()).value("ATTACH"), moved);
    anna.move("/dav/calendars/anna/annan/m.ics", mine).expect_status(201);
    create(ClientKind::macos, {"n", "Nästa"});
    const std::string kept = attach("n");
    anna.copy(href("n"), personal + "n.ics").expect_status(201);
    anna.move(personal + "n.ics", "/dav/calendars/anna/annan/n.ics").expect_status(201);
    EXPECT_THAT(anna.get("/dav/calendars/anna/annan/n.ics").body(), HasSubstr(kept));
    // And back again.
    anna.move(mine, href("m")).expect_status(201);
    bo.get(path(own)).expect_status(200).expect_body(kPdf);
}

// A file that another network's meeting brought here, or that was a person's, comes along too.
TEST_F(TakenAlong, whosever_file_it_is) {
    const std::string id = attach("m");
    const std::string there = "/dav/calendars/dan/natverk-sarskolan/m.ics", mine = "/dav/calendars/dan/calendar/m.ics";
    anna.move(href("m"), "/dav/calendars/anna/natverk-sarskolan/m.ics").expect_status(201);
    server.given_role("sarskolan", "dan", model::Role::secretary);
    const tests::DavClient dan = server.as("dan");
    for (const bool by_move : {true, false}) {
        if (by_move) {
            dan.move(there, mine).expect_status(201);
        } else {
            dan.put(mine, dan.get(there).body(), kNew).expect_status(201);
            dan.remove(there).expect_status(204);
        }
        const auto line = CalendarText(dan.get(mine).body()).value("ATTACH");
        EXPECT_THAT(line, Not(HasSubstr(id)));
        dan.get(path(line.substr(line.find("/attachments/") + 13, 36))).expect_status(200).expect_body(kPdf);
        dan.move(mine, there).expect_status(201);
    }
}

}  // namespace
}  // namespace stafett::caldav::meetings
