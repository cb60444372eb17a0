#include "server/association/difference.h"

#include <fmt/format.h>

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

}  // namespace

std::string to_line(const Difference& difference) {
    std::string line;
    switch (difference.kind) {
        case Difference::Kind::added:
            return "+ " + difference.what;
        case Difference::Kind::changed:
            line = "~ " + difference.what;
            break;
        case Difference::Kind::conflict:
            line = "! " + difference.what + " was changed here and is kept";
            break;
    }
    for (const FieldChange& field : difference.fields)
        line += fmt::format("\n    {}: '{}' -> '{}'", field.field, field.was, field.becomes);
    return line;
}

storage::Result<bool> Comparison::decide(const std::string& what, const std::optional<Fields>& current,
                                         const Fields& wanted) {
    if (!current) {
        differences_.push_back({Difference::Kind::added, what, {}});
        to_remember_.push_back({what, to_text(wanted)});
        return true;
    }
    const auto changed = changes(*current, wanted);
    if (changed.empty()) {
        to_remember_.push_back({what, to_text(wanted)});
        return false;
    }
    TRY_ASSIGN(const auto remembered, remembered_.imported(what));
    const bool changed_here = remembered && !changes(*current, parse_fields(*remembered)).empty();
    if (changed_here && !theirs_) {
        differences_.push_back({Difference::Kind::conflict, what, changed});
        return false;
    }
    differences_.push_back({Difference::Kind::changed, what, changed});
    to_remember_.push_back({what, to_text(wanted)});
    return true;
}

}  // namespace stafett::server::association
