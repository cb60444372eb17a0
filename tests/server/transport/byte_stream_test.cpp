#include "server/transport/byte_stream.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/write.hpp>

namespace stafett::server::transport {
namespace {

namespace asio = boost::asio;
using Tcp = asio::ip::tcp;

// A stream and the client at its other end, on loopback.
class ByteStreamTest : public testing::Test {
  protected:
    ByteStreamTest() {
        Tcp::acceptor acceptor(io_, {asio::ip::address_v4::loopback(), 0});
        client_.connect(acceptor.local_endpoint());
        stream_ = plain_stream(acceptor.accept());
    }

    // Runs until it has ended, or can go on only when the client does something.
    template <class T>
    std::optional<T> run(asio::awaitable<T> what) {
        std::optional<T> result;
        asio::co_spawn(
            io_, [&result, &what]() -> asio::awaitable<void> { result = co_await std::move(what); }, asio::detached);
        io_.restart();
        while (!result && io_.poll_one() > 0) {
        }
        return result;
    }

    asio::io_context io_;
    Tcp::socket client_{io_};
    std::unique_ptr<ByteStream> stream_;
    std::string input_;
};

TEST_F(ByteStreamTest, begins_no_wait_once_its_time_is_out) {
    stream_->expire();
    EXPECT_EQ(run(stream_->receive(input_)), false);
    const std::string long_text(64uz * 1024 * 1024, 'x');
    EXPECT_EQ(run(stream_->send(long_text)), false);
}

TEST_F(ByteStreamTest, still_takes_and_gives_what_needs_no_wait) {
    asio::write(client_, asio::buffer("abc", 3));
    ASSERT_EQ(run(stream_->receive(input_)), true);
    stream_->expire();
    EXPECT_EQ(run(stream_->send("short")), true);
    EXPECT_EQ(run(stream_->receive(input_)), false);
    EXPECT_EQ(input_, "abc");
}

TEST_F(ByteStreamTest, waits_again_in_the_next_phase) {
    stream_->expire();
    stream_->renew();
    EXPECT_EQ(run(stream_->receive(input_)), std::nullopt);
}

}  // namespace
}  // namespace stafett::server::transport
