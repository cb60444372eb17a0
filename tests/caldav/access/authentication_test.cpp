#include "caldav/access/authentication.h"

#include "tests/support/actors.h"

namespace stafett::caldav::access {
namespace {

class KnowingAuthentication final : public Authentication {
  public:
    std::variant<model::Actor, Failure> authenticate(const http::RequestHead&) override {
        return unauthenticated("no");
    }
    std::optional<model::Actor> remembered(const http::RequestHead&) override { return actor; }
    std::optional<std::string> familiar_login(const http::RequestHead&) override { return login; }

    std::optional<model::Actor> actor;
    std::optional<std::string> login;
};

TEST(Authentication, names_a_sender_by_her_credentials_or_by_a_login_that_is_familiar_at_its_address) {
    KnowingAuthentication authentication;
    http::RequestHead head;
    head.peer = "192.0.2.1";
    EXPECT_FALSE(authentication.sender(head));
    authentication.login = "anna";
    const auto familiar = authentication.sender(head);
    ASSERT_TRUE(familiar);
    EXPECT_FALSE(familiar->checked);
    EXPECT_EQ(familiar->name, "anna at 192.0.2.1");
    head.peer = "192.0.2.2";
    EXPECT_NE(authentication.sender(head)->name, familiar->name);
    authentication.actor = model::ActorForTests::person(model::PersonId("p-anna"));
    const auto known = authentication.sender(head);
    ASSERT_TRUE(known);
    EXPECT_TRUE(known->checked);
    EXPECT_EQ(known->name, "p-anna");
}

}  // namespace
}  // namespace stafett::caldav::access
