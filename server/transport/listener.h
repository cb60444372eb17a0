// Where connections begin and the server ends: sockets that accept, the I/O threads, start and stop. Behind the pimpl
// of Server; knows Asio.
#pragma once

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <condition_variable>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "server/transport/certificate_watch.h"
#include "server/transport/head_rules.h"
#include "server/transport/open_connections.h"
#include "server/transport/server.h"
#include "server/transport/shared.h"
#include "storage/base/mutex.h"

namespace stafett::server::transport {

class Server::Implementation {
  public:
    Implementation(Settings settings, caldav::http::Application& application, log::Log& log);
    ~Implementation();

    base::Result<Ports, std::string> start();
    bool stop(std::chrono::milliseconds patience);
    void wait();
    base::Result<void, std::string> reload_certificate();
    base::Result<bool, std::string> reload_replaced_certificate();

  private:
    using Tcp = boost::asio::ip::tcp;
    using Acceptor = std::shared_ptr<Tcp::acceptor>;

    // Binds every address to `port`, or to the free one that the first gets; answers the port.
    base::Result<std::uint16_t, std::string> listen(const std::vector<std::string>& addresses, std::uint16_t port,
                                                    bool tls);
    base::Result<Acceptor, std::string> bind(const std::string& address, std::uint16_t port);
    boost::asio::awaitable<void> accept(Acceptor acceptor, bool tls);
    void begin(Tcp::socket socket, bool tls);
    // Counts one more from that address; false when there is no place for it.
    bool find_place(const std::string& address);
    // Cuts off who does not read the answer being sent; a few times a second at most.
    void give_up_stalled();
    // Of that group (OpenConnections), or of all if it is empty; false when there is none.
    bool give_up_longest_idle(const std::string& group);
    void serve(Tcp::socket socket, const Surroundings& surroundings);
    // On the connection's executor: until it has ended.
    void run(const std::shared_ptr<Connection>& connection, const std::string& peer);
    // Whom a connection is counted for; a proxy brings many clients.
    std::string counted(const std::string& peer) const;
    void turn_away(Tcp::socket& socket, const std::string& peer);
    void tell_of_crowd(const std::string& line);  // at most once a second
    void raise_descriptor_limit();
    // Joins everything; nothing runs.
    void end() STAFETT_REQUIRES(stop_mutex_);

    struct Listening {
        Acceptor acceptor;
        bool tls;
    };

    Shared shared_;
    std::atomic<std::shared_ptr<TlsContext>> tls_;
    base::Mutex files_mutex_;
    CertificateWatch files_ STAFETT_GUARDED_BY(files_mutex_);
    boost::asio::io_context io_;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
    std::vector<Listening> listening_;
    std::vector<std::thread> threads_;
    OpenConnections open_;

    base::Mutex stop_mutex_;  // one stop at a time
    bool ended_ STAFETT_GUARDED_BY(stop_mutex_) = false;
    base::Mutex stopped_mutex_;
    std::condition_variable stopped_changed_;
    bool stopped_ STAFETT_GUARDED_BY(stopped_mutex_) = false;
    std::atomic<std::int64_t> last_told_of_crowd_ = 0;  // in seconds
    std::atomic<std::chrono::steady_clock::time_point> last_looked_for_stalled_;
};

}  // namespace stafett::server::transport
