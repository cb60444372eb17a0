#include "caldav/webdav/wanted.h"

#include <algorithm>
#include <set>

#include "caldav/webdav/method.h"

namespace stafett::caldav::webdav {
namespace {

// Every response of a listing says back the names it does not know.
constexpr std::size_t kMostProperties = 1000;
constexpr std::size_t kLongestNames = 131'072;  // octets, name spaces included

std::unexpected<Failure> too_much(const std::string& what) {
    return std::unexpected(Failure(400, what).with_message("The request names " + what + "."));
}

}  // namespace

Result<Wanted> read_wanted(const xml::Element& holder, const Preferences& preferences, Wanted::Mode absent) {
    Wanted wanted;
    wanted.minimal = preferences.minimal;
    wanted.mode = absent;
    int chosen = 0;
    for (const xml::Element& child : holder.children()) {
        const bool named = child.is({ns::dav, "prop"});
        if (named || child.is({ns::dav, "include"}))
            wanted.properties.insert(wanted.properties.end(), child.children().begin(), child.children().end());
        if (!named && !child.is({ns::dav, "allprop"}) && !child.is({ns::dav, "propname"})) continue;
        ++chosen;
        wanted.mode = named                            ? Wanted::Mode::named
                      : child.is({ns::dav, "allprop"}) ? Wanted::Mode::all
                                                       : Wanted::Mode::names;
    }
    // A property named twice is answered once: what a resource has of it is one value.
    std::set<xml::Name> known;
    std::erase_if(wanted.properties, [&](const xml::Element& asked) { return !known.insert(asked.name()).second; });
    if (chosen > 1) return fail(400, "two of prop, allprop and propname");
    if (wanted.properties.size() > kMostProperties) return too_much("more than 1000 properties");
    std::size_t names = 0;
    for (const xml::Element& asked : wanted.properties) names += asked.name().ns.size() + asked.name().local.size();
    if (names > kLongestNames) return too_much("names of properties longer than 131072 octets together");
    return wanted;
}

bool needs_text(const Wanted& wanted, const Tables& tables) {
    const auto costs_text = [](const LiveProperty* row) { return row != nullptr && row->cost == Cost::text; };
    if (wanted.mode == Wanted::Mode::all && std::ranges::any_of(tables.properties, [&](const LiveProperty* row) {
            return row->allprop && costs_text(row);
        }))
        return true;
    return std::ranges::any_of(wanted.properties, [&](const xml::Element& asked) {
        return costs_text(tables.property(asked.name(), Kind::object));
    });
}

}  // namespace stafett::caldav::webdav
