#include "server/accounts/authenticator.h"

#include <atomic>
#include <latch>
#include <thread>

#include "server/accounts/accounts.h"
#include "storage/base/digest.h"
#include "tests/support/failing_store.h"
#include "tests/support/stores.h"

namespace stafett::server::accounts {
namespace {

using namespace std::chrono_literals;
using caldav::http::RequestHead;

constexpr PasswordCost cheap{.passes = 1, .memory = 8192};

class AuthenticatorTest : public testing::Test {
  protected:
    AuthenticatorTest() : store_(tests::open_test_store()) {
        write([&](storage::Transaction& transaction) -> Result<void> {
            for (const char* id : {"anna", "bo"})
                TRY(transaction.write_association().put_person(
                    {model::PrincipalId(id), model::PrincipalKind::person, id, {}}, {}));
            for (const char* id : {"anna", "bo"}) {
                TRY(add_account(transaction, {.person = model::PersonId(id),
                                              .login = std::string(id) + "@kommun.se",
                                              .password_hash = hash_password(std::string(id) + " secret", cheap),
                                              .admin = id[0] == 'b'}));
            }
            return {};
        });
    }

    template <class F>
    void write(F body) {
        const auto done = store_->write(body);
        ASSERT_TRUE(done) << done.error().text;
    }

    void given_network_led_by_anna(model::Role role, std::optional<base::Date> until = {}) {
        write([&](storage::Transaction& transaction) -> Result<void> {
            model::Network network;
            network.id = model::NetworkId("elevhalsan");
            network.name = "Elevhälsan";
            network.address = "elevhalsan@natverk.example";
            TRY(transaction.write_association().put_network(network, {}));
            model::Membership membership;
            membership.network = network.id;
            membership.person = model::PersonId("anna");
            membership.role = role;
            membership.period.to = until;
            TRY(transaction.write_association().set_memberships(network.id, {membership}));
            return {};
        });
    }

    std::string app_password(const std::string& acts_for) {
        std::string secret = new_app_password();
        write([&](storage::Transaction& transaction) -> Result<void> {
            TRY(add_app_password(transaction, {"anna@kommun.se", model::PrincipalId(acts_for), "Telefon"}, secret, {},
                                 today_));
            return {};
        });
        return secret;
    }

    static RequestHead request(std::string_view login, std::string_view password, std::string peer = "192.0.2.1") {
        RequestHead head;
        head.peer = std::move(peer);
        head.fields.add("authorization", "Basic " + base::to_base64(std::string(login) + ':' + std::string(password)));
        return head;
    }

    Authenticator& authenticator() {
        if (!made_) {
            made_ = std::make_unique<Authenticator>(*store_, settings_, [&] { return today_; }, [&] { return now_; });
        }
        return *made_;
    }

    unsigned status(const RequestHead& head) {
        const auto answer = authenticator().authenticate(head);
        const auto* failure = std::get_if<caldav::Failure>(&answer);
        return failure ? failure->status : 200;
    }

    std::optional<model::Actor> actor(const RequestHead& head) {
        const auto answer = authenticator().authenticate(head);
        const auto* found = std::get_if<model::Actor>(&answer);
        return found ? std::optional(*found) : std::nullopt;
    }

    static Settings quick() {
        Settings settings;
        settings.cost = cheap;
        settings.slow_down.account_failures = 5;
        return settings;
    }

