#include "caldav/access/known_part.h"

#include <fmt/format.h>

#include <gtest/gtest.h>

namespace stafett::caldav::access {
namespace {

std::vector<model::StoredObject> objects(int count, std::string_view etag = "1") {
    std::vector<model::StoredObject> made(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        made[static_cast<std::size_t>(i)].info.name = model::ObjectName(fmt::format("{}.ics", i));
        made[static_cast<std::size_t>(i)].info.etag = model::Etag(fmt::format("{}-{}", i, etag));
    }
    return made;
}

std::vector<std::string> names(const std::vector<model::Change>& changes) {
    std::vector<std::string> list;
    for (const model::Change& one : changes) list.push_back(one.name.text());
    return list;
}

using Names = std::vector<std::string>;

TEST(KnownPart, comes_back_from_its_text) {
    for (const int count : {0, 1, 3, 256}) {
        const KnownPart before(objects(count));
        const auto read = KnownPart::parse(before.text(), KnownPart(objects(count, "2")));
        ASSERT_TRUE(read) << count;
        EXPECT_EQ(*read, before) << count;
    }
    EXPECT_EQ(KnownPart(objects(0)).text(), "");
}

TEST(KnownPart, of_many_objects_says_only_whether_it_is_the_present_one) {
    const KnownPart many(objects(257));
    EXPECT_LT(many.text().size(), 100u);
    EXPECT_EQ(KnownPart::parse(many.text(), many), many);
    EXPECT_FALSE(KnownPart::parse(many.text(), KnownPart(objects(257, "2"))));
    EXPECT_FALSE(KnownPart::parse(many.text(), KnownPart(objects(3))));
}

TEST(KnownPart, refuses_what_it_has_not_written) {
    const KnownPart now(objects(2));
    const std::string text = KnownPart(objects(1)).text();
    for (const std::string& wrong : {text.substr(1), text + "A", "?" + text.substr(1), "=" + text.substr(1),
                                     std::string(257 * 16, 'A'), std::string("12")})
        EXPECT_FALSE(KnownPart::parse(wrong, now)) << wrong;
}

TEST(KnownPart, takes_what_is_new_or_changed_once_and_in_portions) {
    KnownPart known(objects(2));
    auto now = objects(4);
    now[1].info.etag = model::Etag("anders");
    EXPECT_EQ(names(known.take_changed(now, 2)), (Names{"1.ics", "2.ics"}));
    EXPECT_EQ(names(known.take_changed(now, 2)), (Names{"3.ics"}));
    EXPECT_EQ(names(known.take_changed(now, 2)), Names{});
    EXPECT_EQ(known, KnownPart(now));
}

TEST(KnownPart, knows_what_is_gone) {
    KnownPart known(objects(3));
    const auto now = objects(2);
    EXPECT_TRUE(known.has_more_than(now));
    EXPECT_TRUE(known.knows(model::ObjectName("2.ics")));
    known.forget(model::ObjectName("2.ics"));
    EXPECT_FALSE(known.has_more_than(now));
    EXPECT_EQ(known, KnownPart(now));
}

}  // namespace
}  // namespace stafett::caldav::access
