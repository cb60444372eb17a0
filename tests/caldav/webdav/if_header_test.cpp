#include "caldav/webdav/if_header.h"

#include "tests/support/dav_client.h"

namespace stafett::caldav::webdav {
namespace {

using namespace stafett::tests;

TEST(IfHeader, follows_the_grammar) {
    for (const auto* field :
         {"(<urn:x>)", "([\"a\"])", "(Not <urn:x> [W/\"a\"]) (<urn:y>)", "</a> (<urn:x>) <https://h/b> ([\"a\"])"})
        EXPECT_TRUE(IfHeader::parse(field)) << field;
    for (const auto* field :
         {"", "()", "(", "<urn:x>", "(<urn:x>", "(<urn:x)", "x", "(x)", "(Not)", "</a>", "</a> </b> (<x>)"})
        EXPECT_FALSE(IfHeader::parse(field)) << field;
}

TEST(IfHeader, holds_by_etag_and_by_the_collections_sync_token) {
    DavServer server;
    server.given_person("anna");
    const auto anna = server.as("anna");
    const std::string calendar = "/dav/calendars/anna/calendar/", object = calendar + "a.ics";
    anna.put(object, event("a")).expect_status(201);
    const std::string etag = anna.get(object).etag(), token = anna.sync(calendar).sync_token();
    const auto put = [&](const std::string& condition, unsigned status) {
        anna.put(object, event("a", condition), {{"If", condition}}).expect_status(status);
    };
    put("([\"x\"])", 412);
    put("(Not [" + etag + "])", 412);
    put("(<opaquelocktoken:x>)", 412);
    put("<" + calendar + "> (<urn:x>)", 412);
    put("<" + calendar + "> (<" + token + ">)", 204);
    put("<" + calendar + "> (<" + token + ">)", 412);
    put("([" + anna.get(object).etag() + "] Not <DAV:no-lock>)", 204);
    put("(", 400);
    anna.propfind(calendar, "0", {}, {{"If", "(<urn:x>)"}}).expect_status(412);
}

}  // namespace
}  // namespace stafett::caldav::webdav
