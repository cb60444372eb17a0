#include "server/transport/response_head.h"

#include <stdexcept>

namespace stafett::server::transport {
namespace {

constexpr auto moment = std::chrono::sys_days(std::chrono::year(1994) / 11 / 6) + std::chrono::hours(8) +
                        std::chrono::minutes(49) + std::chrono::seconds(37);

TEST(ResponseHead, is_written_as_rfc_9112_wants_it) {
    caldav::http::Fields fields;
    fields.add("ETag", "\"1\"");
    fields.add("content-length", "99");
    fields.add("Date", "never");
    EXPECT_EQ(format_head(207, fields, {.framing = Framing::length, .length = 5, .close = true, .date = moment}),
              "HTTP/1.1 207 Multi-Status\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nETag: \"1\"\r\n"
              "X-Content-Type-Options: nosniff\r\nContent-Length: 5\r\nConnection: close\r\n\r\n");
    EXPECT_EQ(format_head(204, {}, {.framing = Framing::no_body, .date = moment}),
              "HTTP/1.1 204 No Content\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
              "X-Content-Type-Options: nosniff\r\n\r\n");
    EXPECT_TRUE(format_head(200, {}, {.framing = Framing::chunked, .date = moment})
                    .ends_with("\r\nTransfer-Encoding: chunked\r\n\r\n"));
}

TEST(ResponseHead, asks_for_tls_only_where_it_is_told_to) {
    EXPECT_EQ(format_head(200, {}, {.date = moment}).find("Strict-Transport-Security"), std::string::npos);
    EXPECT_NE(format_head(200, {}, {.strict_transport = true, .date = moment})
                  .find("\r\nStrict-Transport-Security: max-age=31536000\r\n"),
              std::string::npos);
}

TEST(ResponseHead, says_nosniff_once) {
    caldav::http::Fields fields;
    fields.add("x-content-type-options", "nosniff");
    const std::string head = format_head(200, fields, {.date = moment});
    EXPECT_EQ(head.find("nosniff"), head.rfind("nosniff"));
}

TEST(ResponseHead, throws_rather_than_let_a_value_begin_a_line) {
    const std::vector<std::pair<std::string, std::string>> bad{{"X", "a\r\nSet-Cookie: b"},
                                                               {"X", "a\nb"},
                                                               {"X", "a\rb"},
                                                               {"X", std::string("a\0b", 3)},
                                                               {"X", "a\x7f"},
                                                               {"", "a"},
                                                               {"X Y", "a"},
                                                               {"X:", "a"},
                                                               {"X\r\nY", "a"},
                                                               {"Å", "a"}};
    for (const auto& [name, value] : bad) {
        caldav::http::Fields fields;
        fields.add(name, value);
        EXPECT_THROW(format_head(200, fields, {.date = moment}), std::invalid_argument) << name << value;
    }
    caldav::http::Fields fine;
    fine.add("X", "tab\tand Å");
    EXPECT_NO_THROW(format_head(200, fine, {.date = moment}));
}

}  // namespace
}  // namespace stafett::server::transport
