#include <fmt/format.h>

#include "scheduling/network/mandate.h"
#include "scheduling/network/mandate_text.h"

namespace stafett::scheduling::network {
namespace {

std::string_view name_of(model::CallSender sender) {
    switch (sender) {
        case model::CallSender::chair:
            return "ordförande";
        case model::CallSender::chair_with_host:
            return "ordförande tillsammans med mötesvärden";
    }
    return {};
}

std::string_view name_of(model::MinutesWriter writer) {
    switch (writer) {
        case model::MinutesWriter::host:
            return "mötesvärden";
        case model::MinutesWriter::secretary:
            return "sekreteraren";
        case model::MinutesWriter::chair:
            return "ordföranden";
    }
    return {};
}

std::string_view name_of(model::MinutesSender sender) {
    switch (sender) {
        case model::MinutesSender::host_or_secretary:
            return "mötesvärden eller sekreteraren";
        case model::MinutesSender::host:
            return "mötesvärden";
        case model::MinutesSender::secretary:
            return "sekreteraren";
    }
    return {};
}

std::string_view name_of(model::Hold hold) {
    switch (hold) {
        case model::Hold::when_planned:
            return "när datumet är planerat";
        case model::Hold::at_call:
            return "med kallelsen";
    }
    return {};
}

std::string name_of(const std::string& address) { return address.empty() ? "samordnarens brevlåda" : address; }
std::string name_of(int days) { return fmt::format("{} dagar", days); }

template <class T>
ExplainedRule line(std::string_view what, const model::Rule<T>& rule) {
    return {fmt::format("{}: {}", what, name_of(rule.value)), rule.source == model::RuleSource::mandate
                                                                  ? fmt::format("uppdraget: \"{}\"", rule.sentence)
                                                                  : "vårt förval"};
}

}  // namespace

std::vector<ExplainedRule> explain(const model::NetworkRules& rules) {
    return {line("Kallelse och dagordning skickas av", rules.call_sender),
            line("Kallelsen går ut senast före träffen", rules.call_days_before),
            line("Deltagarna får datumet", rules.hold),
            line("Protokoll skrivs av", rules.minutes_writer),
            line("Protokoll skickas in av", rules.minutes_sender),
            line("Protokoll skickas till", rules.minutes_to),
            line("Protokollet är klart senast efter träffen", rules.minutes_days_after),
            line("Datum anmäls till", rules.dates_to),
            line("Deltagarförteckning skickas till", rules.roster_to)};
}

std::string id_from_name(std::string_view name) {
    std::string id;
    const std::string small = lower(name);
    for (std::size_t i = 0; i < small.size(); ++i) {
        const char c = small[i];
        if (c == '\xc3' && i + 1 < small.size()) {  // å ä ö é as they are usually spelt without their signs
            const char letter = small[++i];
            id += letter == '\xa5' || letter == '\xa4' ? "a" : letter == '\xb6' ? "o" : letter == '\xa9' ? "e" : "";
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
