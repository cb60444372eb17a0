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

    // An object begins to refer to it at `at`.
    Result<void> keep(const base::Digest& digest, const model::SharedText& text, base::Instant at);
    // An object has ceased to refer to it; others may go on.
    Result<void> release(const base::Digest& digest, base::Instant at);
    // So have all objects of a calendar that is going to be removed.
    Result<void> release_calendar(model::CalendarId calendar, base::Instant at);

    Result<ReleasedBodies> released(base::Instant before, std::size_t limit);
    Result<void> forget(const ReleasedBodies& released, base::Instant at);

  private:
    Connection& connection_;
    Texts& texts_;
};

}  // namespace stafett::storage::sqlite
