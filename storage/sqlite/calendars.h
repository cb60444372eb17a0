// Collections, objects, changes and properties.
#pragma once

#include <cstdint>

#include "storage/calendars.h"
#include "storage/sqlite/bodies.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/time_index.h"
#include "storage/store.h"

namespace stafett::storage::sqlite {

// Which forms of an object a change is seen in.
using FormMask = std::int64_t;
inline constexpr FormMask kReadersForm = 1;
inline constexpr FormMask kWritersForm = 2;
inline constexpr FormMask kBothForms = kReadersForm | kWritersForm;

// The change log. One sequence of numbers serves the whole store, and since there is one writer, numbers are in the
// order of commits: what commits after a token was given has a greater number (model.md §11).
class Changes final : public ChangeReads {
  public:
    Changes(Connection& connection, CommitNotice& touched) : connection_(connection), touched_(touched) {}

    Result<model::ChangeNumber> latest(model::CalendarId calendar, model::Form form) override;
    Result<std::vector<model::Change>> since(model::CalendarId calendar, model::Form form, model::ChangeNumber after,
                                             std::size_t limit) override;
    Result<model::ChangeNumber> latest_of_home(const model::PrincipalId& home) override;
    Result<std::vector<model::HomeChange>> home_since(const model::PrincipalId& home, model::ChangeNumber after,
                                                      std::size_t limit) override;
    Result<std::vector<model::Version>> history(model::CalendarId calendar, const model::ObjectName& name) override;

    Result<model::ChangeNumber> record(model::CalendarId calendar, const model::ObjectName& name, bool removed,
                                       FormMask forms, const base::Digest& author, const model::By& by);
    // The collection's own properties: its tags change, no object of it did.
    Result<void> record_properties(model::CalendarId calendar);
    Result<void> record_home(const model::PrincipalId& home, const model::CalendarName& name, bool removed,
                             const model::By& by);
    // Enters the calendar in the commit's notice.
    void touch(model::CalendarId calendar);

  private:
    Connection& connection_;
    CommitNotice& touched_;
};

// Adds a line for each object, removed object and calendar of which the change log says something else, or nothing.
Result<void> check_changes(Connection& connection, std::vector<std::string>& found);

class Calendars final : public CalendarReads, public CalendarWrites {
  public:
    Calendars(Connection& connection, Changes& changes, Bodies& bodies)
        : connection_(connection), changes_(changes), bodies_(bodies) {}

    Result<std::optional<model::Calendar>> find(const model::PrincipalId& owner,
                                                const model::CalendarName& name) override;
    Result<std::optional<model::Calendar>> get(model::CalendarId id) override;
    Result<std::vector<model::Calendar>> owned_by(const model::PrincipalId& owner) override;
    Result<model::HomeUsage> usage(const model::PrincipalId& owner) override;

    Result<model::Calendar> create(const model::PrincipalId& owner, const model::CalendarName& name,
                                   model::CollectionKind kind, model::ComponentSet components,
                                   const model::By& by) override;
    Result<void> remove(model::CalendarId id, const model::By& by) override;
    Result<void> home_changed(const model::PrincipalId& home, const model::CalendarName& name, bool removed,
                              const model::By& by) override;

    // Objects of the calendar have come or gone, or their texts have grown or shrunk.
    Result<void> count(model::CalendarId id, std::int64_t objects, std::int64_t octets);
    // Enters the network's published meetings in the commit's notice: what feeds and lists show of them beside their
    // texts has changed.
    Result<void> touch_published(const model::NetworkId& network);

  private:
    Connection& connection_;
    Changes& changes_;
    Bodies& bodies_;
};

// Counts anew what the calendars hold. Writes nothing where it is counted rightly.
Result<void> recount(Connection& connection);

// Adds a line for each calendar of which what it holds is counted wrongly.
Result<void> check_counts(Connection& connection, std::vector<std::string>& found);

class Objects final : public ObjectReads, public ObjectWrites {
  public:
    Objects(Connection& connection, Changes& changes, Calendars& calendars, TimeIndex& time_index, Bodies& bodies)
        : connection_(connection), changes_(changes), calendars_(calendars), time_index_(time_index), bodies_(bodies) {}

