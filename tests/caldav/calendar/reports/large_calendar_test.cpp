// What a calendar of 100 000 objects costs: memory while it is listed, and nothing but the answer when it is searched.
#include <algorithm>
#include <fstream>
#include <sstream>

#include <fmt/format.h>
#include <sanitizer/allocator_interface.h>

#include "scheduling/ical/parse.h"
#include "scheduling/ical/recurrence.h"
#include "scheduling/ical/time_spans.h"
#include "tests/support/dav_client.h"

namespace stafett::caldav::calendar::reports {
namespace {

constexpr const char* kCalendar = "/dav/calendars/anna/calendar/";
constexpr int kObjects = 100'000;

#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
// Sanitizers hold freed memory back, so that the process grows whatever it does: what is allocated counts, looked at
// whenever a piece has been made.
long most = 0;
void look() { most = std::max(most, static_cast<long>(__sanitizer_get_current_allocated_bytes() / 1024)); }
long peak() { return most; }
void reset_peak() {
    most = 0;
    look();
}
#else
// The most memory that the process has held since reset_peak(), KiB.
void look() {}
long peak() {
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;)
        if (word == "VmHWM:") {
            long kib = 0;
            status >> kib;
            return kib;
        }
    return 0;
}
void reset_peak() { std::ofstream("/proc/self/clear_refs") << "5"; }
#endif

class LargeCalendar : public ::testing::Test {
  protected:
    // One event each hour for years, put in by the store alone.
    static void SetUpTestSuite() {
        server = std::make_unique<tests::DavServer>();
        server->given_person("anna");
        auto snapshot = server->store().snapshot().value();
        const auto calendar =
            snapshot->calendars().find(model::PrincipalId("anna"), model::CalendarName("calendar")).value().value();
        snapshot.reset();
        const auto now = server->clock().now();
        const auto filled = server->store().write([&](storage::Transaction& t) -> storage::Result<void> {
            for (int i = 0; i < kObjects; ++i) {
                const auto start = now + std::chrono::hours(i - kObjects / 2);
                const std::string uid = fmt::format("event-{}", i);
                const auto text = std::make_shared<const std::string>(
                    tests::event(uid, "Träff", scheduling::ical::format(scheduling::ical::DateTime::utc(start))));
                model::NewObject object;
                object.name = model::ObjectName(uid + ".ics");
                object.uid = model::Uid(uid);
                object.author = object.writers = object.readers = text;
                object.bounds = {start, start + std::chrono::hours(1)};
                TRY(t.write_objects().put(calendar.id, object, model::Expect::absent(),
                                          {model::PersonId("anna"), model::PrincipalId("anna"), now}));
            }
            return {};
        });
        ASSERT_TRUE(filled) << filled.error().detail;
    }
    static void TearDownTestSuite() { server.reset(); }

    // Pulls an answer without keeping it; how many responses it had.
    static std::size_t count_responses(std::string_view method, const std::string& body, const std::string& depth) {
        http::RequestHead head;
        head.method = method;
        head.target = kCalendar;
        head.origin = "https://localhost";
        head.has_body = true;
        head.content_length = body.size();
        head.fields.add("Authorization", "Test anna");
        head.fields.add("Depth", depth);
        http::Who who;
        auto admitted = server->dav().admit(head, http::Arrival::coming, who);
        auto answer =
            server->dav().handle(head, http::Body(std::string(body)), std::move(std::get<http::Admitted>(admitted)));
        EXPECT_EQ(answer.status, 207U);
        auto& source = std::get<std::unique_ptr<http::PullSource>>(answer.body);
        std::size_t count = 0;
        for (bool more = true; more;) {
            std::string piece;
            more = source->fill(piece, 64UL * 1024) == http::PullSource::More::yes;
            look();
            EXPECT_LT(piece.size(), std::size_t{512} * 1024);
            for (std::size_t at = 0; (at = piece.find("<D:response>", at)) != std::string::npos; ++at) ++count;
        }
        return count;
    }

    static std::unique_ptr<tests::DavServer> server;
};
std::unique_ptr<tests::DavServer> LargeCalendar::server;

TEST_F(LargeCalendar, is_listed_and_synchronised_and_searched_with_bounded_memory) {
    const std::string query =
        R"(<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop><D:getetag/></D:prop>)"
        R"(<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">)"
        R"(<C:time-range start="20000101T000000Z"/></C:comp-filter></C:comp-filter></C:filter></C:calendar-query>)";
    const std::string sync = R"(<D:sync-collection xmlns:D="DAV:"><D:sync-token/><D:sync-level>1</D:sync-level>)"
                             R"(<D:prop><D:getetag/></D:prop></D:sync-collection>)";
    constexpr long cap = 96L * 1024;  // KiB: the cache of parsed objects fills, nothing else grows
    reset_peak();
    const long before = peak();
    EXPECT_EQ(count_responses("PROPFIND", tests::props({"D:getetag"}), "1"), kObjects + 1U);
    EXPECT_EQ(count_responses("REPORT", sync, "0"), static_cast<std::size_t>(kObjects));
    EXPECT_LT(peak() - before, 16L * 1024);
    EXPECT_EQ(count_responses("REPORT", query, "1"), static_cast<std::size_t>(kObjects));
    EXPECT_LT(peak() - before, cap);
}

TEST_F(LargeCalendar, is_searched_for_a_day_in_one_page) {
    auto anna = server->as("anna");
    const auto answer = anna.report(
        kCalendar,
        R"(<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop><D:getetag/></D:prop>)"
        R"(<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">)"
        R"(<C:time-range start="20261124T000000Z" end="20261125T000000Z"/></C:comp-filter></C:comp-filter>)"
        R"(</C:filter></C:calendar-query>)");
    EXPECT_EQ(answer.hrefs().size(), 24U);
}

}  // namespace
}  // namespace stafett::caldav::calendar::reports
