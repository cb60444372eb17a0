// How a connection sends an answer.
#include <fmt/format.h>

#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "server/transport/connection.h"

namespace stafett::server::transport {

namespace asio = boost::asio;

namespace {

constexpr std::size_t kOneWrite = 64uz * 1024;  // octets per write deadline
constexpr unsigned kPiecesInARow = 4;           // before other connections of the thread get their turn

}  // namespace

asio::awaitable<bool> Connection::send(Answer& answer, Exchange& exchange, const std::string& id) {
    if (!co_await write(answer.start)) co_return false;
    exchange.sent = answer.start.size() - answer.head_size;
    if (answer.shared) {
        if (!co_await write(*answer.shared)) co_return false;
        exchange.sent += answer.shared->size();
    }
    for (unsigned pieces = 1; answer.rest && !answer.rest->done(); ++pieces) {
        if (pieces % kPiecesInARow == 0) co_await asio::post(executor_, asio::use_awaitable);
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

}  // namespace stafett::server::transport
