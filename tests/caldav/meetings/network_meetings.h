// A network with a chair, a secretary, a member, two hosts and the coordinator's office, met through DAV requests only.
// After each test all is read, and everything derived made again and compared (`stafett check`).
#pragma once

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "tests/caldav/meetings/clients.h"
#include "tests/support/dav_client.h"

namespace stafett::caldav::meetings {

class NetworkMeetings : public ::testing::Test {
  protected:
    // Municipalities in the order of the rotation: Tibro (cai), Skara (eva), Hjo (eva).
    NetworkMeetings();
    void TearDown() override;

    // GET by the chair; fails the test unless it is there.
    tests::DavAnswer fetch(const std::string& uid);
    // The text that the chair, or a member, is served.
    CalendarText writers(const std::string& uid) { return CalendarText(fetch(uid).body()); }
    CalendarText readers(const std::string& uid);
    // The chair's client makes an event, and sends one again that it has fetched: it must be taken, without ETag.
    void create(ClientKind client, const Draft& draft);
    void send_again(ClientKind client, const std::string& uid, CalendarText edited);

    // The coordinator's copy; empty text when there is none.
    std::string copy_href(const std::string& uid, const std::string& network = "elevhalsan");
    std::string copy(const std::string& uid, const std::string& network = "elevhalsan");
    // As last sent, without our lines.
    std::string author(const std::string& uid);
    // "2027-03-10 tibro planned", ...
    std::vector<std::string> hosts(const std::string& uid, const std::string& network = "elevhalsan");

    // Time goes on by that, and what is due is settled.
    void settle(std::chrono::seconds after = std::chrono::minutes(5));

    // One set of our lines: host, place and network, each once.
    void expect_hosted_by(const CalendarText& text, const std::string& municipality, std::size_t event = 0);

    std::string href(const std::string& uid) const { return chairs + uid + ".ics"; }

    tests::DavServer server;
    tests::DavClient anna = server.as("anna"), sara = server.as("sara"), bo = server.as("bo"), sam = server.as("sam");
    const std::string chairs = "/dav/calendars/anna/natverk-elevhalsan/",
                      members = "/dav/calendars/bo/natverk-elevhalsan/", traffar = "/dav/calendars/elevhalsan/traffar/",
                      personal = "/dav/calendars/anna/calendar/", copies = "/dav/calendars/sam/alla-natverk/";
};

class EachClient : public NetworkMeetings, public ::testing::WithParamInterface<ClientKind> {
  protected:
    ClientKind client() const { return GetParam(); }
};

}  // namespace stafett::caldav::meetings