    Settings settings_ = quick();
    tests::TestStore store_;
    base::Date today_{std::chrono::year(2026), std::chrono::month(11), std::chrono::day(22)};
    Authenticator::Time now_{std::chrono::hours(1000)};
    std::unique_ptr<Authenticator> made_;
};

TEST_F(AuthenticatorTest, knows_a_person_by_login_and_password) {
    for (const char* login : {"anna@kommun.se", "Anna@Kommun.se", "anna%40kommun.se", " anna@kommun.se"}) {
        const auto found = actor(request(login, "anna secret"));
        ASSERT_TRUE(found) << login;
        EXPECT_EQ(found->person(), model::PersonId("anna"));
        EXPECT_TRUE(found->acts_for_herself());
        EXPECT_FALSE(found->admin());
    }
}

TEST_F(AuthenticatorTest, answers_unknown_login_and_wrong_password_alike) {
    for (const auto& head : {request("anna@kommun.se", "wrong"), request("nobody", "anna secret"),
                             request("anna@kommun.se", ""), request("", ""), request("anna", "anna secret")}) {
        const auto answer = authenticator().authenticate(head);
        const auto* failure = std::get_if<caldav::Failure>(&answer);
        ASSERT_TRUE(failure);
        EXPECT_EQ(failure->status, 401U);
        EXPECT_EQ(failure->fields, caldav::access::unauthenticated("").fields);
        EXPECT_EQ(failure->message, caldav::access::unauthenticated("").message);
    }
    EXPECT_EQ(status(RequestHead()), 401U);
}

TEST_F(AuthenticatorTest, honours_the_admin_flag_only_where_no_networks_are) {
    EXPECT_TRUE(actor(request("bo@kommun.se", "bo secret"))->admin());
    given_network_led_by_anna(model::Role::chair);
    EXPECT_FALSE(actor(request("bo@kommun.se", "bo secret"))->admin());
}

TEST_F(AuthenticatorTest, takes_an_app_password_for_herself_however_it_is_typed) {
    const std::string secret = app_password("");
    EXPECT_EQ(actor(request("anna@kommun.se", secret))->person(), model::PersonId("anna"));
    EXPECT_TRUE(actor(request("Anna@kommun.se", plain_app_password(secret))));
    EXPECT_FALSE(actor(request("bo@kommun.se", secret)));
}

TEST_F(AuthenticatorTest, lets_chair_and_secretary_act_for_their_network) {
    for (model::Role role : {model::Role::chair, model::Role::secretary}) {
        given_network_led_by_anna(role);
        const auto found = actor(request("elevhalsan", app_password("elevhalsan")));
        ASSERT_TRUE(found);
        EXPECT_EQ(found->person(), model::PersonId("anna"));
        EXPECT_EQ(found->acts_for(), model::PrincipalId("elevhalsan"));
        EXPECT_TRUE(actor(request("%45levhalsan", app_password("elevhalsan")))) << "however it is typed";
    }
}

TEST_F(AuthenticatorTest, keeps_the_pairs_apart) {
    given_network_led_by_anna(model::Role::chair);
    EXPECT_FALSE(actor(request("anna@kommun.se", app_password("elevhalsan"))));
    EXPECT_FALSE(actor(request("elevhalsan", app_password(""))));
    EXPECT_FALSE(actor(request("elevhalsan", "anna secret")));
}

TEST_F(AuthenticatorTest, ends_acting_for_a_network_with_the_role_at_once) {
    given_network_led_by_anna(model::Role::chair);
    const auto head = request("elevhalsan", app_password("elevhalsan"));
    ASSERT_TRUE(actor(head));
    ASSERT_TRUE(authenticator().remembered(head));
    given_network_led_by_anna(model::Role::member);
    EXPECT_FALSE(authenticator().remembered(head));
    EXPECT_FALSE(actor(head));
}

TEST_F(AuthenticatorTest, ends_acting_for_a_network_with_the_last_day) {
    given_network_led_by_anna(model::Role::chair, today_);
    const auto head = request("elevhalsan", app_password("elevhalsan"));
    ASSERT_TRUE(actor(head));
    today_ = base::Date(std::chrono::sys_days(today_) + std::chrono::days(1));
    EXPECT_FALSE(authenticator().remembered(head));
    EXPECT_FALSE(actor(head));
}

TEST_F(AuthenticatorTest, remembers_what_was_right_for_some_minutes) {
    const auto head = request("anna@kommun.se", "anna secret");
    EXPECT_FALSE(authenticator().remembered(head));
    ASSERT_TRUE(actor(head));
    EXPECT_TRUE(authenticator().remembered(head));
    EXPECT_FALSE(authenticator().remembered(request("anna@kommun.se", "anna secre")));
    EXPECT_FALSE(authenticator().remembered(request("anna@kommun.s", "eanna secret")));
    now_ += 10min;
    EXPECT_FALSE(authenticator().remembered(head));
}

TEST_F(AuthenticatorTest, knows_a_login_again_where_it_has_signed_in) {
    const auto other_password = request("anna@kommun.se", "wrong");
    EXPECT_FALSE(authenticator().familiar_login(other_password));
    ASSERT_TRUE(actor(request("anna@kommun.se", "anna secret")));
    EXPECT_TRUE(authenticator().familiar_login(other_password));
    EXPECT_EQ(authenticator().familiar_login(other_password),
              authenticator().familiar_login(request("Anna%40kommun.se", "wrong")));
    EXPECT_FALSE(authenticator().familiar_login(request("bo@kommun.se", "bo secret")));
    EXPECT_FALSE(authenticator().familiar_login(request("anna@kommun.se", "anna secret", "192.0.2.9")));
    now_ += 24h;
    EXPECT_FALSE(authenticator().familiar_login(other_password));
}

TEST_F(AuthenticatorTest, never_remembers_what_was_wrong) {
    const auto head = request("anna@kommun.se", "wrong");
    EXPECT_EQ(status(head), 401U);
    EXPECT_FALSE(authenticator().remembered(head));
}

TEST_F(AuthenticatorTest, forgets_at_once_when_the_password_changes) {
    const auto head = request("anna@kommun.se", "anna secret");
    ASSERT_TRUE(actor(head));
    write([&](storage::Transaction& transaction) {
        return set_password(transaction, "anna@kommun.se", hash_password("new secret", cheap));
    });
    EXPECT_FALSE(authenticator().remembered(head));
    EXPECT_FALSE(actor(head));
    EXPECT_TRUE(actor(request("anna@kommun.se", "new secret")));
}

TEST_F(AuthenticatorTest, forgets_a_revoked_app_password_at_once) {
    const auto head = request("anna@kommun.se", app_password(""));
    ASSERT_TRUE(actor(head));
    write([&](storage::Transaction& transaction) -> Result<void> {
        TRY_ASSIGN(const auto all, list_accounts(transaction));
        return revoke_app_password(transaction, "anna@kommun.se", all.front().app_passwords.front().id, {});
    });
    EXPECT_FALSE(authenticator().remembered(head));
    EXPECT_FALSE(actor(head));
}

TEST_F(AuthenticatorTest, slows_down_failures_known_and_unknown_logins_alike) {
    for (const char* login : {"anna@kommun.se", "nobody"}) {
        const std::string peer = login[0] == 'a' ? "192.0.2.7" : "192.0.2.8";
        for (int i = 0; i < 5; ++i) EXPECT_EQ(status(request(login, "guess" + std::to_string(i), peer)), 401U) << i;
        const auto answer = authenticator().authenticate(request(login, "guess", peer));
        const auto* failure = std::get_if<caldav::Failure>(&answer);
        ASSERT_TRUE(failure);
        EXPECT_EQ(failure->status, 429U);
        EXPECT_EQ(failure->fields.front(), (std::pair<std::string, std::string>("Retry-After", "5")));
        now_ += 5s;
        EXPECT_EQ(status(request(login, "guess", peer)), 401U);
    }
}

TEST_F(AuthenticatorTest, lets_right_credentials_through_while_guesses_are_slowed_down) {
    const auto hers = request("anna@kommun.se", "anna secret");
    const auto with_app_password = request("anna@kommun.se", app_password(""), "192.0.2.9");
    ASSERT_TRUE(actor(hers));
    for (int i = 0; i < 6; ++i) (void)status(request("anna@kommun.se", "guess", "198.51.100.1"));
    EXPECT_EQ(status(request("anna@kommun.se", "guess", "198.51.100.1")), 429U);
    EXPECT_TRUE(actor(hers));
    now_ += 11min;  // forgotten, but known from this address
    for (int i = 0; i < 6; ++i) (void)status(request("anna@kommun.se", "guess", "198.51.100.1"));
    EXPECT_TRUE(actor(hers));
    EXPECT_TRUE(actor(with_app_password));
}

TEST_F(AuthenticatorTest, counts_guesses_however_the_login_is_spelt) {
    const char* spellings[] = {"anna@kommun.se", "%61nna@kommun.se", "ANNA%40kommun.se", " anna@kommun.se",
                               "%20anna@kommun.se"};
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(status(request(spellings[i], "guess", "192.0.2." + std::to_string(i))), 401U) << spellings[i];
    for (const char* login : spellings) EXPECT_EQ(status(request(login, "guess", "192.0.2.9")), 429U) << login;
}

TEST_F(AuthenticatorTest, remembers_credentials_however_the_login_is_spelt) {
    ASSERT_TRUE(actor(request("anna@kommun.se", "anna secret")));
    EXPECT_TRUE(authenticator().remembered(request("Anna%40kommun.se", "anna secret")));
}

TEST_F(AuthenticatorTest, counts_no_failure_of_its_own_against_an_account) {
    tests::FailingStore failing(*store_);
    // Snapshots work until the password is to be looked up: ticks are asked for at the beginning and in its turn.
    int asked = 0;
    Authenticator broken(
        failing, settings_, [&] { return today_; },
        [&] {
            if (++asked % 2 == 0) failing.fail_snapshots(storage::Fault::unavailable);
            return now_;
        });
    for (int i = 0; i < 20; ++i) {
        const auto answer = broken.authenticate(request("anna@kommun.se", "anna secret"));
        failing.succeed();
        ASSERT_TRUE(std::holds_alternative<caldav::Failure>(answer));
        EXPECT_EQ(std::get<caldav::Failure>(answer).status, 503U) << i;
    }
}

// Forty people behind one address whose clients open four connections each.
TEST_F(AuthenticatorTest, lets_everybody_at_one_address_in_at_the_same_time) {
    constexpr int people = 40, connections = 4;
    write([&](storage::Transaction& transaction) -> Result<void> {
        for (int i = 0; i < people; ++i) {
            const std::string id = "person" + std::to_string(i);
            TRY(transaction.write_association().put_person(
                {model::PrincipalId(id), model::PrincipalKind::person, id, {}}, {}));
            TRY(add_account(
                transaction,
                {.person = model::PersonId(id), .login = id, .password_hash = hash_password(id + " secret", cheap)}));
        }
        return {};
    });
    settings_.waiting = people * connections;
    settings_.at_once = 16;
    authenticator();
    std::latch begin(people * connections);
    std::atomic<int> refused = 0;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < people * connections; ++i)
            threads.emplace_back([&, login = "person" + std::to_string(i / connections)] {
                const auto head = request(login, login + " secret");
                begin.arrive_and_wait();
                if (status(head) != 200) ++refused;
            });
    }
    EXPECT_EQ(refused, 0);
    // Nothing of it is left against the address: a stranger there may still fail as often as one may.
    for (int i = 0; i < settings_.slow_down.address_failures; ++i)
        ASSERT_EQ(status(request("nobody" + std::to_string(i), "guess")), 401U) << i;
}

