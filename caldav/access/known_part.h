// What a client has of a calendar that its user sees a part of. Changes are numbered for a whole calendar, and a number
// would tell her how much happens in the rest of it, while her part also changes when nothing is written there: a seat
// or a day begins or ends. So her sync token says what she has, and a later one is compared with what she may see then
// (RFC 6578 §3.2 leaves the token's meaning to the server).
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/calendar.h"

namespace stafett::caldav::access {

class KnownPart {
  public:
    KnownPart() = default;
    // All of these, as they are.
    explicit KnownPart(std::span<const model::StoredObject> objects);

    // As it stands in a token: [A-Za-z0-9_=-]. Of many objects only a digest, so that a token stays below 5 KiB.
    std::string text() const;
    // What `text` says; nothing for what no text() is, and for a digest of anything but `now`.
    static std::optional<KnownPart> parse(std::string_view text, const KnownPart& now);

    // What is new or changed in `objects`, the first `limit` of it; known from now on.
    std::vector<model::Change> take_changed(std::span<const model::StoredObject> objects, std::size_t limit);
    // Whether something is known that is not among `objects`.
    bool has_more_than(std::span<const model::StoredObject> objects) const;
    bool knows(const model::ObjectName& name) const;
    void forget(const model::ObjectName& name);

    friend bool operator==(const KnownPart&, const KnownPart&) = default;

  private:
    std::map<std::string, std::string> objects_;  // short digests: of the name, of the text
};

}  // namespace stafett::caldav::access
