// How a connection has a request answered: its body, the application's steps, the threads they run on.
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "server/transport/connection.h"

namespace stafett::server::transport {

namespace asio = boost::asio;
namespace http = caldav::http;

namespace {

constexpr std::uint64_t kOneBodyStep = 64uz * 1024;  // octets per body deadline
constexpr std::uint64_t kShortBody = 16uz * 1024;    // octets that a request may have to be waited for as a whole

Refusal too_large() { return {413, "Begärans innehåll är för stort. (Content too large.)"}; }

http::Response unavailable(std::string text) {
    auto response = http::text_response(503, std::move(text));
    response.fields.add("Retry-After", "5");
    return response;
}

http::Response busy() { return unavailable("Servern är överlastad, försök igen om en stund. (Server busy.)\n"); }

// Ends a turn that has begun.
class Turn {
  public:
    Turn(FairShares& shares, FairShares::Key share) : shares_(shares), share_(std::move(share)) {}
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    ~Turn() { shares_.end(share_, FairShares::Work::reading); }

  private:
    FairShares& shares_;
    const FairShares::Key share_;
};

http::Response too_many() {
    return unavailable(
        "För många förfrågningar från dig på en gång, försök igen om en stund. (Too many of your requests at a "
        "time.)\n");
}

}  // namespace

asio::awaitable<bool> Connection::obtain_response(Dispatch& dispatch, Exchange& exchange) {
    const auto& head = dispatch.head();
    const bool waits = waits_for_short_body(dispatch, exchange);
    if (waits && !enter_share()) {
        dispatch.respond(too_many());
        co_return true;
    }
    if (waits && !co_await receive_short_body(head)) {
        if (!stream_->expired() || shared_.stopping || aborted_) co_return false;
        exchange.refused = true;
        dispatch.respond(refusal_response(timed_out()));
        co_return true;
    }
    const auto here = head.has_body ? reader_.received_body(head.content_length) : std::string_view();
    if (dispatch.probe(here)) {
        become_known(dispatch);
        co_return true;
    }
    if (!enter_share()) {
        dispatch.respond(too_many());
        co_return true;
    }
    const bool room = !shared_.body_memory.full();
    if (!room) shared_.make_room();
    if (!room || !co_await as_reader(WorkerPool::Kind::begins, [&] { dispatch.admit(here); })) {
        dispatch.respond(busy());
        co_return true;
    }
    become_known(dispatch);
    if (dispatch.has_response()) co_return true;

    auto body = co_await read_body(dispatch, exchange);
    if (!body) {
        received_.clear();
        exchange.refused = true;
        auto response = refusal_response(body.error());
        if (body.error().status == too_large().status)
            dispatch.respond_too_large(std::move(response));
        else
            dispatch.respond(std::move(response));
        co_return true;
    }
    if (!*body) co_return false;
    auto task = [&] { dispatch.handle(std::move(**body)); };
    const bool taken = dispatch.pool() == http::Pool::writers
                           ? co_await on(shared_.writers, WorkerPool::Kind::begins, std::move(task))
                           : co_await as_reader(WorkerPool::Kind::begins, std::move(task));
    received_.clear();
    if (!taken) dispatch.respond(busy());
    co_return true;
}

// Many clients send the body in a packet of its own. A short question is waited for if it may be answered from memory.
bool Connection::waits_for_short_body(const Dispatch& dispatch, const Exchange& exchange) const {
    const auto& head = dispatch.head();
    if (exchange.expects_continue || head.content_length.value_or(kShortBody + 1) > kShortBody) return false;
    return !reader_.received_body(head.content_length) && dispatch.probes_body();
}

asio::awaitable<bool> Connection::receive_short_body(const http::RequestHead& head) {
    may_end_ = !known_;
    allow(shared_.settings.deadlines.body);
    while (!reader_.received_body(head.content_length))
        if ((may_end_ && shared_.stopping) || !co_await stream_->receive(reader_.input())) co_return false;
    may_end_ = false;
    allow_any_time();
    co_return true;
}

// RFC 9110 §10.1.1: 100 is sent when the request is accepted so far, and only to who waits for it.
asio::awaitable<Result<std::optional<http::Body>>> Connection::read_body(const Dispatch& dispatch, Exchange& exchange) {
    if (exchange.body_read) co_return http::Body();
    const auto& head = dispatch.head();
    if (head.content_length && *head.content_length > dispatch.body_limit()) co_return std::unexpected(too_large());
    allow(shared_.settings.deadlines.body);
    if (exchange.expects_continue && reader_.input().empty() &&
        !co_await stream_->send("HTTP/1.1 100 Continue\r\n\r\n"))
        co_return std::nullopt;

    const auto& limits = shared_.settings.limits;
    BodyCollector collector(shared_.settings.spool_folder, {limits.body_in_memory, limits.bodies_in_memory}, received_);
    bool gone = false;
    auto read = co_await read_octets(collector, dispatch.body_limit(), gone);
    exchange.received = collector.size();
    allow_any_time();
    if (!read) co_return std::unexpected(std::move(read).error());
    if (gone) co_return std::nullopt;
    exchange.body_read = true;

    std::optional<Result<http::Body>> body;
    if (collector.spooled())
        co_await on(shared_.readers, WorkerPool::Kind::continues, [&] { body = collector.finish(); });
    else
        body = collector.finish();
    if (!body) co_return std::nullopt;
    if (!*body) co_return std::unexpected(std::move(*body).error());
    co_return std::move(**body);
}

asio::awaitable<Result<void>> Connection::read_octets(BodyCollector& collector, std::uint64_t limit, bool& gone) {
    std::uint64_t next_deadline = kOneBodyStep;
    for (;;) {
        const auto complete = reader_.read_body(collector.pending());
        if (!complete) co_return std::unexpected(complete.error());
        if (collector.size() > limit) co_return std::unexpected(too_large());
        if (*complete) co_return Result<void>();
        if (collector.wants_to_settle()) {
            std::optional<Result<void>> settled;
            // The time that the disk takes is not the client's.
            const auto left = time_left();
            allow_any_time();
            co_await on(shared_.readers, WorkerPool::Kind::continues, [&] { settled = collector.settle(); });
            gone = !settled;
            if (gone) co_return Result<void>();
            if (!*settled) co_return std::unexpected(settled->error());
            allow_more(left);
        }
        if (collector.size() >= next_deadline) {
            next_deadline = collector.size() + kOneBodyStep;
            allow_more(shared_.settings.deadlines.body);
        }
        if (co_await stream_->receive(reader_.input())) continue;
        if (stream_->expired() && !aborted_) co_return std::unexpected(timed_out());
        gone = true;
        co_return Result<void>();
    }
}

// An early answer leaves the body unread and so ends the connection, unless all of it lies here already: a client that
// is asked for its password with a short PROPFIND need not shake hands again.
void Connection::skip_received_body(Exchange& exchange) {
    std::string unwanted;
    const auto complete = reader_.read_body(unwanted);
    exchange.body_read = complete && *complete;
    exchange.received = unwanted.size();
}

asio::awaitable<bool> Connection::as_reader(WorkerPool::Kind kind, std::move_only_function<void()> task) {
    // A password's check takes long: that is for a worker.
    if (may_check_password_ || !shared_.shares.try_begin(share_))
        co_return co_await on(shared_.readers, kind, std::move(task));
    if (const PlacesOnSockets::Place place(shared_.in_place); place.taken()) {
        const Turn turn(shared_.shares, share_);
        task();
        co_return true;
    }
    auto start = [&](auto handler) { posting(shared_.readers, kind, std::move(task), std::move(handler))(); };
    co_return co_await asio::async_initiate<const asio::use_awaitable_t<>, void(bool)>(std::move(start),
                                                                                       asio::use_awaitable);
}

asio::awaitable<bool> Connection::on(WorkerPool& pool, WorkerPool::Kind kind, std::move_only_function<void()> task) {
    auto start = [&](auto handler) {
        shared_.shares.begin(share_, work_of(pool), posting(pool, kind, std::move(task), std::move(handler)));
    };
    co_return co_await asio::async_initiate<const asio::use_awaitable_t<>, void(bool)>(std::move(start),
                                                                                       asio::use_awaitable);
}

FairShares::Work Connection::work_of(const WorkerPool& pool) const {
    return &pool == &shared_.writers ? FairShares::Work::writing : FairShares::Work::reading;
}

template <class Handler>
FairShares::Start Connection::posting(WorkerPool& pool, WorkerPool::Kind kind, std::move_only_function<void()> task,
                                      Handler handler) {
    const auto executor = asio::get_associated_executor(handler);
    auto back = [handler = std::move(handler), executor, guard = asio::make_work_guard(executor)](bool ran) mutable {
        asio::post(executor, [handler = std::move(handler), ran]() mutable { std::move(handler)(ran); });
    };
    auto shared_back = std::make_shared<decltype(back)>(std::move(back));
    return [this, &pool, kind, share = share_, turn = work_of(pool), task = std::move(task), shared_back]() mutable {
        WorkerPool::Task work = [this, share, turn, task = std::move(task), shared_back]() mutable {
            task();
            shared_.shares.end(share, turn);
            (*shared_back)(true);
        };
        if (!aborted_ && pool.post(work, kind)) return;
        shared_.shares.end(share, turn);
        (*shared_back)(false);
    };
}

}  // namespace stafett::server::transport
