// How a connection sends an answer.
#include <fmt/format.h>

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "server/transport/connection.h"

namespace stafett::server::transport {

namespace asio = boost::asio;

namespace {

constexpr std::size_t kOneWrite = 64uz * 1024;  // octets per write deadline
constexpr auto kPauseForMemory = std::chrono::milliseconds(50);
constexpr unsigned kPiecesInARow = 4;  // before other connections of the thread get their turn

}  // namespace

asio::awaitable<bool> Connection::send(Answer& answer, Exchange& exchange, const std::string& id) {
    sending_.hold(answer.start.size());
    sending_.share(answer.shared);
    is_sending_ = true;
    const bool sent = co_await send_parts(answer, exchange, id);
    is_sending_ = false;
    sending_.clear();
    co_return sent;
}

// A part is given up as soon as the client has taken it, and only then the next one is made.
asio::awaitable<bool> Connection::send_parts(Answer& answer, Exchange& exchange, const std::string& id) {
    if (!co_await write(answer.start)) co_return false;
    exchange.sent = answer.start.size() - answer.head_size;
    if (answer.shared) {
        if (!co_await write(*answer.shared)) co_return false;
        exchange.sent += answer.shared->size();
    }
    if (!answer.rest) co_return true;
    std::string().swap(answer.start);
    for (unsigned pieces = 1; !answer.rest->done(); ++pieces) {
        sending_.clear();
        if (pieces % kPiecesInARow == 0) co_await asio::post(executor_, asio::use_awaitable);
        const auto piece = co_await next_piece(*answer.rest, id);
        if (!piece) co_return false;
        sending_.hold(piece->size());
        if (!co_await write(*piece)) co_return false;
        exchange.sent += piece->size();
    }
    co_return true;
}

asio::awaitable<std::optional<std::string>> Connection::next_piece(AnswerStream& rest, const std::string& id) {
    std::optional<std::string> piece;
    std::string problem = "the server stops, or has had no memory to spare for too long";
    const auto pull = [&] {
        try {
            piece = rest.next();
        } catch (const std::exception& caught) {
            problem = caught.what();
        }
    };
    if (co_await wait_for_memory()) co_await as_reader(WorkerPool::Kind::continues, pull);
    if (piece) co_return piece;
    // The status is on its way; that the end is missing is all that can still be told (RFC 9112 §8).
    shared_.log.error(fmt::format("id={} the answer's body broke off: {}", id, problem));
    stream_->close();
    co_return piece;
}

asio::awaitable<bool> Connection::wait_for_memory() {
    if (!shared_.body_memory.full()) co_return true;
    const auto until = std::chrono::steady_clock::now() + shared_.settings.deadlines.write;
    asio::steady_timer pause(executor_);
    while (shared_.body_memory.full()) {
        shared_.make_room();
        if (aborted_ || shared_.stopping || std::chrono::steady_clock::now() >= until) co_return false;
        pause.expires_after(kPauseForMemory);
        boost::system::error_code ignored;
        co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
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

}  // namespace stafett::server::transport
