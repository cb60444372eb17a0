#include "storage/sqlite/attachments.h"

#include <gmock/gmock.h>

#include "tests/support/stores.h"

namespace stafett::storage::sqlite {
namespace {

TEST(CheckAttachments, finds_octets_that_are_not_those_that_were_sent) {
    auto store = tests::open_test_store();
    const std::string octets(model::kAttachmentPiece + 1, 'x');
    model::Attachment file;
    file.id = model::ManagedId("id");
    file.owner = model::PrincipalId("anna");
    file.digest = base::digest(octets);
    file.size = octets.size();
    const auto stored = store->write([&](Transaction& t) -> Result<void> {
        TRY(t.write_association().put_person({file.owner, model::PrincipalKind::person, "Anna", {}}, {}));
        TRY(t.write_attachments().stage(file.digest, 0, octets.substr(1), {}));
        TRY(t.write_attachments().stage(file.digest, 1, "x", {}));
        return t.write_attachments().put(file);
    });
    ASSERT_TRUE(stored) << stored.error().detail;
    EXPECT_THAT(store->check_integrity().value(), testing::IsEmpty());
    for (const char* damage : {"UPDATE attachment_pieces SET octets = x'79' WHERE position = 1",
                               "DELETE FROM attachment_pieces WHERE position = 1"}) {
        const auto connection = Connection::open(store.folder.path() / "stafett.db", Access::write, false).value();
        ASSERT_TRUE(connection->script(damage));
        EXPECT_THAT(store->check_integrity().value(),
                    testing::ElementsAre("the octets of attachment id are not those that were sent"));
    }
}

}  // namespace
}  // namespace stafett::storage::sqlite
