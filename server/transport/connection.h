// One client's connection: reads requests, has them answered one after the other, writes the answers in that order. A
// coroutine on a strand; each phase has a deadline. Included by the few files that may know Asio.
#pragma once

#include <atomic>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "server/transport/body_collector.h"
#include "server/transport/body_memory.h"
#include "server/transport/byte_stream.h"
#include "server/transport/dispatch.h"
#include "server/transport/head_rules.h"
#include "server/transport/request_reader.h"
#include "server/transport/shared.h"

namespace stafett::server::transport {

// Everything on its executor, which is a strand; run() once.
class Connection : public std::enable_shared_from_this<Connection> {
  public:
    using Moment = std::chrono::steady_clock::time_point;
    static constexpr Moment kBusy = Moment::max();

    // `shared` outlives it.
    Connection(Shared& shared, const boost::asio::any_io_executor& executor, std::unique_ptr<ByteStream> stream,
               Surroundings surroundings);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    boost::asio::awaitable<void> run();
    // From any thread.
    const boost::asio::any_io_executor& executor() const { return executor_; }
    // The server stops: ends at once where no request is lost by it, after the request in flight otherwise.
    void end_soon();
    // Cuts it off.
    void abort();
    // Cuts it off unless somebody known has a request here.
    void give_up();

    // Whether it sends an answer. From any thread.
    bool is_sending() const { return is_sending_; }
    // Cuts it off if the client has taken nothing of an answer for Deadlines::stalled.
    void give_up_if_stalled();

    // Since when it has been idle, or busy with a handshake, a head or a request of nobody known; kBusy: somebody known
    // has a request here. From any thread.
    Moment idle_since() const { return idle_since_; }
    // From any thread: true for the first who saw it idle since then. It says that it is busy until its next request.
    bool take_idle(Moment since) { return idle_since_.compare_exchange_strong(since, kBusy); }

  private:
    template <class T>
    using Awaitable = boost::asio::awaitable<T>;

    struct Exchange {
        Moment began;
        bool expects_continue = false;
        bool body_read = true;
        bool refused = false;  // the reader cannot go on
        std::uint64_t received = 0;
        std::uint64_t sent = 0;
    };

    // False: the connection is to be closed.
    Awaitable<bool> serve_next();
    // Nothing: the client went away or was idle for too long.
    Awaitable<Result<std::optional<ReceivedHead>>> read_head();
    Awaitable<void> refuse(Refusal refusal);
    // Whether a request is from somebody known is asked when its head has come, and again when it has been admitted.
    void recognise(Dispatch& dispatch);
    void become_known(const Dispatch& dispatch);
    void remember(std::string_view credentials, std::string_view person);
    // The request counts from here to leave_share() as one of its sender's; false when she has as many as she may.
    bool enter_share();
    void leave_share();
    FairShares::Key share_of_address(const std::string& peer);
    // False: the client went away.
    Awaitable<bool> obtain_response(Dispatch& dispatch, Exchange& exchange);
    bool waits_for_short_body(const Dispatch& dispatch, const Exchange& exchange) const;
    // False: the client went away, or took too long.
    Awaitable<bool> receive_short_body(const caldav::http::RequestHead& head);
    Awaitable<Result<std::optional<caldav::http::Body>>> read_body(const Dispatch& dispatch, Exchange& exchange);
    Awaitable<Result<void>> read_octets(BodyCollector& collector, std::uint64_t limit, bool& gone);
    void skip_received_body(Exchange& exchange);
    Awaitable<bool> send(Answer& answer, Exchange& exchange, const std::string& id);
    Awaitable<bool> send_parts(Answer& answer, Exchange& exchange, const std::string& id);
    // Nothing: it broke off, and the stream is closed.
    Awaitable<std::optional<std::string>> next_piece(AnswerStream& rest, const std::string& id);
    // Waits until bodies take less than they may; false when that lasts for too long.
    Awaitable<bool> wait_for_memory();
    Awaitable<bool> write(std::string_view octets);
    Awaitable<void> close();

    // A reader's work, here and now if it is the sender's turn and that leaves enough threads for the sockets; else as
    // on(readers).
    Awaitable<bool> as_reader(WorkerPool::Kind kind, std::move_only_function<void()> task);
    // Runs the task on the pool when it is the sender's turn, and comes back to the strand; false when the pool does
    // not take it or the connection has been cut off.
    Awaitable<bool> on(WorkerPool& pool, WorkerPool::Kind kind, std::move_only_function<void()> task);
    FairShares::Work work_of(const WorkerPool& pool) const;
    // Posts the task in a turn that has begun, ends that after it, and calls the handler on its executor.
    template <class Handler>
    FairShares::Start posting(WorkerPool& pool, WorkerPool::Kind kind, std::move_only_function<void()> task,
                              Handler handler);

    // A phase begins: the stream expires when waiting takes longer than this from now on.
    void allow(std::chrono::milliseconds time);
    // The same for the phase that runs, unless its time is out already.
    void allow_more(std::chrono::milliseconds time);
    void allow_any_time() { deadline_ = Moment::max(); }
    std::chrono::milliseconds time_left() const {
        return std::chrono::ceil<std::chrono::milliseconds>(deadline_ - std::chrono::steady_clock::now());
    }
    void set_deadline(Moment deadline);
    void watch();
    void log_refusal(unsigned status, const std::string& id) const;

    Shared& shared_;
    boost::asio::any_io_executor executor_;
    std::unique_ptr<ByteStream> stream_;
    Surroundings surroundings_;
    RequestReader reader_;
    boost::asio::steady_timer timer_;
    Moment deadline_ = Moment::max();
    bool watching_ = false;
    bool may_end_ = true;  // no request would be lost by closing now
    bool known_ = false;   // somebody known has a request here
    std::atomic<bool> aborted_ = false;
    // The last person who was known, and the fingerprint of her credentials.
    std::optional<std::size_t> known_by_;
    FairShares::Key person_;
    FairShares::Key address_;  // of the socket's other end; null before it was needed
    // Of the present request.
    FairShares::Key share_;
    bool entered_ = false;
    bool may_check_password_ = false;
    BodyMemory::Part received_;  // the present request's body
    BodyMemory::Part sending_;   // the present answer's
    std::atomic<bool> is_sending_ = false;
    std::atomic<Moment> idle_since_ = std::chrono::steady_clock::now();
    bool lingers_ = false;  // a last answer is on its way
};

}  // namespace stafett::server::transport
