#include "server/transport/listener.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "caldav/http/client_address.h"
#include "server/transport/byte_stream.h"
#include "server/transport/connection.h"

namespace stafett::server::transport {

namespace asio = boost::asio;
namespace http = caldav::http;
using boost::system::error_code;

namespace {

constexpr int kBacklog = 1024;
constexpr auto kPauseBetweenLooksForStalled = std::chrono::milliseconds(50);
constexpr auto kPauseAfterAcceptError = std::chrono::milliseconds(100);
constexpr auto kPatienceAfterCuttingOff = std::chrono::milliseconds(500);
constexpr rlim_t kDescriptorsBesidesConnections = 512;

Settings with_threads(Settings settings) {
    const unsigned cores = std::max(1u, std::thread::hardware_concurrency());
    if (settings.io_threads == 0) settings.io_threads = 2 * cores;
    settings.in_place = std::min(settings.in_place.value_or(settings.io_threads), settings.io_threads - 1);
    if (settings.reader_workers == 0) settings.reader_workers = 2 * cores;
    if (settings.writer_workers == 0) settings.writer_workers = 1;
    return settings;
}

// "127.0.0.1" also for a client that came to an IPv6 socket by an IPv4 road.
std::string text_of(const asio::ip::address& address) {
    if (address.is_v6() && address.to_v6().is_v4_mapped())
        return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
    return address.to_string();
}

std::string text_of(const asio::ip::tcp::endpoint& endpoint) {
    const auto address = text_of(endpoint.address());
    if (address.contains(':')) return fmt::format("[{}]:{}", address, endpoint.port());
    return fmt::format("{}:{}", address, endpoint.port());
}

}  // namespace

Server::Implementation::Implementation(Settings settings, caldav::http::Application& application, log::Log& log)
    : shared_(with_threads(std::move(settings)), application, log),
      files_(shared_.settings.certificate_file, shared_.settings.key_file),
      io_(static_cast<int>(shared_.settings.io_threads)),
      work_(io_.get_executor()) {
    shared_.make_room = [this] {
        tell_of_crowd("answers and requests take all the memory they may: clients that read nothing are cut off");
        give_up_stalled();
    };
}

Server::Implementation::~Implementation() {
    stop(std::chrono::milliseconds(0));
    open_.wait_until_empty();
    const base::Lock one_at_a_time(stop_mutex_);
    end();
}

base::Result<void, std::string> Server::Implementation::reload_certificate() {
    {
        // Before they are read: what is replaced meanwhile is seen at the next look.
        const base::Lock lock(files_mutex_);
        files_.changed();
    }
    TRY_ASSIGN(auto context, TlsContext::load(shared_.settings.certificate_file, shared_.settings.key_file));
    tls_.store(std::move(context));
    return {};
}

base::Result<bool, std::string> Server::Implementation::reload_replaced_certificate() {
    {
        const base::Lock lock(files_mutex_);
        if (!files_.changed()) return false;
    }
    TRY(reload_certificate());
    return true;
}

std::string Server::Implementation::counted(const std::string& peer) const {
    return shared_.proxies.trusts(peer) ? std::string() : peer;
}

base::Result<Ports, std::string> Server::Implementation::start() {
    TRY(reload_certificate());
    Ports ports;
    TRY_ASSIGN(ports.tls, listen(shared_.settings.addresses, shared_.settings.port, true));
    if (shared_.settings.plain) {
        TRY_ASSIGN(ports.plain, listen({"127.0.0.1", "::1"}, shared_.settings.plain_port, false));
    }
    raise_descriptor_limit();
    for (const auto& [acceptor, tls] : listening_)
        asio::co_spawn(acceptor->get_executor(), accept(acceptor, tls), asio::detached);
    for (unsigned i = 0; i < shared_.settings.io_threads; ++i) threads_.emplace_back([this] { io_.run(); });
    return ports;
}

base::Result<std::uint16_t, std::string> Server::Implementation::listen(const std::vector<std::string>& addresses,
                                                                        std::uint16_t port, bool tls) {
    bool any = false;
    for (const auto& address : addresses) {
        auto acceptor = bind(address, port);
        if (!acceptor) return std::unexpected(std::move(acceptor).error());
        if (!*acceptor) continue;
        any = true;
        port = (*acceptor)->local_endpoint().port();
        listening_.push_back({*acceptor, tls});
    }
    if (!any) return std::unexpected("None of the addresses to listen on can be used.");
    return port;
}

// Null for the IPv6 loopback of a machine without IPv6.
base::Result<Server::Implementation::Acceptor, std::string> Server::Implementation::bind(const std::string& address,
                                                                                         std::uint16_t port) {
    error_code ec;
    const auto numeric = asio::ip::make_address(address, ec);
    if (ec) return std::unexpected(fmt::format("{} is no IP address.", address));
    const Tcp::endpoint endpoint(numeric, port);
    auto acceptor = std::make_shared<Tcp::acceptor>(asio::make_strand(io_));
    acceptor->open(endpoint.protocol(), ec);
    if (!ec) acceptor->set_option(asio::socket_base::reuse_address(true), ec);
    if (!ec && numeric.is_v6()) acceptor->set_option(asio::ip::v6_only(true), ec);
    if (!ec) acceptor->bind(endpoint, ec);
    if (!ec) acceptor->listen(kBacklog, ec);
    if (!ec) return acceptor;
    if (numeric.is_v6() && numeric.is_loopback() &&
        (ec == boost::system::errc::address_not_available || ec == boost::system::errc::address_family_not_supported))
        return Acceptor();
    return std::unexpected(fmt::format("Cannot listen on {}: {}.", text_of(endpoint), ec.message()));
}

asio::awaitable<void> Server::Implementation::accept(Acceptor acceptor, bool tls) {
    asio::steady_timer pause(acceptor->get_executor());
    while (!shared_.stopping) {
        Tcp::socket socket(asio::make_strand(io_));
        error_code ec;
        co_await acceptor->async_accept(socket, asio::redirect_error(asio::use_awaitable, ec));
        if (shared_.stopping) break;
        if (!ec) {
            begin(std::move(socket), tls);
            continue;
        }
        if (ec == asio::error::connection_aborted) continue;
        // No descriptors or no memory: it passes when others leave, and so that they do, the longest idle one has to.
        shared_.log.warning(fmt::format("a connection could not be accepted: {}", ec.message()));
        give_up_longest_idle({});
        pause.expires_after(kPauseAfterAcceptError);
        co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, ec));
    }
}

