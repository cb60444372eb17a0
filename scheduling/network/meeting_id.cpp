#include "scheduling/network/meeting_id.h"

#include "storage/base/digest.h"

namespace stafett::scheduling::network {
namespace {

// Drawn once at random. Changing it would rename every meeting in every feed.
constexpr std::string_view kNamespace = "5d0c0a5e-3f0b-4c7f-9d7a-2b8f6a1e4c93";

}  // namespace

model::MeetingId meeting_id(const model::NetworkId& network, const model::Uid& uid) {
    return model::MeetingId(base::uuid_v5(kNamespace, network.text() + "/" + uid.text()));
}

model::ObjectName object_name(const model::MeetingId& id) { return model::ObjectName(id.text() + ".ics"); }

model::OccurrenceId occurrence_id(const ical::DateTime& recurrence_id) {
    return {ical::format(recurrence_id), recurrence_id.tzid};
}

}  // namespace stafett::scheduling::network
