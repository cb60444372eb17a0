// What was used last, kept up to a number of octets: the one cache of the server, for texts and parsed objects (by the
// digest of the text) and for whole answers alike. It decides no answer: whoever uses it keys by what the value is made
// of, so that a value found is as good as one made anew.
//
// Thread-safe. Values are handed out by copy: let Value be a shared_ptr to something immutable. Sizes are what the
// caller says, plus kEntry for the bookkeeping.
#pragma once

#include <cstddef>
#include <functional>
#include <list>
#include <optional>
#include <unordered_map>
#include <utility>

#include "storage/base/mutex.h"

namespace stafett::base {

template <class Key, class Value, class Hash = std::hash<Key>>
class ByteBoundedCache {
  public:
    static constexpr std::size_t kEntry = 128;  // octets that an entry takes beside its key's and value's own

    // `octets` 0 keeps nothing. A value over `largest` (0: an eighth of all) is not kept either, for it would push out
    // too much.
    explicit ByteBoundedCache(std::size_t octets, std::size_t largest = 0)
        : limit_(octets), largest_(largest != 0 ? largest : octets / 8) {}

    // A hit becomes the one used last.
    std::optional<Value> find(const Key& key) {
        const Lock lock(mutex_);
        const auto found = index_.find(key);
        if (found == index_.end()) return std::nullopt;
        entries_.splice(entries_.begin(), entries_, found->second);
        return found->second->value;
    }

    // Replaces what is there. `octets`: of key and value, what they point to included.
    void put(const Key& key, Value value, std::size_t octets) {
        std::list<Entry> made, gone;  // destroyed after the lock is given up
        if (octets <= largest_) made.push_front({key, std::move(value), octets + kEntry});
        const Lock lock(mutex_);
        take(key, gone);
        if (made.empty()) return;
        index_.emplace(key, made.begin());
        entries_.splice(entries_.begin(), made);
        octets_ += octets + kEntry;
        while (octets_ > limit_) take(entries_.back().key, gone);
    }

    void erase(const Key& key) {
        std::list<Entry> gone;
        const Lock lock(mutex_);
        take(key, gone);
    }

    // Every entry for which `unwanted(key)` holds; linear in the entries.
    template <class Unwanted>
    void erase_if(Unwanted unwanted) {
        std::list<Entry> gone;
        const Lock lock(mutex_);
        for (auto entry = entries_.begin(); entry != entries_.end();) {
            const auto next = std::next(entry);
            if (unwanted(std::as_const(entry->key))) take(entry->key, gone);
            entry = next;
        }
    }

    // What is kept now, bookkeeping included.
    std::size_t octets() const {
        const Lock lock(mutex_);
        return octets_;
    }

  private:
    struct Entry {
        Key key;
        Value value;
        std::size_t octets;
    };

    // Without memory of its own, so that it cannot fail. `key` may be the entry's.
    void take(const Key& key, std::list<Entry>& gone) STAFETT_REQUIRES(mutex_) {
        const auto found = index_.find(key);
        if (found == index_.end()) return;
        octets_ -= found->second->octets;
        gone.splice(gone.end(), entries_, found->second);
        index_.erase(found);
    }

    const std::size_t limit_;
    const std::size_t largest_;
    mutable Mutex mutex_;
    std::list<Entry> entries_ STAFETT_GUARDED_BY(mutex_);  // last used first
    std::unordered_map<Key, typename std::list<Entry>::iterator, Hash> index_ STAFETT_GUARDED_BY(mutex_);
    std::size_t octets_ STAFETT_GUARDED_BY(mutex_) = 0;
};

}  // namespace stafett::base