void Server::Implementation::begin(Tcp::socket socket, bool tls) {
    error_code remote_error;
    error_code local_error;
    const auto peer = text_of(socket.remote_endpoint(remote_error).address());
    const auto local = text_of(socket.local_endpoint(local_error));
    if (remote_error || local_error) return;
    bool has_place = false;
    // No memory for one connection must not end the accepting of others.
    try {
        has_place = find_place(counted(peer));
        if (!has_place) return turn_away(socket, peer);
        serve(std::move(socket), {tls, peer, local});
    } catch (const std::exception& problem) {
        shared_.log.error(fmt::format("a connection of {} could not begin: {}", peer, problem.what()));
        if (has_place) shared_.count.leave(counted(peer));
    }
}

bool Server::Implementation::give_up_longest_idle(const std::string& group) {
    const auto idle = open_.take_longest_idle(group);
    if (idle) asio::post(idle->executor(), [idle] { idle->give_up(); });
    return idle != nullptr;
}

void Server::Implementation::give_up_stalled() {
    const auto now = std::chrono::steady_clock::now();
    auto last = last_looked_for_stalled_.load();
    if (now - last < kPauseBetweenLooksForStalled || !last_looked_for_stalled_.compare_exchange_strong(last, now))
        return;
    open_.for_each([](const std::shared_ptr<Connection>& connection) {
        if (connection->is_sending())
            asio::post(connection->executor(), [connection] { connection->give_up_if_stalled(); });
    });
}

// When all places are taken, the connection that has been idle longest gives up its own: clients are used to that, and
// a crowd that only holds connections keeps nobody out.
bool Server::Implementation::find_place(const std::string& address) {
    const auto entry = shared_.count.enter(address);
    if (entry == ConnectionCount::Entry::counted) return true;
    const bool of_address = entry == ConnectionCount::Entry::address_full;
    if (!give_up_longest_idle(of_address ? http::address_group(address) : std::string())) {
        give_up_stalled();  // for whoever comes next
        return false;
    }
    tell_of_crowd(fmt::format("idle connections are given up for new ones, among them one from {}: too many", address));
    shared_.count.enter_anyway(address);
    return true;
}

