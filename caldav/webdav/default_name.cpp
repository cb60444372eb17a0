#include "caldav/webdav/default_name.h"

namespace stafett::caldav::webdav {

Result<std::string> default_name(GuardedSnapshot& snapshot, const ReadGrant& grant) {
    const Node& node = grant.node();
    if (!node.calendar) return node.principal->name;
    const model::Calendar& calendar = *node.calendar;
    switch (calendar.kind) {
        case model::CollectionKind::personal:
            if (calendar.name == model::CalendarName("calendar")) return "Kalender";
            if (calendar.name == model::CalendarName("tasks")) return "Uppgifter";
            return calendar.name.text();
        case model::CollectionKind::published:
            return snapshot.owner_name(grant);
        case model::CollectionKind::organizer:
            return "Kallelser";
        case model::CollectionKind::all_networks:
            return "Alla nätverk";
    }
    return std::string();
}

}  // namespace stafett::caldav::webdav
