// A meeting's hosting rows when its text, its life or its network's seats have changed (model.md §6). Pure. A row, once
// there, keeps its municipality: inserting, moving, cancelling or deleting another meeting never changes it.
#pragma once

#include <span>
#include <utility>
#include <vector>

#include "scheduling/network/programme.h"
#include "scheduling/network/rotation.h"
#include "storage/base/clock.h"
#include "storage/model/meeting.h"

namespace stafett::scheduling::network {

struct Occasion {
    model::NetworkId network;
    model::Uid uid;
    base::Date today;  // in the association's zone
    base::Instant now;
    bool rule_changed = false;  // start or recurrence: rows may follow to other occurrences
};

struct Hosts {
    std::vector<model::Hosting> rows;  // of the meeting, all of them, by date
    // What secretary and coordinator are told: turns that nobody can host ("2027-03-12: Ingen värd: ..."), and who was
    // skipped for want of a mötesvärd ("Skara saknar mötesvärd").
    std::vector<std::string> remarks;
};

// The network's other meetings, in so far as they matter here.
struct Others {
    model::Standing standing;
    // Rows that other series gave back by a change that has not settled, on the days of open turns: when this one takes
    // the day, as the other half of a split series, who was told keeps it.
    std::vector<model::Hosting> freed = {};
    // Who has a turn in another meeting, of those and on the days that `freed` and turns_to_revive name.
    std::vector<std::pair<model::MunicipalityId, base::Date>> busy = {};
};

// Who hosted an occurrence once and might again, and on which day it is now: what Others::busy is asked for.
std::vector<std::pair<model::MunicipalityId, base::Date>> turns_to_revive(std::span<const model::Hosting> own,
                                                                          const Programme& programme);

// Open turns that no row of `own` has: where there are none, nobody is chosen and Others::standing is not looked at.
std::vector<Turn> turns_without_host(std::span<const model::Hosting> own, const Programme& programme);

// `own`: the meeting's rows.
//  - A row stays with its occurrence. When the rule has changed, rows follow by local date, then by order.
//  - Left without an occurrence it is released, unless its day is past: what was held stays held.
//  - An occurrence that comes back gets the same host if still free: takes part, not blocked, hosts nothing that day.
//    So does one of a series on a day that `freed` has.
//  - All else that is open is filled by the rotation, in date order.
// A preliminary meeting's rows are released and none are made. Of a cancelled one all that lie ahead are released, of a
// single meeting whenever it was.
Hosts assign_hosts(std::vector<model::Hosting> own, const Others& others, const Programme& programme,
                   const Rotation& rotation, const Occasion& occasion);

// Releases rows ahead whose municipality no longer takes part at their date; assign_hosts then fills them anew.
// False if there was none.
bool release_leavers(std::vector<model::Hosting>& own, const Rotation& rotation, base::Date today);

// Told is told: planned rows become fixed. False if there was none.
bool fix(std::vector<model::Hosting>& own);

}  // namespace stafett::scheduling::network
