#include "server/feeds/content.h"

#include <map>
#include <set>

#include "scheduling/ical/home_zone.h"
#include "scheduling/network/life.h"
#include "scheduling/network/meeting_id.h"
#include "scheduling/network/submission.h"
#include "scheduling/network/vocabulary.h"
#include "server/feeds/rights.h"

namespace stafett::server::feeds {
namespace {

namespace network = scheduling::network;
using scheduling::ical::ObjectPtr;

constexpr std::size_t kPageSize = 256;

std::string name_of(const model::Feed& feed, const std::vector<ShownNetwork>& shown, bool english) {
    switch (feed.scope) {
        case model::FeedScope::network:
            return shown.front().network.name;
        case model::FeedScope::my_networks:
            return english ? "My networks" : "Mina nätverk";
        case model::FeedScope::all_networks:
            return english ? "All networks" : "Alla nätverk";
    }
    return {};
}

// What an object says; null if that cannot be read.
ObjectPtr read(const model::StoredObject& object, scheduling::ical::ObjectCache& parsed) {
    const std::string& digest = object.info.etag.text();
    if (auto known = parsed.find(digest)) return known->object;
    return parsed.parse(digest, *object.text).object;
}

// The published meetings of one network that can be in the window, as readers get them, by UID.
storage::Result<std::map<model::Uid, ObjectPtr>> published_in(storage::Snapshot& snapshot,
                                                              const model::Calendar& published,
                                                              const network::FeedWindow& window,
                                                              scheduling::ical::ObjectCache& parsed) {
    std::map<model::Uid, ObjectPtr> objects_by_uid;
    const storage::Candidates wanted{model::ComponentKind::vevent, window.from, window.to, {}};
    storage::Page page{{}, kPageSize, true};
    while (true) {
        TRY_ASSIGN(const auto objects, snapshot.objects().candidates(published.id, model::Form::readers, wanted, page));
        for (const model::StoredObject& one : objects) objects_by_uid.emplace(one.info.uid, read(one, parsed));
        if (objects.size() < kPageSize) return objects_by_uid;
        page.after = objects.back().info.name;
    }
}

network::FeedMeeting entry(const model::Meeting& meeting, ObjectPtr text, const ShownNetwork& shown,
                           network::FeedDetail detail, network::Language language) {
    network::FeedMeeting entry;
    entry.text = std::move(text);
    entry.id = meeting.id;
    entry.sequence = meeting.sequence;
    entry.created = meeting.created;
    entry.changed = meeting.changed;
    entry.network = shown.network.name;
    entry.language = language;
    entry.detail = detail;
    return entry;
}

// Meetings with occurrences that are shown as cancelled and that their published text does not have.
storage::Result<std::set<model::Uid>> with_lost(storage::Snapshot& snapshot, const model::NetworkId& network) {
    TRY_ASSIGN(const auto uids, snapshot.cancellations().ended(network, base::Instant::max()));
    return std::set<model::Uid>(uids.begin(), uids.end());
}

storage::Result<void> add_network(storage::Snapshot& snapshot, const ShownNetwork& shown, network::Language language,
                                  base::Instant now, const network::FeedWindow& window,
                                  scheduling::ical::ObjectCache& parsed, Content& content,
                                  std::vector<network::FeedMeeting>& entries) {
    const auto calendar = [&](std::string_view name) {
        return snapshot.calendars().find(shown.network.id, model::CalendarName(std::string(name)));
    };
    TRY_ASSIGN(const auto published, calendar("traffar"));
    TRY_ASSIGN(const auto organizer, calendar("kallelser"));
    if (!published || !organizer) return {};
    content.calendars.push_back(published->id);
    if (!shown.detail && shown.hosted.empty()) return {};
    TRY_ASSIGN(const auto objects, published_in(snapshot, *published, window, parsed));
    TRY_ASSIGN(const auto lost, with_lost(snapshot, shown.network.id));
    TRY_ASSIGN(const auto meetings, snapshot.meetings().of_network(shown.network.id));
    for (const model::Meeting& meeting : meetings) {
        const auto detail = shown.detail_of(meeting.uid);
        if (!detail || !network::is_shown(meeting, now)) continue;
        ObjectPtr text;
        if (meeting.cancelled || lost.contains(meeting.uid)) {
            // The organizer's object says what is cancelled, as copies do; a feed takes from it what it may show.
            const model::ObjectName name = network::object_name(meeting.id);
            TRY_ASSIGN(const auto object, snapshot.objects().find(organizer->id, name, model::Form::writers));
            if (object) text = read(*object, parsed);
        } else if (const auto found = objects.find(meeting.uid); found != objects.end()) {
            text = found->second;
        }
        if (text) entries.push_back(entry(meeting, std::move(text), shown, *detail, language));
    }
    return {};
}

}  // namespace

storage::Result<std::optional<Content>> content_of(storage::Snapshot& snapshot, const model::Feed& feed,
                                                   base::Instant now, scheduling::ical::ObjectCache& parsed) {
    TRY_ASSIGN(const auto association, snapshot.association().association());
    const scheduling::ical::ZonePtr home = scheduling::ical::home_zone(association ? association->zone : "");
    const network::FeedZone zone{std::string(home->name()), home};
    const base::Date today = scheduling::ical::day_in(*home, now);
    TRY_ASSIGN(const auto shown, networks_shown(snapshot, feed, today));
    if (!shown) return std::optional<Content>();

    Content content;
    content.from = zone.zone->to_utc(std::chrono::local_days(today));
    content.until = zone.zone->to_utc(std::chrono::local_days(today) + std::chrono::days(1));
    const std::string language = association ? association->language : std::string();
    std::vector<network::FeedMeeting> entries;
    for (const ShownNetwork& one : *shown)
        TRY(add_network(snapshot, one, network::language_of(one.network.language, language), now,
                        network::feed_window(today, zone), parsed, content, entries));

    TRY_ASSIGN(const auto municipalities, snapshot.association().municipalities());
    TRY_ASSIGN(const auto networks, snapshot.association().networks());
    const bool english = network::language_of({}, language) == network::Language::english;
    const network::FeedHead head{name_of(feed, *shown, english), zone, feed.scope == model::FeedScope::all_networks};
    content.text = network::feed_text(head, entries, network::vocabulary_of(municipalities, networks), today);
    return std::optional<Content>(std::move(content));
}

}  // namespace stafett::server::feeds
