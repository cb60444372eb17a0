#include "server/accounts/credentials.h"

#include "storage/base/digest.h"

namespace stafett::server::accounts {
namespace {

std::string basic(std::string_view pair) { return "Basic " + base::to_base64(pair); }

TEST(Credentials, are_read_from_a_basic_field) {
    struct Case {
        std::string field, login, password;
    };
    const Case cases[] = {
        {basic("anna:hemligt"), "anna", "hemligt"},
        {basic("anna:a:b:c"), "anna", "a:b:c"},
        {basic("anna:"), "anna", ""},
        {basic(":x"), "", "x"},
        {basic("åsa@kommun.se:lösen"), "åsa@kommun.se", "lösen"},
        {basic("user%40kommun.se:x"), "user%40kommun.se", "x"},
        {"bAsIc   " + base::to_base64("anna:x") + "  ", "anna", "x"},
    };
    for (const auto& [field, login, password] : cases) {
        const auto read = parse_basic(field);
        ASSERT_TRUE(read) << field;
        EXPECT_EQ(read->login, login);
        EXPECT_EQ(read->password, password);
    }
}

TEST(Credentials, are_nothing_when_malformed) {
    for (const std::string& field :
         {std::string(), std::string("Basic"), std::string("Basic "), std::string("Bearer YTpi"),
          std::string("Basic !!!"), basic("no colon"), basic("a\nb:c"), basic(std::string("a\0b:c", 5)),
          basic("a:b\x7f"), basic(std::string(2000, 'a') + ":b"), basic("a:" + std::string(2000, 'b'))})
        EXPECT_FALSE(parse_basic(field)) << field.substr(0, 60);
}

TEST(Login, has_one_form_however_a_phone_writes_it) {
    EXPECT_EQ(normal_login("Anna"), "anna");
    EXPECT_EQ(normal_login(" ANNA@Kommun.SE "), "anna@kommun.se");
    EXPECT_EQ(normal_login("ÅSA.Öberg"), "åsa.öberg");
    EXPECT_EQ(normal_login("a×b"), "a×b");
    EXPECT_EQ(normal_login("\xC3"), "\xC3");
}

TEST(Login, may_be_what_fits_into_a_credential_and_a_path) {
    for (std::string_view good : {"a", "anna", "anna@kommun.se", "åsa", "elevhalsan-ordforande", "a+b_c.d"})
        EXPECT_TRUE(valid_login(good)) << good;
    for (std::string_view bad : {"", "Anna", "a b", " a", "a:b", "a/b", "a%40b", "a?b", "a#b", "a\nb"})
        EXPECT_FALSE(valid_login(bad)) << bad;
    EXPECT_FALSE(valid_login(std::string(129, 'a')));
}

TEST(Login, is_the_same_however_it_is_typed) {
    for (std::string_view typed : {"åsa@kommun.se", "Åsa@Kommun.SE", "  åsa@kommun.se ", "%c3%A5sa%40kommun.se",
                                   "%C3%85sa@kommun.se", "%20%C3%85SA@kommun.se%20", "%61"})
        EXPECT_EQ(login_meant(typed), typed == "%61" ? "a" : "åsa@kommun.se") << typed;
}

TEST(Login, stands_as_it_is_when_an_escape_is_broken) {
    for (std::string_view typed : {"anna", "a%4", "a%zz", "%", "%61%"}) EXPECT_EQ(login_meant(typed), typed);
}

TEST(Login, with_an_escape_of_an_escape_is_nobodys) {
    EXPECT_EQ(login_meant("%2561nna"), "%61nna");
    EXPECT_FALSE(valid_login(login_meant("%2561nna")));
}

}  // namespace
}  // namespace stafett::server::accounts
