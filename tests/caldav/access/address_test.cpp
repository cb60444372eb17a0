#include "caldav/access/address.h"

namespace stafett::caldav::access {
namespace {

using Shape = Address::Shape;

TEST(ParsePath, names_each_shape_and_its_href) {
    struct Case {
        std::string_view path;
        Shape shape;
        std::string_view href;
    };
    for (const auto& [path, shape, href] :
         {Case{"/dav", Shape::root, "/dav/"}, Case{"/dav/", Shape::root, "/dav/"}, Case{"/", Shape::root, "/"},
          Case{"/principals/", Shape::root, "/principals/"}, Case{"/remote.php/dav", Shape::root, "/remote.php/dav"},
          Case{"/calendar/dav/anna%40x.se/user/", Shape::root, "/calendar/dav/anna%40x.se/user/"},
          Case{"/dav/principals", Shape::principals, "/dav/principals/"},
          Case{"/dav/principals/networks/", Shape::principal_collection, "/dav/principals/networks/"},
          Case{"/dav/principals/users/anna", Shape::principal, "/dav/principals/users/anna/"},
          Case{"/dav/calendars/", Shape::calendars, "/dav/calendars/"},
          Case{"/dav/calendars/anna", Shape::home, "/dav/calendars/anna/"},
          Case{"/dav/calendars/anna/calendar", Shape::collection, "/dav/calendars/anna/calendar/"},
          Case{"/dav/calendars/anna/calendar/a%20b.ics", Shape::object, "/dav/calendars/anna/calendar/a%20b.ics"},
          Case{"/dav/calendars/anna/calendar/a%40b.ics/", Shape::object, "/dav/calendars/anna/calendar/a@b.ics"}}) {
        const auto address = parse_path(path);
        ASSERT_TRUE(address) << path;
        EXPECT_EQ(address->shape, shape) << path;
        EXPECT_EQ(address->href.text(), href) << path;
    }
}

TEST(ParsePath, refuses) {
    for (const std::string_view path :
         {"", "dav", "/x", "/dav/x", "/dav/principals/groups/", "/dav/principals/users/Anna",
          "/dav/principals/users/a/b", "/dav/calendars/ANNA/", "/dav/calendars/a_b/", "/dav/calendars/anna/c/o/x",
          "/dav/calendars/anna/%2e%2e/x", "/dav/calendars/anna/c/a%2Fb", "/dav/calendars/anna/c/%00",
          "/dav/calendars/an%2561/"})
        EXPECT_FALSE(parse_path(path)) << path;
    EXPECT_FALSE(parse_path("/dav/calendars/anna/c/" + std::string(256, 'a')));
}

TEST(Address, members_are_made_in_the_form_that_was_asked_for) {
    const auto calendar = parse_path("/dav/calendars/anna/natverk-elevhalsan");
    ASSERT_TRUE(calendar);
    EXPECT_EQ(calendar->member(model::ObjectName("å.ics")).href.text(),
              "/dav/calendars/anna/natverk-elevhalsan/%C3%A5.ics");
    EXPECT_EQ(calendar->home().href.text(), "/dav/calendars/anna/");
}

}  // namespace
}  // namespace stafett::caldav::access
