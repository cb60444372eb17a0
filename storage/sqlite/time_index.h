// Spans of objects and how they are found again.
#pragma once

#include "storage/sqlite/connection.h"
#include "storage/time_index.h"

namespace stafett::storage::sqlite {

class TimeIndex final : public TimeIndexReads, public TimeIndexWrites {
  public:
    explicit TimeIndex(Connection& connection) : connection_(connection) {}

    Result<std::optional<std::vector<model::StoredObject>>> within(model::CalendarId calendar, model::Form form,
                                                                   const Candidates& wanted, std::size_t most) override;
    Result<std::vector<Outdated>> outdated(base::Instant before, std::size_t limit) override;
    Result<void> set(model::CalendarId calendar, const model::ObjectName& name, const base::Digest& author,
                     const base::TimeSpans& times) override;

    // The spans of an object that is being written; those that are there already are left as they are. Its row has
    // `times.until` itself.
    Result<void> replace(model::CalendarId calendar, const model::ObjectName& name, const base::TimeSpans& times,
                         bool fresh);

  private:
    Connection& connection_;
};

// What the index keeps of an object: its times, or for one that gives none all that its bounds hold; nothing of one
// that nobody asks for by time.
base::TimeSpans indexed_times(const model::NewObject& object);

}  // namespace stafett::storage::sqlite
