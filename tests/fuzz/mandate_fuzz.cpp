// Mandates: any text gives a mandate or an error that names a line, in bounded time.
#include <cstddef>
#include <cstdint>

#include "scheduling/network/mandate.h"
#include "tests/fuzz/claim.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto parsed = stafett::scheduling::network::parse_mandate(stafett::fuzz::text_of(data, size), 2027);
    if (parsed) stafett::fuzz::claim(!parsed->mandate.name.empty(), "a mandate names its network");
    return 0;
}
