// A calendar object as it was sent: our own immutable tree over the text it owns (style B9). Shared freely between
// threads. Changing an object means building a new text (edit.h) and parsing that.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scheduling/ical/arena.h"
#include "scheduling/ical/content_line.h"

namespace stafett::scheduling::ical {

struct Component {
    std::string_view name;                  // upper case
    std::span<const Property> properties;   // in order
    std::span<const Component> components;  // in order; raw ranges tell how they mix with the properties
    Range begin_line;
    Range end_line;
    Range raw;  // from BEGIN's first octet to behind END's line end
    std::uint32_t line = 0;

    // The first property of that name (any case), or null.
    const Property* find(std::string_view property) const;
    std::vector<const Property*> all(std::string_view property) const;
    bool has(std::string_view property) const { return find(property) != nullptr; }
    // Raw value of the first property of that name, blanks at its ends removed; empty if there is none.
    std::string_view value(std::string_view property) const;
    // The same as TEXT, escapes resolved (RFC 5545 §3.3.11).
    std::string text(std::string_view property) const;
    // Sub-components of that name (any case).
    std::vector<const Component*> children(std::string_view component) const;
};

// What a calendar object is about (RFC 4791 §4.1; RFC 7953 for VAVAILABILITY).
enum class Kind { event, todo, journal, freebusy, availability };
std::optional<Kind> kind_of(std::string_view component_name);
std::string_view component_name(Kind kind);  // "VEVENT", ...

class Object {
  public:
    Object(const Object&) = delete;
    Object& operator=(const Object&) = delete;

    const std::string& text() const { return text_; }
    std::string_view octets(Range range) const {
        return std::string_view(text_).substr(range.begin, range.end - range.begin);
    }

    const Component& calendar() const { return *calendar_; }  // the VCALENDAR

    // The components the object is about, in order: all but VTIMEZONE and unknown ones.
    std::span<const Component* const> main() const { return main_; }
    // Kind, UID (TEXT, trimmed) and status of the first of them; nothing or empty where missing.
    std::optional<Kind> kind() const;
    const std::string& uid() const { return uid_; }
    std::string status() const;  // of the master (or first), upper case

    // The first component without RECURRENCE-ID; null for an object made of overrides only.
    const Component* master() const { return master_; }
    // The components with RECURRENCE-ID, in order.
    std::span<const Component* const> overrides() const { return overrides_; }
    // The master, or else the first component; null only for an object that has none.
    const Component* leading() const { return master_ != nullptr ? master_ : main_.empty() ? nullptr : main_.front(); }

    // METHOD, upper case; empty if there is none.
    std::string method() const;
    // Whether the master recurs (RRULE or RDATE).
    bool recurs() const;
    // Embedded VTIMEZONE with that TZID (blanks at the ends aside), or null.
    const Component* timezone(std::string_view tzid) const;

  private:
    friend class Parser;
    explicit Object(std::string text) : text_(std::move(text)) {}
    void derive();

    std::string text_;
    Arena arena_;  // where the tree's spans and unfolded lines live
    const Component* calendar_ = nullptr;
    const Component* master_ = nullptr;
    std::vector<const Component*> main_;
    std::vector<const Component*> overrides_;
    std::string uid_;
};

using ObjectPtr = std::shared_ptr<const Object>;

}  // namespace stafett::scheduling::ical
