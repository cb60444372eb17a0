// Answers /feeds/TOKEN/SLUG.ics (model.md §10). Whoever holds the link reads it without signing in, with its owner's
// rights of today. A feed that nothing has changed is answered from memory.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "caldav/access/ready_answers.h"
#include "caldav/http/message.h"
#include "scheduling/ical/object_cache.h"
#include "storage/base/clock.h"
#include "storage/store.h"

namespace stafett::server::feeds {

// Thread-safe. `store` and `clock` outlive it; make one per store.
class Feeds {
  public:
    // Finished feeds are kept in `ready`, which outlives it too; `parsed` is not null.
    Feeds(storage::Store& store, const base::Clock& clock, caldav::access::ReadyAnswers& ready,
          std::shared_ptr<scheduling::ical::ObjectCache> parsed);

    // Whether a request's path is answered here: everything below /feeds/.
    static bool owns(std::string_view path);

    // On the I/O thread: the answer if it lies ready in memory and is today's. Never blocks on the store.
    std::optional<caldav::http::Response> probe(const caldav::http::RequestHead& head);

    // On a worker: the answer in any case. GET and HEAD (with the body, which the transport leaves out), 405 for other
    // methods; 404 for a token that is unknown, revoked or without rights; 503 while the store is busy.
    caldav::http::Response answer(const caldav::http::RequestHead& head);

  private:
    storage::Store& store_;
    const base::Clock& clock_;
    caldav::access::ReadyAnswers& ready_;
    const std::shared_ptr<scheduling::ical::ObjectCache> parsed_;
};

}  // namespace stafett::server::feeds
