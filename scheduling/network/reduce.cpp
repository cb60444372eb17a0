#include "scheduling/network/reduce.h"

#include <optional>
#include <utility>
#include <vector>

#include "scheduling/ical/edit.h"
#include "scheduling/ical/values.h"
#include "scheduling/ical/writer.h"
#include "scheduling/network/equal_instance.h"
#include "scheduling/network/master_instances.h"
#include "scheduling/network/our_properties.h"

namespace stafett::scheduling::network {
namespace {

std::string joined(const std::vector<std::string_view>& values) {
    std::string list;
    for (const std::string_view value : values) list.append(list.empty() ? "" : ",").append(value);
    return list;
}

void reduce_event(const ical::Component& event, const Vocabulary& vocabulary, ical::Editor& editor) {
    for (const ical::Property& property : event.properties) {
        if (is_ours(property, vocabulary)) {
            editor.remove(property);
        } else if (property.name == "CATEGORIES") {
            const auto values = authors_categories(property, vocabulary);
            if (values.size() < ical::split_list(property.value).size())
                editor.replace(property, ical::with_value(property, joined(values)));
        }
    }
}

void drop_equal_overrides(const ical::Object& sent, const Vocabulary& vocabulary, ical::Editor& editor) {
    if (sent.master() == nullptr || sent.overrides().empty()) return;
    std::vector<std::pair<const ical::Component*, ical::DateTime>> overrides;
    std::vector<ical::DateTime> wanted;
    OccurrenceIds ids(sent);
    for (const ical::Component* one : sent.overrides()) {
        std::optional<ical::DateTime> occurrence = ids.of(*one);
        if (!occurrence) continue;
        wanted.push_back(*occurrence);
        overrides.emplace_back(one, *std::move(occurrence));
    }
    const MasterInstances instances(sent, wanted);
    InstanceComparison comparison(sent, vocabulary);
    for (const auto& [override, occurrence] : overrides) {
        const ical::Occurrence* instance = instances.find(occurrence);
        if (instance != nullptr && comparison.equal(*override, *instance)) editor.remove(*override);
    }
}

}  // namespace

std::string reduce(const ical::Object& sent, const Vocabulary& vocabulary) {
    ical::Editor editor(sent);
    for (const ical::Component* event : sent.main())
        if (event->name == "VEVENT") reduce_event(*event, vocabulary, editor);
    drop_equal_overrides(sent, vocabulary, editor);
    return editor.text();
}

}  // namespace stafett::scheduling::network
