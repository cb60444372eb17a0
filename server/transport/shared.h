// What the connections of one server share. Everything in it is thread-safe.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "server/transport/body_memory.h"
#include "server/transport/connection_count.h"
#include "server/transport/fair_shares.h"
#include "server/transport/server.h"
#include "server/transport/tls_context.h"
#include "server/transport/worker_pool.h"

namespace stafett::server::transport {

struct Shared {
    // `settings` with the numbers of threads filled in.
    Shared(const Settings& settings, caldav::http::Application& application, log::Log& log);

    // Of a request: unique in this run of the program, and in all likelihood among runs.
    std::string new_id();
    // Equal for equal credentials in this run of the program, and of no use to find out what they are.
    std::size_t fingerprint(std::string_view credentials) const;

    const Settings settings;
    caldav::http::Application& application;
    log::Log& log;
    WorkerPool readers;
    WorkerPool writers;
    PlacesOnSockets in_place;
    FairShares shares;
    const TrustedProxies proxies;
    ConnectionCount count;
    BodyMemory body_memory;
    // Cuts off clients that do not read what they asked for. Quick, and does so a few times a second at most.
    std::function<void()> make_room;
    std::atomic<bool> stopping = false;

  private:
    const std::string run_;
    const std::string secret_;
    std::atomic<std::uint32_t> last_id_ = 0;
};

}  // namespace stafett::server::transport
