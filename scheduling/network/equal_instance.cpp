#include "scheduling/network/equal_instance.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "scheduling/ical/meaning.h"
#include "scheduling/ical/values.h"
#include "scheduling/ical/zone.h"
#include "scheduling/network/master_instances.h"
#include "scheduling/network/our_lines.h"
#include "scheduling/network/our_properties.h"

namespace stafett::scheduling::network {
namespace {

// Compared by what they mean, or not at all.
constexpr std::array kSetAside{
    std::string_view("DTSTART"), std::string_view("DTEND"),         std::string_view("DURATION"),
    std::string_view("RRULE"),   std::string_view("RECURRENCE-ID"), std::string_view("RDATE"),
    std::string_view("EXDATE"),  std::string_view("EXRULE"),        std::string_view("DTSTAMP"),
    std::string_view("CREATED"), std::string_view("LAST-MODIFIED"), std::string_view("SEQUENCE"),
    std::string_view("UID"),
};

// What an event says beside its times and our lines.
std::vector<std::string> authors_meaning(const ical::Component& event, const Vocabulary& vocabulary) {
    ical::Aside aside;
    aside.property = [&](const ical::Property& property) {
        if (std::ranges::find(kSetAside, property.name) != kSetAside.end()) return true;
        // A file of one instance alone is what makes its override (model.md §6).
        if (property.name == "CATEGORIES" || property.name == "ATTACH") return false;
        return is_ours(property, vocabulary);
    };
    aside.list_value = [&](const ical::Property& property, std::string_view value) {
        return property.name == "CATEGORIES" && is_our_category(value, vocabulary);
    };
    return ical::meaning_of(event, aside);
}

bool is_floating(const ical::DateTime& value) { return value.form == ical::DateTime::Form::floating; }

}  // namespace

InstanceComparison::InstanceComparison(const ical::Object& object, const Vocabulary& vocabulary)
    : vocabulary_(vocabulary), zones_(object, no_zone()), master_(authors_meaning(*object.master(), vocabulary)) {}

bool InstanceComparison::equal(const ical::Component& override, const ical::Occurrence& instance) {
    const ical::Times times = ical::times_of(override);
    if (!times.dtstart || times.dtstart->is_date() != instance.all_day) return false;
    if (is_floating(*times.dtstart) != is_floating(instance.recurrence_id)) return false;
    if (zones_.instant(*times.dtstart) != instance.start || ical::end_of(times, zones_) != instance.end) return false;
    return authors_meaning(override, vocabulary_) == master_;
}

}  // namespace stafett::scheduling::network
