#include "caldav/access/privilege.h"

namespace stafett::caldav::access {
namespace {

TEST(PrivilegeSet, is_closed_under_aggregation) {
    constexpr PrivilegeSet read{Privilege::read};
    EXPECT_TRUE(read.contains(Privilege::read_free_busy));
    EXPECT_TRUE(read.contains(Privilege::read_current_user_privilege_set));
    EXPECT_FALSE(read.contains(Privilege::write_properties));
    constexpr PrivilegeSet write{Privilege::write};
    EXPECT_TRUE(write.contains(Privilege::bind));
    EXPECT_FALSE(write.contains(Privilege::read));
    constexpr PrivilegeSet all{Privilege::all};
    for (const Privilege privilege : every_privilege) EXPECT_TRUE(all.contains(privilege));
}

TEST(PrivilegeSet, whoever_holds_all_parts_of_write_holds_write) {
    PrivilegeSet set{Privilege::write_content, Privilege::bind, Privilege::unbind};
    EXPECT_FALSE(set.contains(Privilege::write));
    set.add(Privilege::write_properties);
    EXPECT_TRUE(set.contains(Privilege::write));
}

}  // namespace
}  // namespace stafett::caldav::access
