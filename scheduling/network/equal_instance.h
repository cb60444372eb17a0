// Whether an override says anything of its own (model.md §6).
#pragma once

#include <string>
#include <vector>

#include "scheduling/ical/object.h"
#include "scheduling/ical/object_zones.h"
#include "scheduling/ical/recurrence.h"
#include "scheduling/network/facts.h"

namespace stafett::scheduling::network {

// Compares overrides with the instances of the master in the same object, property by property: absent is the default
// (STATUS CONFIRMED, CLASS PUBLIC, TRANSP OPAQUE, DURATION = DTEND, an empty text), and our lines, VALARM, DTSTAMP,
// LAST-MODIFIED, SEQUENCE, CREATED and X- do not count, but managed attachments do; nor do order, escapes, folding and
// X- parameters. `object` must have a master; it and `vocabulary` must outlive the comparison. One thread.
class InstanceComparison {
  public:
    InstanceComparison(const ical::Object& object, const Vocabulary& vocabulary);

    // Whether `override` says no more than `instance`, the master's occurrence that it overrides.
    bool equal(const ical::Component& override, const ical::Occurrence& instance);

  private:
    const Vocabulary& vocabulary_;
    ical::ObjectZones zones_;
    std::vector<std::string> master_;  // what it says, sorted
};

}  // namespace stafett::scheduling::network
