#include "storage/attachments.h"

#include <gmock/gmock.h>

#include "tests/storage/conformance/suites.h"

namespace stafett::storage::conformance {
namespace {

using model::AttachmentUse;
using model::ManagedId;
using model::Uid;

model::Attachment attachment(const std::string& id, std::string_view octets) {
    return {.id = ManagedId(id),
            .owner = model::PrincipalId("anna"),
            .digest = base::digest(octets),
            .size = octets.size(),
            .file_name = "Dagordning.pdf",
            .media_type = "application/pdf",
            .kind = model::AttachmentKind::minutes,
            .origin = "https://kalender.example.test",
            .by = {model::PersonId("anna"), model::PrincipalId("anna"), at(0)}};
}

Result<void> store_whole(Transaction& t, const model::Attachment& one, std::string_view octets) {
    for (std::uint64_t i = 0; i * model::kAttachmentPiece < octets.size(); ++i)
        TRY(t.write_attachments().stage(one.digest, i,
                                        octets.substr(i * model::kAttachmentPiece, model::kAttachmentPiece), at(0)));
    return t.write_attachments().put(one);
}

TEST_P(Attachments, are_read_back_as_they_were_put) {
    given_person("anna");
    const std::string octets(model::kAttachmentPiece + 3, 'x');
    const auto one = attachment("one", octets);
    given([&](Transaction& t) { return store_whole(t, one, octets); });
    auto now = snapshot();
    EXPECT_EQ(now->attachments().find(ManagedId("one")).value(), one);
    EXPECT_FALSE(now->attachments().find(ManagedId("two")).value());
    EXPECT_EQ(now->attachments().piece(one.digest, 0).value(), octets.substr(0, model::kAttachmentPiece));
    EXPECT_EQ(now->attachments().piece(one.digest, 1).value(), "xxx");
    EXPECT_FALSE(now->attachments().piece(one.digest, 2).value());
}

TEST_P(Attachments, may_be_empty) {
    given_person("anna");
    const auto none = attachment("none", "");
    given([&](Transaction& t) { return t.write_attachments().put(none); });
    EXPECT_EQ(snapshot()->attachments().find(ManagedId("none")).value(), none);
}

TEST_P(Attachments, are_refused_until_all_their_octets_are_there) {
    given_person("anna");
    const std::string octets(2 * model::kAttachmentPiece, 'x');
    const auto one = attachment("one", octets);
    given([&](Transaction& t) {
        return t.write_attachments().stage(one.digest, 1, octets.substr(model::kAttachmentPiece), at(0));
    });
    const auto put = [&] { return store().write([&](Transaction& t) { return t.write_attachments().put(one); }); };
    EXPECT_EQ(fault(put()), Fault::not_found);
    given([&](Transaction& t) {
        return t.write_attachments().stage(one.digest, 0, octets.substr(model::kAttachmentPiece), at(0));
    });
    EXPECT_TRUE(put());
}

TEST_P(Attachments, count_once_for_each_file_of_an_owner) {
    given_person("anna");
    given_person("bo");
    auto other = attachment("two", "abc");
    auto bos = attachment("three", "abc");
    bos.owner = model::PrincipalId("bo");
    given([&](Transaction& t) -> Result<void> {
        TRY(store_whole(t, attachment("one", "abcd"), "abcd"));
        TRY(store_whole(t, other, "abc"));
        return store_whole(t, bos, "abc");
    });
    const auto total = [&](const char* owner) {
        return snapshot()->attachments().total(model::PrincipalId(owner)).value();
    };
    EXPECT_EQ(total("anna"), (AttachmentsTotal{.kept = 7, .in_use = 0}));
    EXPECT_EQ(total("eva"), AttachmentsTotal{});
    const auto id = calendar("anna");
    ASSERT_TRUE(put(id, object("a", "a", "a")));
    given([&](Transaction& t) {
        return t.write_attachments().set_uses(id, model::Uid("a"), {{{}, other.id}, {{"20270312", ""}, other.id}},
                                              at(1));
    });
    EXPECT_EQ(total("anna"), (AttachmentsTotal{.kept = 7, .in_use = 3}));
}

TEST_P(Attachments, know_who_refers_to_them) {
    given_person("anna");
    const auto id = calendar("anna");
    const std::vector<AttachmentUse> uses{{{"", ""}, ManagedId("b")}, {{"20270312T130000", "Z"}, ManagedId("a")}};
    given([&](Transaction& t) -> Result<void> {
        TRY(store_whole(t, attachment("a", "a"), "a"));
        TRY(store_whole(t, attachment("b", "b"), "b"));
        TRY(t.write_attachments().set_uses(id, Uid("u"), {{{"", ""}, ManagedId("a")}}, at(0)));
        TRY(t.write_attachments().set_uses(id, Uid("v"), {{{"", ""}, ManagedId("a")}}, at(0)));
        return t.write_attachments().set_uses(id, Uid("u"), uses, at(1));
    });
    auto now = snapshot();
    EXPECT_EQ(now->attachments().of_object(id, Uid("u")).value(), uses);
    EXPECT_EQ(now->attachments().used_by(ManagedId("a")).value(),
              (std::vector<model::AttachmentPlace>{{id, Uid("u")}, {id, Uid("v")}}));
    const auto unknown = store().write(
        [&](Transaction& t) { return t.write_attachments().set_uses(id, Uid("u"), {{{}, ManagedId("z")}}, at(2)); });
    EXPECT_EQ(fault(unknown), Fault::not_found);
    EXPECT_EQ(snapshot()->attachments().of_object(id, Uid("u")).value(), uses);
}

TEST_P(Attachments, are_forgotten_only_when_nothing_has_referred_to_them_for_a_while) {
    given_person("anna");
    const auto id = calendar("anna");
    const auto used = attachment("used", "same"), twin = attachment("twin", "same"), left = attachment("left", "left");
    given([&](Transaction& t) -> Result<void> {
        TRY(store_whole(t, used, "same"));
        TRY(store_whole(t, twin, "same"));
        TRY(store_whole(t, left, "left"));
        TRY(t.write_attachments().stage(base::digest("staged"), 0, "staged", at(0)));
        TRY(t.write_attachments().set_uses(id, Uid("u"), {{{}, used.id}, {{}, left.id}}, at(0)));
        return t.write_attachments().set_uses(id, Uid("u"), {{{}, used.id}}, at(10));
    });
    given([](Transaction& t) { return t.write_attachments().forget(at(10)); });
    EXPECT_TRUE(snapshot()->attachments().find(left.id).value());
    EXPECT_FALSE(snapshot()->attachments().find(twin.id).value());
    EXPECT_FALSE(snapshot()->attachments().piece(base::digest("staged"), 0).value());

    given([](Transaction& t) { return t.write_attachments().forget(at(11)); });
    EXPECT_FALSE(snapshot()->attachments().find(left.id).value());
    EXPECT_FALSE(snapshot()->attachments().piece(left.digest, 0).value());
    EXPECT_TRUE(snapshot()->attachments().find(used.id).value());
    EXPECT_TRUE(snapshot()->attachments().piece(used.digest, 0).value());
}

TEST_P(Attachments, are_told_of_when_an_object_that_is_not_there_refers_to_them) {
    given_person("anna");
    const auto id = calendar("anna");
    ASSERT_TRUE(put(id, object("u.ics", "u", "BEGIN:VCALENDAR\r\n")));
    given([&](Transaction& t) -> Result<void> {
        TRY(store_whole(t, attachment("a", "a"), "a"));
        return t.write_attachments().set_uses(id, Uid("u"), {{{}, ManagedId("a")}}, at(0));
    });
    EXPECT_THAT(snapshot()->attachments().strays().value(), testing::IsEmpty());
    given([&](Transaction& t) {
        return t.write_attachments().set_uses(id, Uid("never there"), {{{}, ManagedId("a")}}, at(0));
    });
    EXPECT_THAT(snapshot()->attachments().strays().value(),
                testing::ElementsAre(model::AttachmentPlace{id, Uid("never there")}));
}

TEST_P(Attachments, are_let_go_by_an_object_that_goes_or_gets_another_uid) {
    given_person("anna");
    const model::CalendarId home = calendar("anna");
    ASSERT_TRUE(put(home, object("a.ics", "first", "text")));
    given([&](Transaction& t) -> Result<void> {
        TRY(store_whole(t, attachment("one", "abc"), "abc"));
        return t.write_attachments().set_uses(home, Uid("first"), {{{}, ManagedId("one")}}, at(0));
    });
    const auto used = [&] { return snapshot()->attachments().used_by(ManagedId("one")).value().size(); };
    EXPECT_EQ(used(), 1U);
    ASSERT_TRUE(put(home, object("a.ics", "second", "text")));
    EXPECT_EQ(used(), 0U);
    given([&](Transaction& t) {
        return t.write_attachments().set_uses(home, Uid("second"), {{{}, ManagedId("one")}}, at(0));
    });
    ASSERT_TRUE(remove(home, "a.ics"));
    EXPECT_EQ(used(), 0U);
    EXPECT_TRUE(store().check_integrity().value().empty());
}

}  // namespace
}  // namespace stafett::storage::conformance
