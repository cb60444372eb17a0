// The office's people answer and hide the copies of meetings in Alla nätverk, with each client (model.md §7).
#include "tests/caldav/meetings/meeting_test.h"

namespace stafett::caldav::meetings {
namespace {

constexpr QName kPrivileges{ns::dav, "current-user-privilege-set"};
constexpr QName kNotAllowed{ns::caldav, "allowed-attendee-scheduling-object-change"};

class OfficeCopy : public EachClient {
  protected:
    void SetUp() override { create(client(), {"m"}); }
    CalendarText held() { return CalendarText(copy("m")); }
    std::string etag() { return sam.get(copy_href("m")).expect_status(200).etag(); }
    tests::DavAnswer send(const CalendarText& edited) {
        return sam.put(copy_href("m"), written_again(client(), edited), if_match(etag()));
    }
    // Her answer, as a client writes it into the office's ATTENDEE.
    CalendarText with_answer(const std::string& partstat) {
        CalendarText text = held();
        std::string line = text.all("ATTENDEE").at(0);
        const std::size_t at = line.find("PARTSTAT=");
        return text.set(line.replace(at, line.find_first_of(";:", at) - at, "PARTSTAT=" + partstat));
    }
};

BY_EACH_CLIENT(OfficeCopy);

TEST_P(OfficeCopy, takes_an_answer_transparency_and_alarms) {
    CalendarText text = with_answer("ACCEPTED").set("TRANSP:TRANSPARENT");
    if (text.all("TRANSP").empty()) text.add("TRANSP:TRANSPARENT");
    for (const char* line : {"BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:x", "TRIGGER:-PT1H", "END:VALARM"})
        text.events[0].emplace_back(line);
    send(text).expect_status(204);
    for (const char* kept : {"PARTSTAT=ACCEPTED", "TRANSP:TRANSPARENT", "TRIGGER:-PT1H"})
        EXPECT_THAT(plain(copy("m")), HasSubstr(kept));
    send_again(client(), "m", writers("m").set("LOCATION:Stadshuset"));
    for (const char* kept : {"LOCATION:Stadshuset", "PARTSTAT=ACCEPTED", "TRANSP:TRANSPARENT", "TRIGGER:-PT1H"})
        EXPECT_THAT(plain(copy("m")), HasSubstr(kept));
    // The same for all of the office, and only in the office's collection.
    const std::string offices = "/dav/calendars/samordnare/alla-natverk/" + copy_href("m").substr(copies.size());
    EXPECT_EQ(copy("m"), plain(sam.get(offices).body()));
    EXPECT_THAT(plain(fetch("m").body()), Not(HasSubstr("PARTSTAT")));
    EXPECT_THAT(plain(fetch("m").body()), Not(HasSubstr("TRIGGER:-PT1H")));
}

// Each occurrence that has its own host has a text of its own in the copy.
TEST_P(OfficeCopy, an_answer_to_a_series_is_one_to_all_of_it) {
    create(client(), {"s", "Serie", "20270414T130000", "RRULE:FREQ=MONTHLY;COUNT=3\r\n"});
    CalendarText text(copy("s"));
    ASSERT_GT(text.events.size(), 1U);
    const std::string before = text.all("ATTENDEE").at(0);
    std::string after = before;
    after.replace(after.find("NEEDS-ACTION"), 12, "TENTATIVE");
    text.set(after);
    sam.put(copy_href("s"), written_again(client(), text), if_match(sam.get(copy_href("s")).etag())).expect_status(204);
    const CalendarText answered(copy("s"));
    for (std::size_t i = 0; i < answered.events.size(); ++i) EXPECT_EQ(answered.all("ATTENDEE", i).at(0), after) << i;
    text = answered;
    text.set(before, 1);
    sam.put(copy_href("s"), written_again(client(), text), if_match(sam.get(copy_href("s")).etag())).expect_status(204);
    EXPECT_EQ(CalendarText(copy("s")).all("ATTENDEE", 1).at(0), before);
    EXPECT_EQ(CalendarText(copy("s")).all("ATTENDEE", 0).at(0), after);
}

TEST_P(OfficeCopy, refuses_what_is_the_networks_and_says_what_may_be_changed) {
    const std::string before = copy("m");
    send(with_answer("DECLINED").set("LOCATION:Hemma"))
        .expect_status(403)
        .expect_condition(kNotAllowed)
        .expect_body_contains("PARTSTAT")
        .expect_body_contains("LOCATION");
    send(held().remove("ATTENDEE")).expect_status(403).expect_condition(kNotAllowed);
    EXPECT_EQ(copy("m"), before);
    EXPECT_THAT(plain(fetch("m").body()), Not(HasSubstr("Hemma")));
}

TEST_P(OfficeCopy, a_stale_one_is_not_taken) {
    const std::string old = etag();
    const CalendarText text = with_answer("ACCEPTED");
    send_again(client(), "m", writers("m").set("LOCATION:Stadshuset"));
    sam.put(copy_href("m"), written_again(client(), text), if_match(old)).expect_status(412);
    EXPECT_THAT(plain(copy("m")), HasSubstr("PARTSTAT=NEEDS-ACTION"));
}

TEST_P(OfficeCopy, deleted_is_hidden_from_the_whole_office_for_good_and_the_meeting_lives_on) {
    const std::string href = copy_href("m");
    const std::string token = sam.sync(copies).sync_token();
    sam.remove(href, if_match(etag())).expect_status(204);
    const auto told = sam.sync(copies, token);
    EXPECT_EQ(told.response_status(href), 404U);
    sam.get(href).expect_status(404);
    EXPECT_EQ(hosts("m").size(), 1U);
    const std::string after = told.sync_token();
    send_again(client(), "m", writers("m").set("LOCATION:Stadshuset"));
    settle();
    sam.get(href).expect_status(404);
    EXPECT_TRUE(sam.sync(copies, after).hrefs().empty());
    sam.remove(href).expect_status(404);
    sam.put(href, fetch("m").body()).expect_status(403).expect_condition({ns::dav, "need-privileges"});
}

TEST_P(OfficeCopy, shows_that_it_can_be_changed_and_removed_and_that_nothing_can_be_added) {
    const auto privileges = [&](const tests::DavClient& who, const std::string& href) {
        return who.propfind(href, "0", tests::props({"D:current-user-privilege-set"})).names_in(href, kPrivileges);
    };
    const auto holds = [](const std::vector<std::string>& names, const char* name) {
        return std::ranges::find(names, name) != names.end();
    };
    const auto collection = privileges(sam, copies), object = privileges(sam, copy_href("m"));
    for (const char* name : {"read", "write-content", "write-properties", "unbind"})
        EXPECT_TRUE(holds(collection, name)) << name;
    for (const char* name : {"read", "write-content"}) EXPECT_TRUE(holds(object, name)) << name;
    for (const char* name : {"bind", "write", "all"}) {
        EXPECT_FALSE(holds(collection, name)) << name;
        EXPECT_FALSE(holds(object, name)) << name;
    }
    sam.copy(personal, copies + "x.ics").expect_status(404);
    sam.put(copies + "egen.ics", written_new(client(), {"egen"}), kNew)
        .expect_status(403)
        .expect_condition({ns::dav, "need-privileges"})
        .expect_body_contains("<D:bind/>");
}

TEST_P(OfficeCopy, is_addressed_to_who_may_answer_it) {
    const auto addresses = [&](const tests::DavClient& who, const std::string& principal) {
        const auto answer = who.propfind(principal, "0", tests::props({"C:calendar-user-address-set"}));
        const auto* set = answer.property(principal, {ns::caldav, "calendar-user-address-set"});
        return set == nullptr ? std::string() : set->to_xml();
    };
    EXPECT_THAT(held().all("ATTENDEE").at(0), EndsWith(":mailto:samordnare@example.test"));
    EXPECT_THAT(addresses(sam, "/dav/principals/users/sam/"), HasSubstr("mailto:samordnare@example.test"));
    EXPECT_THAT(addresses(anna, "/dav/principals/users/anna/"), Not(HasSubstr("samordnare")));
    EXPECT_THAT(addresses(anna, "/dav/principals/users/sam/"), Not(HasSubstr("samordnare")));
}

TEST_P(OfficeCopy, is_nobody_elses) {
    for (const auto* who : {&anna, &sara, &bo}) {
        const std::string href = "/dav/calendars/samordnare/alla-natverk/" + copy_href("m").substr(copies.size());
        who->put(href, copy("m")).expect_status(404);
        who->remove(href).expect_status(404);
    }
}

TEST_P(OfficeCopy, moved_out_is_hidden_and_copied_out_is_not) {
    sam.copy(copy_href("m"), "/dav/calendars/sam/calendar/m.ics").expect_status(201);
    EXPECT_THAT(copy("m"), HasSubstr("SUMMARY"));
    sam.remove("/dav/calendars/sam/calendar/m.ics").expect_status(204);
    sam.move(copy_href("m"), "/dav/calendars/sam/calendar/m.ics").expect_status(201);
    sam.get(copy_href("m")).expect_status(404);
    // Another meeting's text does not replace a copy (RFC 4791 §5.3.2.1).
    create(client(), {"n"});
    sam.copy("/dav/calendars/sam/calendar/m.ics", copy_href("n"))
        .expect_status(403)
        .expect_condition({ns::caldav, "no-uid-conflict"});
}

}  // namespace
}  // namespace stafett::caldav::meetings
