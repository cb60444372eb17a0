#include "scheduling/network/master_instances.h"

#include <algorithm>
#include <tuple>

#include "scheduling/ical/edit.h"
#include "scheduling/ical/object_zones.h"
#include "scheduling/ical/parse.h"

namespace stafett::scheduling::network {
namespace {

bool earlier(const ical::DateTime& a, const ical::DateTime& b) {
    return std::tie(a.time, a.form, a.tzid) < std::tie(b.time, b.form, b.tzid);
}

ical::ObjectPtr copy_without_overrides(const ical::Object& object) {
    ical::Editor editor(object);
    for (const ical::Component* one : object.overrides()) editor.remove(*one);
    auto parsed = ical::parse(editor.text());
    return parsed ? *std::move(parsed) : nullptr;
}

}  // namespace

OccurrenceIds::OccurrenceIds(const ical::Object& object) : zones_(object, no_zone()) {
    if (object.master() != nullptr) start_ = ical::times_of(*object.master()).dtstart;
}

ical::DateTime OccurrenceIds::in_masters_form(const ical::DateTime& id) {
    if (!start_) return id;
    const auto day_of = [](base::LocalTime time) { return std::chrono::floor<std::chrono::days>(time); };
    const auto in_zone = [&] { return zones_.of(*start_)->to_local(zones_.instant(id)); };
    ical::DateTime named = *start_;
    if (start_->is_date())
        named.time = day_of(id.form == ical::DateTime::Form::utc ? in_zone() : id.time);
    else if (id.is_date())
        named.time = id.time + (start_->time - day_of(start_->time));
    else if (id.form == ical::DateTime::Form::floating || (id.form == start_->form && id.tzid == start_->tzid))
        named.time = id.time;
    else
        named.time = in_zone();
    return named;
}

std::optional<ical::DateTime> OccurrenceIds::of(const ical::Component& override) {
    const ical::Property* id = override.find("RECURRENCE-ID");
    if (id == nullptr || id->parameter("RANGE") != nullptr) return std::nullopt;
    const std::optional<ical::DateTime> value = ical::date_time(*id);
    if (!value) return std::nullopt;
    return in_masters_form(*value);
}

MasterInstances::MasterInstances(const ical::Object& object, std::span<const ical::DateTime> wanted) {
    if (wanted.empty() || object.master() == nullptr || !object.recurs()) return;
    const ical::Object* series = &object;
    if (!object.overrides().empty()) {
        without_overrides_ = copy_without_overrides(object);
        if (!without_overrides_) return;
        series = without_overrides_.get();
    }
    ical::ObjectZones zones(*series, no_zone());
    base::Instant first = zones.instant(wanted.front());
    base::Instant last = first;
    for (const ical::DateTime& one : wanted) {
        const base::Instant start = zones.instant(one);
        first = std::min(first, start);
        last = std::max(last, start);
    }
    auto work = ical::own_share(*series);
    list_ = ical::occurrences(*series, first, last + std::chrono::seconds(1), no_zone(), work).list;
    std::ranges::sort(list_, earlier, &ical::Occurrence::recurrence_id);
}

const ical::Occurrence* MasterInstances::find(const ical::DateTime& recurrence_id) const {
    const auto found = std::ranges::lower_bound(list_, recurrence_id, earlier, &ical::Occurrence::recurrence_id);
    return found != list_.end() && found->recurrence_id == recurrence_id ? &*found : nullptr;
}

ical::ZonePtr no_zone() { return ical::utc_zone(); }

}  // namespace stafett::scheduling::network
