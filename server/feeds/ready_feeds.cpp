#include "server/feeds/ready_feeds.h"

#include <algorithm>

namespace stafett::server::feeds {
namespace {

constexpr std::size_t overhead = 512;

std::size_t size_of(const ReadyFeed& feed) { return feed.plain->size() + feed.gzip->size() + overhead; }

}  // namespace

ReadyFeedPtr ReadyFeeds::find(const base::Digest& token, base::Instant now) {
    const base::Lock lock(mutex_);
    const auto found = by_token_.find(token);
    if (found == by_token_.end()) return nullptr;
    ReadyFeedPtr feed = found->second->feed;
    if (now < feed->from || now >= feed->until) {
        drop(found->second);
        return nullptr;
    }
    entries_.splice(entries_.begin(), entries_, found->second);
    return feed;
}

std::uint64_t ReadyFeeds::mark() {
    const base::Lock lock(mutex_);
    return commits_;
}

void ReadyFeeds::keep(const base::Digest& token, ReadyFeedPtr feed, std::uint64_t mark) {
    const base::Lock lock(mutex_);
    if (everything_changed_ > mark || size_of(*feed) > memory_) return;
    for (const model::CalendarId calendar : feed->calendars)
        if (const auto changed = changed_.find(calendar); changed != changed_.end() && changed->second > mark) return;
    if (const auto old = by_token_.find(token); old != by_token_.end()) drop(old->second);
    octets_ += size_of(*feed);
    entries_.push_front({token, std::move(feed)});
    by_token_.emplace(token, entries_.begin());
    while (octets_ > memory_) drop(std::prev(entries_.end()));
}

void ReadyFeeds::forget(const storage::CommitNotice& notice) {
    const base::Lock lock(mutex_);
    ++commits_;
    if (notice.association || notice.feeds) {
        everything_changed_ = commits_;
        entries_.clear();
        by_token_.clear();
        octets_ = 0;
    }
    for (const model::CalendarId calendar : notice.calendars) changed_[calendar] = commits_;
    const auto touched = [&](model::CalendarId calendar) {
        return std::ranges::find(notice.calendars, calendar) != notice.calendars.end();
    };
    for (auto entry = entries_.begin(); entry != entries_.end();) {
        const auto here = entry++;
        if (std::ranges::any_of(here->feed->calendars, touched)) drop(here);
    }
}

void ReadyFeeds::drop(Entries::iterator entry) {
    octets_ -= size_of(*entry->feed);
    by_token_.erase(entry->token);
    entries_.erase(entry);
}

}  // namespace stafett::server::feeds
