// Random histories of a network (model.md §6): fairness, stability, determinism, an explanation for each row. Seeds are
// fixed; STAFETT_LONG_PROPERTIES in the environment makes the runs longer.
#include <algorithm>
#include <cstdlib>
#include <random>

#include "tests/scheduling/network/others.h"

namespace stafett::scheduling::network {
namespace {

using model::Hosting;
using model::HostingState;
using std::chrono::days;
using std::chrono::sys_days;

unsigned runs() { return std::getenv("STAFETT_LONG_PROPERTIES") != nullptr ? 150 : 30; }

const sys_days kStart = std::chrono::year(2026) / 1 / 1;

// What may happen beside meetings being put in.
struct Kinds {
    bool cancel = false;
    bool choose = false;
    bool seats = false;
};

// A network whose meetings come, move and go.
class History {
  public:
    History(unsigned seed, Kinds kinds) : random_(seed), kinds_(kinds) {
        const int count = between(2, 15);
        for (int i = 0; i < count; ++i)
            seats_.push_back({{}, model::MunicipalityId("m" + std::to_string(i)), i, model::PersonId("p"), {}, {}, {}});
    }

    void step() {
        now_ += between(1, 5);
        const int dice = between(0, 19);
        if (dice >= 18 && kinds_.seats) return change_seats();
        if (dice >= 15 && kinds_.cancel && !meetings_.empty()) return cancel_or_revive(pick());
        if (dice >= 13 && kinds_.choose && !meetings_.empty()) return choose(pick());
        if (dice >= 10 && !meetings_.empty()) return move(pick());
        put_in();
    }

    // A meeting of one to six occurrences, anywhere in the next year.
    void put_in() {
        const model::Uid uid("u" + std::to_string(meetings_.size()));
        const int count = between(0, 3) == 0 ? between(2, 6) : 1;
        std::vector<Turn> turns;
        for (int i = 0, offset = between(0, 365); i < count; ++i, offset += between(1, 40))
            turns.push_back({{count == 1 ? "" : std::to_string(i), ""}, base::Date(today() + days(offset)), true});
        meetings_.push_back({uid, turns, {}});
        update(meetings_.back());
    }

    std::vector<Hosting> rows() const { return others_of(model::Uid()); }
    const std::vector<model::HostSeat>& seats() const { return seats_; }

    // How far apart the turns are of those who can host, with what they started with.
    int spread() const {
        const std::vector dates{base::Date(today())};
        const auto inputs =
            rotation_inputs(rotation().choose(standing_of(rows()), dates, base::Date(today())).front().inputs);
        std::vector<int> turns;
        for (const Candidate& one : inputs->candidates)
            if (one.skipped == Skipped::no) turns.push_back(one.turns);
        const auto [least, most] = std::ranges::minmax_element(turns);
        return *most - *least;
    }

  private:
    struct Meeting {
        model::Uid uid;
        std::vector<Turn> turns;
        std::vector<Hosting> rows;
        bool cancelled = false;
    };

    int between(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }
    Meeting& pick() { return meetings_[static_cast<std::size_t>(between(0, static_cast<int>(meetings_.size()) - 1))]; }
    sys_days today() const { return kStart + days(now_); }
    Rotation rotation() const { return Rotation(seats_, {}, Language::swedish); }

    std::vector<Hosting> others_of(const model::Uid& uid) const {
        std::vector<Hosting> rows;
        for (const Meeting& one : meetings_)
            if (one.uid != uid) rows.insert(rows.end(), one.rows.begin(), one.rows.end());
        return rows;
    }

    void update(Meeting& meeting) {
        const Others before = others_in(others_of(meeting.uid));
        Programme programme;
        programme.whole_cancelled = meeting.cancelled;
        if (!meeting.cancelled) programme.turns = meeting.turns;
        const Occasion occasion{{}, meeting.uid, base::Date(today()), base::Instant(days(now_)), false};
        const auto own = meeting.rows;
        meeting.rows = assign_hosts(own, before, programme, rotation(), occasion).rows;
        ASSERT_EQ(assign_hosts(own, before, programme, rotation(), occasion).rows, meeting.rows) << "not deterministic";
        for (const Hosting& row : own)
            if (row.state == HostingState::fixed && !meeting.cancelled)
                ASSERT_TRUE(std::ranges::any_of(meeting.rows, [&](const Hosting& now) {
                    return now.occurrence == row.occurrence && now.municipality == row.municipality &&
                           now.state == HostingState::fixed;
                })) << "a host who was told has changed";
        for (const Hosting& row : meeting.rows) {
            ASSERT_FALSE(row.explanation.empty());
            const auto inputs = rotation_inputs(row.inputs);
            ASSERT_TRUE(inputs) << row.inputs;
            if (row.reason == model::HostingReason::rotation)
                ASSERT_EQ(next_host(*inputs)->municipality, row.municipality);
        }
        fix(meeting.rows);
    }

