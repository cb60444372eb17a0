#include "caldav/webdav/multistatus.h"

#include "caldav/http/conditions.h"
#include "caldav/xml/parse.h"

namespace stafett::caldav::webdav {
namespace {

std::string pulled(http::Response& response, std::size_t about = 64UL * 1024) {
    std::string all;
    auto& source = std::get<std::unique_ptr<http::PullSource>>(response.body);
    while (source->fill(all, about) == More::yes) {
    }
    return all;
}

TEST(Multistatus, is_made_page_by_page_and_reads_as_one_document) {
    int page = 0;
    auto response = multistatus(Href("/a/"), [page](MultistatusWriter& out) mutable -> Result<More> {
        out.status(Href("/a/" + std::to_string(page)), 404);
        return ++page < 3 ? More::yes : More::no;
    });
    EXPECT_EQ(response.status, 207U);
    EXPECT_TRUE(response.may_compress);
    const auto parsed = xml::parse(pulled(response, 1));
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->children().size(), 3U);
}

TEST(Multistatus, ends_with_507_on_the_request_when_a_page_fails) {
    std::string told;
    auto response = multistatus(
        Href("/a/"),
        [first = true](MultistatusWriter& out) mutable -> Result<More> {
            if (!std::exchange(first, false)) return fail(404, "the right was lost");
            out.status(Href("/a/1"), 404);
            return More::yes;
        },
        [&](const Failure& failure) { told += failure.log_detail; });
    const auto parsed = xml::parse(pulled(response));
    ASSERT_TRUE(parsed);
    ASSERT_EQ(parsed->children().size(), 2U);
    EXPECT_EQ(told, "the right was lost");
    EXPECT_EQ(parsed->children()[1].child({ns::dav, "href"})->text(), "/a/");
    EXPECT_EQ(parsed->children()[1].child({ns::dav, "status"})->text(), "HTTP/1.1 507 Insufficient Storage");
}

TEST(Multistatus, without_responses_is_still_a_document) {
    auto response = multistatus(Href("/a/"), [](MultistatusWriter&) -> Result<More> { return More::no; });
    const auto parsed = xml::parse(pulled(response));
    ASSERT_TRUE(parsed);
    EXPECT_TRUE(parsed->is({ns::dav, "multistatus"}));
}

TEST(ErrorResponse, names_the_condition_what_it_needs_and_what_to_tell_the_person) {
    Failure failure(conditions::need_privileges);
    failure.needed.push_back({Href("/dav/x/"), "DAV:", "bind"});
    const auto response = error_response(std::move(failure).with_message("Får inte"));
    EXPECT_EQ(response.status, 403U);
    const auto parsed = xml::parse(std::get<std::string>(response.body));
    ASSERT_TRUE(parsed);
    const xml::Element* condition = parsed->child({ns::dav, "need-privileges"});
    ASSERT_NE(condition, nullptr);
    const xml::Element* resource = condition->child({ns::dav, "resource"});
    ASSERT_NE(resource, nullptr);
    EXPECT_EQ(resource->child({ns::dav, "href"})->text(), "/dav/x/");
    EXPECT_NE(resource->child({ns::dav, "privilege"})->child({ns::dav, "bind"}), nullptr);
    EXPECT_EQ(parsed->child({ns::stafett, "message"})->text(), "Får inte");
}

TEST(ErrorResponse, never_sends_what_is_for_the_log) {
    const auto response = error_response(Failure(500, "secret detail"));
    EXPECT_EQ(std::get<std::string>(response.body), "Internal Server Error\n");
}

}  // namespace
}  // namespace stafett::caldav::webdav
