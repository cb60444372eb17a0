// Our lines come back as no serialiser of ours wrote them; they are known by their value (model.md §4). No client is
// known to write most of these: what may be written is RFC 5545's.
#include "tests/caldav/meetings/meeting_test.h"

namespace stafett::caldav::meetings {
namespace {

class StrangeHands : public NetworkMeetings {
  protected:
    StrangeHands() { create(ClientKind::thunderbird, {"m"}); }
    void send(const std::string& text) {
        anna.put(href("m"), text, if_match(fetch("m").etag())).expect_status(204);
        const CalendarText served = writers("m");
        EXPECT_THAT(served.all("CONTACT"), ElementsAre("CONTACT:Värd: Tibro kommun"));
        EXPECT_THAT(served.all("LOCATION"), ElementsAre("LOCATION:Tibro (plats meddelas)"));
        EXPECT_THAT(author("m"), Not(HasSubstr("Värd")));
        EXPECT_THAT(author("m"), Not(HasSubstr("Tibro")));
    }
};

TEST_F(StrangeHands, unknown_parameters_are_lost_or_added) {
    send(writers("m").set("CONTACT;LANGUAGE=sv;X-WHO=them:Värd: Tibro kommun").octets());
    send(writers("m").set("LOCATION;ALTREP=\"cid:plats\";LANGUAGE=sv:Tibro (plats meddelas)").octets());
}

TEST_F(StrangeHands, values_are_escaped_more_than_they_need) {
    send(writers("m").set("LOCATION:Tibro (plats meddelas)\\n").octets());
    send(writers("m").set("CONTACT: Värd: Tibro kommun ").octets());
}

TEST_F(StrangeHands, lines_are_folded_anywhere_and_end_in_line_feeds) {
    for (const std::size_t fold : {12U, 20U, 998U}) send(writers("m").octets(fold));
    std::string text = fetch("m").body();
    std::erase(text, '\r');
    send(text);
}

// RFC 5545 §3.1 warns of simple programs that fold between the octets of a character (no client is known to).
TEST_F(StrangeHands, a_fold_splits_a_character) {
    std::string text = fetch("m").body();
    text.insert(text.find("Värd") + 2, "\r\n ");
    send(text);
}

TEST_F(StrangeHands, names_are_in_lower_case) {
    std::string text = fetch("m").body();
    for (const std::string name : {"CONTACT", "LOCATION", "CATEGORIES"}) {
        std::string lower = name;
        for (char& c : lower) c = static_cast<char>(c + 32);
        text.replace(text.find(name), name.size(), lower);
    }
    send(text);
}

TEST_F(StrangeHands, our_category_stands_in_a_list_with_hers) {
    for (const char* list : {"CATEGORIES:Elevhälsan,Viktigt", "CATEGORIES:Viktigt,Elevhälsan",
                             "CATEGORIES:Elevhälsan,Viktigt,Elevhälsan", "CATEGORIES;LANGUAGE=sv:Viktigt,Elevhälsan"}) {
        send(writers("m").set(list).octets());
        std::string all;
        for (const std::string& line : writers("m").all("CATEGORIES")) all += line + '\n';
        EXPECT_EQ(all.find("Elevhälsan"), all.rfind("Elevhälsan")) << all;
        EXPECT_THAT(all, HasSubstr("Elevhälsan"));
        EXPECT_THAT(all, HasSubstr("Viktigt"));
        EXPECT_THAT(author("m"), HasSubstr("Viktigt"));
        EXPECT_THAT(author("m"), Not(HasSubstr("Elevhälsan")));
    }
}

TEST_F(StrangeHands, everything_is_in_another_order) {
    CalendarText text = writers("m");
    std::ranges::sort(text.events[0], std::greater<>());
    send(text.octets());
}

TEST_F(StrangeHands, our_lines_come_twice) {
    CalendarText text = writers("m");
    text.add("CONTACT:Värd: Tibro kommun").add("LOCATION:Skara (plats meddelas)").add("CATEGORIES:Elevhälsan");
    send(text.octets());
}

// Another host's lines, of another meeting or of long ago, are ours as well.
TEST_F(StrangeHands, lines_of_another_host_come_instead) {
    send(writers("m").set("CONTACT:Värd: Skara kommun").set("LOCATION:Skara (plats meddelas)").octets());
    send(writers("m").set("CONTACT:Host: Hjo kommun").set("LOCATION:Hjo (venue to be announced)").octets());
}

TEST_F(StrangeHands, a_contact_of_hers_stays_beside_ours) {
    CalendarText text = writers("m");
    text.add("CONTACT:Värd: familjen Tibro");
    anna.put(href("m"), text.octets(), if_match(fetch("m").etag())).expect_status(204);
    EXPECT_THAT(writers("m").all("CONTACT"),
                UnorderedElementsAre("CONTACT:Värd: Tibro kommun", "CONTACT:Värd: familjen Tibro"));
}

}  // namespace
}  // namespace stafett::caldav::meetings
