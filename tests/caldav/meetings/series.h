// A monthly series in the network: second Wednesdays from March 2027.
#pragma once

#include <string>
#include <vector>

#include "tests/caldav/meetings/network_meetings.h"

namespace stafett::caldav::meetings {

// RECURRENCE-ID of each override, in order; "" for the master.
std::vector<std::string> ids(const CalendarText& text);

class Series : public EachClient {
  protected:
    void create_series(const std::string& rule = "RRULE:FREQ=MONTHLY;BYDAY=2WE;COUNT=4") {
        create(client(), {"s", "Serie", "20270310T130000", rule + "\r\n"});
    }
    // An override as a client makes it: the master's lines, ours included, without its recurrence, at its own time.
    static CalendarText::Event instance_of(const CalendarText& series, const std::string& original,
                                           const std::string& start = {});
    static constexpr const char* kHosts =
        "CONTACT:Värdar: 2027-03-10 Tibro\\, 2027-04-14 Skara\\, 2027-05-12 Hjo\\, 2027-06-09 Tibro";
};

}  // namespace stafett::caldav::meetings
