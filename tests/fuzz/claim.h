// What a fuzz target holds true of every input: a claim that fails ends the process, which is how libFuzzer learns of
// it.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace stafett::fuzz {

inline void claim(bool holds, std::string_view what) {
    if (holds) return;
    std::fprintf(stderr, "claim failed: %.*s\n", static_cast<int>(what.size()), what.data());
    std::abort();
}

inline std::string_view text_of(const unsigned char* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

}  // namespace stafett::fuzz
