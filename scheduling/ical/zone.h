// Time zones by our own arithmetic (RFC 5545 §3.3.5, §3.6.5): the system's TZif files with the rule of their footer,
// and embedded VTIMEZONEs (vtimezone.h). A local time in a gap is read with the offset before it, one that occurs twice
// is the first.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "scheduling/ical/object.h"
#include "scheduling/ical/values.h"
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
// Outlook writes), a prefixed one ("/freeassociation.sourceforge.net/Europe/Berlin"); empty if none is known.
// Any case, blanks at the ends ignored. Never touches the file system with a client's name.
std::string iana_name(std::string_view tzid);

// The system's zone for an IANA or other TZID as above; null if there is none. Loaded once per name. Thread-safe.
ZonePtr find_zone(std::string_view tzid);

// The zones that an object's TZIDs mean. An IANA name is the system's zone (what programs embed under such a name is a
// shortened copy); for every other TZID, Windows names included, an embedded VTIMEZONE wins, for it says what its
// sender meant; without one the name is mapped. Made per use; one thread. The object must outlive it.
class ObjectZones {
  public:
    // What floating and all-day times are read in. Must not be null.
    ObjectZones(const Object& object, ZonePtr floating) : object_(object), floating_(std::move(floating)) {}
    // Null if the TZID means nothing.
    ZonePtr find(std::string_view tzid);
    // UTC for utc, the zone for zoned, else (also for an unknown TZID) the floating one. Never null.
    ZonePtr of(const DateTime& value);
    base::Instant instant(const DateTime& value);
    const ZonePtr& floating() const { return floating_; }

  private:
    const Object& object_;
    ZonePtr floating_;
    std::map<std::string, ZonePtr, std::less<>> known_;
};

}  // namespace stafett::scheduling::ical
