#include "server/transport/connection.h"

#include <fmt/format.h>

#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "server/log/access.h"
#include "server/transport/gzip.h"

namespace stafett::server::transport {

namespace asio = boost::asio;
namespace http = caldav::http;

namespace {

constexpr std::size_t kMostDrained = 1024uz * 1024;
constexpr unsigned kRequestsInARow = 8;  // before other connections of the thread get their turn

}  // namespace

Connection::Connection(Shared& shared, const asio::any_io_executor& executor, std::unique_ptr<ByteStream> stream,
                       Surroundings surroundings)
    : shared_(shared),
      executor_(executor),
      stream_(std::move(stream)),
      surroundings_(std::move(surroundings)),
      reader_(shared.settings.limits.target, shared.settings.limits.head),
      timer_(executor),
      received_(shared.body_memory),
      sending_(shared.body_memory) {}

Connection::~Connection() { leave_share(); }

asio::awaitable<void> Connection::run() {
    if (shared_.stopping || aborted_) co_return;
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
    if (may_end_) stream_->expire();
}

void Connection::abort() {
    aborted_ = true;
    stream_->expire();
    stream_->close();
}

void Connection::give_up() {
    if (!known_) abort();
}

void Connection::give_up_if_stalled() {
    if (is_sending_ && stream_->stalled() >= shared_.settings.deadlines.stalled) abort();
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
    recognise(dispatch);
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
        if (answer.status == 401 || answer.status == 429) known_by_.reset();
    }
    access.received = exchange.received;
    access.sent = exchange.sent;
    access.took =
        std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - exchange.began);
    shared_.log.request(access);
    leave_share();
    if (good) reader_.next();
    co_return good;
}

asio::awaitable<Result<std::optional<ReceivedHead>>> Connection::read_head() {
    known_ = false;
    may_end_ = true;
    idle_since_ = std::chrono::steady_clock::now();
    if (!reader_.head_has_begun()) {
        // What an idle connection keeps is counted in thousands.
        if (reader_.input().empty()) std::string().swap(reader_.input());
        stream_->rest();
        allow(shared_.settings.deadlines.idle);
        do {
            if (shared_.stopping || !co_await stream_->receive(reader_.input())) co_return std::nullopt;
        } while (!reader_.head_has_begun());
        // Who holds a place with half a head goes after who has been idle for longer.
        idle_since_ = std::chrono::steady_clock::now();
    }
    allow(shared_.settings.deadlines.head);
    for (;;) {
        auto head = reader_.read_head();
        if (!head || *head) {
            may_end_ = false;
            allow_any_time();
            co_return head;
        }
        if (shared_.stopping) co_return std::nullopt;
        if (co_await stream_->receive(reader_.input())) continue;
        if (!stream_->expired() || shared_.stopping || aborted_) co_return std::nullopt;
        co_return std::unexpected(timed_out());
    }
}

// Until somebody known has a request here, the connection gives its place to a new one when all are taken.
void Connection::recognise(Dispatch& dispatch) {
    const auto credentials = dispatch.head().fields.find("Authorization");
    known_ = credentials && known_by_ == shared_.fingerprint(*credentials);
    const auto sender = credentials && !known_ ? dispatch.sender() : std::nullopt;
    if (sender && sender->checked) {
        remember(*credentials, sender->name);
        known_ = true;
    }
    may_check_password_ = credentials && !known_;
    if (known_) {
        idle_since_ = kBusy;
        share_ = person_;
    } else {
        share_ = sender ? shared_.shares.of_person(sender->name) : share_of_address(dispatch.head().peer);
    }
}

FairShares::Key Connection::share_of_address(const std::string& peer) {
    if (peer != surroundings_.peer) return shared_.shares.of_address(peer);
    if (!address_) address_ = shared_.shares.of_address(peer);
    return address_;
}

void Connection::become_known(const Dispatch& dispatch) {
    const auto& who = dispatch.who();
    if (!who.known()) return;
    known_ = true;
    idle_since_ = kBusy;
    may_check_password_ = false;
    // Found by its credentials already, as nearly every request is.
    if (who.person.empty() || (share_ && share_ == person_)) return;
    if (const auto credentials = dispatch.head().fields.find("Authorization")) remember(*credentials, who.person);
    const auto person = shared_.shares.of_person(who.person);
    if (share_ == person) return;
    const bool entered = entered_;
    leave_share();
    share_ = person;
    if (entered) shared_.shares.enter_anyway(share_);
    entered_ = entered;
}

// For the next request with the same credentials. Only their fingerprint is kept: most connections are idle for long.
void Connection::remember(std::string_view credentials, std::string_view person) {
    known_by_ = shared_.fingerprint(credentials);
    person_ = shared_.shares.of_person(person);
}

bool Connection::enter_share() {
    if (!entered_) entered_ = shared_.shares.enter(share_);
    return entered_;
}

void Connection::leave_share() {
    if (std::exchange(entered_, false)) shared_.shares.leave(share_);
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

asio::awaitable<void> Connection::close() {
    allow(shared_.settings.deadlines.linger);
    co_await stream_->finish();
    if (lingers_) co_await stream_->drain(kMostDrained);
}

void Connection::allow(std::chrono::milliseconds time) {
    stream_->renew();
    set_deadline(std::chrono::steady_clock::now() + time);
}

void Connection::allow_more(std::chrono::milliseconds time) {
    if (!stream_->expired()) set_deadline(std::chrono::steady_clock::now() + time);
}

void Connection::set_deadline(Moment deadline) {
    deadline_ = deadline;
    // A timer that fires early looks at the deadline again; one that would fire late is set anew.
    if (deadline_ != Moment::max() && (!watching_ || deadline_ < timer_.expiry())) watch();
}

void Connection::watch() {
    watching_ = true;
    timer_.expires_at(deadline_);
    timer_.async_wait([self = shared_from_this()](const boost::system::error_code& cancelled) {
        if (cancelled) return;
        self->watching_ = false;
        if (self->deadline_ == Moment::max()) return;
        if (std::chrono::steady_clock::now() < self->deadline_) return self->watch();
        self->stream_->expire();
    });
}

}  // namespace stafett::server::transport
