// HTTP/1.1 over TLS (RFC 9110, 9112), and plain on loopback when asked for: sockets, framing, deadlines, limits,
// threads. What is served is an http::Application; of HTTP it sees whole heads, whole bodies and finished answers.
//
// Threads: `io_threads` run the sockets (a strand per connection) and the application's probe(); `reader_workers` run
// admit(), pull sources and the handlers that only read, unless one of the `in_place` I/O threads that may do such work
// themselves is at hand; `writer_workers` run the handlers that write, which mostly wait for the shared fsync. What one
// person or address may have of them at a time is bounded (fair_shares.h); beyond that, or when a queue is full, the
// answer is 503 with Retry-After.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "caldav/http/application.h"
#include "server/log/log.h"
#include "server/transport/trusted_proxies.h"
#include "storage/base/result.h"

namespace stafett::server::transport {

// How long each phase may take. One that runs out in the middle of a request is answered with 408, others end silently.
struct Deadlines {
    std::chrono::milliseconds handshake = std::chrono::seconds(10);
    std::chrono::milliseconds head = std::chrono::seconds(15);     // from its first octet to its last
    std::chrono::milliseconds body = std::chrono::seconds(30);     // for each 64 KiB of it
    std::chrono::milliseconds write = std::chrono::seconds(30);    // for each 64 KiB of an answer
    std::chrono::milliseconds idle = std::chrono::seconds(75);     // between two requests
    std::chrono::milliseconds stalled = std::chrono::seconds(10);  // nothing read, once bodies_in_flight is reached
    std::chrono::milliseconds linger = std::chrono::seconds(2);    // for the client to read a last answer and close
};

struct Limits {
    std::size_t target = 8uz * 1024;                     // octets of the request target; more is 414
    std::size_t head = 64uz * 1024;                      // octets of line and fields; more is 431
    std::size_t body_in_memory = 1024uz * 1024;          // octets; a longer body is spooled to an unlinked file
    std::size_t bodies_in_memory = 128uz * 1024 * 1024;  // of all connections; beyond that, short ones are spooled too
    // Received bodies in memory and answers on their way, of all connections; beyond that, who reads nothing is cut
    // off, what is new is 503 and what is long goes on when there is room.
    std::size_t bodies_in_flight = 256uz * 1024 * 1024;
    std::size_t connections = 4096;
    std::size_t connections_per_address = 512;  // an IPv6 address counts with its /64
    // Requests that hold a thread, and those that wait for one, for their body or for the client to read the answer;
    // one more is 503. Of a person who is known, else of an address: an IPv6 address counts with its /64, and a /48 may
    // have four times as many. Nobody gets more than half of the readers' threads, whatever stands here.
    unsigned running_per_person = 4;
    unsigned writing_per_person = 8;  // the same for those that write, and so mostly wait for the disk together
    unsigned waiting_per_person = 32;
    unsigned running_per_address = 8;
    unsigned waiting_per_address = 256;
    std::size_t reader_queue = 4096;  // requests of all that wait for a worker; more is 503
    std::size_t writer_queue = 1024;
};

struct Settings {
    // Of this machine, numeric. Loopback unless configured otherwise; "0.0.0.0" is all of IPv4, "::" all of
    // IPv6. A missing IPv6 loopback is passed over; every other address that cannot be bound is an error.
    std::vector<std::string> addresses = {"127.0.0.1", "::1"};
    std::uint16_t port = 8443;     // 0: any free one
    bool plain = false;            // also without TLS, on loopback only
    std::uint16_t plain_port = 0;  // 0: any free one
    std::string certificate_file;  // PEM, the chain with the server's certificate first
    std::string key_file;          // PEM
    std::string spool_folder;      // exists and is writable; long bodies pass through it
    unsigned io_threads = 0;       // 0: two per core
    unsigned reader_workers = 0;   // 0: two per core
    unsigned writer_workers = 64;
    // Readers' work that I/O threads may do themselves at a time, fewer than they are; none: all but one.
    std::optional<unsigned> in_place;
    std::vector<std::string> trusted_proxies;          // addresses and networks, as trusted_proxies.h has them
    ProxyField proxy_field = ProxyField::x_forwarded;  // in which those tell of the client
    Limits limits;
    Deadlines deadlines;
};

struct Ports {
    std::uint16_t tls = 0;
    std::uint16_t plain = 0;  // 0 when there is no plain listener
};

class Server {
  public:
    // `application` and `log` outlive the server.
    Server(Settings settings, caldav::http::Application& application, log::Log& log);
    // Stops (without patience) and waits for handlers that still run.
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    // Reads the certificate, binds and serves; answers when connections are accepted. Once per server. The error is one
    // sentence in English, for the administrator.
    base::Result<Ports, std::string> start();

    // Stops accepting, closes idle connections, lets requests in flight finish for up to `patience`, then cuts them
    // off. True when nothing runs any more; false when a handler still does, which only the destructor waits for. From
    // any thread but those that run the application, any number of times.
    bool stop(std::chrono::milliseconds patience = std::chrono::seconds(9));

    // Returns when stop() has finished.
    void wait();

    // Reads certificate and key again (after a renewal): connections made from now on use them. The old ones stay in
    // use when the new cannot be read.
    base::Result<void, std::string> reload_certificate();

    // The same if the files have been replaced since they were last read; false when they have not. Costs two looks at
    // the file system.
    base::Result<bool, std::string> reload_replaced_certificate();

  private:
    class Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace stafett::server::transport
