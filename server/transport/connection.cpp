#include "server/transport/connection.h"

#include <fmt/format.h>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "server/log/access.h"
#include "server/transport/gzip.h"

namespace stafett::server::transport {

namespace asio = boost::asio;
namespace http = caldav::http;

namespace {

constexpr std::size_t kOneWrite = 64uz * 1024;       // octets per write deadline
constexpr std::uint64_t kOneBodyStep = 64uz * 1024;  // octets per body deadline
constexpr std::uint64_t kShortBody = 16uz * 1024;    // octets that a request may have to be waited for as a whole
constexpr std::size_t kMostDrained = 1024uz * 1024;
constexpr unsigned kRequestsInARow = 8;  // before other connections of the thread get their turn

Refusal timed_out() { return {408, "Begäran tog för lång tid. (Request timeout.)"}; }
Refusal too_large() { return {413, "Begärans innehåll är för stort. (Content too large.)"}; }

http::Response busy() {
    auto response = http::text_response(503, "Servern är överlastad, försök igen om en stund. (Server busy.)\n");
    response.fields.add("Retry-After", "5");
    return response;
}

}  // namespace

Connection::Connection(Shared& shared, const asio::any_io_executor& executor, std::unique_ptr<ByteStream> stream,
                       Surroundings surroundings)
    : shared_(shared),
      executor_(executor),
      stream_(std::move(stream)),
      surroundings_(std::move(surroundings)),
      reader_(shared.settings.limits.target, shared.settings.limits.head),
      timer_(executor) {}

asio::awaitable<void> Connection::run() {
    if (shared_.stopping) co_return;
    allow(shared_.settings.deadlines.handshake);
    if (co_await stream_->handshake()) {
        for (unsigned served = 1; co_await serve_next(); ++served)
            if (served % kRequestsInARow == 0) co_await asio::post(executor_, asio::use_awaitable);
        co_await close();
    }
    allow_any_time();
    timer_.cancel();
    stream_->close();
}

void Connection::end_soon() {
    if (idle_) stream_->cancel();
}

void Connection::abort() {
    expired_ = true;
    stream_->close();
}

void Connection::give_up() {
    if (!has_request_) abort();
}

asio::awaitable<bool> Connection::serve_next() {
    auto received = co_await read_head();
    if (!received) {
        co_await refuse(std::move(received).error());
        co_return false;
    }
    if (!*received) co_return false;

    ReceivedHead& raw = **received;
    Exchange exchange{.began = std::chrono::steady_clock::now(),
                      .expects_continue = expects_continue(raw),
                      .body_read = !raw.has_body};
    const Surroundings client = shared_.proxies.client_of(raw.fields, surroundings_);
    const AnswerTo to{.head = raw.method == "HEAD",
                      .http11 = raw.http11,
                      .gzip = accepts_gzip(raw.fields.joined("Accept-Encoding")),
                      .close = !raw.keep_alive,
                      .date = {}};
    auto head = check_head(std::move(raw), client, shared_.new_id());
    if (!head) {
        co_await refuse(std::move(head).error());
        co_return false;
    }

    Dispatch dispatch(shared_, std::move(*head), to);
    auto access = dispatch.access();
    bool good = co_await obtain_response(dispatch, exchange);
    if (good) {
        if (!exchange.body_read && !exchange.refused) skip_received_body(exchange);
        if (!exchange.body_read) dispatch.will_close();
        Answer answer;
        if (dispatch.answer_needs_worker())
            good = co_await as_reader(WorkerPool::Kind::continues, [&] { answer = dispatch.answer(); });
        else
            answer = dispatch.answer();
        good = good && co_await send(answer, exchange, dispatch.head().id) && !answer.close;
        lingers_ = answer.close;
        access = dispatch.access();
        access.status = answer.status;
    }
    access.received = exchange.received;
    access.sent = exchange.sent;
    access.took =
        std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - exchange.began);
    shared_.log.request(access);
    if (good) reader_.next();
    co_return good;
}

asio::awaitable<Result<std::optional<ReceivedHead>>> Connection::read_head() {
    has_request_ = false;
    if (reader_.input().empty()) {
        idle_ = true;
        idle_since_ = std::chrono::steady_clock::now();
        std::string().swap(reader_.input());  // what an idle connection keeps is counted in thousands
        if (shared_.stopping) co_return std::nullopt;
        allow(shared_.settings.deadlines.idle);
        if (!co_await stream_->receive(reader_.input())) co_return std::nullopt;
    }
    idle_ = false;
    // Who holds a place with half a head goes before who has a request, and after who has been idle for longer.
    idle_since_ = std::chrono::steady_clock::now();
    allow(shared_.settings.deadlines.head);
    for (;;) {
        auto head = reader_.read_head();
        if (!head || *head) {
            has_request_ = true;
            idle_since_ = kBusy;
            allow_any_time();
            co_return head;
        }
        if (co_await stream_->receive(reader_.input())) continue;
        if (!expired_) co_return std::nullopt;
        co_return std::unexpected(timed_out());
    }
}

// Before the application has seen anything: there may be no request to speak of, and what follows cannot be trusted.
asio::awaitable<void> Connection::refuse(Refusal refusal) {
    const auto id = shared_.new_id();
    log_refusal(refusal.status, id);
    auto answer = make_answer(
        refusal_response(refusal),
        {.close = true, .date = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now())});
    Exchange exchange;
    lingers_ = co_await send(answer, exchange, id);
}

void Connection::log_refusal(unsigned status, const std::string& id) const {
    log::Access access;
    access.id = id;
    access.peer = surroundings_.peer;
    access.status = status;
    shared_.log.request(access);
}

