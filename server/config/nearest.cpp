#include "server/config/nearest.h"

#include <algorithm>
#include <vector>

namespace stafett::server::config {

std::size_t letters_changed(std::string_view a, std::string_view b) {
    constexpr std::size_t longest = 100;
    a = a.substr(0, longest);
    b = b.substr(0, longest);
    std::vector<std::size_t> before(b.size() + 1), now(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) before[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        now[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j)
            now[j] = std::min({before[j] + 1, now[j - 1] + 1, before[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
        std::swap(before, now);
    }
    return before[b.size()];
}

}  // namespace stafett::server::config
