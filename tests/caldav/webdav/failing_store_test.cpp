// What fails in the store fails whole: the right status, and no trace of the request.
#include "tests/support/failing_store.h"

#include "tests/support/dav_client.h"

namespace stafett::caldav::webdav {
namespace {

using namespace stafett::tests;

const std::string kCalendar = "/dav/calendars/anna/calendar/";
const std::string kA = kCalendar + "a.ics";

class FailingStoreTest : public testing::Test {
  protected:
    FailingStoreTest() {
        server.given_person("anna");
        anna.put(kA, event("a")).expect_status(201);
        anna.mkcalendar("/dav/calendars/anna/work/").expect_status(201);
    }
    DavServer server;
    DavClient anna = server.as("anna");
    FailingStore failing{server.store()};
    std::unique_ptr<routing::Dav> dav = server.dav_on(failing);
    DavClient unlucky{*dav, "anna"};
};

TEST_F(FailingStoreTest, no_snapshot_is_503_to_be_tried_again) {
    failing.fail_snapshots(storage::Fault::busy);
    unlucky.propfind(kCalendar, "0").expect_status(503).expect_field("Retry-After", "5");
    failing.fail_snapshots(storage::Fault::corrupt);
    unlucky.propfind(kCalendar, "0").expect_status(503);
}

TEST_F(FailingStoreTest, a_failed_commit_is_no_success) {
    failing.fail_commits(storage::Fault::quota);
    unlucky.remove(kA).expect_status(507);
    unlucky.proppatch(kCalendar, set_props({{"X:note", "x"}})).expect_status(507);
    anna.get(kA).expect_status(200);
}

TEST_F(FailingStoreTest, a_move_happens_whole_or_not_at_all) {
    const std::string there = "/dav/calendars/anna/work/a.ics";
    unsigned status = 0;
    for (std::size_t step = 0; status != 201; ++step) {
        ASSERT_LT(step, 10U);
        failing.fail_step(step);
        status = unlucky.move(kA, there).status();
        if (status == 201) break;
        EXPECT_EQ(status, 503U) << step;
        anna.get(kA).expect_status(200);
        anna.get(there).expect_status(404);
    }
    anna.get(kA).expect_status(404);
    anna.get(there).expect_status(200);
}

// Octets that were staged are nobody's, and go after a day.
TEST_F(FailingStoreTest, a_file_is_attached_whole_or_not_at_all) {
    const std::string octets(6 * model::kAttachmentPiece, 'x');
    const std::string before = anna.get(kA).body();
    unsigned status = 0;
    for (std::size_t step = 0; status != 201; ++step) {
        ASSERT_LT(step, 30U);
        failing.fail_step(step);
        const auto answer = unlucky.request("POST", kA + "?action=attachment-add", octets);
        status = answer.status();
        if (status == 201) break;
        EXPECT_EQ(status, 503U) << step;
        EXPECT_EQ(answer.field("Cal-Managed-ID"), "");
        anna.get(kA).expect_body(before);
        EXPECT_EQ(server.store().snapshot().value()->attachments().total(model::PrincipalId("anna")).value().kept, 0U);
    }
    anna.get(kA).expect_body_contains("MANAGED-ID");
}

TEST_F(FailingStoreTest, a_proppatch_sets_all_or_nothing) {
    for (const std::size_t step : {0U, 1U}) {
        failing.fail_step(step);
        unlucky.proppatch(kCalendar, set_props({{"X:note", "x"}, {"D:displayname", "y"}})).expect_status(503);
        anna.propfind(kCalendar, "0", props({"X:note", "D:displayname"}))
            .expect_property_status(kCalendar, {"urn:example:unknown", "note"}, 404)
            .expect_property(kCalendar, kDisplayname, "Kalender");
    }
}

}  // namespace
}  // namespace stafett::caldav::webdav
