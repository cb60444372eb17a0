// The occurrences that the master of a series has by itself, whatever its overrides say: what composed overrides are
// made from, and what an override is compared with (model.md §6).
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "scheduling/ical/object.h"
#include "scheduling/ical/object_zones.h"
#include "scheduling/ical/recurrence.h"
#include "scheduling/ical/values.h"

namespace stafett::scheduling::network {

// Names occurrences of a series as its master does. Made once for many: reading the object's zones is what costs.
// `object` must outlive it. One thread.
class OccurrenceIds {
  public:
    explicit OccurrenceIds(const ical::Object& object);

    // Any RECURRENCE-ID in the form, zone and type of the master's DTSTART; as it is without a master.
    ical::DateTime in_masters_form(const ical::DateTime& id);

    // The occurrence that `override` is of. Nothing without a readable RECURRENCE-ID, and for one with
    // RANGE=THISANDFUTURE (RFC 5545 §3.2.13), which says something of others too.
    std::optional<ical::DateTime> of(const ical::Component& override);

  private:
    ical::ObjectZones zones_;
    std::optional<ical::DateTime> start_;  // the master's
};

// Looks up occurrences by their recurrence id, in the master's form. Expands once, within the
// share of one object (base::WorkBudget): what lies beyond it is not found. `object` must outlive it. One thread.
class MasterInstances {
  public:
    // `wanted`: what will be asked for, so that nothing else is expanded.
    MasterInstances(const ical::Object& object, std::span<const ical::DateTime> wanted);

    // Null if the master has no such occurrence, by EXDATE for instance.
    const ical::Occurrence* find(const ical::DateTime& recurrence_id) const;

  private:
    ical::ObjectPtr without_overrides_;   // what the occurrences point into; null: the object itself
    std::vector<ical::Occurrence> list_;  // by recurrence id
};

// What floating and all-day times are read in where only their order and differences count.
ical::ZonePtr no_zone();

}  // namespace stafett::scheduling::network