// A guess holds its turn for as long as the test wants; a known right password passes it.
TEST_F(AuthenticatorTest, checks_a_known_right_password_while_guesses_take_all_their_places) {
    static thread_local int asked = -1;  // ticks a guessing thread has asked for; the second one is in its turn
    std::latch guessed(1), release(1);
    settings_.at_once = 2;
    settings_.waiting = 3;
    Authenticator authenticator(
        *store_, settings_, [&] { return today_; },
        [&] {
            if (asked >= 0 && ++asked == 2) {
                guessed.count_down();
                release.wait();
            }
            return now_;
        });
    const auto hers = request("anna@kommun.se", "anna secret");
    ASSERT_TRUE(std::holds_alternative<model::Actor>(authenticator.authenticate(hers)));
    now_ += 11min;  // no longer remembered, but known

    std::jthread guess([&] {
        asked = 0;
        (void)authenticator.authenticate(request("bo@kommun.se", "guess", "198.51.100.1"));
    });
    guessed.wait();
    EXPECT_TRUE(std::holds_alternative<model::Actor>(authenticator.authenticate(hers)));
    release.count_down();
}

TEST_F(AuthenticatorTest, never_slows_down_who_succeeds) {
    const auto head = request("anna@kommun.se", "anna secret");
    for (int i = 0; i < 500; ++i) ASSERT_EQ(status(head), 200U) << i;
}

TEST_F(AuthenticatorTest, has_no_password_for_an_account_without_one) {
    write([&](storage::Transaction& transaction) { return set_password(transaction, "bo@kommun.se", ""); });
    EXPECT_EQ(status(request("bo@kommun.se", "")), 401U);
    EXPECT_EQ(status(request("bo@kommun.se", "bo secret")), 401U);
}

}  // namespace
}  // namespace stafett::server::accounts
