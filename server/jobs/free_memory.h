// Gives memory that the program has no use for back to the system.
#pragma once

#include <cstddef>

namespace stafett::server::jobs {

// Before the first thread: so few arenas that what is freed in one is found by others, yet more than threads that run
// at a time.
void limit_arenas();

// Gives back what is free, if that is more than `least` octets. To be called now and then, for glibc keeps what lies
// below something in use: after a load that has gone for good. Answers whether it did.
bool give_back_free_memory(std::size_t least);

}  // namespace stafett::server::jobs
