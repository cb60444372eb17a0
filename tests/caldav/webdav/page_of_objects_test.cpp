#include "caldav/webdav/responses.h"

namespace stafett::caldav::webdav {
namespace {

using storage::Fault;

struct Read {
    int times = 0;
    Result<bool> page;  // whether it has texts
};

// A page whose texts cannot be read for that reason.
Read read_page(bool with_text, Fault why) {
    Read read{.times = 0, .page = false};
    read.page = page_of_objects(with_text, [&](bool texts) -> Result<bool> {
        ++read.times;
        if (texts) return std::unexpected(Failure(storage::Error{why, "on purpose"}));
        return false;
    });
    return read;
}

TEST(PageOfObjects, is_read_without_texts_when_one_of_them_is_damaged_and_for_no_other_reason) {
    const Read damaged = read_page(true, Fault::corrupt);
    EXPECT_EQ(damaged.times, 2);
    EXPECT_EQ(damaged.page.value(), false);
    for (const Fault fault : {Fault::unavailable, Fault::busy}) {
        const Read failed = read_page(true, fault);
        EXPECT_EQ(failed.times, 1);
        ASSERT_FALSE(failed.page);
        EXPECT_EQ(failed.page.error().status, 503U);
        EXPECT_FALSE(is_missing(failed.page.error())) << "a client would delete what it has";
    }
    EXPECT_EQ(read_page(false, Fault::corrupt).times, 1);
    EXPECT_TRUE(is_missing(Failure(storage::Error{Fault::not_found, ""})));
}

}  // namespace
}  // namespace stafett::caldav::webdav
