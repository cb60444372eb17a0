// Collections, objects, changes and properties.
#pragma once

#include <limits>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "storage/base/fault.h"
#include "storage/model/calendar.h"

namespace stafett::storage {

class CalendarReads {
  public:
    virtual ~CalendarReads() = default;
    virtual Result<std::optional<model::Calendar>> find(const model::PrincipalId& owner,
                                                        const model::CalendarName& name) = 0;
    virtual Result<std::optional<model::Calendar>> get(model::CalendarId id) = 0;
    // By name.
    virtual Result<std::vector<model::Calendar>> owned_by(const model::PrincipalId& owner) = 0;
    // Counted as it changes: costs what there are calendars.
    virtual Result<model::HomeUsage> usage(const model::PrincipalId& owner) = 0;
};

class CalendarWrites {
  public:
    virtual ~CalendarWrites() = default;
    // Fault::exists when the owner has a calendar of that name. Writes a row of the home.
    virtual Result<model::Calendar> create(const model::PrincipalId& owner, const model::CalendarName& name,
                                           model::CollectionKind kind, model::ComponentSet components,
                                           const model::By& by) = 0;
    // With everything in it, its properties included.
    virtual Result<void> remove(model::CalendarId id, const model::By& by) = 0;
    // A binding that comes from a role appeared in, or left, somebody's home.
    virtual Result<void> home_changed(const model::PrincipalId& home, const model::CalendarName& name, bool removed,
                                      const model::By& by) = 0;
};

// One page of a listing: up to `limit` objects whose name is greater than `after`, by name.
struct Page {
    model::ObjectName after;  // empty: from the beginning
    std::size_t limit = 256;
    bool with_text = false;  // false: StoredObject::text stays null
    // With text: the first text always comes, the others as long as all together have no more octets than this; of the
    // rest StoredObject::text stays null. So a page of large objects does not fill the memory.
    std::uint64_t most_text = std::numeric_limits<std::uint64_t>::max();
};

// A prefilter: everything that can match is in it, and more may be.
struct Candidates {
    std::optional<model::ComponentKind> kind;
    std::optional<base::Instant> start;  // some part at or after
    std::optional<base::Instant> end;    // some part before
    std::optional<model::Uid> uid;
};

// What objects have ceased to refer to, as a snapshot saw it.
struct ReleasedBodies {
    struct One {
        std::int64_t number;  // of the release
        base::Digest digest;
        bool referred_to;  // by another object, or again, or by a later release; or it is gone already
    };
    std::vector<One> list;
    std::int64_t last = 0;  // release of any that the snapshot knew
};

class ObjectReads {
  public:
    virtual ~ObjectReads() = default;
    virtual Result<std::optional<model::ObjectInfo>> info(model::CalendarId calendar, const model::ObjectName& name,
                                                          model::Form form) = 0;
    virtual Result<std::optional<model::StoredObject>> find(model::CalendarId calendar, const model::ObjectName& name,
                                                            model::Form form) = 0;
    virtual Result<std::optional<model::StoredObject>> find_uid(model::CalendarId calendar, const model::Uid& uid,
                                                                model::Form form) = 0;
    // Those of these names that are there, in their order; a page's worth. `most_text` as of a Page; 0: no texts.
    virtual Result<std::vector<model::StoredObject>> named(model::CalendarId calendar, model::Form form,
                                                           std::span<const model::ObjectName> names,
                                                           std::uint64_t most_text) = 0;
    // The author's text, null when there is no such object.
    virtual Result<model::SharedText> author(model::CalendarId calendar, const model::ObjectName& name) = 0;
    virtual Result<std::vector<model::StoredObject>> list(model::CalendarId calendar, model::Form form,
                                                          const Page& page) = 0;
    virtual Result<std::vector<model::StoredObject>> candidates(model::CalendarId calendar, model::Form form,
                                                                const Candidates& wanted, const Page& page) = 0;
    // A body by its digest, kept for a while after nothing refers to it (forget_bodies); null when not known.
    virtual Result<model::SharedText> body(const base::Digest& digest) = 0;
    // The first of the bodies that some object ceased to refer to before `before`, at most `limit`. Looks at all
    // objects when there are any.
    virtual Result<ReleasedBodies> released_bodies(base::Instant before, std::size_t limit) = 0;
    // The oldest of what must go so that no home has a history of more than `octets`: texts that none of its objects
    // refers to any more, each once. At most `limit`. What has settled, and what a meeting is shown from, counts and is
    // never among them. Looks at all objects and releases.
    virtual Result<ReleasedBodies> history_beyond(std::uint64_t octets, std::size_t limit) = 0;
};

// The store keeps the invariants: one UID once per collection, a change row for each change, numbers that only grow.
class ObjectWrites {
  public:
    virtual ~ObjectWrites() = default;
    // Fault::exists | stale | not_found by `expect`; Fault::uid_in_use when another name has this UID.
    virtual Result<model::Written> put(model::CalendarId calendar, const model::NewObject& object,
                                       const model::Expect& expect, const model::By& by) = 0;
    // Fault::not_found when there is none, Fault::stale by `expect`.
    virtual Result<void> remove(model::CalendarId calendar, const model::ObjectName& name, const model::Expect& expect,
                                const model::By& by) = 0;
    // Those that nothing refers to go; what was taken up again since the snapshot stays. None of these is in the next
    // list, but a text that a meeting was last told as comes again, as released at `at`.
    virtual Result<void> forget_bodies(const ReleasedBodies& released, base::Instant at) = 0;
};

class ChangeReads {
  public:
    virtual ~ChangeReads() = default;
    // Of the last change that a reader of this form sees; the collection's own properties count too.
    virtual Result<model::ChangeNumber> latest(model::CalendarId calendar, model::Form form) = 0;
    // The last change of each object changed after `after`, by change number, at most `limit`.
    virtual Result<std::vector<model::Change>> since(model::CalendarId calendar, model::Form form,
                                                     model::ChangeNumber after, std::size_t limit) = 0;
    virtual Result<model::ChangeNumber> latest_of_home(const model::PrincipalId& home) = 0;
    virtual Result<std::vector<model::HomeChange>> home_since(const model::PrincipalId& home, model::ChangeNumber after,
                                                              std::size_t limit) = 0;
    // Every version of one object, newest first.
    virtual Result<std::vector<model::Version>> history(model::CalendarId calendar, const model::ObjectName& name) = 0;
};

class PropertyReads {
  public:
    virtual ~PropertyReads() = default;
    // `reader` empty: the resource's own; otherwise only those of that person.
    virtual Result<std::vector<model::Property>> of(const model::ResourceKey& resource,
                                                    const model::PersonId& reader) = 0;
    virtual Result<std::optional<model::Property>> find(const model::ResourceKey& resource,
                                                        const model::PersonId& reader, std::string_view name_space,
                                                        std::string_view name) = 0;
};

class PropertyWrites {
  public:
    virtual ~PropertyWrites() = default;
    virtual Result<void> put(const model::ResourceKey& resource, const model::PersonId& reader,
                             const model::Property& property) = 0;
    // No error when there is none (RFC 4918 §14.23).
    virtual Result<void> remove(const model::ResourceKey& resource, const model::PersonId& reader,
                                std::string_view name_space, std::string_view name) = 0;
};

}  // namespace stafett::storage