// The connection begins by a post of its own: spawned here it would run inside the accepting coroutine, and one whose
// first request is there already would have that answered before anybody else is accepted.
void Server::Implementation::serve(Tcp::socket socket, const Surroundings& surroundings) {
    auto executor = socket.get_executor();
    auto stream = surroundings.tls ? tls_stream(std::move(socket), tls_.load()) : plain_stream(std::move(socket));
    auto connection = std::make_shared<Connection>(shared_, executor, std::move(stream), surroundings);
    const auto address = counted(surroundings.peer);
    if (!open_.enter(connection, http::address_group(address))) return shared_.count.leave(address);
    try {
        asio::post(executor, [this, connection, peer = surroundings.peer] { run(connection, peer); });
    } catch (...) {
        open_.leave(connection.get());
        throw;
    }
}

void Server::Implementation::run(const std::shared_ptr<Connection>& connection, const std::string& peer) {
    const auto ended = [this, connection, peer](const std::exception_ptr& problem) {
        try {
            if (problem) std::rethrow_exception(problem);
        } catch (const std::exception& caught) {
            shared_.log.error(fmt::format("a connection of {} ended by an error: {}", peer, caught.what()));
            connection->abort();
        }
        shared_.count.leave(counted(peer));
        open_.leave(connection.get());
    };
    try {
        asio::co_spawn(connection->executor(), connection->run(), ended);
    } catch (const std::exception&) {
        ended(std::current_exception());
    }
}

// A reset costs us nothing, which is what a flood should get.
void Server::Implementation::turn_away(Tcp::socket& socket, const std::string& peer) {
    error_code ignored;
    socket.set_option(asio::socket_base::linger(true, 0), ignored);
    socket.close(ignored);
    tell_of_crowd(fmt::format("connections are turned away, among them one from {}: too many", peer));
}

void Server::Implementation::tell_of_crowd(const std::string& line) {
    const auto now =
        std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
    if (last_told_of_crowd_.exchange(now) != now) shared_.log.warning(line);
}

void Server::Implementation::raise_descriptor_limit() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    const auto wanted = static_cast<rlim_t>(shared_.settings.limits.connections) + kDescriptorsBesidesConnections;
    if (limit.rlim_cur >= wanted) return;
    limit.rlim_cur = std::min(wanted, limit.rlim_max);
    ::setrlimit(RLIMIT_NOFILE, &limit);
    if (limit.rlim_cur < wanted)
        shared_.log.warning(fmt::format("only {} descriptors may be open, {} connections may need {}", limit.rlim_cur,
                                        shared_.settings.limits.connections, wanted));
}

bool Server::Implementation::stop(std::chrono::milliseconds patience) {
    const base::Lock one_at_a_time(stop_mutex_);
    if (ended_) return true;
    shared_.stopping = true;
    open_.close();
    for (const auto& [acceptor, tls] : listening_)
        asio::post(acceptor->get_executor(), [acceptor = acceptor] {
            error_code ignored;
            acceptor->close(ignored);
        });
    open_.for_each([](const std::shared_ptr<Connection>& connection) {
        asio::post(connection->executor(), [connection] { connection->end_soon(); });
    });
    bool empty = open_.wait_until_empty(patience);
    if (!empty) {
        open_.for_each([](const std::shared_ptr<Connection>& connection) {
            asio::post(connection->executor(), [connection] { connection->abort(); });
        });
        empty = open_.wait_until_empty(kPatienceAfterCuttingOff);
    }
    if (empty) end();
    const base::Lock lock(stopped_mutex_);
    stopped_ = true;
    stopped_changed_.notify_all();
    return empty;
}

void Server::Implementation::end() {
    if (std::exchange(ended_, true)) return;
    shared_.readers.finish();
    shared_.writers.finish();
    work_.reset();
    for (auto& thread : threads_) thread.join();
}

void Server::Implementation::wait() {
    base::Lock lock(stopped_mutex_);
    while (!stopped_) lock.wait(stopped_changed_);
}

}  // namespace stafett::server::transport
