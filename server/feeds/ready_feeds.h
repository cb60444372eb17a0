// Feeds that lie ready in memory. No state here decides an answer: what a commit may have changed is forgotten before
// that commit is answered (storage::CommitNotice).
#pragma once

#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "storage/base/clock.h"
#include "storage/base/digest.h"
#include "storage/base/mutex.h"
#include "storage/model/ids.h"
#include "storage/store.h"

namespace stafett::server::feeds {

struct ReadyFeed {
    std::string slug;
    std::shared_ptr<const std::string> plain;
    std::shared_ptr<const std::string> gzip;
    std::string etag;       // opaque-tag of `plain`, without quotes
    std::string gzip_etag;  // each coding has its own (clients.md: one tag for two codings breaks clients)
    std::vector<model::CalendarId> calendars;
    base::Instant from;  // the day it is of: [from, until)
    base::Instant until;
};
using ReadyFeedPtr = std::shared_ptr<const ReadyFeed>;

// Thread-safe, and quick in every function.
class ReadyFeeds {
  public:
    // `memory`: octets kept, about; the least recently asked for goes first.
    explicit ReadyFeeds(std::size_t memory) : memory_(memory) {}

    // Null unless it is of the day of `now`.
    ReadyFeedPtr find(const base::Digest& token, base::Instant now);

    // To be asked before the snapshot is opened that a feed is made from.
    std::uint64_t mark();
    // Not kept if a commit since `mark` may have changed it.
    void keep(const base::Digest& token, ReadyFeedPtr feed, std::uint64_t mark);

    void forget(const storage::CommitNotice& notice);

  private:
    struct Entry {
        base::Digest token;
        ReadyFeedPtr feed;
    };
    using Entries = std::list<Entry>;
    void drop(Entries::iterator entry) STAFETT_REQUIRES(mutex_);

    const std::size_t memory_;
    base::Mutex mutex_;
    Entries entries_ STAFETT_GUARDED_BY(mutex_);  // most recently asked for first
    std::map<base::Digest, Entries::iterator> by_token_ STAFETT_GUARDED_BY(mutex_);
    std::size_t octets_ STAFETT_GUARDED_BY(mutex_) = 0;
    std::uint64_t commits_ STAFETT_GUARDED_BY(mutex_) = 0;
    // The commit that last changed rights or names.
    std::uint64_t everything_changed_ STAFETT_GUARDED_BY(mutex_) = 0;
    // The last one that touched a calendar: a number for each.
    std::map<model::CalendarId, std::uint64_t> changed_ STAFETT_GUARDED_BY(mutex_);
};

}  // namespace stafett::server::feeds