    void move(Meeting& meeting) {
        for (Turn& turn : meeting.turns) turn.date = base::Date(sys_days(turn.date) + days(between(0, 30)));
        update(meeting);
    }

    void cancel_or_revive(Meeting& meeting) {
        meeting.cancelled = !meeting.cancelled;
        update(meeting);
    }

    void choose(Meeting& meeting) {
        if (meeting.cancelled || meeting.rows.empty()) return;
        Hosting& row = meeting.rows[static_cast<std::size_t>(between(0, static_cast<int>(meeting.rows.size()) - 1))];
        if (row.state == HostingState::released) return;
        row.municipality =
            seats_[static_cast<std::size_t>(between(0, static_cast<int>(seats_.size()) - 1))].municipality;
        row.reason = model::HostingReason::chair;
    }

    void change_seats() {
        if (between(0, 1) == 0 && seats_.size() < 20) {
            const int n = static_cast<int>(seats_.size());
            seats_.push_back({{}, model::MunicipalityId("m" + std::to_string(n)), n, model::PersonId("p"), {}, {}, {}});
            return;
        }
        // Somebody always has a host.
        model::HostSeat& seat = seats_[static_cast<std::size_t>(between(1, static_cast<int>(seats_.size()) - 1))];
        seat.host = seat.host.empty() ? model::PersonId("p") : model::PersonId();
    }

    std::mt19937 random_;
    Kinds kinds_;
    int now_ = 0;
    std::vector<model::HostSeat> seats_;
    std::vector<Meeting> meetings_;
};

TEST(RotationProperties, turns_differ_by_at_most_one_however_meetings_are_put_in_and_moved) {
    for (unsigned seed = 1; seed <= runs(); ++seed) {
        History history(seed, {});
        for (int i = 0; i < 60; ++i) {
            history.step();
            if (testing::Test::HasFatalFailure()) return;
            ASSERT_LE(history.spread(), 1) << "seed " << seed << " step " << i;
        }
    }
}

TEST(RotationProperties, choices_and_cancellations_are_made_up_for) {
    for (unsigned seed = 1; seed <= runs(); ++seed) {
        History history(seed, {.cancel = true, .choose = true});
        for (int i = 0; i < 50; ++i) {
            history.step();
            if (testing::Test::HasFatalFailure()) return;
        }
        int before = history.spread();
        for (int i = 0; i < 400 && before > 1; ++i) {
            history.put_in();
            const int after = history.spread();
            ASSERT_LE(after, std::max(before, 1)) << "seed " << seed << ": a turn by rule made it less fair";
            before = after;
        }
        ASSERT_LE(before, 1) << "seed " << seed;
    }
}

TEST(RotationProperties, who_joins_or_returns_neither_gains_nor_pays) {
    for (unsigned seed = 1; seed <= runs(); ++seed) {
        History history(seed, {.seats = true});
        for (int i = 0; i < 60; ++i) {
            history.step();
            if (testing::Test::HasFatalFailure()) return;
            ASSERT_LE(history.spread(), 1) << "seed " << seed << " step " << i;
        }
    }
}

TEST(RotationProperties, everything_at_once_keeps_what_was_told) {
    for (unsigned seed = 1; seed <= runs(); ++seed) {
        History history(seed, {true, true, true});
        for (int i = 0; i < 80; ++i) {
            history.step();
            ASSERT_FALSE(testing::Test::HasFatalFailure()) << "seed " << seed << " step " << i;
        }
        History again(seed, {true, true, true});
        for (int i = 0; i < 80; ++i) again.step();
        ASSERT_EQ(history.rows(), again.rows()) << "the same history gave other rows";
    }
}

}  // namespace
}  // namespace stafett::scheduling::network
