#include "storage/sqlite/statement.h"

#include <set>

#include "storage/sqlite/codes.h"
#include "tests/support/stores.h"

namespace stafett::storage::sqlite {
namespace {

TEST(Statements, have_names_of_their_own) {
    // Opening links in every aggregate and prepares every statement.
    const auto store = tests::open_test_store();
    std::set<std::string> names;
    for (const Statement* statement : Statement::all()) {
        EXPECT_TRUE(names.insert(statement->name()).second) << statement->name();
        EXPECT_NE(std::string(statement->name()).find('.'), std::string::npos) << statement->name();
    }
    EXPECT_GT(names.size(), 100u);
}

template <class E>
void expect_words_to_be_read_back() {
    std::set<std::string_view> seen;
    for (const auto& [value, word] : kWords<E>) {
        EXPECT_TRUE(seen.insert(word).second) << word;
        EXPECT_FALSE(word.empty());
        EXPECT_EQ(word_of(value), word);
        EXPECT_EQ(enumerator_of<E>(word), value);
    }
    EXPECT_FALSE(enumerator_of<E>(""));
    // The enumerators are numbered from 0 without gaps: one more than the table has would have no word.
    if constexpr (!std::is_same_v<E, model::ComponentKind>)
        for (std::size_t i = 0; i < kWords<E>.size(); ++i)
            // NOLINTNEXTLINE(clang-analyzer-optin.core.EnumCastOutOfRange): what this is about
            EXPECT_FALSE(word_of(static_cast<E>(i)).empty()) << i;
}

TEST(Words, are_read_back_as_the_enumerator_they_stand_for) {
    expect_words_to_be_read_back<model::PrincipalKind>();
    expect_words_to_be_read_back<model::RuleSource>();
    expect_words_to_be_read_back<model::CallSender>();
    expect_words_to_be_read_back<model::MinutesWriter>();
    expect_words_to_be_read_back<model::Hold>();
    expect_words_to_be_read_back<model::Role>();
    expect_words_to_be_read_back<model::CollectionKind>();
    expect_words_to_be_read_back<model::ComponentKind>();
    expect_words_to_be_read_back<model::HostingState>();
    expect_words_to_be_read_back<model::HostingReason>();
    expect_words_to_be_read_back<model::SubmissionWhat>();
    expect_words_to_be_read_back<model::SubmissionState>();
    expect_words_to_be_read_back<model::Message::State>();
    expect_words_to_be_read_back<model::FeedScope>();
    expect_words_to_be_read_back<model::AttachmentKind>();
}

}  // namespace
}  // namespace stafett::storage::sqlite
