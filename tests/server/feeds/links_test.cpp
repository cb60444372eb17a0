#include "server/feeds/links.h"

#include <set>

#include "tests/server/feeds/feed_store.h"

namespace stafett::server::feeds {
namespace {

using model::FeedScope;

Result<ShownLink> create(FeedStore& data, const NewFeed& wanted, const std::string& token = new_token()) {
    return data.store().write([&](storage::Transaction& t) { return create_feed(t, wanted, token, data.clock.now()); });
}

NewFeed wanted(std::string_view owner, FeedScope scope, std::string_view network = {}, std::string name = "Telefon") {
    return {model::PersonId(owner), scope, model::NetworkId(network), std::move(name)};
}

TEST(Links, tokens_are_long_and_differ) {
    std::set<std::string> tokens;
    for (int i = 0; i < 100; ++i) tokens.insert(new_token());
    EXPECT_EQ(tokens.size(), 100u);
    EXPECT_EQ(tokens.begin()->size(), 43u);
}

TEST(Links, a_link_is_shown_once_and_kept_hashed) {
    FeedStore data;
    const auto made = create(data, wanted("anna", FeedScope::network, "elevhalsan"), "hemligt");
    ASSERT_TRUE(made);
    EXPECT_EQ(made->path, "/feeds/hemligt/elevhalsan.ics");
    EXPECT_EQ(made->feed.token, base::digest("hemligt"));
    EXPECT_EQ(made->feed.id.size(), 10u);
    const auto snapshot = data.store().snapshot();
    const auto listed = list_feeds(**snapshot, model::PersonId("anna"));
    ASSERT_EQ(listed->size(), 1u);
    EXPECT_EQ(listed->front().name, "Telefon");
    EXPECT_EQ(listed->front().id, made->feed.id);
}

TEST(Links, each_device_can_have_its_own) {
    FeedStore data;
    ASSERT_TRUE(create(data, wanted("anna", FeedScope::my_networks)));
    ASSERT_TRUE(create(data, wanted("anna", FeedScope::my_networks, {}, "Outlook")));
    ASSERT_TRUE(create(data, wanted("eva", FeedScope::all_networks)));
    const auto snapshot = data.store().snapshot();
    EXPECT_EQ(list_feeds(**snapshot, model::PersonId("anna"))->size(), 2u);
    EXPECT_EQ(list_feeds(**snapshot, model::PersonId())->size(), 3u);
}

TEST(Links, are_made_for_what_their_owner_may_see) {
    FeedStore data;
    EXPECT_TRUE(create(data, wanted("bo", FeedScope::network, "elevhalsan")));
    EXPECT_TRUE(create(data, wanted("eva", FeedScope::network, "skolchefer")));
    EXPECT_TRUE(create(data, wanted("cecilia", FeedScope::network, "skolchefer")));
    EXPECT_TRUE(create(data, wanted("david", FeedScope::my_networks)));
    data.bears_turns("elevhalsan", "david");
    EXPECT_TRUE(create(data, wanted("david", FeedScope::network, "elevhalsan")));
    EXPECT_FALSE(create(data, wanted("david", FeedScope::network, "sarskolan")));
}

TEST(Links, are_refused_otherwise) {
    using Why = Refusal::Why;
    FeedStore data;
    const std::vector<std::pair<NewFeed, Why>> cases{
        {wanted("ingen", FeedScope::my_networks), Why::not_found},
        {wanted("elevhalsan", FeedScope::my_networks), Why::not_found},
        {wanted("anna", FeedScope::network, "ingen"), Why::not_found},
        {wanted("anna", FeedScope::network), Why::invalid},
        {wanted("anna", FeedScope::my_networks, "elevhalsan"), Why::invalid},
        {wanted("anna", FeedScope::my_networks, {}, ""), Why::invalid},
        {wanted("anna", FeedScope::my_networks, {}, "a\nb"), Why::invalid},
        {wanted("anna", FeedScope::my_networks, {}, std::string(101, 'x')), Why::invalid},
        {wanted("anna", FeedScope::all_networks), Why::invalid},
        {wanted("anna", FeedScope::network, "skolchefer"), Why::invalid},
        {wanted("david", FeedScope::network, "elevhalsan"), Why::invalid},
    };
    for (const auto& [one, why] : cases) {
        const auto made = create(data, one);
        ASSERT_FALSE(made) << one.owner.text() << " " << one.network.text();
        EXPECT_EQ(made.error().why, why) << made.error().text;
    }
    const auto snapshot = data.store().snapshot();
    EXPECT_TRUE(list_feeds(**snapshot, model::PersonId())->empty());
}

TEST(Links, a_revoked_one_is_not_found_again) {
    FeedStore data;
    const auto made = create(data, wanted("anna", FeedScope::my_networks));
    const auto revoke = [&] {
        return data.store().write(
            [&](storage::Transaction& t) { return revoke_feed(t, made->feed.id, data.clock.now()); });
    };
    EXPECT_TRUE(revoke());
    const auto again = revoke();
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().why, Refusal::Why::not_found);
    const auto snapshot = data.store().snapshot();
    EXPECT_TRUE(list_feeds(**snapshot, model::PersonId("anna"))->empty());
}

}  // namespace
}  // namespace stafett::server::feeds
