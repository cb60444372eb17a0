#include "server/accounts/accounts.h"

#include "tests/support/stores.h"

namespace stafett::server::accounts {
namespace {

using Why = Refusal::Why;

class Accounts : public testing::Test {
  protected:
    Accounts() {
        const auto made = store_->write([](storage::Transaction& transaction) -> Result<void> {
            for (const char* id : {"anna", "bo"})
                TRY(transaction.write_association().put_person(
                    {model::PrincipalId(id), model::PrincipalKind::person, id, {}}, {}));
            TRY(transaction.write_association().put_municipality(
                {model::MunicipalityId("tibro"), "Tibro kommun", "Tibro", {}}));
            return {};
        });
        if (!made) throw std::runtime_error(made.error().text);
    }

    Result<std::string> add(const char* person, std::string login, bool admin = false) {
        return store_->write([&](storage::Transaction& transaction) {
            return add_account(transaction, {model::PersonId(person), login, "hash", admin});
        });
    }

    void given_network(const char* id) {
        const auto made = store_->write([&](storage::Transaction& transaction) -> Result<void> {
            model::Network network;
            network.id = model::NetworkId(id);
            network.name = id;
            network.address = std::string(id) + "@natverk.example";
            TRY(transaction.write_association().put_network(network, {}));
            return {};
        });
        ASSERT_TRUE(made) << made.error().text;
    }

    Result<ShownOnce> app_password(const char* login, const char* acts_for, const char* name = "Telefon") {
        return store_->write([&](storage::Transaction& transaction) {
            return add_app_password(transaction, {login, model::PrincipalId(acts_for), name}, new_app_password(), {},
                                    base::Date(std::chrono::year(2026), std::chrono::month(11), std::chrono::day(22)));
        });
    }

    tests::TestStore store_ = tests::open_test_store();
};

TEST_F(Accounts, are_added_with_their_login_in_its_normal_form) {
    EXPECT_EQ(add("anna", "Anna@Kommun.se").value(), "anna@kommun.se");
    const auto listed = list_accounts(**store_->snapshot()).value();
    ASSERT_EQ(listed.size(), 1U);
    EXPECT_EQ(listed[0].account.login, "anna@kommun.se");
    EXPECT_EQ(listed[0].name, "anna");
}

TEST_F(Accounts, are_refused_with_the_reason) {
    given_network("elevhalsan");
    ASSERT_TRUE(add("anna", "anna"));
    struct Case {
        const char* person;
        std::string login;
        bool admin;
        Why why;
    };
    for (const auto& [person, login, admin, why] :
         {Case{"anna", "other", false, Why::exists}, Case{"bo", "anna", false, Why::exists},
          Case{"bo", "elevhalsan", false, Why::exists}, Case{"bo", "a b", false, Why::invalid},
          Case{"bo", "", false, Why::invalid}, Case{"bo", "bo", true, Why::invalid},
          Case{"cia", "cia", false, Why::not_found}, Case{"tibro", "tibro", false, Why::not_found}}) {
        const auto added = add(person, login, admin);
        ASSERT_FALSE(added) << person << ' ' << login;
        EXPECT_EQ(added.error().why, why) << added.error().text;
    }
    EXPECT_EQ(list_accounts(**store_->snapshot()).value().size(), 1U);
}

TEST_F(Accounts, go_with_their_app_passwords_and_leave_the_person) {
    ASSERT_TRUE(add("anna", "anna"));
    ASSERT_TRUE(app_password("anna", ""));
    ASSERT_TRUE(store_->write([](storage::Transaction& transaction) { return remove_account(transaction, "anna"); }));
    auto snapshot = *store_->snapshot();
    EXPECT_TRUE(list_accounts(*snapshot).value().empty());
    EXPECT_TRUE(snapshot->accounts().app_passwords(model::PersonId("anna")).value().empty());
    EXPECT_TRUE(snapshot->association().principal(model::PrincipalId("anna")).value());
}

TEST_F(Accounts, say_when_a_login_is_unknown) {
    const auto set = store_->write([](storage::Transaction& t) { return set_password(t, "nobody", "hash"); });
    ASSERT_FALSE(set);
    EXPECT_EQ(set.error().why, Why::not_found);
    EXPECT_THAT(set.error().text, testing::HasSubstr("'nobody'"));
}

TEST_F(Accounts, give_app_passwords_only_for_networks_the_person_leads) {
    given_network("elevhalsan");
    ASSERT_TRUE(add("anna", "anna"));
    const auto refused = app_password("anna", "elevhalsan");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().why, Why::invalid);
    EXPECT_FALSE(app_password("anna", "bo"));
    EXPECT_FALSE(app_password("anna", "", ""));
    EXPECT_FALSE(app_password("anna", "", "a\nb"));
    EXPECT_EQ(app_password("anna", "")->sign_in_as, "anna");
    EXPECT_EQ(app_password("ANNA", "anna")->row.acts_for, model::PrincipalId("anna"));
}

TEST_F(Accounts, revoke_an_app_password_once) {
    ASSERT_TRUE(add("anna", "anna"));
    ASSERT_TRUE(add("bo", "bo"));
    const std::string id = app_password("anna", "")->row.id;
    const auto revoke = [&](const char* login) {
        return store_->write([&](storage::Transaction& t) { return revoke_app_password(t, login, id, {}); });
    };
    EXPECT_FALSE(revoke("bo"));
    EXPECT_TRUE(revoke("anna"));
    EXPECT_FALSE(revoke("anna"));
    EXPECT_TRUE(list_accounts(**store_->snapshot()).value()[0].app_passwords.empty());
}

TEST(NewPassword, has_eight_to_1024_octets_without_control_characters) {
    EXPECT_TRUE(check_password("lösenord"));
    EXPECT_FALSE(check_password("kort"));
    EXPECT_FALSE(check_password("control\tcharacter"));
    EXPECT_FALSE(check_password(std::string(1025, 'a')));
}

}  // namespace
}  // namespace stafett::server::accounts
