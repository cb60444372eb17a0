// Guests that the author called, who calls them, and meetings without a place (model.md §3, §4).
#include "tests/caldav/meetings/meeting_test.h"

namespace stafett::caldav::meetings {
namespace {

class Guests : public EachClient {
  protected:
    // Apple and Thunderbird name the account as organizer when they add somebody; a phone too, with its own address.
    const std::string called =
        "ORGANIZER;CN=\"Anna\":mailto:anna@example.test\r\n"
        "ATTENDEE;CN=\"Gun\";CUTYPE=INDIVIDUAL;PARTSTAT=NEEDS-ACTION;ROLE=REQ-PARTICIPANT:mailto:gun@example.test\r\n"
        "ATTENDEE;CN=\"Anna\";PARTSTAT=ACCEPTED:mailto:anna@example.test\r\n";
    static std::string organizer(const std::string& person) {
        return "ORGANIZER;CN=Elevhälsan;SENT-BY=\"mailto:" + person + "@example.test\":mailto:elevhalsan@example.test";
    }
};

BY_EACH_CLIENT(Guests);

TEST_P(Guests, are_called_by_the_network_with_the_person_who_last_acted) {
    create(client(), {"m", "Träff", "20270310T130000", called});
    EXPECT_THAT(writers("m").all("ORGANIZER"), ElementsAre(organizer("anna")));
    EXPECT_EQ(writers("m").all("ATTENDEE").size(), 2U);
    send_again(client(), "m", writers("m").set("SUMMARY:Möte"));
    EXPECT_THAT(writers("m").all("ORGANIZER"), ElementsAre(organizer("anna")));
    const std::string saras = "/dav/calendars/sara/natverk-elevhalsan/m.ics";
    const auto hers = sara.get(saras);
    sara.put(saras, written_again(client(), CalendarText(hers.body()).set("SUMMARY:Saras")), if_match(hers.etag()))
        .expect_status(204);
    EXPECT_THAT(writers("m").all("ORGANIZER"), ElementsAre(organizer("sara")));
    EXPECT_THAT(author("m"), Not(HasSubstr("ORGANIZER")));
    EXPECT_THAT(copy("m"), Not(HasSubstr("gun@example.test")));
}

TEST_P(Guests, taken_away_take_the_organizer_with_them) {
    create(client(), {"m", "Träff", "20270310T130000", called});
    send_again(client(), "m", writers("m").remove("ATTENDEE"));
    EXPECT_THAT(writers("m").all("ORGANIZER"), IsEmpty());
    EXPECT_THAT(writers("m").all("ATTENDEE"), IsEmpty());
    server.as("gun").get(traffar + "m.ics").expect_status(404);
}

TEST_P(Guests, an_organizer_alone_is_dropped) {
    create(client(), {"m", "Träff", "20270310T130000", "ORGANIZER:mailto:anna@example.test\r\n"});
    EXPECT_THAT(writers("m").all("ORGANIZER"), IsEmpty());
    EXPECT_THAT(copy("m"), HasSubstr("mailto:elevhalsan@example.test\r\n"));
}

TEST_P(Guests, the_networks_own_address_stays_as_she_wrote_it) {
    create(client(), {"m", "Träff", "20270310T130000", "ATTENDEE;CN=Alla:mailto:elevhalsan@example.test\r\n"});
    EXPECT_THAT(writers("m").all("ATTENDEE"), ElementsAre("ATTENDEE;CN=Alla:mailto:elevhalsan@example.test"));
    EXPECT_THAT(writers("m").all("ORGANIZER"), ElementsAre(organizer("anna")));
}

TEST_P(Guests, called_by_who_acts_as_the_network_still_name_the_person) {
    const auto network = server.acting("anna", "elevhalsan");
    network.put(traffar + "m.ics", written_new(client(), {"m", "Träff", "20270310T130000", called}), kNew)
        .expect_status(201);
    EXPECT_THAT(writers("m").all("ORGANIZER"), ElementsAre(organizer("anna")));
}

TEST_P(Guests, of_a_digital_meeting_get_no_place_from_us) {
    const std::vector<std::string> links{
        "DESCRIPTION:Anslut: https://teams.microsoft.com/l/meetup-join/19%3ameeting_abc/0?context=x\\nVälkomna\r\n",
        "URL;VALUE=URI:https://meet.example.test/x\r\nCONFERENCE;VALUE=URI:https://meet.example.test/x\r\n",
        "LOCATION:https://zoom.us/j/123456789\r\n"};
    int count = 0;
    for (const std::string& link : links) {
        const std::string uid = "d" + std::to_string(count++);
        create(client(), {uid, "Digitalt", "20270310T130000", link});
        EXPECT_THAT(fetch(uid).body(), Not(HasSubstr("plats meddelas"))) << link;
        EXPECT_EQ(writers(uid).all("CONTACT").size(), 1U) << "somebody hosts it all the same";
    }
    // The link taken away, it is a meeting somewhere.
    send_again(client(), "d0", writers("d0").set("DESCRIPTION:Välkomna"));
    expect_hosted_by(writers("d0"), "Tibro");
}

}  // namespace
}  // namespace stafett::caldav::meetings
