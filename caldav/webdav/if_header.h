// The If field (RFC 4918 §10.4). There are no locks, so the only state tokens that can match are sync tokens of
// collections (RFC 6578 §5); entity tags are those of what GET gives, objects and calendars.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "caldav/webdav/resource.h"

namespace stafett::caldav::webdav {

class IfHeader {
  public:
    // 400 for what does not follow the grammar, 412 is check()'s.
    static Result<IfHeader> parse(std::string_view field);

    // 412 unless one list holds. A list without a resource is about `target`. What the actor may not read matches
    // nothing.
    Result<void> check(GuardedSnapshot& snapshot, const access::Address& target) const;

  private:
    struct Condition {
        bool negated = false;
        bool entity_tag = false;  // else a state token
        std::string value;
    };
    struct List {
        bool tagged = false;
        std::optional<access::Address> resource;  // tagged: none when no resource of ours can have that path
        std::vector<Condition> conditions;
    };
    friend class IfParser;

    static bool holds(const Condition& condition, GuardedSnapshot& snapshot, const std::optional<ReadGrant>& resource);

    std::vector<List> lists_;
};

}  // namespace stafett::caldav::webdav
