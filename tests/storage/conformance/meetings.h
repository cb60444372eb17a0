// A meeting and a hosting of network n, for the suites of meetings.
#pragma once

#include "tests/storage/conformance/suites.h"

namespace stafett::storage::conformance {

inline model::Meeting meeting(const std::string& uid) {
    return {.network = model::NetworkId("n"),
            .uid = model::Uid(uid),
            .id = model::MeetingId("v-" + uid),
            .copy_uid = model::Uid(uid),
            .name = model::ObjectName(uid + ".ics"),
            .author = base::digest(uid),
            .sequence = 3,
            .cancelled = {},
            .ends = at(100),
            .deleted = false,
            .created = at(1),
            .changed = at(2),
            .settles = {},
            .settled = {},
            .by = {model::PersonId("anna"), model::PrincipalId("n"), at(2)}};
}

inline model::Hosting hosting(const std::string& uid, const char* date, const char* occurrence) {
    return {.network = model::NetworkId("n"),
            .uid = model::Uid(uid),
            .occurrence = {occurrence, *occurrence ? "Europe/Stockholm" : ""},
            .municipality = model::MunicipalityId("tibro"),
            .state = model::HostingState::fixed,
            .reason = model::HostingReason::taken_over,
            .date = base::parse_date(date).value(),
            .inputs = "{}",
            .explanation = "Tibro: 2 turer, färst",
            .decided = at(3)};
}

}  // namespace stafett::storage::conformance
