// Free-busy behind the gate: who may know when somebody is busy gets times, and never a text (RFC 4791 §6.1.1).
#include "caldav/access/guarded.h"
#include "caldav/http/conditions.h"
#include "storage/store.h"

namespace stafett::caldav::access {
namespace {

namespace ical = scheduling::ical;

constexpr std::size_t kPage = 256;        // objects looked at together
constexpr std::size_t kMostFound = 4096;  // by time; more are walked

// Gathers busy times, merging often enough that memory follows the answer and not the calendar.
class Gathering {
  public:
    Gathering(const base::TimeSpan& range, ical::ZonePtr floating, std::size_t most, base::WorkBudget& work)
        : range_(range), floating_(std::move(floating)), most_(most), work_(work) {}

    Result<void> add(const std::vector<ParsedObject>& objects) {
        for (const ParsedObject& one : objects) {
            base::WorkBudget work = work_.for_object(one.object.info.size);
            if (one.one_time)
                ical::add_busy_time(*one.one_time, range_, times_);
            else if (one.parsed && !ical::add_busy_times(*one.parsed, range_, floating_, times_, work))
                return fail(conditions::number_of_matches_within_limits, one.object.info.name.text());
            if (times_.size() > 2 * most_) TRY(merge());
        }
        return {};
    }
    Result<std::vector<ical::BusyTime>> finish() {
        TRY(merge());
        return std::move(times_);
    }

  private:
    Result<void> merge() {
        times_ = ical::merged(std::move(times_));
        if (times_.size() > most_) return fail(conditions::number_of_matches_within_limits, "too many periods");
        return {};
    }

    const base::TimeSpan range_;
    const ical::ZonePtr floating_;
    const std::size_t most_;
    base::WorkBudget& work_;
    std::vector<ical::BusyTime> times_;
};

}  // namespace

Result<std::vector<ical::BusyTime>> GuardedSnapshot::busy_times(const Granted<Privilege::read_free_busy>& calendar,
                                                                const base::TimeSpan& range,
                                                                const ical::ZonePtr& floating, std::size_t most,
                                                                base::WorkBudget& work) {
    const Node& node = gate_.admit(calendar);
    Gathering gathering(range, floating, most, work);
    if (!node.calendar) return gathering.finish();
    Candidates wanted;
    wanted.start = range.start;
    wanted.end = range.end;
    TRY_ASSIGN(auto found, read_within(node, wanted, kMostFound));
    const auto add = [&](std::vector<model::StoredObject>& objects) -> Result<void> {
        for (auto at = objects.begin(); at != objects.end();) {
            const std::span rest(at, objects.end());
            const auto end =
                at + static_cast<std::ptrdiff_t>(within_text_of_page(rest.first(std::min(kPage, rest.size()))));
            TRY_ASSIGN(const auto some, parse_all(node, {std::move_iterator(at), std::move_iterator(end)}, false));
            TRY(gathering.add(some));
            at = end;
        }
        return {};
    };
    if (found) {
        TRY(add(*found));
        return gathering.finish();
    }
    for (model::ObjectName after;;) {
        TRY_ASSIGN(auto page, read_candidates(node, wanted, {after, kPage}));
        const bool last = page.size() < kPage;
        if (!last) after = page.back().info.name;
        TRY(add(page));
        if (last) return gathering.finish();
    }
}

}  // namespace stafett::caldav::access
