#include "caldav/calendar/reports/expand.h"

#include <algorithm>
#include <array>

#include "caldav/calendar/filter/instances.h"
#include "caldav/http/conditions.h"
#include "scheduling/ical/edit.h"
#include "scheduling/ical/object_zones.h"
#include "scheduling/ical/recurrence.h"
#include "scheduling/ical/writer.h"

namespace stafett::caldav::calendar::reports {

namespace ical = scheduling::ical;

namespace {

constexpr std::size_t kMostOctets = std::size_t{8} << 20;
constexpr std::size_t kOctetsWrittenPerStep = 128;

std::unexpected<Failure> too_much() {
    return fail(conditions::number_of_matches_within_limits, "expansion costs more than one object may");
}

bool recurrence_property(std::string_view name) {
    constexpr std::array<std::string_view, 5> names{"RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID"};
    return std::ranges::find(names, name) != names.end();
}

class Expansion {
  public:
    Expansion(const ical::Object& object, const ical::ZonePtr& floating) : object_(object), zones_(object, floating) {
        out_ += ical::begin_line("VCALENDAR");
        for (const ical::Property& property : object.calendar().properties) out_ += object.octets(property.raw);
    }

    // A component as it is, but for its zones.
    void add(const ical::Component& component) {
        out_ += ical::begin_line(component.name);
        for (const ical::Property& property : component.properties)
            if (!recurrence_property(property.name)) add_in_utc(property);
        close(component);
    }

    // One instance of a recurring component.
    void add(const ical::Occurrence& occurrence) {
        const ical::Component& component = *occurrence.component;
        out_ += ical::begin_line(component.name);
        const ical::Times times = ical::times_of(component);
        const ical::DateTime::Form form = times.dtstart ? times.dtstart->form : ical::DateTime::Form::utc;
        const std::string id = ical::ContentLine("RECURRENCE-ID").date_time(in_utc(occurrence.recurrence_id));
        if (!times.dtstart) out_ += id;
        for (const ical::Property& property : component.properties) {
            if (recurrence_property(property.name)) continue;
            if (property.name == "DTSTART")
                out_ += id + ical::ContentLine("DTSTART").date_time(in_form(occurrence.start, form));
            else if (property.name == "DTEND" || property.name == "DUE")
                out_ += ical::ContentLine(property.name).date_time(in_form(occurrence.end, form));
            else
                add_in_utc(property);
        }
        close(component);
    }

    std::size_t octets() const { return out_.size(); }
    bool too_long() const { return out_.size() > kMostOctets; }
    std::string finish() && { return std::move(out_) + ical::end_line("VCALENDAR"); }

  private:
    void close(const ical::Component& component) {
        for (const ical::Component& inner : component.components) out_ += object_.octets(inner.raw);
        out_ += ical::end_line(component.name);
    }

    void add_in_utc(const ical::Property& property) {
        const std::optional<ical::DateTime> time =
            property.parameter("TZID") != nullptr ? ical::date_time(property) : std::nullopt;
        out_ += time ? ical::ContentLine(property.name).date_time(in_utc(*time)) : object_.octets(property.raw);
    }

    ical::DateTime in_utc(const ical::DateTime& time) {
        return time.form == ical::DateTime::Form::zoned ? ical::DateTime::utc(zones_.instant(time)) : time;
    }

    ical::DateTime in_form(base::Instant at, ical::DateTime::Form form) {
        const base::LocalTime local = zones_.floating()->to_local(at);
        switch (form) {
            case ical::DateTime::Form::date:
                return ical::DateTime::of_date(base::Date(floor<std::chrono::days>(local)));
            case ical::DateTime::Form::floating:
                return {local, form, {}};
            case ical::DateTime::Form::utc:
            case ical::DateTime::Form::zoned:
                break;
        }
        return ical::DateTime::utc(at);
    }

    const ical::Object& object_;
    ical::ObjectZones zones_;
    std::string out_;
};

}  // namespace

Result<std::string> expand(const ical::Object& object, const filter::TimeRange& range, const ical::ZonePtr& floating,
                           base::WorkBudget& work) {
    Expansion expansion(object, floating);
    if (!object.recurs() && object.overrides().empty()) {
        filter::Instances instances(object, floating, work);
        for (const ical::Component* component : object.main())
            if (instances.component_overlaps(*component, object.calendar(), range)) expansion.add(*component);
        if (work.exhausted()) return too_much();
        return std::move(expansion).finish();
    }
    const ical::Occurrences found = ical::occurrences(object, range.start, range.end, floating, work);
    if (work.exhausted()) return too_much();
    if (!found.complete) return fail(conditions::number_of_matches_within_limits, "too many instances to expand");
    for (const ical::Occurrence& occurrence : found.list) {
        const std::size_t before = expansion.octets();
        expansion.add(occurrence);
        if (expansion.too_long()) return fail(conditions::number_of_matches_within_limits, "expansion too long");
        if (!work.spend(1 + (expansion.octets() - before) / kOctetsWrittenPerStep)) return too_much();
    }
    return std::move(expansion).finish();
}

Result<std::string> limit_recurrence_set(const ical::Object& object, const filter::TimeRange& range,
                                         const ical::ZonePtr& floating, base::WorkBudget& work) {
    ical::ObjectZones zones(object, floating);
    filter::Instances instances(object, floating, work);
    std::chrono::seconds length(0);
    if (const ical::Component* master = object.master()) {
        const ical::Times times = ical::times_of(*master);
        if (times.dtstart) length = ical::end_of(times, zones) - zones.instant(*times.dtstart);
    }
    ical::Editor editor(object);
    for (const ical::Component* override_component : object.overrides()) {
        const ical::Property* id = override_component->find("RECURRENCE-ID");
        if (id != nullptr && id->parameter("RANGE") != nullptr) continue;
        if (instances.component_overlaps(*override_component, object.calendar(), range)) continue;
        const std::optional<ical::DateTime> original = id != nullptr ? ical::date_time(*id) : std::nullopt;
        if (original) {
            const base::Instant start = zones.instant(*original);
            if (filter::event_overlaps(range, start, start + length)) continue;
        }
        editor.remove(*override_component);
    }
    if (work.exhausted()) return too_much();
    return editor.empty() ? object.text() : editor.text();
}

}  // namespace stafett::caldav::calendar::reports
