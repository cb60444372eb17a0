// RFC 4791's methods and reports on a network's calendar, where the text served is not the text sent (model.md §1, §4).
#include "caldav/webdav/conditional.h"
#include "tests/support/dav_client.h"

namespace stafett::caldav::calendar {
namespace {

using tests::event;

constexpr QName kData{ns::caldav, "calendar-data"};

class NetworkCalendar : public ::testing::Test {
  protected:
    void SetUp() override {
        for (const char* person : {"anna", "bo", "cai", "dan"}) server.given_person(person);
        server.given_network("elevhalsan", "Elevhälsan");
        server.given_role("elevhalsan", "anna", model::Role::chair);
        server.given_role("elevhalsan", "bo", model::Role::member);
        server.given_seat("elevhalsan", "tibro", "cai");
    }
    static std::string multiget(const std::string& href) {
        return R"(<C:calendar-multiget xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop><D:getetag/>)"
               "<C:calendar-data/></D:prop><D:href>" +
               href + "</D:href></C:calendar-multiget>";
    }
    tests::DavServer server;
    tests::DavClient anna = server.as("anna");
    tests::DavClient bo = server.as("bo");
    const std::string chairs = "/dav/calendars/anna/natverk-elevhalsan/",
                      members = "/dav/calendars/bo/natverk-elevhalsan/";
};

TEST_F(NetworkCalendar, put_gives_a_tag_only_if_what_is_served_is_what_was_sent) {
    const std::string sent = event("m1", "Nätverksträff", "20270310T120000Z");
    const auto created = anna.put(chairs + "m.ics", sent).expect_status(201);
    const auto served = anna.get(chairs + "m.ics").expect_status(200);
    EXPECT_NE(served.body(), sent) << "the host is written into it";
    created.expect_no_field("ETag").expect_no_field("Last-Modified");
    anna.propfind(chairs + "m.ics", "0", tests::props({"D:getetag"}))
        .expect_property(chairs + "m.ics", tests::kGetetag, served.etag());
    // What she read and sends back unchanged is what she is served again.
    const auto again = anna.put(chairs + "m.ics", served.body(), {{"If-Match", served.etag()}}).expect_status(204);
    again.expect_field("ETag", served.etag());
    anna.get(chairs + "m.ics").expect_body(served.body());
    anna.put(chairs + "m.ics", sent, {{"If-Match", webdav::quoted(model::etag_of(base::digest(sent)))}})
        .expect_status(412);
}

TEST_F(NetworkCalendar, representation_is_the_served_text_with_its_tag) {
    const auto created =
        anna.put(chairs + "m.ics", event("m1", "Träff", "20270310T120000Z"), {{"Prefer", "return=representation"}});
    created.expect_status(201);
    const auto served = anna.get(chairs + "m.ics");
    created.expect_body(served.body()).expect_field("ETag", served.etag());
}

TEST_F(NetworkCalendar, member_reads_in_her_own_urls_and_cannot_write) {
    anna.put(chairs + "m.ics", event("m1", "Träff", "20270310T120000Z")).expect_status(201);
    const auto read = bo.get(members + "m.ics").expect_status(200);
    bo.report(members, multiget(members + "m.ics"))
        .expect_hrefs({members + "m.ics"})
        .expect_property(members + "m.ics", tests::kGetetag, read.etag());
    bo.report(members, multiget(chairs + "m.ics")).expect_response_status(chairs + "m.ics", 404);
    bo.put(members + "m.ics", read.body()).expect_status(403).expect_condition({ns::dav, "need-privileges"});
    bo.put(members + "ny.ics", event("m2")).expect_status(403).expect_condition({ns::dav, "need-privileges"});
    bo.remove(members + "m.ics").expect_status(403).expect_condition({ns::dav, "need-privileges"});
    EXPECT_EQ(bo.get(members + "m.ics").etag(), read.etag());
}

TEST_F(NetworkCalendar, calendar_query_sees_the_served_text) {
    anna.put(chairs + "m.ics", event("m1", "Träff", "20270310T120000Z")).expect_status(201);
    const auto by_category = [](std::string_view category) {
        return R"(<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop><D:getetag/></D:prop>)"
               R"(<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT"><C:prop-filter name="CATEGORIES">)"
               "<C:text-match collation=\"i;unicode-casemap\">" +
               std::string(category) +
               "</C:text-match></C:prop-filter></C:comp-filter></C:comp-filter></C:filter></C:calendar-query>";
    };
    bo.report(members, by_category("ELEVHÄLSAN")).expect_hrefs({members + "m.ics"});
    bo.report(members, by_category("Särskolan")).expect_hrefs({});
}

TEST_F(NetworkCalendar, uid_conflict_names_the_other_in_the_form_asked) {
    anna.put(chairs + "m.ics", event("m1")).expect_status(201);
    anna.put(chairs + "n.ics", event("m1"))
        .expect_status(403)
        .expect_condition({ns::caldav, "no-uid-conflict"})
        .expect_body_contains(chairs + "m.ics");
}

TEST_F(NetworkCalendar, host_without_a_role_reaches_her_one_object) {
    anna.put(chairs + "m.ics", event("m1", "Träff", "20270310T120000Z")).expect_status(201);
    const std::string direct = "/dav/calendars/elevhalsan/traffar/m.ics";
    server.as("cai").get(direct).expect_status(200);
    server.as("cai").report(direct, multiget(direct)).expect_property_status(direct, kData, 200);
    server.as("dan").get(direct).expect_status(404);
    server.as("dan").report(direct, multiget(direct)).expect_status(404);
}

TEST_F(NetworkCalendar, collection_get_gives_each_reader_her_form) {
    anna.put(chairs + "m.ics", event("m1", "Träff", "20270310T120000Z")).expect_status(201);
    EXPECT_THAT(bo.get(members).expect_status(200).body(), ::testing::HasSubstr("UID:m1"));
    server.as("dan").get("/dav/calendars/elevhalsan/traffar/").expect_status(404);
}

}  // namespace
}  // namespace stafett::caldav::calendar
