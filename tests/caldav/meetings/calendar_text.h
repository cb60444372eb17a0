// A calendar object as a client holds it between fetching and sending: logical lines, which it changes, orders and
// folds as it likes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace stafett::caldav::meetings {

// Name of a content line: what stands before its first ':' or ';'.
std::string_view name_of(std::string_view line);

class CalendarText {
  public:
    // One VEVENT: the lines between BEGIN and END, those of its alarms included.
    using Event = std::vector<std::string>;

    // Unfolds. What is not a VEVENT keeps its place before or after them.
    explicit CalendarText(std::string_view octets);

    std::vector<Event> events;

    // Index of the override with this RECURRENCE-ID value; npos when there is none.
    std::size_t override_of(std::string_view recurrence_id) const;
    // Lines of that name in one event, its alarms aside.
    std::vector<std::string> all(std::string_view name, std::size_t event = 0) const;
    // Value of the first of them; empty when there is none.
    std::string value(std::string_view name, std::size_t event = 0) const;

    CalendarText& remove(std::string_view name, std::size_t event = 0);
    // Before the event's alarms.
    CalendarText& add(std::string line, std::size_t event = 0);
    // Every line of that name is replaced by this one, in the first one's place.
    CalendarText& set(std::string line, std::size_t event = 0);

    // With CRLF, folded at so many octets (RFC 5545 §3.1).
    std::string octets(std::size_t fold = 75) const;

  private:
    std::vector<std::string> before_;
    std::vector<std::string> after_;
};

// Logical lines of a text.
std::vector<std::string> unfolded(std::string_view octets);
// The text without folding, for looking into it.
std::string plain(std::string_view octets);

}  // namespace stafett::caldav::meetings
