#include "server/association/fields.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace stafett::server::association {
namespace {

std::string text_of(std::optional<base::Date> date) { return date ? base::format_date(*date) : ""; }

std::string text_of(const std::vector<model::Period>& periods) {
    std::vector<std::string> texts;
    texts.reserve(periods.size());
    for (const auto& period : periods)
        texts.push_back(fmt::format("{} – {}", text_of(period.from), text_of(period.to)));
    return fmt::format("{}", fmt::join(texts, ", "));
}

std::string escaped(std::string_view value) {
    std::string out;
    for (const char c : value) {
        if (c == '\\')
            out += "\\\\";
        else if (c == '\n')
            out += "\\n";
        else
            out += c;
    }
    return out;
}

std::string unescaped(std::string_view value) {
    std::string out;
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (value[i] == '\\' && i + 1 < value.size())
            out += value[++i] == 'n' ? '\n' : value[i];
        else
            out += value[i];
    }
    return out;
}

}  // namespace

Fields fields_of(const model::Association& a) {
    return {{"name", a.name}, {"zone", a.zone}, {"language", a.language}, {"domain", a.domain}};
}

Fields fields_of(const model::Office& office) {
    std::vector<std::string> people;
    people.reserve(office.people.size());
    for (const auto& person : office.people) people.push_back(person.text());
    return {{"name", office.name}, {"mailbox", office.mailbox}, {"people", fmt::format("{}", fmt::join(people, ", "))}};
}

Fields fields_of(const model::Municipality& municipality) {
    return {{"name", municipality.name}, {"short_name", municipality.short_name}};
}

Fields fields_of(const model::Principal& person) {
    return {{"name", person.name}, {"addresses", fmt::format("{}", fmt::join(person.addresses, ", "))}};
}

Fields fields_of(const model::Network& network) {
    return {{"name", network.name},
            {"address", network.address},
            {"description", network.description},
            {"language", network.language},
            {"hidden", network.hidden ? "true" : "false"},
            {"call_days_before", std::to_string(network.rules.call_days_before.value)},
            {"minutes_days_after", std::to_string(network.rules.minutes_days_after.value)},
            {"hold", network.rules.hold.value == model::Hold::when_planned ? "when-planned" : "at-call"}};
}

Fields fields_of(const model::Membership& membership) { return {{"to", text_of(membership.period.to)}}; }

Fields fields_of(const model::HostSeat& seat) {
    return {{"order", std::to_string(seat.order)}, {"host", seat.host.text()},      {"deputy", seat.deputy.text()},
            {"from", text_of(seat.period.from)},   {"to", text_of(seat.period.to)}, {"blocked", text_of(seat.blocked)}};
}

std::string to_text(const Fields& fields) {
    std::string out;
    for (const Field& field : fields) out += fmt::format("{}={}\n", field.name, escaped(field.value));
    return out;
}

Fields parse_fields(std::string_view text) {
    Fields fields;
    while (!text.empty()) {
        const auto end = text.find('\n');
        const auto line = text.substr(0, end);
        const auto equals = line.find('=');
        if (equals != std::string_view::npos)
            fields.push_back({std::string(line.substr(0, equals)), unescaped(line.substr(equals + 1))});
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return fields;
}

std::optional<std::string_view> value_of(const Fields& fields, std::string_view name) {
    for (const Field& field : fields)
        if (field.name == name) return field.value;
    return std::nullopt;
}

std::string_view name_of(model::Role role) {
    switch (role) {
        case model::Role::chair:
            return "chair";
        case model::Role::secretary:
            return "secretary";
        case model::Role::liaison:
            return "liaison";
        case model::Role::member:
            return "member";
    }
    return {};
}

}  // namespace stafett::server::association
