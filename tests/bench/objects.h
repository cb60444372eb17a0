// The objects that the kernels are timed on: what clients send, in the size they send it.
#pragma once

#include <string>
#include <string_view>

namespace stafett::bench {

inline constexpr std::string_view stockholm =
    "BEGIN:VTIMEZONE\r\nTZID:Europe/Stockholm\r\nBEGIN:STANDARD\r\nDTSTART:19961027T030000\r\n"
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\nTZNAME:CET\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nEND:"
    "STANDARD\r\n"
    "BEGIN:DAYLIGHT\r\nDTSTART:19810329T020000\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r\nTZNAME:CEST\r\n"
    "TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n";

// About 3 kB: a zone, fifteen attendees, a text, an alarm; `recurrence` is a line such as "RRULE:FREQ=WEEKLY\r\n" or
// empty.
inline std::string meeting(std::string_view recurrence) {
    std::string text = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Stafett//bench//SV\r\n";
    text += stockholm;
    text +=
        "BEGIN:VEVENT\r\nUID:traff-1@example.org\r\nDTSTAMP:20270101T080000Z\r\n"
        "DTSTART;TZID=Europe/Stockholm:20270305T130000\r\nDTEND;TZID=Europe/Stockholm:20270305T160000\r\n"
        "SUMMARY:Nätverksträff\\, elevhälsan\r\nDESCRIPTION:Dagordning\\n1. Välkomna\\n2. Föregående\r\n  protokoll\\n"
        "3. Övriga frågor\r\n";
    text += recurrence;
    for (int i = 1; i <= 15; ++i) {
        const std::string number = std::to_string(i);
        text += "ATTENDEE;CN=\"Elevhälsochef, kommun " + number +
                "\";CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;\r\n PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:elevhalsochef" +
                number + "@kommun.example\r\n";
    }
    text +=
        "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT15M\r\nDESCRIPTION:Påminnelse\r\nEND:VALARM\r\nEND:VEVENT\r\n"
        "END:VCALENDAR\r\n";
    return text;
}

}  // namespace stafett::bench
