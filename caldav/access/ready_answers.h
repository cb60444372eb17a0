// Answers that lie ready in memory: the one byte-bounded cache of the server, for what a reader would be given again
// because nothing has changed (model.md §11). No state here decides an answer: an entry says what it was made of, and a
// commit that may have changed any of that makes it invisible before that commit is answered.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "storage/base/byte_bounded_cache.h"
#include "storage/base/clock.h"
#include "storage/base/mutex.h"
#include "storage/model/ids.h"

namespace stafett::storage {
class Store;
struct CommitNotice;
}  // namespace stafett::storage

namespace stafett::caldav::access {

// What lies ready, made from one snapshot; whoever makes one derives the answer's parts from it. Immutable once kept.
struct ReadyAnswer {
    virtual ~ReadyAnswer() = default;
    std::vector<model::CalendarId> calendars;  // it was made of, beside association, accounts and homes
    bool of_everything = false;                // any commit at all may have changed it
    base::Instant from;                        // rights begin and end with a day: it holds in [from, until)
    base::Instant until;
};
using ReadyAnswerPtr = std::shared_ptr<const ReadyAnswer>;

// Thread-safe, and quick in every function: fit for an I/O thread.
class ReadyAnswers {
  public:
    // The number of a commit; to be asked before the snapshot is opened that an answer is made from.
    using Mark = std::uint64_t;

    // Keeps up to `octets`; the least recently asked for goes first.
    explicit ReadyAnswers(std::size_t octets) : largest_(octets / 8), entries_(octets, octets / 8) {}

    // One that hears of the store's every commit from now on.
    static std::shared_ptr<ReadyAnswers> of(storage::Store& store, std::size_t octets);
    void note(const storage::CommitNotice& notice);

    // Null when there is none, or when it may have changed since. Keys are whatever tells two answers apart, who asks
    // included; the prefix of a key tells its type.
    ReadyAnswerPtr find(const std::string& key, base::Instant now);

    Mark mark() const;
    // `octets`: what the answer takes. Not kept if a commit since `mark` may have changed it.
    void keep(const std::string& key, ReadyAnswerPtr answer, std::size_t octets, Mark mark);

    // Octets of the largest answer that is kept.
    std::size_t largest() const { return largest_; }
    // What is kept now, what is out of date included.
    std::size_t octets() const { return entries_.octets(); }

  private:
    struct Entry {
        ReadyAnswerPtr answer;
        Mark mark;
    };
    bool changed(const ReadyAnswer& answer, Mark since) const;

    const std::size_t largest_;
    mutable base::Mutex mutex_;
    // Which commit last touched what. Entries are looked at when they are asked for, so that a commit costs the same
    // whatever lies here.
    Mark last_ STAFETT_GUARDED_BY(mutex_) = 0;
    Mark rights_ STAFETT_GUARDED_BY(mutex_) = 0;
    std::unordered_map<std::int64_t, Mark> calendars_ STAFETT_GUARDED_BY(mutex_);
    base::ByteBoundedCache<std::string, std::shared_ptr<const Entry>> entries_;
};

}  // namespace stafett::caldav::access
