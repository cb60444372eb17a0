#include "server/association/difference.h"

#include <algorithm>

#include <fmt/format.h>

#include "storage/base/safe_text.h"

namespace stafett::server::association {
namespace {

// The fields of `wanted` whose value in `other` is another one.
std::vector<FieldChange> changes(const Fields& other, const Fields& wanted) {
    std::vector<FieldChange> list;
    for (const Field& field : wanted) {
        const auto was = value_of(other, field.name).value_or("");
        if (was != field.value) list.push_back({field.name, std::string(was), field.value});
    }
    return list;
}

// What was remembered, but for what is said now: a list of people names some fields only.
Fields with(Fields last, const Fields& wanted) {
    for (const Field& field : wanted) {
        const auto found = std::ranges::find(last, field.name, &Field::name);
        if (found == last.end())
            last.push_back(field);
        else
            found->value = field.value;
    }
    return last;
}

}  // namespace

std::string to_line(const Difference& difference) {
    std::string line;
    switch (difference.kind) {
        case Difference::Kind::added:
            line = "+ " + base::safe_line(difference.what);
            break;
        case Difference::Kind::changed:
            line = "~ " + base::safe_line(difference.what);
            break;
        case Difference::Kind::conflict:
            line = "! " + base::safe_line(difference.what) + " was changed here and is kept";
            break;
    }
    for (const FieldChange& field : difference.fields)
        line += fmt::format("\n    {}: '{}' -> '{}'", base::safe_line(field.field), base::safe_line(field.was),
                            base::safe_line(field.becomes));
    return line;
}

storage::Result<bool> Comparison::decide(const std::string& what, const std::optional<Fields>& current,
                                         const Fields& wanted) {
    if (!current) {
        differences_.push_back({Difference::Kind::added, what, {}});
        to_remember_.push_back({what, to_text(wanted)});
        return true;
    }
    TRY_ASSIGN(const auto remembered, remembered_.imported(what));
    const Fields last = remembered ? parse_fields(*remembered) : Fields{};
    const auto changed = changes(*current, wanted);
    const bool changed_here = std::ranges::any_of(wanted, [&](const Field& field) {
        const auto was = value_of(last, field.name);
        return was && was != value_of(*current, field.name).value_or("");
    });
    if (!changed.empty() && changed_here && !theirs_) {
        differences_.push_back({Difference::Kind::conflict, what, changed});
        return false;
    }
    if (!changed.empty()) differences_.push_back({Difference::Kind::changed, what, changed});
    to_remember_.push_back({what, to_text(with(last, wanted))});
    return !changed.empty();
}

void Comparison::show_field(std::string field, std::string becomes) {
    differences_.back().fields.push_back({std::move(field), {}, std::move(becomes)});
}

}  // namespace stafett::server::association
