// Texts under their digest: equal octets are kept once, whoever wrote them, and for a while after the last object has
// ceased to refer to them (model.md §11).
#pragma once

#include <cstddef>

#include "storage/calendars.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/texts.h"

namespace stafett::storage::sqlite {

class Bodies {
  public:
    Bodies(Connection& connection, Texts& texts) : connection_(connection), texts_(texts) {}

    // Null when it is not known.
    Result<model::SharedText> find(const base::Digest& digest);
    // Of a digest that a row refers to: Fault::corrupt when it is missing.
    Result<model::SharedText> referred(const base::Digest& digest);

    // An object of `calendar` begins to refer to it at `at`.
    Result<void> keep(model::CalendarId calendar, const base::Digest& digest, const model::SharedText& text,
                      base::Instant at);
    // An object of `calendar` has ceased to refer to it; others may go on. `octets`: its length.
    Result<void> release(model::CalendarId calendar, const base::Digest& digest, std::uint64_t octets,
                         base::Instant at);
    // So have all objects of a calendar that is going to be removed.
    Result<void> release_calendar(model::CalendarId calendar, base::Instant at);

    Result<ReleasedBodies> released(base::Instant before, std::size_t limit);
    Result<ReleasedBodies> history_beyond(std::uint64_t octets, std::size_t limit);
    Result<void> forget(const ReleasedBodies& released, base::Instant at);

  private:
    Result<std::int64_t> last_release();

    Connection& connection_;
    Texts& texts_;
};

}  // namespace stafett::storage::sqlite
