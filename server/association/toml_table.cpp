#include "server/association/toml_table.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "server/config/nearest.h"

namespace stafett::server::association {

TomlTable::~TomlTable() {
    for (const auto& [key, value] : table_)
        if (!asked_.contains(key.str()))
            errors_.push_back({key.source().begin.line, fmt::format("{} has no key '{}'. Did you mean '{}'?", where_,
                                                                    key.str(), config::nearest(key.str(), asked_))});
}

const toml::node* TomlTable::find(std::string_view key) {
    asked_.emplace(key);
    return table_.get(key);
}

std::size_t TomlTable::line_of(std::string_view key) const {
    const toml::node* node = table_.get(key);
    return node ? node->source().begin.line : line();
}

void TomlTable::report(std::string_view key, std::string problem) {
    errors_.push_back({line_of(key), fmt::format("{} {} {}", where_, key, problem)});
}

std::optional<std::string> TomlTable::text(std::string_view key) {
    const toml::node* node = find(key);
    if (!node) return std::nullopt;
    if (!node->is_string()) {
        report(key, "must be a text in quotation marks");
        return std::nullopt;
    }
    return node->as_string()->get();
}

std::string TomlTable::required_text(std::string_view key) {
    auto value = text(key);
    if (!value && !table_.contains(key)) report(key, "is missing");
    if (value && value->empty()) report(key, "must not be empty");
    return std::move(value).value_or("");
}

std::string TomlTable::required_id(std::string_view key) {
    std::string id = required_text(key);
    if (!id.empty() && !model::valid_id(id))
        report(key, fmt::format("'{}' is no id: only a-z, 0-9 and '-', at most 64 characters", id));
    return id;
}

std::vector<std::string> TomlTable::texts(std::string_view key) {
    std::vector<std::string> values;
    const toml::node* node = find(key);
    if (!node) return values;
    if (!node->is_array()) {
        report(key, "must be an array of texts");
        return values;
    }
    for (const toml::node& item : *node->as_array()) {
        if (!item.is_string()) {
            report(key, "must hold texts only");
            return {};
        }
        values.push_back(item.as_string()->get());
    }
    return values;
}

std::optional<bool> TomlTable::flag(std::string_view key) {
    const toml::node* node = find(key);
    if (!node) return std::nullopt;
    if (!node->is_boolean()) report(key, "must be true or false");
    return node->value<bool>();
}

std::optional<int> TomlTable::number(std::string_view key, int least, int most) {
    const toml::node* node = find(key);
    if (!node) return std::nullopt;
    const auto value = node->value_exact<std::int64_t>();
    if (!value || *value < least || *value > most) {
        report(key, fmt::format("must be a number from {} to {}", least, most));
        return std::nullopt;
    }
    return static_cast<int>(*value);
}

std::optional<base::Date> TomlTable::date(std::string_view key) {
    const toml::node* node = find(key);
    if (!node) return std::nullopt;
    const auto value = node->value_exact<toml::date>();
    if (!value) {
        report(key, "must be a date such as 2027-01-31, without quotation marks");
        return std::nullopt;
    }
    return base::Date(std::chrono::year(value->year), std::chrono::month(value->month), std::chrono::day(value->day));
}

model::Period TomlTable::period() {
    const model::Period period{date("from"), date("to")};
    if (period.from && period.to && *period.to < *period.from) report("to", "lies before 'from'");
    return period;
}

std::optional<std::size_t> TomlTable::one_of(std::string_view key, const std::vector<std::string_view>& names) {
    const auto value = text(key);
    if (!value) return std::nullopt;
    for (std::size_t i = 0; i < names.size(); ++i)
        if (names[i] == *value) return i;
    report(key, fmt::format("'{}' must be one of {}", *value, fmt::join(names, ", ")));
    return std::nullopt;
}

}  // namespace stafett::server::association
