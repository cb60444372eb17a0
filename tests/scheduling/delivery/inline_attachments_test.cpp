#include "scheduling/delivery/inline_attachments.h"

#include <gmock/gmock.h>

#include "scheduling/delivery/attachments.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/migrations.h"
#include "tests/scheduling/delivery/network_fixture.h"

namespace stafett::scheduling::delivery {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

constexpr std::string_view kTimes =
    "DTSTAMP:20270101T000000Z\r\nDTSTART:20270310T120000Z\r\nDTEND:20270310T140000Z\r\nSUMMARY:Träff\r\n";

class InlineFiles : public NetworkFixture {};

TEST_F(InlineFiles, are_what_base64_can_be_read_of) {
    const auto object = ical::parse(event(
        "m",
        "ATTACH;VALUE=BINARY;ENCODING=BASE64;FMTTYPE=Text/Plain;X-EVOLUTION-CALDAV-ATTACHMENT-NAME=mapp/a.txt:aGVq\r\n"
        "ATTACH;ENCODING=base64;FMTTYPE=nonsense;FILENAME=\"b c.pdf\":aGVq\r\n  aGVq\r\n"
        "ATTACH;ENCODING=BASE64;VALUE=BINARY:inte*base64\r\n"
        "ATTACH:https://example.org/a.pdf\r\n"));
    const auto files = inline_files(**object);
    ASSERT_THAT(files, SizeIs(2));
    EXPECT_EQ(files[0].octets, "hej");
    EXPECT_EQ(files[0].file_name, "a.txt");
    EXPECT_EQ(files[0].media_type, "text/plain");
    EXPECT_EQ(files[1].octets, "hejhej");
    EXPECT_EQ(files[1].file_name, "b c.pdf");
    EXPECT_EQ(files[1].media_type, "application/octet-stream");
}

class StoredInline : public NetworkFixture {
  protected:
    // What the migration does with data that an earlier version wrote.
    void migrate() {
        store.store.reset();
        {
            const auto connection = storage::sqlite::Connection::open(store.folder.path() / "stafett.db",
                                                                      storage::sqlite::Access::write, false)
                                        .value();
            for (const auto& migration : storage::sqlite::migrations()) {
                const std::string sql(migration.sql);
                const auto turn = sql.find("INSERT INTO inline_attachments");
                if (turn != std::string::npos) {
                    ASSERT_TRUE(connection->script(sql.substr(turn)));
                }
            }
        }
        storage::sqlite::Options options;
        options.folder = store.folder.path();
        options.sync_to_disk = false;
        store.store = storage::sqlite::open(options).value();
    }
    std::size_t waiting() { return store->snapshot().value()->attachments().with_inline().value().size(); }
};

TEST_F(StoredInline, become_managed_by_the_daily_job) {
    ASSERT_TRUE(put("plain", kTimes));
    // Folded inside the word that tells.
    ASSERT_TRUE(
        put("m", std::string(kTimes) +
                     "ATTACH;VALUE=BINARY;ENCODING=BA\r\n SE64;FMTTYPE=text/plain;FILENAME=protokoll.txt:aGVq\r\n"));
    ASSERT_TRUE(put("gone", std::string(kTimes) + "ATTACH;VALUE=BINARY;ENCODING=BASE64:aGVq\r\n"));
    EXPECT_THAT(readers("m"), HasSubstr("aGVq"));
    migrate();
    EXPECT_EQ(waiting(), 2u);
    ASSERT_TRUE(remove("gone"));
    settings.origin = "https://kalender.example.org";
    daily();
    EXPECT_EQ(waiting(), 0u);
    for (const std::string& text : {writers("m"), readers("m"), copy("m")}) {
        EXPECT_THAT(text, Not(HasSubstr("aGVq")));
        const auto files = attachment_references(**ical::parse(text));
        ASSERT_THAT(files, SizeIs(1));
        const auto file = store->snapshot().value()->attachments().find(files.front().use.attachment).value();
        ASSERT_TRUE(file);
        EXPECT_EQ(file->file_name, "protokoll.txt");
        EXPECT_EQ(file->kind, model::AttachmentKind::minutes);
        EXPECT_EQ(file->origin, "https://kalender.example.org");
        EXPECT_EQ(file->by.person, anna);
        EXPECT_EQ(store->snapshot().value()->attachments().piece(file->digest, 0).value(), "hej");
    }
    EXPECT_EQ(meeting("m")->by.person, anna);
    EXPECT_THAT(differences(), IsEmpty());
    EXPECT_THAT(store->check_integrity().value(), IsEmpty());
    const std::string once = writers("m");
    daily();
    EXPECT_EQ(writers("m"), once);
}

}  // namespace
}  // namespace stafett::scheduling::delivery