    Result<std::optional<model::ObjectInfo>> info(model::CalendarId calendar, const model::ObjectName& name,
                                                  model::Form form) override;
    Result<std::optional<model::StoredObject>> find(model::CalendarId calendar, const model::ObjectName& name,
                                                    model::Form form) override;
    Result<std::optional<model::StoredObject>> find_uid(model::CalendarId calendar, const model::Uid& uid,
                                                        model::Form form) override;
    Result<std::vector<model::StoredObject>> named(model::CalendarId calendar, model::Form form,
                                                   std::span<const model::ObjectName> names,
                                                   std::uint64_t most_text) override;
    Result<model::SharedText> author(model::CalendarId calendar, const model::ObjectName& name) override;
    Result<std::vector<model::StoredObject>> list(model::CalendarId calendar, model::Form form,
                                                  const Page& page) override;
    Result<std::vector<model::StoredObject>> candidates(model::CalendarId calendar, model::Form form,
                                                        const Candidates& wanted, const Page& page) override;
    Result<model::SharedText> body(const base::Digest& digest) override { return bodies_.find(digest); }
    Result<ReleasedBodies> released_bodies(base::Instant before, std::size_t limit) override {
        return bodies_.released(before, limit);
    }
    Result<ReleasedBodies> history_beyond(std::uint64_t octets, std::size_t limit) override {
        return bodies_.history_beyond(octets, limit);
    }

    Result<model::Written> put(model::CalendarId calendar, const model::NewObject& object, const model::Expect& expect,
                               const model::By& by) override;
    Result<void> remove(model::CalendarId calendar, const model::ObjectName& name, const model::Expect& expect,
                        const model::By& by) override;
    Result<void> forget_bodies(const ReleasedBodies& released, base::Instant at) override {
        return bodies_.forget(released, at);
    }

  private:
    // The objects that a statement of kObjectColumns selects; without texts if they are not wanted.
    template <class... Values>
    Result<std::vector<model::StoredObject>> every(std::uint64_t most_text, const Statement& statement,
                                                   const Values&... values);
    // The one it selects, if any, with its text.
    template <class... Values>
    Result<std::optional<model::StoredObject>> only(const Statement& statement, const Values&... values);

    struct Stored;  // a row as put and remove need it
    struct Digests;
    Result<std::optional<Stored>> stored(model::CalendarId calendar, const model::ObjectName& name);
    Result<void> keep_bodies(model::CalendarId calendar, const model::NewObject& object, const Digests& texts,
                             const Digests* old, base::Instant at);
    Result<void> release_bodies(model::CalendarId calendar, const Stored& old, const Digests* now, base::Instant at);
    Result<model::Written> create(model::CalendarId calendar, const model::NewObject& object, const model::By& by);
    Result<model::Written> replace(model::CalendarId calendar, const model::NewObject& object, const Stored& old,
                                   const model::By& by);

    Connection& connection_;
    Changes& changes_;
    Calendars& calendars_;
    TimeIndex& time_index_;
    Bodies& bodies_;
};

class Properties final : public PropertyReads, public PropertyWrites {
  public:
    Properties(Connection& connection, Changes& changes) : connection_(connection), changes_(changes) {}

    Result<std::vector<model::Property>> of(const model::ResourceKey& resource, const model::PersonId& reader) override;
    Result<std::optional<model::Property>> find(const model::ResourceKey& resource, const model::PersonId& reader,
                                                std::string_view name_space, std::string_view name) override;
    Result<void> put(const model::ResourceKey& resource, const model::PersonId& reader,
                     const model::Property& property) override;
    Result<void> remove(const model::ResourceKey& resource, const model::PersonId& reader, std::string_view name_space,
                        std::string_view name) override;

  private:
    Connection& connection_;
    Changes& changes_;
};

}  // namespace stafett::storage::sqlite
