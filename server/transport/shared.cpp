#include "server/transport/shared.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <random>

namespace stafett::server::transport {

namespace {

// Nobody holds more than half of the places where reading, or writing, is done.
FairShares::Bound bound(const Settings& settings, unsigned running, unsigned writing, unsigned waiting) {
    const auto at_most_half = [](unsigned wanted, unsigned all) {
        return std::clamp(wanted, 1U, std::max(all / 2, 1U));
    };
    return {.running = at_most_half(running, settings.reader_workers + settings.in_place.value_or(0)),
            .writing = at_most_half(writing, settings.writer_workers),
            .waiting = waiting};
}

std::string new_secret() {
    std::random_device random;
    return fmt::format("{:08x}{:08x}{:08x}{:08x}", random(), random(), random(), random());
}

}  // namespace

Shared::Shared(const Settings& given, caldav::http::Application& application, log::Log& log)
    : settings(given),
      application(application),
      log(log),
      readers("reader", given.reader_workers, given.limits.reader_queue),
      writers("writer", given.writer_workers, given.limits.writer_queue),
      in_place(given.in_place.value_or(0)),
      shares(bound(given, given.limits.running_per_person, given.limits.writing_per_person,
                   given.limits.waiting_per_person),
             bound(given, given.limits.running_per_address, given.limits.running_per_address,
                   given.limits.waiting_per_address)),
      proxies(given.trusted_proxies, given.proxy_field),
      count(given.limits.connections, given.limits.connections_per_address),
      body_memory(given.limits.bodies_in_flight),
      run_(fmt::format("{:08x}", std::random_device()())),
      secret_(new_secret()) {}

std::size_t Shared::fingerprint(std::string_view credentials) const {
    return std::hash<std::string>()(secret_ + std::string(credentials));
}

std::string Shared::new_id() { return fmt::format("{}{:08x}", run_, ++last_id_); }

}  // namespace stafett::server::transport
