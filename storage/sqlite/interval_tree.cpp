#include "storage/sqlite/interval_tree.h"

#include <algorithm>
#include <bit>

namespace stafett::storage::sqlite {
namespace {

constexpr std::int64_t kFirst = -(std::int64_t{1} << 31);  // 1901-12-13
constexpr std::int64_t kLastLeaf = (std::int64_t{1} << kTreeBits) - 1;

void add(std::string& array, std::int64_t node) {
    array += array.empty() ? '[' : ',';
    array += std::to_string(node);
}

std::string closed(std::string array) {
    array += array.empty() ? "[]" : "]";
    return array;
}

std::int64_t last_leaf_of(const base::TimeSpan& span) {
    return std::max(leaf_of(span.start),
                    leaf_of(span.end == base::Instant::min() ? span.end : span.end - std::chrono::seconds(1)));
}

}  // namespace

std::int64_t leaf_of(base::Instant at) {
    constexpr std::int64_t last = kFirst + (kLastLeaf << kLeafBits);
    return std::clamp<std::int64_t>((std::clamp(at.time_since_epoch().count(), kFirst, last) - kFirst) >> kLeafBits, 1,
                                    kLastLeaf);
}

std::int64_t node_of(const base::TimeSpan& span) {
    const auto first = static_cast<std::uint64_t>(leaf_of(span.start));
    const auto last = static_cast<std::uint64_t>(last_leaf_of(span));
    // Of all numbers from first to last the one with most zeros at its end.
    const auto zeros = static_cast<unsigned>(std::bit_width((first - 1) ^ last)) - 1;
    return static_cast<std::int64_t>(last >> zeros << zeros);
}

NodesOf nodes_of(const base::TimeSpan& range) {
    NodesOf nodes{leaf_of(range.start), last_leaf_of(range), {}, {}};
    constexpr std::int64_t root = std::int64_t{1} << (kTreeBits - 1);
    // On the way down to the range's ends lie all nodes beside it whose spans can reach into it.
    for (std::int64_t node = root, step = root / 2; node != nodes.first && step > 0; step /= 2) {
        if (node < nodes.first) add(nodes.left, node);
        node += node < nodes.first ? step : -step;
    }
    for (std::int64_t node = root, step = root / 2; node != nodes.last && step > 0; step /= 2) {
        if (node > nodes.last) add(nodes.right, node);
        node += node < nodes.last ? step : -step;
    }
    nodes.left = closed(std::move(nodes.left));
    nodes.right = closed(std::move(nodes.right));
    return nodes;
}

}  // namespace stafett::storage::sqlite
