#include "scheduling/network/schedule.h"

#include <algorithm>
#include <array>
#include <ranges>

#include <fmt/core.h>

#include "scheduling/ical/meaning.h"
#include "scheduling/ical/object_zones.h"
#include "scheduling/ical/recurrence.h"
#include "scheduling/ical/values.h"
#include "scheduling/network/master_instances.h"

namespace stafett::scheduling::network {
namespace {

std::string status_of(const ical::Component& component) {
    return ical::upper(ical::trimmed(component.value("STATUS")));
}

// How a zone goes on from a moment, whatever it is called: programs write "W. Europe Standard Time" for Stockholm. Its
// offsets week by week for a year, where they change.
std::string course_of(const ical::Zone& zone, base::Instant from) {
    std::string course;
    std::chrono::seconds last = std::chrono::seconds::max();
    for (int week = 0; week <= 53; ++week) {
        const std::chrono::seconds offset = zone.offset_at(from + week * std::chrono::weeks(1));
        if (offset != last) course += fmt::format("{}:{} ", week, offset.count());
        last = offset;
    }
    return course;
}

class Reader {
  public:
    explicit Reader(const ical::Object& object)
        : object_(object),
          zones_(object, no_zone()),
          ids_(object),
          master_(object.master()),
          place_(master_ != nullptr ? master_->text("LOCATION") : std::string()) {}

    Schedule read() {
        schedule_.cancelled = object_.status() == "CANCELLED";
        if (master_ != nullptr) schedule_.rule = start_of(*master_) + recurrence_of(*master_);
        for (const ical::Component* one : object_.main()) {
            for (const ical::Property* dates : one->all("EXDATE"))
                for (const ical::DateTime& date : ical::date_times(*dates))
                    schedule_.excluded.push_back(time_text(ids_.in_masters_form(date)));
            if (one == master_ || !one->has("RECURRENCE-ID"))
                add({}, *one);
            else
                add_override(*one);
        }
        add_overrides();
        // Clients write all this in any order, and twice.
        std::ranges::sort(schedule_.excluded);
        schedule_.excluded.erase(std::ranges::unique(schedule_.excluded).begin(), schedule_.excluded.end());
        schedule_.times = joined(times_);
        schedule_.place = joined(places_);
        return std::move(schedule_);
    }

  private:
    struct Override {
        ical::DateTime id;
        const ical::Component* component;
    };

    // A moment, or a day or floating time as it is written.
    std::string time_text(const ical::DateTime& time) {
        if (time.form == ical::DateTime::Form::date || time.form == ical::DateTime::Form::floating)
            return ical::format(time);
        return base::format_instant(zones_.instant(time));
    }

    std::string start_of(const ical::Component& component) {
        const auto start = ical::times_of(component).dtstart;
        return start ? time_text(*start) : std::string(component.value("DTSTART"));
    }

    std::string span_of(const ical::Component& component) {
        const ical::Times times = ical::times_of(component);
        return start_of(component) + "/" + base::format_instant(ical::end_of(times, zones_));
    }

    std::string recurrence_of(const ical::Component& component) {
        std::vector<std::string> lines;
        for (const ical::Property* rule : component.all("RRULE"))
            if (!ical::trimmed(rule->value).empty()) lines.push_back(ical::meaning_of_rule(rule->value));
        const bool by_rule = !lines.empty();
        for (const ical::Property* dates : component.all("RDATE")) {
            const bool periods = dates->value.contains('/');
            if (periods) lines.push_back(dates->parameter_value("TZID") + std::string(ical::trimmed(dates->value)));
            for (const ical::DateTime& date : ical::date_times(*dates))
                if (!periods) lines.push_back(time_text(date));
        }
        if (lines.empty()) return {};
        const auto start = ical::times_of(component).dtstart;
        if (start && by_rule) lines.push_back(course_of(*zones_.of(*start), zones_.instant(*start)));
        return "\n" + joined(lines);
    }

    void add(const std::string& id, const ical::Component& component) {
        times_.push_back(id + " " + span_of(component) + recurrence_of(component));
        const std::string place = component.text("LOCATION");
        if (id.empty() ? !place.empty() : place != place_) places_.push_back(id + " " + place);
    }

    void add_override(const ical::Component& component) {
        const auto named = ical::times_of(component).recurrence_id;
        const auto id = ids_.of(component);  // none also where it says something of others
        if (named && status_of(component) == "CANCELLED")
            schedule_.excluded.push_back(time_text(ids_.in_masters_form(*named)));
        else if (id)
            overrides_.push_back({*id, &component});
        else
            add(std::string(component.value("RECURRENCE-ID")), component);
    }

