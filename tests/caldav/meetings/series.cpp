#include "tests/caldav/meetings/series.h"

#include <algorithm>

namespace stafett::caldav::meetings {

CalendarText::Event Series::instance_of(const CalendarText& series, const std::string& original,
                                        const std::string& start) {
    CalendarText text = series;
    text.events.resize(1);
    for (const char* name : {"RRULE", "EXDATE", "RDATE"}) text.remove(name);
    const std::string& begins = start.empty() ? original : start;
    text.set("DTSTART;TZID=Europe/Stockholm:" + begins);
    text.set("DTEND;TZID=Europe/Stockholm:" + two_hours_later(begins));
    text.add("RECURRENCE-ID;TZID=Europe/Stockholm:" + original);
    return text.events[0];
}

std::vector<std::string> ids(const CalendarText& text) {
    std::vector<std::string> found;
    for (std::size_t i = 0; i < text.events.size(); ++i) found.push_back(text.value("RECURRENCE-ID", i));
    std::ranges::sort(found);
    return found;
}

}  // namespace stafett::caldav::meetings
