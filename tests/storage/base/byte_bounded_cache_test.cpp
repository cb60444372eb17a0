#include "storage/base/byte_bounded_cache.h"

#include <memory>
#include <string>

#include <gtest/gtest.h>

namespace stafett::base {
namespace {

using Cache = ByteBoundedCache<std::string, std::shared_ptr<const std::string>>;

std::shared_ptr<const std::string> value(const char* text) { return std::make_shared<const std::string>(text); }

TEST(ByteBoundedCache, gives_back_what_was_put_until_it_is_replaced_or_erased) {
    Cache cache(10'000);
    EXPECT_FALSE(cache.find("a"));
    cache.put("a", value("1"), 10);
    EXPECT_EQ(**cache.find("a"), "1");
    cache.put("a", value("2"), 10);
    EXPECT_EQ(**cache.find("a"), "2");
    EXPECT_EQ(cache.octets(), 10 + Cache::kEntry);
    cache.erase("a");
    EXPECT_FALSE(cache.find("a"));
    EXPECT_EQ(cache.octets(), 0u);
}

TEST(ByteBoundedCache, lets_go_of_what_was_used_longest_ago) {
    Cache cache(3 * (100 + Cache::kEntry), 100);
    for (const char* key : {"a", "b", "c"}) cache.put(key, value(key), 100);
    ASSERT_TRUE(cache.find("a"));
    cache.put("d", value("d"), 100);
    EXPECT_TRUE(cache.find("a"));
    EXPECT_FALSE(cache.find("b"));
    EXPECT_TRUE(cache.find("c"));
    EXPECT_TRUE(cache.find("d"));
}

TEST(ByteBoundedCache, never_holds_more_than_its_octets) {
    Cache cache(2'000);
    for (int i = 0; i < 1'000; ++i) {
        cache.put(std::to_string(i), value("x"), static_cast<std::size_t>(i % 250));
        EXPECT_LE(cache.octets(), 2'000u);
    }
}

TEST(ByteBoundedCache, keeps_no_value_over_the_largest_and_forgets_the_one_it_replaces) {
    Cache cache(8'000);
    cache.put("a", value("small"), 10);
    cache.put("a", value("large"), 1'001);
    EXPECT_FALSE(cache.find("a"));
    Cache none(0);
    none.put("a", value("1"), 0);
    EXPECT_FALSE(none.find("a"));
}

TEST(ByteBoundedCache, erases_all_that_is_unwanted) {
    Cache cache(10'000);
    for (const char* key : {"a1", "b1", "a2"}) cache.put(key, value(key), 1);
    cache.erase_if([](const std::string& key) { return key.starts_with('a'); });
    EXPECT_FALSE(cache.find("a1"));
    EXPECT_FALSE(cache.find("a2"));
    EXPECT_TRUE(cache.find("b1"));
}

TEST(ByteBoundedCache, lets_a_value_outlive_its_place) {
    Cache cache(10'000);
    cache.put("a", value("1"), 1);
    const auto held = cache.find("a");
    cache.erase("a");
    EXPECT_EQ(**held, "1");
}

}  // namespace
}  // namespace stafett::base