    void add_overrides() {
        std::vector<ical::DateTime> wanted;
        for (const Override& one : overrides_)
            if (start_of(*one.component) == time_text(one.id)) wanted.push_back(one.id);
        const MasterInstances instances(object_, wanted);
        for (const auto& [id, component] : overrides_) {
            const ical::Occurrence* instance = instances.find(id);
            const std::string place = component->text("LOCATION");
            if (place != place_) places_.push_back(time_text(id) + " " + place);
            if (instance == nullptr || !is_at(*component, *instance))
                times_.push_back(time_text(id) + " " + span_of(*component));
        }
    }

    bool is_at(const ical::Component& override, const ical::Occurrence& instance) {
        const ical::Times times = ical::times_of(override);
        return times.dtstart && times.dtstart->is_date() == instance.all_day &&
               time_text(*times.dtstart) == time_text(instance.recurrence_id) &&
               ical::end_of(times, zones_) == instance.end;
    }

    static std::string joined(std::vector<std::string>& lines) {
        std::ranges::sort(lines);
        std::string text;
        for (const std::string& one : lines) text += one + "\n";
        return text;
    }

    const ical::Object& object_;
    ical::ObjectZones zones_;
    OccurrenceIds ids_;
    const ical::Component* master_;
    std::string place_;  // the master's
    std::vector<Override> overrides_;
    std::vector<std::string> times_, places_;
    Schedule schedule_;
};

}  // namespace

Schedule schedule_of(const ical::Object& object) { return Reader(object).read(); }

namespace {

// Whether both say of time and place the same in the same words and order.
bool written_alike(const ical::Object& one, const ical::Object& other) {
    constexpr std::array<std::string_view, 9> said{"DTSTART", "DTEND",         "DURATION", "RRULE",   "RDATE",
                                                   "EXDATE",  "RECURRENCE-ID", "STATUS",   "LOCATION"};
    const auto counts = [&](const ical::Property& property) {
        return std::ranges::find(said, property.name) != said.end();
    };
    const auto same = [](const ical::Property& a, const ical::Property& b) {
        return a.name == b.name && a.value == b.value && a.parameter_value("TZID") == b.parameter_value("TZID") &&
               (a.parameter("RANGE") == nullptr) == (b.parameter("RANGE") == nullptr);
    };
    const auto alike = [&](const ical::Component* a, const ical::Component* b) {
        return a->name == b->name && std::ranges::equal(a->properties | std::views::filter(counts),
                                                        b->properties | std::views::filter(counts), same);
    };
    // What an embedded zone says may have changed under its name.
    const auto zones = [](const ical::Object& object) {
        std::vector<std::string_view> texts;
        for (const ical::Component* zone : object.calendar().children("VTIMEZONE"))
            texts.push_back(object.octets(zone->raw));
        return texts;
    };
    return std::ranges::equal(one.main(), other.main(), alike) && zones(one) == zones(other);
}

}  // namespace

Schedules schedules_of(const ical::Object& before, const ical::Object& after) {
    if (!written_alike(before, after)) return {schedule_of(before), schedule_of(after)};
    Schedule same;
    same.cancelled = after.status() == "CANCELLED";
    return {same, same};
}

bool name_occurrences_alike(const ical::Object& one, const ical::Object& other) {
    const auto start = [](const ical::Object& object) {
        return object.master() != nullptr ? ical::times_of(*object.master()).dtstart : std::nullopt;
    };
    const auto a = start(one), b = start(other);
    return a.has_value() == b.has_value() && (!a || (a->form == b->form && a->tzid == b->tzid));
}

bool raises_sequence(const Schedule& before, const Schedule& after) {
    return before.times != after.times || before.place != after.place || before.excluded != after.excluded ||
           before.cancelled != after.cancelled;
}

model::SubmissionWhat what_changed(const Schedule& before, const Schedule& after) {
    using enum model::SubmissionWhat;
    if (before.cancelled != after.cancelled) return after.cancelled ? cancelled : revived;
    if (before.excluded != after.excluded && before.rule == after.rule) {
        if (std::ranges::includes(after.excluded, before.excluded)) return cancelled;
        if (std::ranges::includes(before.excluded, after.excluded)) return revived;
    }
    if (before.times != after.times || before.excluded != after.excluded) return moved;
    return text;
}

}  // namespace stafett::scheduling::network
