#include "tests/caldav/meetings/calendar_text.h"

#include <algorithm>

namespace stafett::caldav::meetings {
namespace {

// Never inside a character of UTF-8.
void append_folded(std::string& text, std::string_view line, std::size_t fold) {
    std::size_t room = fold;
    while (line.size() > room) {
        std::size_t cut = room;
        while (cut > 1 && (static_cast<unsigned char>(line[cut]) & 0xC0U) == 0x80U) --cut;
        text.append(line.substr(0, cut)).append("\r\n ");
        line.remove_prefix(cut);
        room = fold - 1;
    }
    text.append(line).append("\r\n");
}

std::size_t first_alarm(const CalendarText::Event& event) {
    return static_cast<std::size_t>(std::ranges::find(event, "BEGIN:VALARM") - event.begin());
}

}  // namespace

std::string_view name_of(std::string_view line) { return line.substr(0, line.find_first_of(":;")); }

std::vector<std::string> unfolded(std::string_view octets) {
    std::vector<std::string> lines;
    while (!octets.empty()) {
        const std::size_t end = octets.find('\n');
        std::string_view line = octets.substr(0, end);
        octets.remove_prefix(end == std::string_view::npos ? octets.size() : end + 1);
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (!lines.empty() && (line.starts_with(' ') || line.starts_with('\t')))
            lines.back().append(line.substr(1));
        else
            lines.emplace_back(line);
    }
    return lines;
}

std::string plain(std::string_view octets) {
    std::string text;
    for (const std::string& line : unfolded(octets)) text.append(line).append("\r\n");
    return text;
}

CalendarText::CalendarText(std::string_view octets) {
    bool inside = false;
    for (std::string& line : unfolded(octets)) {
        if (line == "BEGIN:VEVENT") {
            inside = true;
            events.emplace_back();
        } else if (line == "END:VEVENT") {
            inside = false;
        } else {
            (inside ? events.back() : events.empty() ? before_ : after_).push_back(std::move(line));
        }
    }
}

std::size_t CalendarText::override_of(std::string_view recurrence_id) const {
    for (std::size_t i = 0; i < events.size(); ++i)
        if (value("RECURRENCE-ID", i) == recurrence_id) return i;
    return std::string::npos;
}

std::vector<std::string> CalendarText::all(std::string_view name, std::size_t event) const {
    std::vector<std::string> found;
    if (event >= events.size()) return found;
    const Event& lines = events[event];
    for (std::size_t i = 0; i < first_alarm(lines); ++i)
        if (name_of(lines[i]) == name) found.push_back(lines[i]);
    return found;
}

std::string CalendarText::value(std::string_view name, std::size_t event) const {
    const auto lines = all(name, event);
    return lines.empty() ? std::string() : lines.front().substr(lines.front().find(':') + 1);
}

CalendarText& CalendarText::remove(std::string_view name, std::size_t event) {
    Event& lines = events.at(event);
    const auto alarms = static_cast<Event::difference_type>(first_alarm(lines));
    const auto rest = std::remove_if(lines.begin(), lines.begin() + alarms,
                                     [&](const std::string& line) { return name_of(line) == name; });
    lines.erase(rest, lines.begin() + alarms);
    return *this;
}

CalendarText& CalendarText::add(std::string line, std::size_t event) {
    Event& lines = events.at(event);
    lines.insert(lines.begin() + static_cast<Event::difference_type>(first_alarm(lines)), std::move(line));
    return *this;
}

CalendarText& CalendarText::set(std::string line, std::size_t event) {
    Event& lines = events.at(event);
    const auto place = std::ranges::find_if(lines, [&](const auto& one) { return name_of(one) == name_of(line); });
    const auto at =
        place == lines.end() ? static_cast<Event::difference_type>(first_alarm(lines)) : place - lines.begin();
    const std::string name(name_of(line));
    remove(name, event);
    lines.insert(lines.begin() + std::min(at, static_cast<Event::difference_type>(lines.size())), std::move(line));
    return *this;
}

std::string CalendarText::octets(std::size_t fold) const {
    std::string text;
    for (const std::string& line : before_) append_folded(text, line, fold);
    for (const Event& event : events) {
        text += "BEGIN:VEVENT\r\n";
        for (const std::string& line : event) append_folded(text, line, fold);
        text += "END:VEVENT\r\n";
    }
    for (const std::string& line : after_) append_folded(text, line, fold);
    return text;
}

}  // namespace stafett::caldav::meetings
