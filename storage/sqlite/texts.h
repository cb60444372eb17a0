// Texts of objects by their digest, which never change: kept for readers and the writer together, since a row that
// names a digest names these octets whatever was committed since. A reader's pages are worthless after each commit; a
// text is not.
#pragma once

#include <cstddef>
#include <cstring>

#include "storage/base/byte_bounded_cache.h"
#include "storage/base/digest.h"
#include "storage/model/calendar.h"

namespace stafett::storage::sqlite {

struct DigestHash {
    // Its octets are as good as random already.
    std::size_t operator()(const base::Digest& digest) const {
        std::size_t hash = 0;
        std::memcpy(&hash, digest.bytes.data(), sizeof hash);
        return hash;
    }
};

// Thread-safe. Only a digest that a row refers to may be asked for: what is kept here may never have been committed.
class Texts {
  public:
    explicit Texts(std::size_t octets) : texts_(octets) {}

    // Null when it is not kept.
    model::SharedText find(const base::Digest& digest) { return texts_.find(digest).value_or(nullptr); }
    void keep(const base::Digest& digest, const model::SharedText& text) {
        texts_.put(digest, text, sizeof digest + text->capacity());
    }

  private:
    base::ByteBoundedCache<base::Digest, model::SharedText, DigestHash> texts_;
};

}  // namespace stafett::storage::sqlite
