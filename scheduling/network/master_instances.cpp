#include "scheduling/network/master_instances.h"

#include <algorithm>
#include <tuple>

#include "scheduling/ical/edit.h"
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
    list_ = ical::occurrences(*series, first, last + std::chrono::seconds(1), no_zone()).list;
    std::ranges::sort(list_, earlier, &ical::Occurrence::recurrence_id);
}

const ical::Occurrence* MasterInstances::find(const ical::DateTime& recurrence_id) const {
    const auto found = std::ranges::lower_bound(list_, recurrence_id, earlier, &ical::Occurrence::recurrence_id);
    return found != list_.end() && found->recurrence_id == recurrence_id ? &*found : nullptr;
}

std::optional<ical::DateTime> occurrence_of(const ical::Object& object, const ical::Component& override) {
    const ical::Property* id = override.find("RECURRENCE-ID");
    if (id == nullptr || id->parameter("RANGE") != nullptr) return std::nullopt;
    const std::optional<ical::DateTime> value = ical::date_time(*id);
    if (!value) return std::nullopt;
    return ical::in_masters_form(object, *value, no_zone());
}

ical::ZonePtr no_zone() { return ical::utc_zone(); }

}  // namespace stafett::scheduling::network
