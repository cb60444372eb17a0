// Names of XML elements: name space and local part. QName borrows and is for tables and comparisons; Name owns.
#pragma once

#include <compare>
#include <functional>
#include <string>
#include <string_view>

namespace stafett::caldav::xml {

// Refers to text that outlives it: string literals in tables, or a Name.
struct QName {
    std::string_view ns;
    std::string_view local;
    friend constexpr bool operator==(const QName&, const QName&) = default;
    friend constexpr auto operator<=>(const QName&, const QName&) = default;
};

struct Name {
    std::string ns;
    std::string local;
    Name() = default;
    Name(std::string name_space, std::string name) : ns(std::move(name_space)), local(std::move(name)) {}
    explicit Name(QName name) : ns(name.ns), local(name.local) {}
    operator QName() const { return {ns, local}; }  // NOLINT: wanted implicit
    friend bool operator==(const Name&, const Name&) = default;
    friend auto operator<=>(const Name&, const Name&) = default;
};

namespace ns {
inline constexpr std::string_view dav = "DAV:";
inline constexpr std::string_view caldav = "urn:ietf:params:xml:ns:caldav";
inline constexpr std::string_view calendarserver = "http://calendarserver.org/ns/";
inline constexpr std::string_view apple_ical = "http://apple.com/ns/ical/";
inline constexpr std::string_view xml = "http://www.w3.org/XML/1998/namespace";
inline constexpr std::string_view stafett = "urn:stafett:dav";
}  // namespace ns

}  // namespace stafett::caldav::xml

namespace stafett::caldav {
namespace ns = xml::ns;
using xml::QName;
}  // namespace stafett::caldav
