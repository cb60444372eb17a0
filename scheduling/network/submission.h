// What is said to the coordinator about a change (datumanmälan, model.md §7), and how a copy is titled.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "scheduling/network/facts.h"
#include "storage/base/clock.h"
#include "storage/model/meeting.h"

namespace stafett::scheduling::network {

struct SubmissionFacts {
    model::SubmissionWhat what = model::SubmissionWhat::planned;
    std::string title;
    std::optional<base::Date> date;  // its first day, or the next of a series
    std::string host;                // short name; empty: none
    std::string remark;              // what the secretary must be told: turns that nobody can host
};

// "Ny: Nätverksträff, 2027-03-12, värd Tibro"
std::string submission_summary(const SubmissionFacts& facts, Language language);

// Before the title of what is cancelled: "INSTÄLLT: ".
std::string_view cancelled_prefix(Language language);

// The language a network's texts are written in: its own, else the association's. "en" is English, all else Swedish.
Language language_of(std::string_view network, std::string_view association);

}  // namespace stafett::scheduling::network
