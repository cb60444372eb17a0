#include "scheduling/network/lost_occurrences.h"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>

#include "scheduling/ical/object_zones.h"
#include "scheduling/ical/writer.h"
#include "scheduling/network/composed_override.h"
#include "scheduling/network/master_instances.h"
#include "scheduling/network/meeting_id.h"

namespace stafett::scheduling::network {
namespace {

constexpr std::chrono::days kShownAhead(366);
constexpr std::size_t kShownAtMost = 100;
// A longer one is kept as short as its date needs: each occurrence repeats what may be a megabyte of its series.
constexpr std::size_t kLongestShown = std::size_t{16} << 10;
constexpr std::size_t kLongestLine = std::size_t{2} << 10;

std::optional<ical::DateTime> date_time(const model::OccurrenceId& id) {
    return ical::parse_date_time(id.value, id.zone);
}

const ical::Component* override_of(const ical::Object& object, OccurrenceIds& ids, const ical::DateTime& id) {
    const ical::Component* found = nullptr;
    for (const ical::Component* one : object.overrides())
        if (ids.of(*one) == id) found = one;  // of two the later one counts
    return found;
}

// A component's own octets but for its alarms, which readers do not get.
std::string without_alarms(const ical::Object& object, const ical::Component& event) {
    std::string text = ical::begin_line(event.name);
    for (const ical::Property& property : event.properties) text += object.octets(property.raw);
    for (const ical::Component& child : event.components)
        if (child.name != "VALARM") text += object.octets(child.raw);
    return text + ical::end_line(event.name);
}

// Texts of two objects may be mixed, and their line ends may not.
std::string with_crlf(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\n' && !out.ends_with('\r')) out += '\r';
        out += c;
    }
    return out;
}

std::string object_of(const ical::Object& series, const std::string& event) {
    std::string zones;
    for (const ical::Component& one : series.calendar().components)
        if (one.name == "VTIMEZONE" && event.find(one.value("TZID")) != std::string::npos)
            zones += series.octets(one.raw);
    return with_crlf(ical::begin_line("VCALENDAR") + ical::ContentLine("VERSION").raw("2.0") +
                     ical::ContentLine("PRODID").raw("-//Stafett//Stafett//SV") + zones + event +
                     ical::end_line("VCALENDAR"));
}

// What tells which meeting does not take place, where, and when: in UTC, so that no zone goes with it. `event` is its
// override, or the master.
std::string short_event(const ical::Object& series, const ical::Component& event, const ical::DateTime& id,
                        const ical::DateTime& starts, base::Instant end, ical::ObjectZones& zones) {
    constexpr std::array<std::string_view, 6> kept{"UID", "DTSTAMP", "SUMMARY", "LOCATION", "CLASS", "TRANSP"};
    const auto line = [&](std::string_view name, const ical::DateTime& value) {
        return ical::ContentLine(name).date_time(value.is_date() ? value : ical::DateTime::utc(zones.instant(value)));
    };
    std::string text = ical::begin_line(event.name);
    for (const ical::Property& property : event.properties)
        if (std::ranges::find(kept, property.name) != kept.end() &&
            property.raw.end - property.raw.begin <= kLongestLine)
            text += series.octets(property.raw);
    text += line("RECURRENCE-ID", id) + line("DTSTART", starts);
    const base::Instant start = zones.instant(starts);
    if (starts.is_date()) {
        const auto days = std::chrono::round<std::chrono::days>(end - start);
        if (days.count() > 1)
            text += line("DTEND", ical::DateTime::of_date(base::Date(std::chrono::local_days(starts.date()) + days)));
    } else if (end > start) {
        text += line("DTEND", ical::DateTime::utc(end));
    }
    return text + ical::end_line(event.name);
}

// The series that was told of, asked for single occurrences of it.
class Told {
  public:
    Told(const ical::Object& told, std::vector<ical::DateTime> wanted, const ical::ZonePtr& zone)
        : told_(told), ids_(told), wanted_(in_form(std::move(wanted))), zones_(told, zone), instances_(told, wanted_) {}

    // By occurrence, each once: those that end after `now`.
    std::vector<model::CancelledOccurrence> ending_after(base::Instant now) {
        std::vector<model::CancelledOccurrence> found;
        for (const ical::DateTime& id : wanted_)
            if (auto one = find(id, now); one && one->ends > now) found.push_back(*std::move(one));
        const auto by_id = [](const model::CancelledOccurrence& one) { return one.occurrence; };
        std::ranges::sort(found, {}, by_id);
        found.erase(std::ranges::unique(found, {}, by_id).begin(), found.end());
        return found;
    }

