// Where a span of time stands in a tree of moments: the relational interval tree (Kriegel, Pötke, Seidl: "Managing
// Intervals Efficiently in Object-Relational Databases", 2000). The tree is pure arithmetic and stored nowhere; each
// span is one row under its node, the topmost that lies in it. Two indexes, (node, starts) and (node, ends), then find
// all spans that overlap a range without touching any other (docs/decisions/0009-time-index.md).
//
// The numbers here are part of the storage format: a migration that changes them rewrites all spans.
#pragma once

#include <cstdint>
#include <string>

#include "storage/base/time_spans.h"

namespace stafett::storage::sqlite {

// Leaves are 2^15 seconds (about nine hours) wide, from 1901 to 2173; what lies outside is at the first or last of
// them, which costs time, never truth.
inline constexpr int kLeafBits = 15;
inline constexpr int kTreeBits = 18;

// Which leaf holds a moment: 1 to 2^kTreeBits - 1.
std::int64_t leaf_of(base::Instant at);

// The node of a span; its end is exclusive.
std::int64_t node_of(const base::TimeSpan& span);

// Where spans that overlap a range stand. Under nodes from `first` to `last` all of them can; under each of `left`
// those that end after the range's start; under each of `right` those that start before its end.
struct NodesOf {
    std::int64_t first;
    std::int64_t last;
    std::string left;  // JSON arrays of at most kTreeBits numbers
    std::string right;
};
NodesOf nodes_of(const base::TimeSpan& range);

}  // namespace stafett::storage::sqlite
