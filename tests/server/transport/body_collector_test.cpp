#include "server/transport/body_collector.h"

#include <filesystem>

#include "tests/server/transport/test_server.h"

namespace stafett::server::transport {
namespace {

TEST(BodyCollector, keeps_a_short_body_in_memory) {
    BodyMemory memory(1000);
    BodyMemory::Part part(memory);
    BodyCollector collector("/nonexistent", {.one = 10, .all = 1000}, part);
    collector.pending() += "0123456789";
    EXPECT_FALSE(collector.wants_to_settle());
    EXPECT_EQ(memory.used(), 10u);
    EXPECT_EQ(collector.finish().value().octets(), "0123456789");
}

TEST(BodyCollector, spools_a_long_body_and_leaves_no_name) {
    const tests::TemporaryFolder folder;
    BodyMemory memory(1000);
    BodyMemory::Part part(memory);
    caldav::http::Body body;
    {
        BodyCollector collector(folder.path().string(), {.one = 10, .all = 1000}, part);
        collector.pending() += "0123456789a";
        ASSERT_TRUE(collector.wants_to_settle());
        ASSERT_TRUE(collector.settle().has_value());
        EXPECT_EQ(memory.used(), 0u);
        EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
        collector.pending() += "bcdef";
        EXPECT_EQ(collector.size(), 16u);
        body = collector.finish().value();
    }
    EXPECT_EQ(body.octets(), "0123456789abcdef");
    EXPECT_EQ(body.digest(), base::digest("0123456789abcdef"));
    body.forget(16);
    EXPECT_EQ(body.octets(), "0123456789abcdef");
}

TEST(BodyCollector, spools_early_when_all_bodies_together_take_too_much) {
    BodyMemory memory(300'000);
    BodyMemory::Part part(memory);
    BodyCollector first("/nonexistent", {.one = 1'000'000, .all = 300'000}, part);
    first.pending().assign(290'000, 'x');
    EXPECT_FALSE(first.wants_to_settle());
    {
        BodyMemory::Part other(memory);
        BodyCollector second("/nonexistent", {.one = 1'000'000, .all = 300'000}, other);
        second.pending().assign(280'000, 'x');
        EXPECT_TRUE(second.wants_to_settle());
    }
    EXPECT_EQ(memory.used(), 290'000u);
}

TEST(BodyCollector, refuses_with_507_when_it_cannot_spool) {
    BodyMemory memory(1000);
    BodyMemory::Part part(memory);
    BodyCollector collector("/nonexistent/folder", {.one = 1, .all = 1000}, part);
    collector.pending() = "ab";
    EXPECT_EQ(collector.settle().error().status, 507u);
}

}  // namespace
}  // namespace stafett::server::transport
