// What somebody may have meant by a name that nobody knows.
#pragma once

#include <cstddef>
#include <string_view>

namespace stafett::server::config {

// Number of letters (octets) to change, add or leave out to make one of the other. Of long names only the beginning
// counts.
std::size_t letters_changed(std::string_view a, std::string_view b);

// The one of `names`, a range of what converts to string_view, that is most like `name`; empty if there are none.
template <class Names>
std::string_view nearest(std::string_view name, const Names& names) {
    std::string_view found;
    std::size_t least = 0;
    for (const std::string_view known : names) {
        const std::size_t here = letters_changed(name, known);
        if (!found.empty() && here >= least) continue;
        found = known;
        least = here;
    }
    return found;
}

}  // namespace stafett::server::config
