// Answers /feeds/TOKEN/SLUG.ics (model.md §10). Whoever holds the link reads it without signing in, with its owner's
// rights of today. A feed that nothing has changed is answered from memory.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>

#include "caldav/http/message.h"
#include "storage/base/clock.h"
#include "storage/store.h"

namespace stafett::server::feeds {

class ReadyFeeds;

// Thread-safe. `store` and `clock` outlive it; make one per store.
class Feeds {
  public:
    // `memory`: octets of finished feeds that are kept.
    Feeds(storage::Store& store, const base::Clock& clock, std::size_t memory = std::size_t{64} << 20);

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
    std::shared_ptr<ReadyFeeds> ready_;  // shared with the commit listener, which cannot be taken away
};

}  // namespace stafett::server::feeds
