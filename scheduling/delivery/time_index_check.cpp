#include <algorithm>
#include <limits>
#include <map>
#include <set>

#include <fmt/core.h>

#include "scheduling/delivery/meeting_texts.h"
#include "scheduling/delivery/time_index.h"
#include "scheduling/ical/recurrence.h"

namespace stafett::scheduling::delivery {
namespace {

using std::chrono::days;
using std::chrono::seconds;
using storage::Result;

constexpr std::size_t kPage = 256;
constexpr std::size_t kTimes = 4;  // of one object, spread over what it has: each reads all that is there then
constexpr std::size_t kAll = std::numeric_limits<std::int32_t>::max();
constexpr days kBefore(3660), kAfter(1830);

// Times at which the index promises to find it.
std::vector<base::Instant> times_of(const ical::Object& object, base::Instant now) {
    if (object.recurs() || object.main().size() > 1) {
        auto work = ical::own_share(object);
        const auto found = ical::occurrences(object, now - kBefore, now + kAfter, ical::utc_zone(), work).list;
        std::vector<base::Instant> times;
        for (std::size_t i = 0; i < found.size(); i += found.size() / kTimes + 1) times.push_back(found[i].start);
        return times;
    }
    const ical::TimeBounds bounds = ical::time_bounds(object);
    if (!bounds.start && !bounds.end) return {now};
    if (!bounds.end) return {*bounds.start};
    return {bounds.start.value_or(*bounds.end - seconds(1)), *bounds.end - seconds(1)};
}

class CalendarCheck {
  public:
    CalendarCheck(storage::Snapshot& snapshot, const model::Calendar& calendar, base::Instant now)
        : snapshot_(snapshot), calendar_(calendar), now_(now) {}

    // What is wrong with an object that is not found at some time of its, or that cannot be read.
    Result<std::map<model::ObjectName, std::string>> wrong() {
        if (is_for_nobody()) {
            TRY_ASSIGN(const auto found, found_between({}, {}));
            for (const model::ObjectName& name : found)
                wrong_.emplace(name, "is in the time index, where nobody asks for it");
        }
        storage::Page page{{}, kPage, false};
        while (true) {
            TRY_ASSIGN(const auto objects, snapshot_.objects().list(calendar_.id, model::Form::writers, page));
            TRY_ASSIGN(const auto expected, expected_at(objects));
            for (const auto& [time, names] : expected) {
                TRY_ASSIGN(const auto found, found_at(time));
                for (const model::ObjectName& name : names)
                    if (!found.contains(name))
                        wrong_.emplace(name, "is not found at its time " + base::format_instant(time));
            }
            if (objects.size() < page.limit) return std::move(wrong_);
            page.after = objects.back().info.name;
        }
    }

  private:
    using Names = std::set<model::ObjectName>;

    // By time, for many objects can have the same.
    Result<std::map<base::Instant, Names>> expected_at(const std::vector<model::StoredObject>& objects) {
        std::map<base::Instant, Names> expected;
        for (const model::StoredObject& one : objects) {
            TRY_ASSIGN(const model::SharedText text, snapshot_.objects().author(calendar_.id, one.info.name));
            const auto parsed = text ? parse_stored(*text) : storage::fail(storage::Fault::not_found);
            if (!parsed) {
                wrong_.emplace(one.info.name, "cannot be read");
                continue;
            }
            if (is_for_nobody()) continue;
            for (const base::Instant time : times_of(**parsed, now_)) expected[time].insert(one.info.name);
        }
        return expected;
    }

    // Nobody asks a network's calls by time.
    bool is_for_nobody() const { return calendar_.kind == model::CollectionKind::organizer; }

    Result<Names> found_at(base::Instant time) { return found_between(time, time + seconds(1)); }
    Result<Names> found_between(std::optional<base::Instant> from, std::optional<base::Instant> to) {
        const storage::Candidates then{.kind = {}, .start = from, .end = to, .uid = {}};
        TRY_ASSIGN(const auto found, snapshot_.time_index().within(calendar_.id, model::Form::writers, then, kAll));
        Names names;
        if (found)
            for (const model::StoredObject& one : *found) names.insert(one.info.name);
        return names;
    }

    storage::Snapshot& snapshot_;
    const model::Calendar& calendar_;
    base::Instant now_;
    std::map<model::ObjectName, std::string> wrong_;
};

}  // namespace

Result<std::vector<std::string>> check_time_index(storage::Snapshot& snapshot, base::Instant now) {
    using enum model::PrincipalKind;
    std::vector<std::string> lines;
    for (const model::PrincipalKind kind : {person, network, municipality, role}) {
        TRY_ASSIGN(const auto principals, snapshot.association().principals(kind));
        for (const model::Principal& owner : principals) {
            TRY_ASSIGN(const auto calendars, snapshot.calendars().owned_by(owner.id));
            for (const model::Calendar& calendar : calendars) {
                TRY_ASSIGN(const auto wrong, CalendarCheck(snapshot, calendar, now).wrong());
                for (const auto& [name, what] : wrong)
                    lines.push_back(
                        fmt::format("{}/{}/{}: {}", calendar.owner.text(), calendar.name.text(), name.text(), what));
            }
        }
    }
    return lines;
}

}  // namespace stafett::scheduling::delivery
