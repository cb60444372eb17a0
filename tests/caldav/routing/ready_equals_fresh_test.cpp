// What lies ready is what would be made now: after every kind of write each answer that may come from memory is
// compared with one that is made anew.
#include "scheduling/delivery/meeting_book.h"
#include "storage/store.h"
#include "tests/caldav/meetings/attachments.h"
#include "tests/caldav/meetings/meeting_test.h"

namespace stafett::caldav::meetings {
namespace {

using storage::Transaction;

class ReadyEqualsFresh : public AttachedMeetings {
  protected:
    ReadyEqualsFresh() {
        create(ClientKind::macos, {"m"});
        anna.put(personal + "egen.ics", tests::event("egen")).expect_status(201);
    }

    struct Question {
        std::string who, method, href, body;
        tests::Headers headers;
    };
    static std::vector<Question> questions() {
        const std::string all = tests::props({"D:displayname",
                                              "CS:getctag",
                                              "D:sync-token",
                                              "D:current-user-privilege-set",
                                              "D:owner",
                                              "D:quota-used-bytes",
                                              "D:quota-available-bytes",
                                              "D:resource-id",
                                              "C:calendar-description",
                                              "C:supported-calendar-component-set",
                                              "C:calendar-timezone",
                                              "C:schedule-calendar-transp",
                                              "C:max-resource-size",
                                              "C:max-attachments-per-resource",
                                              "A:calendar-color",
                                              "A:calendar-order",
                                              "D:resourcetype",
                                              "D:creationdate",
                                              "D:supported-report-set",
                                              "D:group-membership",
                                              "X:egen"});
        const std::string everything = R"(<D:propfind xmlns:D="DAV:"><D:allprop/></D:propfind>)";
        std::vector<Question> list;
        for (const std::string who : {"anna", "bo", "sam"}) {
            const std::string home = "/dav/calendars/" + who + '/';
            for (const std::string& href : {home, home + "calendar/", home + "natverk-elevhalsan/",
                                            home + "alla-natverk/", std::string("/dav/calendars/elevhalsan/traffar/")})
                for (const std::string& body : {all, everything}) {
                    list.push_back({who, "PROPFIND", href, body, {{"Depth", "0"}}});
                    if (href == home) list.push_back({who, "PROPFIND", href, body, {{"Depth", "1"}}});
                    if (href != home) list.push_back({who, "GET", href, "", {}});
                    if (href != home)
                        list.push_back({who,
                                        "REPORT",
                                        href,
                                        R"(<D:sync-collection xmlns:D="DAV:"><D:sync-token/><D:sync-level>1)"
                                        R"(</D:sync-level><D:prop><D:getetag/></D:prop></D:sync-collection>)",
                                        {{"Depth", "0"}}});
                }
        }
        return list;
    }

    std::string answer(const tests::DavClient& from, const Question& question, bool& ready) const {
        const auto got = from.request(question.method, question.href, question.body, question.headers);
        ready = got.was_ready();
        return std::to_string(got.status()) + ' ' + got.etag() + '\n' + got.body();
    }

    void expect_fresh(const std::string& after) {
        const auto uncached = server.dav_on(server.store());
        bool ready = false;
        for (const Question& one : questions()) {
            const std::string made = answer(tests::DavClient(*uncached, one.who), one, ready);
            ASSERT_FALSE(ready);
            const tests::DavClient client = server.as(one.who);
            EXPECT_EQ(answer(client, one, ready), made)
                << after << ": " << one.method << ' ' << one.href << " as " << one.who;
            EXPECT_EQ(answer(client, one, ready), made) << after << ": " << one.method << ' ' << one.href << " again";
            ready_ += ready ? 1 : 0;
        }
    }

    template <class F>
    void write(F body) {
        const auto done = server.store().write(body);
        ASSERT_TRUE(done) << done.error().detail;
    }
    void job(const std::function<storage::Result<void>(scheduling::delivery::MeetingBook&)>& work) {
        const scheduling::delivery::Settings settings;
        write([&](Transaction& transaction) {
            scheduling::delivery::MeetingBook book(transaction, {{}, {}, server.clock().now()}, settings);
            return work(book);
        });
    }

    int ready_ = 0;
};

TEST_F(ReadyEqualsFresh, after_every_kind_of_write) {
    const std::string home = "/dav/calendars/anna/", principal = "/dav/principals/users/anna/";
    const std::vector<std::pair<std::string, std::function<void()>>> writes{
        {"nothing", [] {}},
        {"PROPPATCH of the home", [&] { anna.proppatch(home, tests::set_props({{"X:egen", "1"}})); }},
        {"PROPPATCH of the home again", [&] { anna.proppatch(home, tests::set_props({{"X:egen", "2"}})); }},
        {"PROPPATCH of the home's name", [&] { anna.proppatch(home, tests::set_props({{"D:displayname", "Hem"}})); }},
        {"PROPPATCH of the principal",
         [&] { anna.proppatch(principal, tests::set_props({{"D:displayname", "Anna"}, {"X:egen", "3"}})); }},
        {"PROPPATCH of a calendar",
         [&] {
             anna.proppatch(personal, tests::set_props({{"D:displayname", "Nytt"}, {"A:calendar-color", "#f00"}}));
         }},
        {"PROPPATCH of one's own in the network",
         [&] { anna.proppatch(chairs, tests::set_props({{"D:displayname", "Mitt"}, {"A:calendar-order", "3"}})); }},
        {"PROPPATCH of the network's own",
         [&] { anna.proppatch(chairs, tests::set_props({{"C:calendar-description", "Text"}})); }},
        {"PUT", [&] { anna.put(personal + "b.ics", tests::event("b")); }},
        {"PUT into the network", [&] { create(ClientKind::macos, {"n", "Annat", "20270410T130000"}); }},
        {"POST of a file", [&] { attach("m"); }},
        {"POST of an own file", [&] { post(personal + "egen.ics", "attachment-add", "octets"); }},
        {"settling", [&] { settle(); }},
        {"COPY", [&] { anna.copy(personal + "b.ics", home + "tasks/b.ics"); }},
        {"MOVE", [&] { anna.move(personal + "b.ics", personal + "c.ics"); }},
        {"MOVE out of the network", [&] { anna.move(href("m"), personal + "m.ics"); }},
        {"DELETE", [&] { anna.remove(personal + "c.ics"); }},
        {"DELETE in the network", [&] { anna.remove(href("n")); }},
        {"DELETE of a copy", [&] { sam.remove(copy_href("n")); }},
        {"MKCALENDAR", [&] { anna.mkcalendar(home + "nytt/").expect_status(201); }},
        {"DELETE of a calendar", [&] { anna.remove(home + "nytt/").expect_status(204); }},
        {"a name", [&] { server.given_network("elevhalsan", "Elevhälsa"); }},
        {"recomposing", [&] { job([](auto& book) { return book.recompose(model::NetworkId("elevhalsan")); }); }},
        {"a role", [&] { server.given_role("sarskolan", "bo", model::Role::chair); }},
        {"an office", [&] { server.given_office("samordnare", {"sam", "cai"}); }},
        {"three days and the daily job",
         [&] {
             server.clock().set(server.clock().now() + std::chrono::days(3));
             const base::Date today(std::chrono::floor<std::chrono::days>(server.clock().now()));
             job([&](auto& book) { return book.daily(today); });
         }},
    };
    for (const auto& [what, change] : writes) {
        change();
        expect_fresh(what);
    }
    EXPECT_GT(ready_, 300) << "nothing was compared";
}

}  // namespace
}  // namespace stafett::caldav::meetings
