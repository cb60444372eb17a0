// What a home may hold (RFC 4331): refused by whatever request would make it larger, and by no other.
#include "caldav/access/home_limits.h"

#include "tests/support/dav_client.h"

namespace stafett::caldav::access {
namespace {

using namespace stafett::tests;

const std::string kHome = "/dav/calendars/anna/", kCalendar = "/dav/calendars/anna/calendar/";
const std::string kNetworks = "/dav/calendars/anna/natverk-elevhalsan/";
constexpr QName kUsed{"DAV:", "quota-used-bytes"}, kAvailable{"DAV:", "quota-available-bytes"};
constexpr QName kNotExceeded{"DAV:", "quota-not-exceeded"};
constexpr std::uint64_t kOctets = 4'000;

Settings bounded(HomeLimits limits) {
    Settings settings;
    settings.home = limits;
    return settings;
}

// An event of exactly so many octets.
std::string event_of(std::size_t octets, std::string_view uid) {
    std::string text = event(uid);
    const std::size_t at = text.find("SUMMARY");
    constexpr std::string_view begin = "X-LONG:";
    std::string more;
    while (text.size() + more.size() + begin.size() + 2 < octets) {
        const std::size_t left = octets - text.size() - more.size() - begin.size() - 2;
        more += std::string(begin) + std::string(left > 200 ? 60 : left, 'x') + "\r\n";
    }
    text.insert(at, more);
    EXPECT_EQ(text.size(), octets);
    return text;
}

class HomeRoom : public testing::Test {
  protected:
    explicit HomeRoom(HomeLimits limits = {.octets = kOctets, .objects = 4, .calendars = 3}) : server(bounded(limits)) {
        server.given_person("anna");
        server.given_network("elevhalsan", "Elevhälsan");
        server.given_role("elevhalsan", "anna", model::Role::chair);
    }
    std::uint64_t used(const std::string& of = kHome) {
        const auto answer = anna.propfind(of, "0", props({"D:quota-used-bytes"}));
        const auto* used = answer.property(of, kUsed);
        EXPECT_NE(used, nullptr);
        return used != nullptr ? std::stoull(used->text()) : 0;
    }
    static void expect_refused(const DavAnswer& answer) {
        answer.expect_status(507).expect_condition(kNotExceeded).expect_body_contains("Quota exceeded");
    }

