#include <fmt/format.h>

#include "scheduling/network/mandate.h"
#include "scheduling/network/mandate_text.h"

namespace stafett::scheduling::network {
namespace {

// The same in both languages.
struct Words {
    std::string_view swedish;
    std::string_view english;

    std::string_view in(Language language) const { return language == Language::swedish ? swedish : english; }
};

Words words_for(model::CallSender sender) {
    switch (sender) {
        case model::CallSender::chair:
            return {"ordförande", "chair"};
        case model::CallSender::chair_with_host:
            return {"ordförande tillsammans med mötesvärden", "chair with host"};
    }
    return {};
}

Words words_for(model::MinutesWriter writer) {
    switch (writer) {
        case model::MinutesWriter::host:
            return {"mötesvärden", "host"};
        case model::MinutesWriter::secretary:
            return {"sekreteraren", "secretary"};
        case model::MinutesWriter::chair:
            return {"ordföranden", "chair"};
    }
    return {};
}

Words words_for(model::MinutesSender sender) {
    switch (sender) {
        case model::MinutesSender::host_or_secretary:
            return {"mötesvärden eller sekreteraren", "host or secretary"};
        case model::MinutesSender::host:
            return {"mötesvärden", "host"};
        case model::MinutesSender::secretary:
            return {"sekreteraren", "secretary"};
    }
    return {};
}

Words words_for(model::Hold hold) {
    switch (hold) {
        case model::Hold::when_planned:
            return {"när datumet är planerat", "when it is planned"};
        case model::Hold::at_call:
            return {"med kallelsen", "with the call"};
    }
    return {};
}

template <class T>
std::string value_in(Language language, const T& value) {
    return std::string(words_for(value).in(language));
}
std::string value_in(Language language, const std::string& address) {
    if (!address.empty()) return address;
    return std::string(Words{"samordnarens brevlåda", "the coordinator's mailbox"}.in(language));
}
std::string value_in(Language language, int days) {
    return fmt::format("{} {}", days, Words{"dagar", "days"}.in(language));
}

template <class T>
ExplainedRule line(Language language, const Words& what, const model::Rule<T>& rule) {
    std::string because(Words{"vårt förval", "our default"}.in(language));
    if (rule.source == model::RuleSource::mandate)
        because = fmt::format("{}: \"{}\"", Words{"uppdraget", "the mandate"}.in(language), rule.sentence);
    return {fmt::format("{}: {}", what.in(language), value_in(language, rule.value)), std::move(because)};
}

}  // namespace

std::vector<ExplainedRule> explain(const model::NetworkRules& rules, Language language) {
    const auto in = [&](const Words& what, const auto& rule) { return line(language, what, rule); };
    return {in({"Kallelse och dagordning skickas av", "Call and agenda sent by"}, rules.call_sender),
            in({"Kallelsen går ut senast före träffen", "Call sent at the latest before the meeting"},
               rules.call_days_before),
            in({"Deltagarna får datumet", "People get the date"}, rules.hold),
            in({"Protokoll skrivs av", "Minutes written by"}, rules.minutes_writer),
            in({"Protokoll skickas in av", "Minutes sent by"}, rules.minutes_sender),
            in({"Protokoll skickas till", "Minutes go to"}, rules.minutes_to),
            in({"Protokollet är klart senast efter träffen", "Minutes ready at the latest after the meeting"},
               rules.minutes_days_after),
            in({"Datum anmäls till", "Dates go to"}, rules.dates_to),
            in({"Deltagarförteckning skickas till", "The list of people goes to"}, rules.roster_to)};
}

std::string id_from_name(std::string_view name) {
    std::string id;
    const std::string small = lower(name);
    for (std::size_t i = 0; i < small.size(); ++i) {
        const char c = small[i];
        if (c == '\xc3' && i + 1 < small.size()) {  // å ä ö é as they are usually spelt without their signs
            const char letter = small[++i];
            id += letter == '\xa5' || letter == '\xa4' ? "a" : letter == '\xb6' ? "o" : letter == '\xa9' ? "e" : "";
        } else if ((c == '\xcc' || c == '\xcd') && i + 1 < small.size()) {
            ++i;  // a sign that stands by itself behind its letter, as some programs write them
        } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
            id += c;
        } else if (!id.empty() && id.back() != '-') {
            id += '-';
        }
    }
    while (id.ends_with('-')) id.pop_back();
    return id;
}

}  // namespace stafett::scheduling::network
