// Outlook with CalDAV Synchronizer: it builds each text anew from Outlook's item and keeps the UID alone.
// Seen: aluxnimm/outlookcaldavsynchronizer, CalDavDataAccess.cs (requests) and EventEntityMapper.cs (COUNT instead of
// UNTIL, BYSETPOS, CATEGORIES and LOCATION as Outlook has them, SCHEDULE-AGENT by its setting, one ORGANIZER for all
// parts); the text of a zone and of an event in its issues #26, #148 and Kozea/Radicale#701. Reported: #131, #240.
// Older versions sent a change as text/xml; that is refused with supported-calendar-data.
#include "tests/caldav/meetings/meeting_test.h"

namespace stafett::caldav::meetings {
namespace {

constexpr const char* kRead =
    R"(<?xml version='1.0'?><D:propfind xmlns:D="DAV:"><D:prop><D:current-user-privilege-set/></D:prop></D:propfind>)";
constexpr QName kPrivileges{ns::dav, "current-user-privilege-set"};

class Outlook : public NetworkMeetings {
  protected:
    // One part of an object, in the order of its serialiser; times in its zone.
    static std::string part(const std::string& start, const std::string& more) {
        return "BEGIN:VEVENT\r\nCLASS:PUBLIC\r\n" + more +
               "DTEND;TZID=W. Europe Standard Time:" + two_hours_later(start) +
               "\r\nDTSTAMP:20261122T115502Z\r\nDTSTART;TZID=W. Europe Standard Time:" + start +
               "\r\nPRIORITY:5\r\nSEQUENCE:0\r\nSUMMARY:Nätverksträff\r\nTRANSP:OPAQUE\r\nUID:o\r\n"
               "X-MICROSOFT-CDO-BUSYSTATUS:BUSY\r\nEND:VEVENT\r\n";
    }
    static std::string object(const std::string& parts) {
        return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//ddaysoftware.com//NONSGML DDay.iCal 1.0//EN\r\n"
               "BEGIN:VTIMEZONE\r\nTZID:W. Europe Standard Time\r\n"
               "BEGIN:STANDARD\r\nDTSTART:19701025T030000\r\n"
               "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYHOUR=3;BYMINUTE=0;BYMONTH=10\r\nTZNAME:Västeuropa\\, normaltid\r\n"
               "TZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\n"
               "BEGIN:DAYLIGHT\r\nDTSTART:19700329T020000\r\n"
               "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYHOUR=2;BYMINUTE=0;BYMONTH=3\r\nTZNAME:Västeuropa\\, sommartid\r\n"
               "TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n" +
               parts + "END:VCALENDAR\r\n";
    }
    // Made without ETag in the answer, it asks for it; then it changes.
    void create(const std::string& text) {
        anna.put(href("o"), text, {{"If-None-Match", "*"}, {"Content-Type", "text/calendar"}}).expect_status(201);
    }
    void change(const std::string& text) {
        const std::string etag = anna.request("HEAD", href("o")).expect_status(200).etag();
        anna.put(href("o"), text, {{"If-Match", etag}, {"Content-Type", "text/calendar"}}).expect_status(204);
    }
    const std::string monthly = "RRULE:FREQ=MONTHLY;COUNT=4;BYDAY=WE;BYSETPOS=2\r\n";
};

TEST_F(Outlook, finds_the_calendars_and_whether_they_can_be_written) {
    const std::string home = "/dav/calendars/anna/";
    anna.propfind(
            home, "1",
            R"(<?xml version='1.0'?><D:propfind xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav" )"
            R"(xmlns:E="http://apple.com/ns/ical/"><D:prop><D:resourcetype /><D:displayname /><E:calendar-color />)"
            R"(<C:supported-calendar-component-set /></D:prop></D:propfind>)")
        .expect_status(207)
        .expect_property(chairs, tests::kDisplayname, "Elevhälsan");
    for (const char* name : {"write-content", "bind", "unbind"}) {
        EXPECT_THAT(anna.propfind(chairs, "0", kRead).names_in(chairs, kPrivileges), Contains(name));
        EXPECT_THAT(bo.propfind(members, "0", kRead).names_in(members, kPrivileges), Not(Contains(name)));
    }
}

TEST_F(Outlook, makes_a_calendar_by_extended_mkcol_and_names_it_afterwards) {
    const std::string made = "/dav/calendars/anna/5f0c/";
    anna.request(
            "MKCOL", made,
            R"(<?xml version='1.0'?><D:mkcol xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:set><D:prop>)"
            R"(<D:resourcetype><D:collection/><C:calendar/></D:resourcetype></D:prop></D:set></D:mkcol>)",
            {{"Content-Type", "application/xml"}})
        .expect_status(201);
    anna.proppatch(made,
                   R"(<?xml version='1.0'?><D:propertyupdate xmlns:D="DAV:"><D:set><D:prop><D:displayname>Mötena)"
                   R"(</D:displayname></D:prop></D:set></D:propertyupdate>)",
                   {{"Depth", "0"}, {"Content-Type", "application/xml"}})
        .expect_property_status(made, tests::kDisplayname, 200);
}

TEST_F(Outlook, writes_a_meeting_and_brings_our_lines_back_as_outlook_keeps_them) {
    create(object(part("20270310T130000", "")));
    expect_hosted_by(writers("o"), "Tibro");
    EXPECT_THAT(copy("o"), HasSubstr("DTSTART;TZID=W. Europe Standard Time:20270310T130000\r\n"));
    // CONTACT is no field of Outlook's; place and category are.
    change(object(part("20270317T130000", "CATEGORIES:Elevhälsan,Viktigt\r\nLOCATION:Tibro (plats meddelas)\r\n")));
    const CalendarText served = writers("o");
    EXPECT_THAT(served.all("CONTACT"), ElementsAre("CONTACT:Värd: Tibro kommun"));
    EXPECT_THAT(served.all("LOCATION"), ElementsAre("LOCATION:Tibro (plats meddelas)"));
    EXPECT_THAT(author("o"), Not(HasSubstr("Elevhälsan")));
    EXPECT_THAT(author("o"), HasSubstr("Viktigt"));
    EXPECT_THAT(hosts("o"), ElementsAre("2027-03-17 tibro planned"));
}

TEST_F(Outlook, writes_a_series_with_instances_of_its_own) {
    create(object(part("20270310T130000", monthly)));
    EXPECT_THAT(hosts("o"), ElementsAre("2027-03-10 tibro planned", "2027-04-14 skara planned",
                                        "2027-05-12 hjo planned", "2027-06-09 tibro planned"));
    settle();
    // One moved, one taken out: the first in the zone's time, the second in UTC.
    const std::string moved = part("20270415T090000", "RECURRENCE-ID;TZID=W. Europe Standard Time:20270414T130000\r\n");
    change(object(part("20270310T130000", "EXDATE:20270512T110000Z\r\n" + monthly) + moved));
    EXPECT_THAT(hosts("o"), ElementsAre("2027-03-10 tibro fixed", "2027-04-15 skara fixed", "2027-05-12 hjo released",
                                        "2027-06-09 tibro fixed"));
    // Moved onto another day of the series, it excludes what it overrides besides (#131).
    change(object(part("20270310T130000", "EXDATE:20270414T110000Z\r\n" + monthly) + moved));
    EXPECT_THAT(hosts("o"), Contains("2027-04-15 skara fixed"));
    EXPECT_THAT(ids(writers("o")), ElementsAre("", "20270414T130000"));
    // Outlook forgets its instances when the series is given another time, and they with it are gone here.
    change(object(part("20270310T090000", monthly)));
    EXPECT_THAT(ids(writers("o")), ElementsAre(""));
    for (const char* kept : {"2027-03-10 tibro fixed", "2027-04-14 skara fixed", "2027-06-09 tibro fixed"})
        EXPECT_THAT(hosts("o"), Contains(kept));
}

// Outlook has mailed them itself; whatever the parts name as organizer, it is the network (#240).
TEST_F(Outlook, calls_its_guests_itself) {
    const std::string guests =
        "ATTENDEE;CN=Gun;PARTSTAT=NEEDS-ACTION;ROLE=REQ-PARTICIPANT;RSVP=TRUE;SCHEDULE-AGENT=CLIENT:"
        "mailto:gun@example.test\r\n";
    const std::string hers = guests + "ORGANIZER;CN=Anna;SCHEDULE-AGENT=CLIENT:mailto:anna@example.test\r\n";
    const std::string another = guests + "ORGANIZER;CN=Anna:mailto:anna.andersson@work.example\r\n";
    create(object(part("20270310T130000", hers + monthly) +
                  part("20270414T150000", another + "RECURRENCE-ID;TZID=W. Europe Standard Time:20270414T130000\r\n")));
    const CalendarText served = writers("o");
    ASSERT_EQ(served.events.size(), 2U);
    for (std::size_t i = 0; i < served.events.size(); ++i) {
        ASSERT_EQ(served.all("ORGANIZER", i).size(), 1U);
        EXPECT_THAT(served.all("ORGANIZER", i)[0], EndsWith(":mailto:elevhalsan@example.test"));
        EXPECT_THAT(served.all("ATTENDEE", i), ElementsAre(HasSubstr("SCHEDULE-AGENT=CLIENT")));
    }
    EXPECT_THAT(copy("o"), Not(HasSubstr("gun@example.test")));
}

}  // namespace
}  // namespace stafett::caldav::meetings
