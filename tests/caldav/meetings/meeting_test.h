// What every file of these tests begins with.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "tests/caldav/meetings/series.h"

namespace stafett::caldav::meetings {

using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

// The suite, once with each of those clients.
#define BY_CLIENTS(suite, clients)                                    \
    INSTANTIATE_TEST_SUITE_P(By, suite, ::testing::ValuesIn(clients), \
                             [](const auto& one) { return to_string(one.param); })
#define BY_EACH_CLIENT(suite) BY_CLIENTS(suite, kClients)

}  // namespace stafett::caldav::meetings
