// The privileges of RFC 3744 §3 and RFC 4791 §6.1 that we tell apart, and which contain which.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace stafett::caldav::access {

enum class Privilege : std::uint8_t {
    read,
    read_free_busy,
    read_current_user_privilege_set,
    read_acl,
    write,
    write_properties,
    write_content,
    bind,
    unbind,
    all,
};
inline constexpr std::array every_privilege{Privilege::read,
                                            Privilege::read_free_busy,
                                            Privilege::read_current_user_privilege_set,
                                            Privilege::read_acl,
                                            Privilege::write,
                                            Privilege::write_properties,
                                            Privilege::write_content,
                                            Privilege::bind,
                                            Privilege::unbind,
                                            Privilege::all};

// The element that names it: name space and local name.
std::string_view privilege_namespace(Privilege privilege);
std::string_view privilege_name(Privilege privilege);

// Whether holding `a` is holding `b` (RFC 3744 §3.12: aggregates).
constexpr bool implies(Privilege a, Privilege b) {
    if (a == b || a == Privilege::all) return true;
    switch (a) {
        case Privilege::read:
            return b == Privilege::read_free_busy || b == Privilege::read_current_user_privilege_set;
        case Privilege::write:
            return b == Privilege::write_properties || b == Privilege::write_content || b == Privilege::bind ||
                   b == Privilege::unbind;
        case Privilege::read_free_busy:
        case Privilege::read_current_user_privilege_set:
        case Privilege::read_acl:
        case Privilege::write_properties:
        case Privilege::write_content:
        case Privilege::bind:
        case Privilege::unbind:
        case Privilege::all:
            return false;
    }
    return false;
}

// A set of privileges, closed under implication.
class PrivilegeSet {
  public:
    constexpr PrivilegeSet() = default;
    constexpr PrivilegeSet(std::initializer_list<Privilege> granted) {
        for (const Privilege privilege : granted) add(privilege);
    }
    constexpr void add(Privilege privilege) {
        for (const Privilege implied : every_privilege)
            if (implies(privilege, implied)) bits_ |= bit(implied);
        const int parts = bit(Privilege::write_properties) | bit(Privilege::write_content) | bit(Privilege::bind) |
                          bit(Privilege::unbind);
        if ((bits_ & parts) == parts) bits_ |= bit(Privilege::write);
    }
    constexpr bool contains(Privilege privilege) const { return (bits_ & bit(privilege)) != 0; }
    constexpr bool empty() const { return bits_ == 0; }
    friend constexpr bool operator==(PrivilegeSet, PrivilegeSet) = default;

  private:
    static constexpr std::uint16_t bit(Privilege privilege) {
        return static_cast<std::uint16_t>(1U << static_cast<unsigned>(privilege));
    }
    std::uint16_t bits_ = 0;
};

}  // namespace stafett::caldav::access
