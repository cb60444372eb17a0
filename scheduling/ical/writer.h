// RFC 5545 §3.1: writing content lines, CRLF, folded at 75 octets without splitting a UTF-8 character or an escape.
#pragma once

#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "scheduling/ical/content_line.h"
#include "scheduling/ical/values.h"

namespace stafett::scheduling::ical {

// One unfolded line (without line end) folded, with CRLF at its end.
std::string fold(std::string_view line);

// A content line in the making: ContentLine("DTSTART").parameter("X", "y").date_time(start). The last call gives the
// folded line with its CRLF. Control characters, CR and LF never get out: they are left out of raw values and
// parameters, and escaped as \n in TEXT.
class ContentLine {
  public:
    explicit ContentLine(std::string_view name);

    // Quoted and RFC 6868 encoded where needed; ORGANIZER's and ATTENDEE's SENT-BY, MEMBER, DELEGATED-* always quoted.
    ContentLine& parameter(std::string_view name, std::string_view value);
    ContentLine& parameter(const Parameter& source);  // as written in another object

    std::string raw(std::string_view value) const;
    std::string text(std::string_view value) const;                // escaped
    std::string texts(std::span<const std::string> values) const;  // escaped, comma list
    std::string date_time(const DateTime& value) const;            // with TZID or VALUE=DATE
    std::string utc(Instant value) const;

  private:
    std::string line_;
};

// A change of one parameter; no value removes it.
struct ParameterChange {
    std::string_view name;
    std::optional<std::string> value;
};
// A property's line anew with some parameters changed, added at the end or removed, and all else of it kept.
std::string with_parameters(const Property& property, std::initializer_list<ParameterChange> changes);
// The same line with another raw value.
std::string with_value(const Property& property, std::string_view raw_value);

std::string begin_line(std::string_view component);  // "BEGIN:VEVENT\r\n"
std::string end_line(std::string_view component);

}  // namespace stafett::scheduling::ical
