// Files of meetings: how they come, change and go (RFC 8607, model.md §9).
#include "tests/caldav/meetings/attachments.h"

#include "scheduling/delivery/meeting_book.h"
#include "storage/store.h"

namespace stafett::caldav::meetings {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

class Attachments : public AttachedMeetings {
  protected:
    Attachments() { create(ClientKind::macos, {"m"}); }
    void expect_condition(const tests::DavAnswer& answer, std::string_view name, unsigned status = 403) {
        answer.expect_status(status).expect_condition({ns::caldav, name});
    }
    void daily() {
        const auto done = server.store().write([&](storage::Transaction& transaction) -> storage::Result<void> {
            scheduling::delivery::MeetingBook book(transaction, {{}, {}, server.clock().now()}, settings);
            return book.daily(base::Date(std::chrono::floor<std::chrono::days>(server.clock().now())));
        });
        ASSERT_TRUE(done) << done.error().detail;
    }
    const scheduling::delivery::Settings settings;
};

TEST_F(Attachments, come_onto_the_meeting_for_everybody_who_reads_it) {
    const auto before = author("m");
    const auto answer = post(href("m"), "attachment-add");
    const std::string id = answer.field("Cal-Managed-ID");
    answer.expect_status(201)
        .expect_field("Location", "https://stafett.test/attachments/" + id + "/dagordning.pdf")
        .expect_body("");
    EXPECT_THAT(writers("m").all("ATTACH"), ElementsAre(agenda(id)));
    EXPECT_THAT(readers("m").all("ATTACH"), ElementsAre(agenda(id)));
    EXPECT_THAT(copy("m"), HasSubstr(agenda(id) + "\r\n"));
    // What the author wrote has nothing of it.
    EXPECT_EQ(author("m"), before);
}

TEST_F(Attachments, are_answered_with_the_served_text_when_it_is_asked_for) {
    const auto answer = post(href("m"), "attachment-add", std::string(kPdf), "a.pdf", "application/pdf",
                             {{"Prefer", "return=representation"}});
    answer.expect_status(201)
        .expect_field("Content-Location", href("m"))
        .expect_field("Preference-Applied", "return=representation")
        .expect_body_contains("ATTACH;MANAGED-ID=");
    EXPECT_EQ(answer.etag(), fetch("m").etag());
    post(href("m"), "attachment-remove&managed-id=" + answer.field("Cal-Managed-ID"), {}, {}, "text/plain",
         {{"Prefer", "return=representation"}})
        .expect_status(200)
        .expect_field("ETag", fetch("m").etag());
}

TEST_F(Attachments, are_agenda_or_minutes_by_their_name_and_else_by_the_end_of_the_meeting) {
    attach("m", "Protokoll 10 mars.pdf");
    attach("m", "underlag.pdf");
    server.clock().set(*base::parse_instant("2027-03-10T14:00:00Z"));  // it ends at 15:00 in Stockholm
    attach("m", "bilder.pdf");
    attach("m", "Kallelse.pdf");
    std::vector<std::string> labels;
    for (const std::string& one : writers("m").all("ATTACH")) {
        const auto at = one.find("LABEL=") + 6;
        labels.push_back(one.substr(at, one.find(':') - at));
    }
    EXPECT_THAT(labels, ElementsAre("Protokoll", "Dagordning", "Protokoll", "Dagordning"));
}

TEST_F(Attachments, are_replaced_by_an_update_under_a_new_id) {
    const std::string first = attach("m");
    const auto answer =
        post(href("m"), "attachment-update&managed-id=" + first, "%PDF ny", "Dagordning-2.pdf").expect_status(204);
    const std::string second = answer.field("Cal-Managed-ID");
    EXPECT_NE(second, first);
    EXPECT_THAT(writers("m").all("ATTACH"), ElementsAre(line(second, "Dagordning", "Dagordning-2.pdf", 7)));
    bo.get("/attachments/" + second + "/x").expect_status(200).expect_body("%PDF ny");
    bo.get(path(first)).expect_status(404);
    // A name that is not sent stays.
    post(href("m"), "attachment-update&managed-id=" + second, "%PDF 3", "").expect_status(204);
    EXPECT_THAT(writers("m").value("ATTACH"), HasSubstr("/Dagordning-2.pdf"));
}

TEST_F(Attachments, go_by_a_remove) {
    const auto before = fetch("m");
    const std::string id = attach("m"), other = attach("m", "annat.pdf");
    post(href("m"), "attachment-remove&managed-id=" + id, {}, {}).expect_status(204).expect_no_field("Cal-Managed-ID");
    EXPECT_THAT(writers("m").all("ATTACH"), ElementsAre(HasSubstr(other)));
    post(href("m"), "attachment-remove&managed-id=" + other, {}, {}).expect_status(204);
    EXPECT_EQ(fetch("m").body(), before.body());
    bo.get(path(id)).expect_status(404);
}

TEST_F(Attachments, change_only_what_the_client_has_seen) {
    const std::string old = fetch("m").etag();
    post(href("m"), "attachment-add", std::string(kPdf), "a.pdf", "application/pdf", if_match(old)).expect_status(201);
    post(href("m"), "attachment-add", std::string(kPdf), "b.pdf", "application/pdf", if_match(old)).expect_status(412);
    EXPECT_THAT(writers("m").all("ATTACH"), ElementsAre(HasSubstr("a.pdf")));
}

TEST_F(Attachments, refuse_a_request_that_means_nothing) {
    const std::string id = attach("m");
    anna.request("POST", href("m"), "x").expect_status(403).expect_condition({ns::caldav, "valid-action-parameter"});
    expect_condition(post(href("m"), "attachment-copy"), "valid-action-parameter");
    for (const char* rid : {"", "X", "20270310T130000", "20270310T120000Z", "M,,M"})
        expect_condition(post(href("m"), std::string("attachment-add&rid=") + rid), "valid-rid-parameter");
    expect_condition(post(href("m"), "attachment-update&rid=M&managed-id=" + id), "valid-rid-parameter");
    expect_condition(post(href("m"), "attachment-update"), "valid-managed-id-parameter");
    expect_condition(post(href("m"), "attachment-update&managed-id=nej"), "valid-managed-id-parameter");
    expect_condition(post(href("m"), "attachment-remove"), "valid-managed-id-parameter");
    expect_condition(post(href("m"), "attachment-remove&managed-id=nej"), "valid-managed-id-parameter");
    expect_condition(post(href("m"), "attachment-add&managed-id=" + id), "valid-managed-id-parameter");
    post(href("finns-inte"), "attachment-add").expect_status(404);
    post(chairs, "attachment-add").expect_status(405);
    EXPECT_THAT(writers("m").all("ATTACH"), ElementsAre(agenda(id)));
}

TEST_F(Attachments, leave_nothing_of_a_file_that_is_refused) {
    const std::string octets = "aldrig", id = attach("m");
    const auto is_staged = [&] {
        const auto snapshot = server.store().snapshot().value();
        return snapshot->attachments().piece(base::digest(octets), 0).value().has_value();
    };
    for (const char* query : {"attachment-add&rid=20270310T130000", "attachment-update&managed-id=nej"}) {
        post(href("m"), query, octets).expect_status(403);
        EXPECT_FALSE(is_staged()) << query;
    }
    const tests::Headers stale{{"If-Match", "\"gammal\""}};
    post(href("m"), "attachment-add", octets, "a.pdf", "application/pdf", stale).expect_status(412);
    post(href("m"), "attachment-update&managed-id=" + id, octets, "a.pdf", "application/pdf", stale).expect_status(412);
    EXPECT_FALSE(is_staged());
    post(href("m"), "attachment-add", octets).expect_status(201);
    EXPECT_TRUE(is_staged());
}

TEST_F(Attachments, keep_their_place_whatever_client_sends_the_meeting_again) {
    const std::string id = attach("m");
    for (const ClientKind client : kClients) {
        send_again(client, "m", writers("m").set("SUMMARY:Ändrad i " + to_string(client)));
        EXPECT_THAT(writers("m").all("ATTACH"), ElementsAre(agenda(id))) << to_string(client);
    }
    // One that drops parameters it does not know still says which file it means, also under another host.
    send_again(ClientKind::davx5, "m", writers("m").set("ATTACH:http://gammal.test" + path(id)));
    EXPECT_THAT(writers("m").all("ATTACH"), ElementsAre(agenda(id)));
    EXPECT_THAT(author("m"), Not(HasSubstr("ATTACH")));
    // What a file is called and how large it is are ours to say.
    send_again(ClientKind::macos, "m",
               writers("m").set("ATTACH;MANAGED-ID=" + id + ";FILENAME=x.exe;SIZE=1;LABEL=X:https://annan.test/x"));
    EXPECT_THAT(writers("m").all("ATTACH"), ElementsAre(agenda(id)));
}

TEST_F(Attachments, go_when_a_put_leaves_them_out) {
    const std::string id = attach("m");
    send_again(ClientKind::macos, "m", writers("m").remove("ATTACH"));
    EXPECT_THAT(writers("m").all("ATTACH"), IsEmpty());
    bo.get(path(id)).expect_status(404);
    // Undone in time, the file is still there.
    send_again(ClientKind::macos, "m",
               writers("m").add("ATTACH;MANAGED-ID=" + id + ":https://stafett.test" + path(id)));
    EXPECT_THAT(writers("m").all("ATTACH"), ElementsAre(agenda(id)));
}

TEST_F(Attachments, cannot_be_made_up_in_a_put) {
    const std::string id = attach("m");
    const auto text = written_again(ClientKind::macos, writers("m").set("ATTACH;MANAGED-ID=nej:https://x.test/y"));
    expect_condition(anna.put(href("m"), text), "valid-managed-id");
    EXPECT_THAT(writers("m").all("ATTACH"), ElementsAre(agenda(id)));
    // A link of the same form to somewhere else is only a link.
    const std::string link = "ATTACH:https://annan.test/attachments/11111111-2222-4333-8444-555555555555/a.pdf";
    send_again(ClientKind::macos, "m", writers("m").add(link));
    EXPECT_THAT(writers("m").all("ATTACH"), UnorderedElementsAre(link, agenda(id)));
    EXPECT_THAT(plain(author("m")), HasSubstr(link));
}

TEST_F(Attachments, are_shared_with_a_meeting_that_refers_to_them_too) {
    const std::string id = attach("m");
    create(ClientKind::macos, {"n", "Nästa", "20270410T130000", agenda(id) + "\r\n"});
    EXPECT_THAT(writers("n").all("ATTACH"), ElementsAre(agenda(id)));
    post(href("m"), "attachment-remove&managed-id=" + id, {}, {}).expect_status(204);
    bo.get(path(id)).expect_status(200);
    // Also with another network's, by somebody who may read it where it is.
    const std::string there = "/dav/calendars/anna/natverk-sarskolan/k.ics";
    anna.put(there, written_new(ClientKind::macos, {"k", "Gemensam", "20270411T130000", agenda(id) + "\r\n"}))
        .expect_status(201);
    server.given_role("sarskolan", "gun", model::Role::chair);
    const std::string guns = "/dav/calendars/gun/natverk-sarskolan/";
    server.given_role("sarskolan", "dan", model::Role::member);
    server.as("dan").get(path(id)).expect_status(200);
    const std::string secret = attach("m", "hemligt.pdf");
    expect_condition(
        server.as("gun").put(
            guns + "l.ics", written_new(ClientKind::macos, {"l", "Lånad", "20270412T130000", agenda(secret) + "\r\n"})),
        "valid-managed-id");
}

TEST_F(Attachments, go_along_when_a_meeting_is_moved_or_copied) {
    const std::string id = attach("m");
    anna.move(href("m"), href("ny")).expect_status(201);
    EXPECT_THAT(writers("ny").all("ATTACH"), ElementsAre(agenda(id)));
    bo.get(path(id)).expect_status(200);
    // A person's copy shows it as long as the network lets her read it.
    anna.copy(href("ny"), personal + "kopia.ics").expect_status(201);
    EXPECT_THAT(CalendarText(anna.get(personal + "kopia.ics").body()).value("ATTACH"), HasSubstr(path(id)));
    const std::string there = "/dav/calendars/anna/natverk-sarskolan/m.ics";
    anna.move(href("ny"), there).expect_status(201);
    server.given_role("sarskolan", "dan", model::Role::member);
    server.as("dan").get(path(id)).expect_status(200).expect_body(kPdf);
    bo.get(path(id)).expect_status(404);
    // Her own file becomes the meeting's.
    const std::string mine = personal + "egen.ics";
    anna.put(mine, tests::event("egen")).expect_status(201);
    const std::string own = post(mine, "attachment-add").expect_status(201).field("Cal-Managed-ID");
    anna.move(mine, href("egen")).expect_status(201);
    bo.get(path(own)).expect_status(200).expect_body(kPdf);
}

TEST_F(Attachments, of_one_occurrence_move_no_meeting) {
    create(ClientKind::macos, {"s", "Serie", "20270310T130000", "RRULE:FREQ=WEEKLY;COUNT=4\r\n"});
    settle();
    ASSERT_THAT(copy("s"), HasSubstr("SEQUENCE:0\r\n"));
    attach("s", "protokoll.pdf", "%PDF p", "20270317T130000");
    settle();
    EXPECT_THAT(copy("s"), HasSubstr("protokoll.pdf"));
    EXPECT_THAT(copy("s"), HasSubstr("SEQUENCE:0\r\n"));
    EXPECT_THAT(copy("s"), Not(HasSubstr("SEQUENCE:1")));
}

TEST(AttachmentRoom, is_what_is_in_use_and_once_more_for_what_was_removed_within_a_day) {
    access::Settings settings;
    settings.attachments.size = 60;
    settings.attachments.per_owner = 100;
    tests::DavServer server(settings);
    server.given_person("anna");
    server.given_network("elevhalsan", "Elevhälsan");
    server.given_role("elevhalsan", "anna", model::Role::chair);
    const std::string meeting = "/dav/calendars/anna/natverk-elevhalsan/m.ics";
    server.as("anna")
        .put(meeting, written_new(ClientKind::macos, {"m", "Träff", "20270310T130000", ""}))
        .expect_status(201);
    int number = 0;
    const auto post = [&](const std::string& query) {
        std::string octets = std::to_string(++number);
        octets.resize(60, '.');
        return server.as("anna").request("POST", meeting + "?action=attachment-" + query, octets,
                                         {{"Content-Type", "text/plain"}});
    };
    const std::string first = post("add").expect_status(201).field("Cal-Managed-ID");
    post("add").expect_status(507).expect_body_contains("60 byte av 100 byte");
    const std::string second = post("update&managed-id=" + first).expect_status(204).field("Cal-Managed-ID");
    post("remove&managed-id=" + second).expect_status(204);
    const std::string third = post("add").expect_status(201).field("Cal-Managed-ID");
    post("remove&managed-id=" + third).expect_status(204);
    post("add").expect_status(507).expect_body_contains("det senaste dygnet (180 byte)");
    ASSERT_TRUE(server.store().write([&](storage::Transaction& transaction) {
        return transaction.write_attachments().forget(server.clock().now() + std::chrono::seconds(1));
    }));
    const std::string fourth = post("add").expect_status(201).field("Cal-Managed-ID");
    // What was removed is no way around it.
    post("remove&managed-id=" + fourth).expect_status(204);
    post("add").expect_status(201);
    const auto line = "ATTACH;MANAGED-ID=" + fourth + ":https://stafett.test/attachments/" + fourth + "/bilaga";
    const std::string other = "/dav/calendars/anna/natverk-elevhalsan/n.ics";
    server.as("anna")
        .put(other, written_new(ClientKind::macos, {"n", "Träff", "20270310T130000", line + "\r\n"}))
        .expect_status(507);
}

TEST_F(Attachments, stay_with_a_meeting_that_is_deleted_and_made_again) {
    const std::string id = attach("m");
    settle();
    const auto text = fetch("m");
    anna.remove(href("m"), if_match(text.etag())).expect_status(204);
    bo.get(path(id)).expect_status(404);
    server.clock().set(server.clock().now() + std::chrono::days(3));
    daily();
    anna.put(href("m"), text.body(), kNew).expect_status(201);
    EXPECT_THAT(writers("m").all("ATTACH"), ElementsAre(agenda(id)));
    bo.get(path(id)).expect_status(200).expect_body(kPdf);
}

TEST_F(Attachments, are_forgotten_a_day_after_nothing_refers_to_them) {
    const std::string id = attach("m");
    const auto known = [&] {
        return server.store().snapshot().value()->attachments().find(model::ManagedId(id)).value().has_value();
    };
    post(href("m"), "attachment-remove&managed-id=" + id, {}, {}).expect_status(204);
    daily();
    EXPECT_TRUE(known());
    server.clock().set(server.clock().now() + std::chrono::hours(25));
    daily();
    EXPECT_FALSE(known());
}

TEST_F(Attachments, of_a_series_come_onto_all_of_it_or_one_occurrence) {
    create(ClientKind::macos, {"s", "Serie", "20270310T130000", "RRULE:FREQ=WEEKLY;COUNT=4\r\n"});
    const std::string all = attach("s"), one = attach("s", "protokoll.pdf", "%PDF p", "20270317T130000");
    const std::string minutes = line(one, "Protokoll", "protokoll.pdf", 6);
    auto text = writers("s");
    ASSERT_EQ(text.events.size(), 2u);
    EXPECT_THAT(text.all("ATTACH"), ElementsAre(agenda(all)));
    EXPECT_THAT(text.all("ATTACH", 1), UnorderedElementsAre(agenda(all), minutes));
    EXPECT_EQ(text.value("RECURRENCE-ID", 1), "20270317T130000");
    auto read = readers("s");
    for (std::size_t i = 0; i < read.events.size(); ++i)
        EXPECT_THAT(read.all("ATTACH", i),
                    testing::Conditional(read.value("RECURRENCE-ID", i) == "20270317T130000",
                                         UnorderedElementsAre(agenda(all), minutes), ElementsAre(agenda(all))));
    // A client that sends the series again changes nothing of that.
    send_again(ClientKind::macos, "s", writers("s"));
    EXPECT_THAT(writers("s").all("ATTACH", 1), UnorderedElementsAre(agenda(all), minutes));
    // Named in UTC, too. With its file the occurrence loses what made it one of its own.
    post(href("s"), "attachment-remove&rid=20270317T120000Z&managed-id=" + one, {}, {}).expect_status(204);
    EXPECT_EQ(writers("s").events.size(), 1u);
    post(href("s"), "attachment-remove&managed-id=" + all, {}, {}).expect_status(204);
    EXPECT_THAT(plain(author("s")), Not(HasSubstr("RECURRENCE-ID")));
    EXPECT_THAT(readers("s").all("ATTACH"), IsEmpty());
}

TEST_F(Attachments, of_a_series_go_from_one_occurrence_alone) {
    create(ClientKind::macos, {"s", "Serie", "20270310T130000", "RRULE:FREQ=WEEKLY;COUNT=4\r\n"});
    const std::string id = attach("s");
    post(href("s"), "attachment-remove&rid=20270317T130000&managed-id=" + id, {}, {}).expect_status(204);
    EXPECT_THAT(writers("s").all("ATTACH"), ElementsAre(agenda(id)));
    EXPECT_THAT(writers("s").all("ATTACH", 1), IsEmpty());
    expect_condition(post(href("s"), "attachment-remove&rid=20270317T130000&managed-id=" + id, {}, {}),
                     "valid-managed-id-parameter");
    expect_condition(post(href("s"), "attachment-add&rid=20270318T130000"), "valid-rid-parameter");
    // To the master alone: the occurrence that has an override keeps to itself.
    attach("s", "bara-serien.pdf", "x", "M");
    EXPECT_THAT(writers("s").all("ATTACH"), testing::SizeIs(2));
    EXPECT_THAT(writers("s").all("ATTACH", 1), IsEmpty());
}

TEST_F(Attachments, of_a_personal_calendar_are_her_own) {
    const std::string mine = personal + "egen.ics";
    anna.put(mine, tests::event("egen")).expect_status(201);
    const auto answer = post(mine, "attachment-add");
    const std::string id = answer.expect_status(201).field("Cal-Managed-ID");
    const auto served = CalendarText(anna.get(mine).expect_status(200).body());
    EXPECT_THAT(served.value("ATTACH"), HasSubstr(path(id)));
    anna.get(path(id)).expect_status(200).expect_body(kPdf);
    bo.get(path(id)).expect_status(404);
    anna.put(mine, CalendarText(served).set("SUMMARY:Ny").octets()).expect_status(204);
    anna.get(path(id)).expect_status(200);
    post(mine, "attachment-remove&managed-id=" + id, {}, {}).expect_status(204);
    EXPECT_EQ(CalendarText(anna.get(mine).body()).all("ATTACH").size(), 0u);
    anna.get(path(id)).expect_status(404);
    // A network's file stays under the network's rights wherever its line is copied.
    const std::string theirs = attach("m");
    bo.put("/dav/calendars/bo/calendar/kopia.ics",
           written_new(ClientKind::macos, {"kopia", "Kopia", "20270310T130000", agenda(theirs) + "\r\n"}))
        .expect_status(201);
    post(href("m"), "attachment-remove&managed-id=" + theirs, {}, {}).expect_status(204);
    bo.get(path(theirs)).expect_status(404);
}

}  // namespace
}  // namespace stafett::caldav::meetings