    DavServer server;
    DavClient anna = server.as("anna");
};

TEST_F(HomeRoom, is_shown_on_the_home_and_on_each_of_its_calendars) {
    anna.put(kCalendar + "a.ics", event_of(1'500, "a")).expect_status(201);
    for (const std::string& collection : {kHome, kCalendar, kHome + "tasks/"})
        anna.propfind(collection, "0", props({"D:quota-used-bytes", "D:quota-available-bytes"}))
            .expect_property(collection, kUsed, "1500")
            .expect_property(collection, kAvailable, "2500");
    anna.propfind(kHome, "1", props({"D:quota-used-bytes"}))
        .expect_property(kHome + "tasks/", kUsed, "1500")
        .expect_property(kNetworks, kUsed, "0");
    anna.propfind(kCalendar + "a.ics", "0", props({"D:quota-used-bytes"}))
        .expect_property_status(kCalendar + "a.ics", kUsed, 404);
    anna.propfind("/dav/principals/users/anna/", "0", props({"D:quota-used-bytes"}))
        .expect_property_status("/dav/principals/users/anna/", kUsed, 404);
}

TEST_F(HomeRoom, is_a_protected_property_and_not_in_allprop) {
    anna.proppatch(kHome, set_props({{"D:quota-available-bytes", "9"}}))
        .expect_property_status(kHome, kAvailable, 403)
        .expect_body_contains("cannot-modify-protected-property");
    const auto all = anna.propfind(kCalendar, "0");
    EXPECT_EQ(all.property(kCalendar, kUsed), nullptr);
    EXPECT_EQ(all.property(kCalendar, kAvailable), nullptr);
}

TEST_F(HomeRoom, that_lies_ready_is_that_of_all_calendars_of_the_home) {
    EXPECT_EQ(used(kCalendar), 0U);
    anna.request("MKCALENDAR", kHome + "work/").expect_status(201);
    EXPECT_EQ(used(kCalendar), 0U);
    anna.put(kHome + "work/a.ics", event_of(500, "a")).expect_status(201);
    EXPECT_EQ(used(kCalendar), 500U);
    EXPECT_TRUE(anna.propfind(kCalendar, "0", props({"D:quota-used-bytes"})).was_ready());
}

TEST_F(HomeRoom, a_put_beyond_it_is_refused_and_leaves_nothing) {
    anna.put(kCalendar + "a.ics", event_of(3'000, "a")).expect_status(201);
    expect_refused(anna.put(kCalendar + "b.ics", event_of(1'001, "b")));
    anna.get(kCalendar + "b.ics").expect_status(404);
    expect_refused(anna.put(kCalendar + "a.ics", event_of(4'001, "a")));
    EXPECT_EQ(used(), 3'000U);
    anna.put(kCalendar + "b.ics", event_of(1'000, "b")).expect_status(201);
    EXPECT_EQ(used(), kOctets);
    anna.propfind(kHome, "0", props({"D:quota-available-bytes"})).expect_property(kHome, kAvailable, "0");
}

TEST_F(HomeRoom, counts_objects) {
    for (const char* name : {"a", "b", "c", "d"}) anna.put(kCalendar + name + ".ics", event(name)).expect_status(201);
    expect_refused(anna.put(kCalendar + "e.ics", event("e")));
    anna.put(kCalendar + "a.ics", event("a", "Ändrad")).expect_status(204);
    anna.remove(kCalendar + "b.ics").expect_status(204);
    anna.put(kCalendar + "e.ics", event("e")).expect_status(201);
}

TEST_F(HomeRoom, counts_calendars_however_they_are_made) {
    anna.mkcalendar(kHome + "work/").expect_status(201);
    expect_refused(anna.mkcalendar(kHome + "more/"));
    expect_refused(
        anna.request("MKCOL", kHome + "more/",
                     R"(<D:mkcol xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:set><D:prop>)"
                     "<D:resourcetype><D:collection/><C:calendar/></D:resourcetype></D:prop></D:set></D:mkcol>"));
    anna.propfind(kHome + "more/", "0").expect_status(404);
    anna.remove(kHome + "work/").expect_status(204);
    anna.mkcalendar(kHome + "more/").expect_status(201);
}

TEST_F(HomeRoom, a_copy_beyond_it_is_refused_and_a_move_within_the_home_never) {
    anna.mkcalendar(kHome + "work/").expect_status(201);
    anna.put(kCalendar + "a.ics", event_of(kOctets, "a")).expect_status(201);
    expect_refused(anna.copy(kCalendar + "a.ics", kHome + "work/a.ics"));
    anna.move(kCalendar + "a.ics", kHome + "work/a.ics").expect_status(201);
    EXPECT_EQ(used(), kOctets);
    expect_refused(anna.put(kCalendar + "b.ics", event_of(500, "b")));
}

TEST_F(HomeRoom, of_a_network_is_taken_by_what_is_moved_there) {
    anna.put(kNetworks + "m.ics", event_of(3'000, "m")).expect_status(201);
    anna.put(kCalendar + "a.ics", event_of(1'500, "a")).expect_status(201);
    expect_refused(anna.move(kCalendar + "a.ics", kNetworks + "a.ics"));
    anna.get(kCalendar + "a.ics").expect_status(200);
    anna.get(kNetworks + "a.ics").expect_status(404);
    EXPECT_EQ(used(), 1'500U);
}

TEST_F(HomeRoom, of_a_network_holds_its_meetings_as_their_authors_wrote_them) {
    anna.put(kNetworks + "m.ics", event_of(3'000, "m")).expect_status(201);
    EXPECT_EQ(used(kNetworks), 3'000U);
    EXPECT_EQ(used(), 0U) << "not the chair's own";
    EXPECT_GT(anna.get(kNetworks + "m.ics").body().size(), 3'000U) << "our lines do not count";
    expect_refused(anna.put(kNetworks + "n.ics", event_of(1'100, "n")));
    anna.get(kNetworks + "n.ics").expect_status(404);
    expect_refused(anna.put(kNetworks + "m.ics", event_of(4'100, "m")));
    EXPECT_EQ(used(kNetworks), 3'000U);
    anna.put(kNetworks + "m.ics", anna.get(kNetworks + "m.ics").body()).expect_status(204);
    EXPECT_EQ(used(kNetworks), 3'000U);
    anna.put(kNetworks + "n.ics", event_of(1'000, "n")).expect_status(201);
    anna.put(kNetworks + "m.ics", event_of(2'000, "m")).expect_status(204);
    anna.remove(kNetworks + "m.ics").expect_status(204);
    EXPECT_EQ(used(kNetworks), 1'000U);
}

TEST_F(HomeRoom, an_attachment_whose_line_makes_an_object_too_long_is_refused) {
    anna.put(kCalendar + "a.ics", event_of(kOctets, "a")).expect_status(201);
    expect_refused(
        anna.request("POST", kCalendar + "a.ics?action=attachment-add", "x",
                     {{"Content-Type", "application/pdf"}, {"Content-Disposition", "attachment;filename=a.pdf"}}));
    EXPECT_EQ(used(), kOctets);
}

// Above its bounds: they were made smaller, or the home is from before there were any.
class FullHome : public HomeRoom {
  protected:
    FullHome() : HomeRoom({.octets = 100'000}) {
        anna.mkcalendar(kHome + "work/").expect_status(201);
        for (const char* name : {"a", "b"}) {
            anna.put(kCalendar + name + ".ics", event_of(2'000, name)).expect_status(201);
            anna.put(kNetworks + name + ".ics", event_of(2'000, name)).expect_status(201);
        }
        routing::Settings settings;
        settings.access = bounded({.octets = 1'000, .objects = 1, .calendars = 1});
        narrow_ = server.dav_on(server.store(), settings);
    }
    DavClient client() const { return {*narrow_, "anna"}; }

  private:
    std::unique_ptr<routing::Dav> narrow_;
};

TEST_F(FullHome, says_that_nothing_is_available) {
    client()
        .propfind(kHome, "0", props({"D:quota-used-bytes", "D:quota-available-bytes"}))
        .expect_property(kHome, kUsed, "4000")
        .expect_property(kHome, kAvailable, "0");
}

TEST_F(FullHome, takes_what_makes_it_smaller_or_leaves_it_as_it_is) {
    for (const std::string& calendar : {kCalendar, kNetworks}) {
        expect_refused(client().put(calendar + "c.ics", event("c")));
        expect_refused(client().put(calendar + "a.ics", event_of(2'001, "a")));
        client().put(calendar + "a.ics", event_of(2'000, "a")).expect_status(204);
        client().put(calendar + "a.ics", event_of(1'900, "a")).expect_status(204);
        client().move(calendar + "a.ics", calendar + "renamed.ics").expect_status(201);
        client().remove(calendar + "renamed.ics").expect_status(204);
        expect_refused(client().put(calendar + "c.ics", event("c")));
        client().remove(calendar + "b.ics").expect_status(204);
        client().put(calendar + "c.ics", event("c")).expect_status(201);
    }
    expect_refused(client().mkcalendar(kHome + "more/"));
    client().move(kCalendar + "c.ics", kHome + "work/c.ics").expect_status(201);
    client().remove(kHome + "work/").expect_status(204);
    EXPECT_TRUE(server.store().check_integrity().value().empty());
}

}  // namespace
}  // namespace stafett::caldav::access
