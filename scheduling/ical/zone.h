// Time zones by our own arithmetic (RFC 5545 §3.3.5, §3.6.5): the system's TZif files with the rule of their footer,
// and embedded VTIMEZONEs (vtimezone.h). What a TZID means in an object says object_zones.h. A local time in a gap is
// read with the offset before it, one that occurs twice is the first.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "storage/base/clock.h"

namespace stafett::scheduling::ical {

// Immutable, shared between threads.
class Zone {
  public:
    virtual ~Zone() = default;
    // "Europe/Stockholm", "UTC", or the TZID of an embedded VTIMEZONE.
    virtual std::string_view name() const = 0;
    // Seconds east of UTC in force at that moment.
    virtual std::chrono::seconds offset_at(base::Instant at) const = 0;

    base::LocalTime to_local(base::Instant at) const;
    base::Instant to_utc(base::LocalTime local) const;
};
using ZonePtr = std::shared_ptr<const Zone>;

ZonePtr utc_zone();

// Reads the list of the system's zones; called once at start, from main. False if there are none (package tzdata).
// Everything below works without it having been called.
bool initialise();

// The IANA name that a TZID means: itself, a Windows name ("W. Europe Standard Time", also with " 1" behind it, as
// Outlook writes), what Exchange shows for a zone ("(UTC+01:00) Amsterdam, Berlin, Bern"), a prefixed name
// ("/freeassociation.sourceforge.net/Europe/Berlin"); empty if none is known. Any case, blanks at the ends ignored.
// Never touches the file system with a client's name.
std::string iana_name(std::string_view tzid);

// The system's zone for an IANA or other TZID as above, or the one that a name as "GMT+05:30" says; null if there is
// none. Loaded once per name. Thread-safe.
ZonePtr find_zone(std::string_view tzid);

}  // namespace stafett::scheduling::ical
