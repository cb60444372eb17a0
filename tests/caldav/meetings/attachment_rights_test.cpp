// Who may attach and who may download (model.md §8), and what a download is.
#include "tests/caldav/meetings/attachments.h"

namespace stafett::caldav::meetings {
namespace {

using ::testing::HasSubstr;

class AttachmentRights : public AttachedMeetings {
  protected:
    AttachmentRights() {
        create(ClientKind::macos, {"m"});  // Tibro's turn: cai
        id_ = attach("m");
    }
    std::string id_;
};

TEST_F(AttachmentRights, let_those_read_who_may_read_the_meeting) {
    for (const char* person : {"anna", "sara", "bo", "cai", "sam"})
        server.as(person).get(path(id_)).expect_status(200).expect_body(kPdf);
    server.acting("anna", "elevhalsan").get(path(id_)).expect_status(200);
    for (const char* person : {"gun", "dan", "eva"}) server.as(person).get(path(id_)).expect_status(404);
    server.anonymous().get(path(id_)).expect_status(401).expect_field("WWW-Authenticate",
                                                                      R"(Basic realm="Stafett", charset="UTF-8")");
}

TEST_F(AttachmentRights, come_and_go_with_the_rights_to_the_meeting) {
    server.as("gun").get(path(id_)).expect_status(404);
    send_again(ClientKind::macos, "m", writers("m").add("ATTENDEE;CN=Gun:mailto:gun@example.test"));
    server.as("gun").get(path(id_)).expect_status(200);
    send_again(ClientKind::macos, "m", writers("m").remove("ATTENDEE"));
    server.as("gun").get(path(id_)).expect_status(404);
}

TEST_F(AttachmentRights, let_chair_and_secretary_attach_and_nobody_else) {
    const std::string query = "?action=attachment-add", secretarys = "/dav/calendars/sara/natverk-elevhalsan/m.ics";
    const auto add = [&](const tests::DavClient& who, const std::string& at) {
        return who.request("POST", at + query, "x", {{"Content-Type", "application/pdf"}}).status();
    };
    EXPECT_EQ(add(sara, secretarys), 201u);
    EXPECT_EQ(add(server.acting("anna", "elevhalsan"), traffar + "m.ics"), 201u);
    EXPECT_EQ(add(bo, members + "m.ics"), 403u);
    EXPECT_EQ(add(server.as("cai"), traffar + "m.ics"), 403u);
    EXPECT_EQ(add(sam, traffar + "m.ics"), 403u);
    EXPECT_EQ(add(sam, copy_href("m")), 403u);
    EXPECT_EQ(add(server.as("gun"), traffar + "m.ics"), 404u);
    EXPECT_EQ(add(server.anonymous(), href("m")), 401u);
}

TEST_F(AttachmentRights, are_not_in_the_name_or_the_form_of_the_url) {
    bo.get("/attachments/" + id_ + "/annat.exe").expect_status(200);
    for (const std::string& other : {"/attachments/" + id_, "/attachments/" + id_ + "/a/b",
                                     std::string("/attachments/11111111-2222-4333-8444-555555555555/dagordning.pdf"),
                                     std::string("/attachments/"), std::string("/attachments/..%2f/x")})
        bo.get(other).expect_status(404);
    bo.request("PUT", path(id_), "x").expect_status(405).expect_field("Allow", "GET, HEAD");
    bo.request("DELETE", path(id_)).expect_status(405);
}

TEST_F(AttachmentRights, give_a_file_that_is_saved_and_never_shown_on_our_site) {
    const auto answer =
        post(href("m"), "attachment-add", "<script>", "mapp/mötet.html", "text/html; charset=utf-8").expect_status(201);
    const std::string html = answer.field("Cal-Managed-ID");
    bo.get("/attachments/" + html + "/x")
        .expect_status(200)
        .expect_field("Content-Type", "text/html")
        .expect_field("Content-Disposition", "attachment; filename=\"m_tet.html\"; filename*=UTF-8''m%C3%B6tet.html")
        .expect_field("X-Content-Type-Options", "nosniff")
        .expect_field("Content-Security-Policy", "default-src 'none'; sandbox")
        .expect_field("Cache-Control", "private, no-cache");
}

TEST_F(AttachmentRights, give_parts_and_conditional_answers) {
    const std::string etag = bo.get(path(id_)).expect_field("Accept-Ranges", "bytes").etag();
    EXPECT_THAT(etag, HasSubstr("\""));
    bo.get(path(id_), {{"If-None-Match", etag}}).expect_status(304).expect_body("");
    bo.get(path(id_), {{"If-Match", "\"annan\""}}).expect_status(412);
    bo.get(path(id_), {{"Range", "bytes=1-3"}})
        .expect_status(206)
        .expect_field("Content-Range", "bytes 1-3/" + std::to_string(kPdf.size()))
        .expect_body("PDF");
    bo.get(path(id_), {{"Range", "bytes=-10"}}).expect_status(206).expect_body("dagordning");
    bo.get(path(id_), {{"Range", "bytes=9-"}, {"If-Range", etag}}).expect_status(206).expect_body("dagordning");
    bo.get(path(id_), {{"Range", "bytes=9-"}, {"If-Range", "\"annan\""}}).expect_status(200).expect_body(kPdf);
    bo.get(path(id_), {{"Range", "bytes=0-1,3-4"}}).expect_status(200);
    bo.get(path(id_), {{"Range", "bytes=100-"}})
        .expect_status(416)
        .expect_field("Content-Range", "bytes */" + std::to_string(kPdf.size()));
    bo.request("HEAD", path(id_), {}, {{"Range", "bytes=1-3"}}).expect_status(200).expect_field("ETag", etag);
}

TEST_F(AttachmentRights, reach_over_the_pieces_of_a_long_file) {
    std::string octets;
    while (octets.size() < 3 * model::kAttachmentPiece) octets += "rad " + std::to_string(octets.size()) + '\n';
    const std::string id = attach("m", "lang.pdf", octets);
    bo.get(path(id)).expect_status(200).expect_body(octets);
    const std::size_t first = model::kAttachmentPiece - 5, last = 2 * model::kAttachmentPiece + 5;
    bo.get(path(id), {{"Range", "bytes=" + std::to_string(first) + '-' + std::to_string(last)}})
        .expect_status(206)
        .expect_body(octets.substr(first, last - first + 1));
}

TEST(AttachmentLimits, hold_and_say_what_is_taken) {
    access::Settings settings;
    settings.attachments.size = 100;
    settings.attachments.per_object = 2;
    settings.attachments.per_owner = 250;
    settings.attachments.types = {"application/pdf", "image/*"};
    tests::DavServer server(settings);
    server.given_person("anna");
    const tests::DavClient anna = server.as("anna");
    const std::string calendar = "/dav/calendars/anna/calendar/", one = calendar + "one.ics",
                      two = calendar + "two.ics";
    anna.put(one, tests::event("one")).expect_status(201);
    anna.put(two, tests::event("two")).expect_status(201);
    const auto add = [&](const std::string& at, std::size_t size, const std::string& type = "image/png") {
        return anna.request("POST", at + "?action=attachment-add", std::string(size, 'x'), {{"Content-Type", type}});
    };
    constexpr QName kSize{ns::caldav, "max-attachment-size"}, kNumber{ns::caldav, "max-attachments-per-resource"};
    anna.propfind(calendar, "0", tests::props({"C:max-attachment-size", "C:max-attachments-per-resource"}))
        .expect_property(calendar, kSize, "100")
        .expect_property(calendar, kNumber, "2");
    add(one, 101).expect_status(403).expect_condition(kSize).expect_body_contains("större än 100 byte");
    add(one, 10, "text/html")
        .expect_status(403)
        .expect_condition({ns::stafett, "supported-attachment-type"})
        .expect_body_contains("application/pdf, image/*");
    add(one, 100).expect_status(201);
    add(one, 99, "application/pdf").expect_status(201);
    const auto staged = [&](std::size_t size) {
        const auto digest = base::digest(std::string(size, 'x'));
        return server.store().snapshot().value()->attachments().piece(digest, 0).value().has_value();
    };
    add(one, 1).expect_status(403).expect_condition(kNumber);
    EXPECT_FALSE(staged(1));
    add(two, 52).expect_status(507).expect_condition({ns::dav, "quota-not-exceeded"});
    EXPECT_FALSE(staged(52)) << "what is refused leaves nothing";
    add(two, 51).expect_status(201);
    EXPECT_TRUE(staged(51));
    for (const auto& [octets, shown] :
         {std::pair{1023ULL, "1023 byte"}, {1024ULL, "1 kB"}, {100'000ULL, "97 kB"}, {50ULL << 20U, "50 MB"}})
        EXPECT_EQ(access::shown_size(octets), shown);
}

TEST(AttachmentClaims, stand_where_clients_look_for_them) {
    tests::DavServer server;
    server.given_person("anna");
    const tests::DavClient anna = server.as("anna");
    const std::string home = "/dav/calendars/anna/";
    EXPECT_THAT(anna.options(home).field("DAV"), HasSubstr("calendar-managed-attachments"));
    constexpr QName kUrl{ns::caldav, "managed-attachments-server-URL"};
    anna.propfind(home, "0", tests::props({"C:managed-attachments-server-URL"})).expect_property(home, kUrl, "");
}

}  // namespace
}  // namespace stafett::caldav::meetings
