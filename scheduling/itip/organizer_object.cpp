#include "scheduling/itip/organizer_object.h"

#include <algorithm>
#include <array>

#include "scheduling/ical/edit.h"
#include "scheduling/ical/writer.h"

namespace stafett::scheduling::itip {
namespace {

constexpr std::array kReplaced =
    std::to_array<std::string_view>({"ORGANIZER", "ATTENDEE", "SEQUENCE", "DTSTAMP", "LAST-MODIFIED"});

std::string organizer_line(const OrganizerFacts& facts) {
    ical::ContentLine line("ORGANIZER");
    line.parameter("CN", facts.name);
    // RFC 5545 §3.2.18: only where somebody else than the organizer herself wrote it.
    if (!facts.sent_by.empty() && facts.sent_by != facts.address) line.parameter("SENT-BY", "mailto:" + facts.sent_by);
    return line.raw("mailto:" + facts.address);
}

std::string informed_line(const Informed& one, const std::string& partstat) {
    return ical::ContentLine("ATTENDEE")
        .parameter("CN", one.name)
        .parameter("CUTYPE", "GROUP")
        .parameter("ROLE", "NON-PARTICIPANT")
        .parameter("PARTSTAT", partstat.empty() ? "NEEDS-ACTION" : partstat)
        .parameter("RSVP", "FALSE")
        .parameter("SCHEDULE-STATUS", "1.2")  // RFC 6638 §3.2.9: delivered, in the transaction that wrote this line
        .raw("mailto:" + one.address);
}

}  // namespace

std::string organizer_object(const ical::Object& published, const OrganizerFacts& facts) {
    std::string lines = ical::ContentLine("DTSTAMP").utc(facts.changed) +
                        ical::ContentLine("LAST-MODIFIED").utc(facts.changed) +
                        ical::ContentLine("SEQUENCE").raw(std::to_string(facts.sequence));
    if (facts.cancelled) lines += ical::ContentLine("STATUS").raw("CANCELLED");
    lines += organizer_line(facts);

    ical::Editor editor(published);
    for (const ical::Property& property : published.calendar().properties)
        if (property.name == "METHOD") editor.remove(property);
    for (const ical::Component* event : published.main()) {
        for (const ical::Property& property : event->properties)
            if (std::ranges::find(kReplaced, property.name) != kReplaced.end() ||
                (facts.cancelled && property.name == "STATUS"))
                editor.remove(property);
        std::string of_event = lines;
        for (const Informed& one : facts.informed)
            of_event += informed_line(one, answer_to(published, *event, one.answers).partstat);
        editor.insert_first(*event, of_event);
    }
    return editor.text();
}

}  // namespace stafett::scheduling::itip
