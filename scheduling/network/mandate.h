// Reads a network's mandate (uppdragsbeskrivning) as the municipalities write it: plain text under fixed headings.
// Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scheduling/network/facts.h"
#include "storage/base/result.h"
#include "storage/model/mandate.h"

namespace stafett::scheduling::network {

// What is wrong with the text: a heading that is missing, or a part without what must stand in it.
struct MandateError {
    std::string heading;  // as the mandate should have it: "Uppdrag sekreterare"
    std::string problem;  // in English, for the administrator
};

// A rule the text gives, beside the sentence that gives it.
struct DerivedRules {
    std::optional<model::Rule<model::CallSender>> call_sender;
    std::optional<model::Rule<model::MinutesWriter>> minutes_writer;
    std::optional<model::Rule<model::MinutesSender>> minutes_sender;
    std::optional<model::Rule<std::string>> minutes_to;
    std::optional<model::Rule<std::string>> dates_to;
    std::optional<model::Rule<std::string>> roster_to;
};

struct ParsedMandate {
    model::Mandate mandate;  // network and imported are the caller's to set
    DerivedRules rules;
};

// `year`: the one the assignments are given for where the text names none ("för följande år"). UTF-8, LF or CRLF. The
// seeds' own slips are read: "elevhälsoschef", an address on a line of its own, asterisks around assignments.
base::Result<ParsedMandate, MandateError> parse_mandate(std::string_view text, int year);

// Sets what the mandate says in `rules` and leaves the rest.
void apply(const DerivedRules& derived, model::NetworkRules& rules);

// A line for each rule of a network with what it rests on: "Call and agenda sent by: chair" and the mandate's sentence
// (always in the mandate's own words) or "our default".
struct ExplainedRule {
    std::string rule;
    std::string because;
};
std::vector<ExplainedRule> explain(const model::NetworkRules& rules, Language language);

// "Särskolan" -> "sarskolan": the id of a network that a mandate creates.
std::string id_from_name(std::string_view name);

}  // namespace stafett::scheduling::network
