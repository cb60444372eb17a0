// Types for values that could be swapped by mistake: a name is not a UID is not a principal's id.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace stafett::base {

// A piece of text with a meaning of its own. Empty means "none" only where a declaration says so.
template <class Tag>
class Text {
  public:
    Text() = default;
    explicit Text(std::string value) : value_(std::move(value)) {}
    explicit Text(std::string_view value) : value_(value) {}
    explicit Text(const char* value) : value_(value) {}

    const std::string& text() const& { return value_; }
    std::string text() && { return std::move(value_); }
    bool empty() const { return value_.empty(); }

    friend bool operator==(const Text&, const Text&) = default;
    friend std::strong_ordering operator<=>(const Text&, const Text&) = default;

  private:
    std::string value_;
};

// A number with a meaning of its own (row ids, change numbers).
template <class Tag>
struct Number {
    std::int64_t value = 0;
    friend bool operator==(const Number&, const Number&) = default;
    friend std::strong_ordering operator<=>(const Number&, const Number&) = default;
};

}  // namespace stafett::base

template <class Tag>
struct std::hash<stafett::base::Text<Tag>> {
    std::size_t operator()(const stafett::base::Text<Tag>& t) const noexcept {
        return std::hash<std::string>{}(t.text());
    }
};
template <class Tag>
struct std::hash<stafett::base::Number<Tag>> {
    std::size_t operator()(const stafett::base::Number<Tag>& n) const noexcept {
        return std::hash<std::int64_t>{}(n.value);
    }
};
