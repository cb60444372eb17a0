#include "scheduling/ical/edit.h"

#include <algorithm>

namespace stafett::scheduling::ical {

Editor::Editor(const Object& object) : object_(object) {
    // The first line end decides: a text is rarely mixed, and then its beginning is what its writer's library does.
    const std::string& text = object.text();
    const std::size_t feed = text.find('\n');
    bare_line_feeds_ = feed != std::string::npos && (feed == 0 || text[feed - 1] != '\r');
}

void Editor::add(Range range, std::string_view lines) {
    std::string adapted;
    adapted.reserve(lines.size());
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const bool line_end = lines[i] == '\r' && i + 1 < lines.size() && lines[i + 1] == '\n';
        if (!bare_line_feeds_ || !line_end) adapted += lines[i];
    }
    operations_.push_back({range, std::move(adapted)});
}

void Editor::remove(const Property& property) { add(property.raw, {}); }
void Editor::remove(const Component& component) { add(component.raw, {}); }
void Editor::replace(const Property& property, std::string_view lines) { add(property.raw, lines); }
void Editor::replace(const Component& component, std::string_view lines) { add(component.raw, lines); }

void Editor::insert_before(const Property& property, std::string_view lines) {
    add({property.raw.begin, property.raw.begin}, lines);
}
void Editor::insert_after(const Property& property, std::string_view lines) {
    add({property.raw.end, property.raw.end}, lines);
}
void Editor::insert_before(const Component& component, std::string_view lines) {
    add({component.raw.begin, component.raw.begin}, lines);
}
void Editor::insert_after(const Component& component, std::string_view lines) {
    add({component.raw.end, component.raw.end}, lines);
}
void Editor::insert_first(const Component& component, std::string_view lines) {
    add({component.begin_line.end, component.begin_line.end}, lines);
}
void Editor::insert_last(const Component& component, std::string_view lines) {
    const std::size_t at =
        component.components.empty() ? component.end_line.begin : component.components.front().raw.begin;
    add({at, at}, lines);
}
void Editor::append(const Component& component, std::string_view lines) {
    add({component.end_line.begin, component.end_line.begin}, lines);
}

std::string Editor::text() const {
    std::vector<const Operation*> ordered;
    ordered.reserve(operations_.size());
    for (const Operation& operation : operations_) ordered.push_back(&operation);
    // By place; insertions before what replaces the octets there; else in the order of the calls. Of two replacements
    // at one place the larger goes first, so that a removed component takes what was changed inside it along.
    std::ranges::sort(ordered, [](const Operation* a, const Operation* b) {
        const auto rank = [](const Range& range) { return range.begin == range.end ? 0 : 1; };
        if (a->range.begin != b->range.begin) return a->range.begin < b->range.begin;
        if (rank(a->range) != rank(b->range)) return rank(a->range) < rank(b->range);
        if (a->range.end != b->range.end) return a->range.end > b->range.end;
        return a < b;  // they stand in one vector
    });
    const std::string_view source = object_.text();
    std::string out;
    out.reserve(source.size() + 512);
    std::size_t at = 0;
    for (const Operation* operation : ordered) {
        if (operation->range.begin < at) continue;  // inside what has been removed or replaced
        out += source.substr(at, operation->range.begin - at);
        out += operation->lines;
        at = operation->range.end;
    }
    out += source.substr(at);
    return out;
}

}  // namespace stafett::scheduling::ical