  private:
    std::vector<ical::DateTime> in_form(std::vector<ical::DateTime> wanted) {
        for (ical::DateTime& one : wanted) one = ids_.in_masters_form(one);
        return wanted;
    }

    std::optional<model::CancelledOccurrence> find(const ical::DateTime& id, base::Instant now) {
        if (const ical::Component* override = override_of(told_, ids_, id)) {
            const ical::Times times = ical::times_of(*override);
            const base::Instant end = ical::end_of(times, zones_);
            const auto short_one = [&] {
                return short_event(told_, *override, id, times.dtstart.value_or(id), end, zones_);
            };
            std::string whole = is_long(*override) ? std::string() : without_alarms(told_, *override);
            return model::CancelledOccurrence{occurrence_id(id), end, now, text_of(std::move(whole), short_one)};
        }
        const ical::Occurrence* instance = instances_.find(id);
        if (instance == nullptr) return std::nullopt;
        const ical::Component& master = *told_.master();
        const auto short_one = [&] { return short_event(told_, master, id, id, instance->end, zones_); };
        std::string whole;
        if (!is_long(master)) {
            const auto event = composed_override(told_, *instance, {});
            if (!event) return std::nullopt;
            whole = *event;
        }
        return model::CancelledOccurrence{occurrence_id(id), instance->end, now, text_of(std::move(whole), short_one)};
    }

    static bool is_long(const ical::Component& event) { return event.raw.end - event.raw.begin > kLongestShown; }

    // `whole`: the event as it stands; empty if that is too long.
    template <class Short>
    std::string text_of(std::string whole, Short short_one) const {
        if (!whole.empty()) {
            std::string text = object_of(told_, whole);
            if (text.size() <= kLongestShown) return text;
        }
        return object_of(told_, short_one());
    }

    const ical::Object& told_;
    OccurrenceIds ids_;
    std::vector<ical::DateTime> wanted_;  // in the master's form
    ical::ObjectZones zones_;
    MasterInstances instances_;
};

}  // namespace

std::vector<model::CancelledOccurrence> lost_occurrences(const ical::Object& told, const ical::Object& present,
                                                         std::span<const model::OccurrenceId> released,
                                                         const ical::ZonePtr& zone, base::Instant now) {
    if (told.master() == nullptr) return {};
    std::vector<ical::DateTime> wanted;
    for (const model::OccurrenceId& one : released)
        if (const auto id = date_time(one)) wanted.push_back(*id);
    if (present.master() != nullptr)
        for (const ical::Property* line : present.master()->all("EXDATE"))
            for (const ical::DateTime& one : ical::date_times(*line)) wanted.push_back(one);
    if (wanted.empty()) return {};
    auto lost = Told(told, std::move(wanted), zone).ending_after(now);
    forget_present(lost, present);
    return lost;
}

std::vector<model::CancelledOccurrence> next_occurrences(const ical::Object& told, const ical::ZonePtr& zone,
                                                         base::Instant now) {
    if (told.master() == nullptr) return {};
    std::vector<ical::DateTime> wanted;
    auto work = ical::own_share(told);
    for (const ical::Occurrence& one : ical::occurrences(told, now, now + kShownAhead, zone, work).list)
        if (wanted.size() < kShownAtMost) wanted.push_back(one.recurrence_id);
    return Told(told, std::move(wanted), zone).ending_after(now);
}

void keep_next(std::vector<model::CancelledOccurrence>& occurrences) {
    if (occurrences.size() <= kShownAtMost) return;
    std::ranges::sort(occurrences, {},
                      [](const model::CancelledOccurrence& one) { return std::tie(one.ends, one.occurrence); });
    occurrences.resize(kShownAtMost);
    std::ranges::sort(occurrences, {}, &model::CancelledOccurrence::occurrence);
}

void forget_present(std::vector<model::CancelledOccurrence>& occurrences, const ical::Object& present) {
    OccurrenceIds ids(present);
    std::vector<ical::DateTime> wanted;
    for (const model::CancelledOccurrence& one : occurrences)
        if (const auto id = date_time(one.occurrence)) wanted.push_back(ids.in_masters_form(*id));
    const MasterInstances instances(present, wanted);
    const bool single = present.master() != nullptr && !present.recurs();
    std::erase_if(occurrences, [&](const model::CancelledOccurrence& one) {
        const auto named = date_time(one.occurrence);
        if (!named) return true;
        const ical::DateTime id = ids.in_masters_form(*named);
        if (override_of(present, ids, id) != nullptr || instances.find(id) != nullptr) return true;
        return single && ical::times_of(*present.master()).dtstart == id;
    });
}

}  // namespace stafett::scheduling::network
