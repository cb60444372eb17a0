#include "scheduling/network/feed_text.h"

#include <set>

#include "scheduling/ical/object_zones.h"
#include "scheduling/ical/recurrence.h"
#include "scheduling/ical/vtimezone.h"
#include "scheduling/ical/writer.h"
#include "scheduling/network/feed_event.h"
#include "scheduling/network/feed_series.h"
#include "scheduling/network/master_instances.h"

namespace stafett::scheduling::network {
namespace {

// Of one meeting written occurrence by occurrence.
constexpr std::size_t kSingleOccurrences = 1'000;
// Each of them repeats the meeting's text: where all would be longer than this they have none (as in compose.h).
constexpr std::size_t kTimesSource = 4;
constexpr std::size_t kBesideSource = std::size_t{1} << 20;

class FeedWriter {
  public:
    FeedWriter(const FeedHead& head, const Vocabulary& vocabulary, base::Date today)
        : head_(head), vocabulary_(vocabulary), window_(feed_window(today, head.zone)) {
        zones_.insert(head.zone.name);  // a calendar needs a component, meetings or not (RFC 5545 §3.6)
    }

    void add(const FeedMeeting& meeting) {
        const ical::Object& object = *meeting.text;
        if (object.kind() != ical::Kind::event) return;
        if (object.recurs()) {
            auto work = ical::own_share(object);
            if (!ical::occurs_within(object, window_.from, window_.to, head_.zone.zone, work)) return;
            if (const auto times = series_times(object, head_.zone)) return add_series(meeting, *times);
        }
        add_occurrences(meeting);
    }

    std::string text() const {
        std::string out = ical::begin_line("VCALENDAR");
        out += ical::ContentLine("VERSION").raw("2.0");
        out += ical::ContentLine("PRODID").raw("-//Stafett//Stafett//SV");
        out += ical::ContentLine("CALSCALE").raw("GREGORIAN");
        out += ical::ContentLine("METHOD").raw("PUBLISH");
        out += ical::ContentLine("NAME").text(head_.name);
        out += ical::ContentLine("X-WR-CALNAME").text(head_.name);
        out += ical::ContentLine("X-WR-TIMEZONE").raw(head_.zone.name);
        out += ical::ContentLine("REFRESH-INTERVAL").parameter("VALUE", "DURATION").raw("PT1H");
        out += ical::ContentLine("X-PUBLISHED-TTL").raw("PT1H");
        for (const std::string& zone : zones_) out += ical::vtimezone(zone);
        return out + events_ + ical::end_line("VCALENDAR");
    }

  private:
    void write(const FeedMeeting& meeting, const ical::Component& source, const FeedTimes& times) {
        events_ += feed_event(head_, meeting, source, meeting.text->master(), times, vocabulary_, zones_);
    }

    // An occurrence's times, its end in the form of its own start.
    FeedTimes times_of(const ical::Occurrence& one, const std::optional<ical::DateTime>& recurrence_id) const {
        const ical::DateTime like = ical::times_of(*one.component).dtstart.value_or(one.recurrence_id);
        FeedTimes times;
        times.recurrence_id = recurrence_id;
        times.start = feed_time(one.start, like, head_.zone);
        if (one.end > one.start) times.end = feed_time(one.end, like, head_.zone);
        return times;
    }

    void add_series(const FeedMeeting& meeting, const FeedTimes& master) {
        const ical::Object& object = *meeting.text;
        write(meeting, *object.master(), master);
        const ical::DateTime like = *ical::times_of(*object.master()).dtstart;
        ical::ObjectZones zones(object, head_.zone.zone);
        OccurrenceIds ids(object);
        for (const ical::Component* override : object.overrides()) {
            const std::optional<ical::DateTime> id = ids.of(*override);
            const ical::Times times = ical::times_of(*override);
            if (!id || !times.dtstart) continue;
            ical::Occurrence one;
            one.recurrence_id = *id;
            one.start = zones.instant(*times.dtstart);
            one.end = ical::end_of(times, zones);
            one.component = override;
            write(meeting, *override, times_of(one, feed_time(zones.instant(*id), like, head_.zone)));
        }
    }

    void add_occurrences(const FeedMeeting& meeting) {
        const std::size_t before = events_.size();
        const std::size_t most = before + kTimesSource * meeting.text->text().size() + kBesideSource;
        if (add_occurrences(meeting, most)) return;
        events_.resize(before);
        FeedMeeting without_text = meeting;
        without_text.detail = FeedDetail::dates;
        add_occurrences(without_text, std::string::npos);
    }

    // False when the events have become longer than `most` octets together.
    bool add_occurrences(const FeedMeeting& meeting, std::size_t most) {
        const ical::Object& object = *meeting.text;
        const bool single = object.master() != nullptr && !object.recurs();
        ical::ObjectZones zones(object, head_.zone.zone);
        auto work = ical::own_share(object);
        for (const ical::Occurrence& one :
             ical::occurrences(object, window_.from, window_.to, head_.zone.zone, work, kSingleOccurrences).list) {
            std::optional<ical::DateTime> id;
            if (!single || one.is_override)
                id = feed_time(zones.instant(one.recurrence_id), one.recurrence_id, head_.zone);
            write(meeting, *one.component, times_of(one, id));
            if (events_.size() > most) return false;
        }
        return true;
    }

    const FeedHead& head_;
    const Vocabulary& vocabulary_;
    const FeedWindow window_;
    std::set<std::string> zones_;
    std::string events_;
};

}  // namespace

std::string feed_text(const FeedHead& head, std::span<const FeedMeeting> meetings, const Vocabulary& vocabulary,
                      base::Date today) {
    FeedWriter writer(head, vocabulary, today);
    for (const FeedMeeting& meeting : meetings) writer.add(meeting);
    return writer.text();
}

}  // namespace stafett::scheduling::network
