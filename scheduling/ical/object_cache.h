// Parsed objects by the digest of their text (style B9): a repeated question parses nothing again.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "scheduling/ical/object.h"
#include "storage/base/byte_bounded_cache.h"

namespace stafett::scheduling::ical {

// Thread-safe. Keeps up to so many octets, by estimate: an object and what it is made of take about four times its
// text.
class ObjectCache {
  public:
    explicit ObjectCache(std::size_t octets) : objects_(octets) {}

    // What was parsed under that digest; null when it is not (or no longer) known.
    ObjectPtr find(const std::string& digest) { return objects_.find(digest).value_or(nullptr); }
    // Parses `text`, whose digest the caller vouches for, and keeps the object. Null for what cannot be parsed: its
    // bounds were held when it came in, so only its form can be wrong.
    ObjectPtr parse(const std::string& digest, std::string text);

  private:
    base::ByteBoundedCache<std::string, ObjectPtr> objects_;
};

}  // namespace stafett::scheduling::ical
