#include "server/jobs/free_memory.h"

#include <malloc.h>

#include <algorithm>
#include <thread>

namespace stafett::server::jobs {

void limit_arenas() {
    const unsigned cores = std::max(1u, std::thread::hardware_concurrency());
    ::mallopt(M_ARENA_MAX, static_cast<int>(2 * cores));
}

bool give_back_free_memory(std::size_t least) {
    // Of all arenas: what is free in the middle, and at the top.
    if (::mallinfo2().fordblks < least) return false;
    ::malloc_trim(0);
    return true;
}

}  // namespace stafett::server::jobs