asio::awaitable<bool> Connection::obtain_response(Dispatch& dispatch, Exchange& exchange) {
    const auto& head = dispatch.head();
    if (!co_await receive_short_body(dispatch, exchange)) {
        if (!expired_) co_return false;
        exchange.refused = true;
        dispatch.respond(refusal_response(timed_out()));
        co_return true;
    }
    const auto here = head.has_body ? reader_.received_body(head.content_length) : std::string_view();
    if (dispatch.probe(here)) co_return true;
    if (!co_await as_reader(WorkerPool::Kind::begins, [&] { dispatch.admit(here); })) {
        dispatch.respond(busy());
        co_return true;
    }
    if (dispatch.has_response()) co_return true;

    auto body = co_await read_body(dispatch, exchange);
    if (!body) {
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
    if (!taken) dispatch.respond(busy());
    co_return true;
}

// Many clients send the body in a packet of its own. A short question is waited for if it may be answered from memory.
asio::awaitable<bool> Connection::receive_short_body(const Dispatch& dispatch, const Exchange& exchange) {
    const auto& head = dispatch.head();
    if (exchange.expects_continue || head.content_length.value_or(kShortBody + 1) > kShortBody) co_return true;
    if (reader_.received_body(head.content_length) || !dispatch.probes_body()) co_return true;
    allow(shared_.settings.deadlines.body);
    while (!reader_.received_body(head.content_length))
        if (!co_await stream_->receive(reader_.input())) co_return false;
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

    BodyCollector collector(shared_.settings.spool_folder, shared_.settings.limits.body_in_memory, shared_.body_memory);
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
            co_await on(shared_.readers, WorkerPool::Kind::continues, [&] { settled = collector.settle(); });
            gone = !settled;
            if (gone) co_return Result<void>();
            if (!*settled) co_return std::unexpected(settled->error());
        }
        if (collector.size() >= next_deadline) {
            next_deadline = collector.size() + kOneBodyStep;
            allow(shared_.settings.deadlines.body);
        }
        if (co_await stream_->receive(reader_.input())) continue;
        if (expired_) co_return std::unexpected(timed_out());
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

asio::awaitable<bool> Connection::send(Answer& answer, Exchange& exchange, const std::string& id) {
    if (!co_await write(answer.start)) co_return false;
    exchange.sent = answer.start.size() - answer.head_size;
    if (answer.shared) {
        if (!co_await write(*answer.shared)) co_return false;
        exchange.sent += answer.shared->size();
    }
    while (answer.rest && !answer.rest->done()) {
        std::string piece;
        std::string problem = "the server stops";
        const auto pull = [&] {
            try {
                piece = answer.rest->next();
                problem.clear();
            } catch (const std::exception& caught) {
                problem = caught.what();
            }
        };
        co_await as_reader(WorkerPool::Kind::continues, pull);
        if (!problem.empty()) {
            // The status is on its way; that the end is missing is all that can still be told (RFC 9112 §8).
            shared_.log.error(fmt::format("id={} the answer's body broke off: {}", id, problem));
            stream_->close();
            co_return false;
        }
        if (!co_await write(piece)) co_return false;
        exchange.sent += piece.size();
    }
    co_return true;
}

asio::awaitable<bool> Connection::write(std::string_view octets) {
    while (!octets.empty()) {
        const auto piece = octets.substr(0, kOneWrite);
        allow(shared_.settings.deadlines.write);
        if (!co_await stream_->send(piece)) co_return false;
        octets.remove_prefix(piece.size());
    }
    allow_any_time();
    co_return true;
}

asio::awaitable<void> Connection::close() {
    allow(shared_.settings.deadlines.linger);
    co_await stream_->finish();
    if (lingers_) co_await stream_->drain(kMostDrained);
}

asio::awaitable<bool> Connection::as_reader(WorkerPool::Kind kind, std::move_only_function<void()> task) {
    if (const PlacesOnSockets::Place place(shared_.in_place); place.taken()) {
        task();
        co_return true;
    }
    co_return co_await on(shared_.readers, kind, std::move(task));
}

asio::awaitable<bool> Connection::on(WorkerPool& pool, WorkerPool::Kind kind, std::move_only_function<void()> task) {
    auto start = [&pool, kind, &task](auto handler) {
        const auto executor = asio::get_associated_executor(handler);
        auto back = [handler = std::move(handler), executor,
                     guard = asio::make_work_guard(executor)](bool ran) mutable {
            asio::post(executor, [handler = std::move(handler), ran]() mutable { std::move(handler)(ran); });
        };
        auto shared_back = std::make_shared<decltype(back)>(std::move(back));
        WorkerPool::Task work = [task = std::move(task), shared_back]() mutable {
            task();
            (*shared_back)(true);
        };
        if (!pool.post(work, kind)) (*shared_back)(false);
    };
    co_return co_await asio::async_initiate<const asio::use_awaitable_t<>, void(bool)>(std::move(start),
                                                                                       asio::use_awaitable);
}

void Connection::allow(std::chrono::milliseconds time) {
    expired_ = false;
    deadline_ = std::chrono::steady_clock::now() + time;
    // A timer that fires early looks at the deadline again; one that would fire late is set anew.
    if (!watching_ || deadline_ < timer_.expiry()) watch();
}

void Connection::watch() {
    watching_ = true;
    timer_.expires_at(deadline_);
    timer_.async_wait([self = shared_from_this()](const boost::system::error_code& cancelled) {
        if (cancelled) return;
        self->watching_ = false;
        if (self->deadline_ == Moment::max()) return;
        if (std::chrono::steady_clock::now() < self->deadline_) return self->watch();
        self->expired_ = true;
        self->stream_->cancel();
    });
}

}  // namespace stafett::server::transport
