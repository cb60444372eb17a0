#include "scheduling/ical/object_zones.h"

#include "scheduling/ical/vtimezone.h"

namespace stafett::scheduling::ical {
namespace {

constexpr std::size_t kZonesPerObject = 100;  // evaluating an embedded one is the dearest step of reading

}  // namespace

ZonePtr ObjectZones::find(std::string_view tzid) {
    const std::string_view wanted = trimmed(tzid);
    if (const auto found = known_.find(wanted); found != known_.end()) return found->second;
    if (known_.size() >= kZonesPerObject) return nullptr;
    ZonePtr zone;
    if (equal_ignoring_case(iana_name(wanted), wanted)) zone = find_zone(wanted);
    if (const Component* embedded = zone ? nullptr : object_.timezone(wanted))
        zone = embedded_zone(object_, *embedded, work_);
    if (!zone) zone = find_zone(wanted);
    known_.emplace(wanted, zone);
    return zone;
}

ZonePtr ObjectZones::of(const DateTime& value) {
    switch (value.form) {
        case DateTime::Form::utc:
            return utc_zone();
        case DateTime::Form::zoned:
            if (ZonePtr zone = find(value.tzid)) return zone;
            return floating_;
        case DateTime::Form::date:
        case DateTime::Form::floating:
            break;
    }
    return floating_;
}

base::Instant ObjectZones::instant(const DateTime& value) { return of(value)->to_utc(value.time); }

}  // namespace stafett::scheduling::ical
