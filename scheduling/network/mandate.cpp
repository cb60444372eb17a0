#include "scheduling/network/mandate.h"

#include <array>

#include <fmt/format.h>

#include "scheduling/network/mandate_text.h"

namespace stafett::scheduling::network {
namespace {

using base::Result;
using Failed = std::unexpected<MandateError>;

// The parts of a mandate in their order; the first is the title line.
enum Part { title, background, purpose, assignments, chair, secretary, liaison, part_count };
constexpr std::array<std::string_view, part_count> kHeadings{"UPPDRAGSBESKRIVNING för nätverket",
                                                             "Bakgrund",
                                                             "Syfte/uppdrag",
                                                             "Uppdrag",
                                                             "Uppdrag ordförande",
                                                             "Uppdrag sekreterare",
                                                             "Uppdrag skol- och utbildningschef"};

using Parts = std::array<std::vector<std::string>, part_count>;

Result<Parts, MandateError> split(std::string_view text) {
    Parts parts;
    std::array<bool, part_count> seen{};
    std::optional<Part> current;
    for (std::string& line : lines_of(text)) {
        std::optional<Part> heading;
        for (int part = title; part < part_count; ++part)
            if (same_heading(line, kHeadings[static_cast<std::size_t>(part)])) heading = static_cast<Part>(part);
        if (!heading) {
            if (current) parts[*current].push_back(std::move(line));
        } else if (seen[*heading]) {
            return Failed({std::string(kHeadings[*heading]), "stands twice"});
        } else {
            seen[*heading] = true;
            current = heading;
        }
    }
    for (std::size_t part = 0; part < part_count; ++part)
        if (!seen[part]) return Failed({std::string(kHeadings[part]), "the heading is missing"});
    return parts;
}

// "2. Höjd utbildningsnivå" -> (2, "Höjd utbildningsnivå").
std::optional<model::Goal> goal_heading(std::string_view line) {
    const auto dot = line.find('.');
    if (dot == std::string_view::npos || dot == 0 || dot > 2) return std::nullopt;
    model::Goal goal;
    for (const char c : line.substr(0, dot)) {
        if (c < '0' || c > '9') return std::nullopt;
        goal.number = goal.number * 10 + (c - '0');
    }
    goal.title = trim(line.substr(dot + 1));
    return goal.title.empty() ? std::nullopt : std::optional(std::move(goal));
}

Result<void, MandateError> read_purpose(const std::vector<std::string>& lines, model::Mandate& mandate) {
    std::vector<std::string> words;
    for (const std::string& line : lines) {
        if (auto goal = goal_heading(line)) {
            mandate.goals.push_back(*std::move(goal));
        } else if (const auto item = list_item(line)) {
            if (mandate.goals.empty())
                return Failed({std::string(kHeadings[purpose]), "an item stands before the first goal"});
            mandate.goals.back().items.push_back(*item);
        } else if (mandate.goals.empty()) {
            words.push_back(line);
        }
    }
    if (mandate.goals.empty()) return Failed({std::string(kHeadings[purpose]), "no goal (a line such as '1. Title')"});
    mandate.purpose = join_paragraphs(paragraphs_of(words));
    return {};
}

Result<void, MandateError> read_assignments(const std::vector<std::string>& lines, int year, model::Mandate& mandate) {
    bool named = false;
    for (const std::string& line : lines)
        if (const auto item = list_item(line))
            mandate.assignments.push_back({year, *item});
        else if (const auto found = year_in(line))
            year = *found, named = true;
    if (mandate.assignments.empty())
        return Failed({std::string(kHeadings[assignments]), "no assignment (a line such as '- Text')"});
    for (auto& assignment : mandate.assignments) assignment.year = year;
    if (!named)
        mandate.remarks.push_back(
            fmt::format("Uppdragen anger inget årtal (\"för följande år\"); de har förts in för {}.", year));
    return {};
}

Result<void, MandateError> read_duties(const Parts& parts, model::Mandate& mandate) {
    for (const auto [part, role] : {std::pair(Part::chair, model::Role::chair),
                                    {Part::secretary, model::Role::secretary},
                                    {Part::liaison, model::Role::liaison}}) {
        const auto sentences = paragraphs_of(parts[part]);
        if (sentences.empty()) return Failed({std::string(kHeadings[part]), "no duty stands under the heading"});
        for (const std::string& sentence : sentences) mandate.duties.push_back({role, sentence});
    }
    return {};
}

template <class T>
std::optional<model::Rule<T>> from_mandate(T value, const std::string& sentence) {
    return model::Rule<T>{std::move(value), model::RuleSource::mandate, sentence};
}

// Särskolan's minutes are written by an elevhälsochef: right as written, but worth a look.
void remark_on_writer(const std::string& sentence, model::Mandate& mandate) {
    if ((contains(sentence, "elevhälsochef") || contains(sentence, "elevhälsoschef")) &&
        !contains(mandate.name, "elevhäls"))
        mandate.remarks.push_back(
            fmt::format("Protokollet skrivs enligt uppdraget av en elevhälsochef, men nätverket är {}: se till att "
                        "mötesvärdarna är "
                        "de som avses.",
                        mandate.name));
}

void derive_minutes(const model::Duty& duty, model::Mandate& mandate, DerivedRules& rules) {
    using enum model::MinutesWriter;
    const auto writer = contains(duty.sentence, "värd")         ? host
                        : contains(duty.sentence, "ordförande") ? model::MinutesWriter::chair
                                                                : model::MinutesWriter::secretary;
    rules.minutes_writer = from_mandate(writer, duty.sentence);
    remark_on_writer(duty.sentence, mandate);
    if (const auto address = address_in(duty.sentence)) {
        rules.minutes_to = from_mandate(*address, duty.sentence);
        // "Detta skickas in" stands under the secretary's duties beside a host who writes: either may send.
        rules.minutes_sender = from_mandate(
            writer == host ? model::MinutesSender::host_or_secretary : model::MinutesSender::secretary, duty.sentence);
    }
}

Result<DerivedRules, MandateError> derive(model::Mandate& mandate) {
    DerivedRules rules;
    for (const model::Duty& duty : mandate.duties) {
        const std::string& sentence = duty.sentence;
        if (duty.role == model::Role::chair && contains(sentence, "kallelse"))
            rules.call_sender = from_mandate(contains(sentence, "tillsammans med") && contains(sentence, "värd")
                                                 ? model::CallSender::chair_with_host
                                                 : model::CallSender::chair,
                                             sentence);
        if (contains(sentence, "protokoll")) derive_minutes(duty, mandate, rules);
        const auto address = address_in(sentence);
        if (contains(sentence, "förteckning") && address) rules.roster_to = from_mandate(*address, sentence);
        if (contains(sentence, "datum") && address) rules.dates_to = from_mandate(*address, sentence);
    }
    if (!rules.call_sender)
        return Failed({std::string(kHeadings[chair]), "no sentence says who sends the call (kallelse)"});
    if (!rules.minutes_writer)
        return Failed({std::string(kHeadings[secretary]), "no sentence says who writes the minutes (protokoll)"});
    return rules;
}

}  // namespace

base::Result<ParsedMandate, MandateError> parse_mandate(std::string_view text, int year) {
    TRY_ASSIGN(const Parts parts, split(text));
    ParsedMandate parsed;
    model::Mandate& mandate = parsed.mandate;
    mandate.text = text;
    const auto name = paragraphs_of(parts[title]);
    if (name.size() != 1)
        return Failed({std::string(kHeadings[title]), "one line with the network's name must follow"});
    mandate.name = name.front();
    mandate.background = join_paragraphs(paragraphs_of(parts[background]));
    if (mandate.background.empty())
        return Failed({std::string(kHeadings[background]), "nothing stands under the heading"});
    TRY(read_purpose(parts[purpose], mandate));
    TRY(read_assignments(parts[assignments], year, mandate));
    TRY(read_duties(parts, mandate));
    TRY_ASSIGN(parsed.rules, derive(mandate));
    return parsed;
}

void apply(const DerivedRules& derived, model::NetworkRules& rules) {
    if (derived.call_sender) rules.call_sender = *derived.call_sender;
    if (derived.minutes_writer) rules.minutes_writer = *derived.minutes_writer;
    if (derived.minutes_sender) rules.minutes_sender = *derived.minutes_sender;
    if (derived.minutes_to) rules.minutes_to = *derived.minutes_to;
    if (derived.dates_to) rules.dates_to = *derived.dates_to;
    if (derived.roster_to) rules.roster_to = *derived.roster_to;
}

}  // namespace stafett::scheduling::network
