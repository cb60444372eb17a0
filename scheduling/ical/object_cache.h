// Parsed objects by the digest of their text (style B9): a repeated question parses nothing again.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "scheduling/ical/busy_times.h"
#include "scheduling/ical/object.h"
#include "storage/base/byte_bounded_cache.h"

namespace stafett::scheduling::ical {

// A parsed object with what is asked of it again and again.
struct KnownObject {
    ObjectPtr object;  // null: cannot be parsed
    std::optional<OneTime> one_time;
};

// Thread-safe. Keeps up to so many octets, by estimate: an object and what it is made of take about four times its
// text.
class ObjectCache {
  public:
    explicit ObjectCache(std::size_t octets) : objects_(octets) {}

    // What was parsed under that digest; nothing when it is not (or no longer) known.
    std::optional<KnownObject> find(const std::string& digest) { return objects_.find(digest); }
    // Parses `text`, whose digest the caller vouches for, and keeps the object. Without one for what cannot be parsed:
    // its bounds were held when it came in, so only its form can be wrong.
    KnownObject parse(const std::string& digest, std::string text);

  private:
    base::ByteBoundedCache<std::string, KnownObject> objects_;
};

}  // namespace stafett::scheduling::ical
