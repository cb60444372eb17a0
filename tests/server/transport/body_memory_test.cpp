#include "server/transport/body_memory.h"

namespace stafett::server::transport {
namespace {

TEST(BodyMemory, counts_what_its_parts_hold) {
    BodyMemory memory(100);
    BodyMemory::Part first(memory);
    first.hold(60);
    {
        BodyMemory::Part second(memory);
        second.hold(70);
        EXPECT_EQ(memory.used(), 130u);
        EXPECT_TRUE(memory.full());
        second.hold(40);
        EXPECT_FALSE(memory.full()) << "the limit itself is allowed";
    }
    EXPECT_EQ(memory.used(), 60u);
    first.clear();
    EXPECT_EQ(memory.used(), 0u);
}

TEST(BodyMemory, counts_a_body_that_many_send_once) {
    BodyMemory memory(100);
    const auto body = std::make_shared<const std::string>(50, 'x');
    const auto other = std::make_shared<const std::string>(30, 'x');
    BodyMemory::Part first(memory), second(memory);
    first.hold(1);
    first.share(body);
    second.share(body);
    EXPECT_EQ(memory.used(), 51u);
    first.share(other);
    EXPECT_EQ(memory.used(), 81u);
    second.share(nullptr);
    EXPECT_EQ(memory.used(), 31u);
    first.share(other);
    EXPECT_EQ(memory.used(), 31u);
}

}  // namespace
}  // namespace stafett::server::transport
