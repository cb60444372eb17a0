#include "server/control/control_server.h"

#include <fmt/format.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <exception>
#include <system_error>

#include "server/control/wire.h"

namespace stafett::server::control {

namespace {

constexpr unsigned kMostAtOnce = 8;
constexpr std::size_t kLongestRequest = 16UL * 1024 * 1024;  // an association's file with room to spare
constexpr std::chrono::seconds kPatienceForARequest{10};
constexpr std::chrono::milliseconds kPauseAfterAcceptError{100};

}  // namespace

ControlServer::ControlServer(std::filesystem::path folder, std::span<const Operation> operations, MakeContext context,
                             log::Log& log)
    : folder_(std::move(folder)), operations_(operations), context_(std::move(context)), log_(log) {}

ControlServer::~ControlServer() {
    while (!stop(std::chrono::hours(1))) log_.warning("a control command still runs");
}

base::Result<void, std::string> ControlServer::start() {
    TRY_ASSIGN(listener_, listen_in(folder_));
    accepting_ = std::jthread([this] { accept_all(); });
    return {};
}

bool ControlServer::stop(std::chrono::milliseconds patience) {
    if (accepting_.joinable()) {
        {
            const base::Lock lock(mutex_);
            stopping_ = true;
        }
        changed_.notify_all();
        ::shutdown(listener_.number(), SHUT_RDWR);  // accept() returns
        accepting_.join();
        listener_.close();
        std::error_code gone_already;
        std::filesystem::remove(folder_ / "control.sock", gone_already);
    }
    const auto deadline = std::chrono::steady_clock::now() + patience;
    base::Lock lock(mutex_);
    while (running_ != 0 && lock.wait_until(changed_, deadline)) {
    }
    return running_ == 0;
}

void ControlServer::accept_all() {
    for (;;) {
        {
            base::Lock lock(mutex_);
            while (!stopping_ && running_ >= kMostAtOnce) lock.wait(changed_);
            if (stopping_) return;
        }
        Descriptor connection(::accept4(listener_.number(), nullptr, nullptr, SOCK_CLOEXEC));
        const int reason = errno;
        base::Lock lock(mutex_);
        if (stopping_) return;
        if (!connection) {
            if (reason == EINTR || reason == ECONNABORTED) continue;
            // No descriptors or no memory: it passes, but not sooner for being tried all the time.
            log_.warning(fmt::format("a control command could not be accepted: {}", std::strerror(reason)));
            const auto next = std::chrono::steady_clock::now() + kPauseAfterAcceptError;
            while (!stopping_ && lock.wait_until(changed_, next)) {
            }
            continue;
        }
        try {
            std::thread([this, kept = std::move(connection)] {
                serve(kept);
                const base::Lock done(mutex_);
                --running_;
                changed_.notify_all();
            }).detach();  // counted by running_, which stop() waits for
            ++running_;
        } catch (const std::system_error& problem) {
            log_.error(fmt::format("a control command could not begin: {}", problem.what()));
        }
    }
}

void ControlServer::serve(const Descriptor& connection) {
    set_patience(connection, kPatienceForARequest);
    LineReader reader(connection, kLongestRequest);
    const auto line = reader.next();
    if (!line) return;
    send_line(connection, encode(run(connection, *line)));
}

Reply ControlServer::run(const Descriptor& connection, std::string_view line) {
    const auto request = decode_request(line);
    if (!request) return failed("The server could not read the command; is its text UTF-8?");
    const auto operation = std::ranges::find(operations_, request->operation, &Operation::name);
    if (operation == operations_.end())
        return failed(fmt::format("The running server does not know '{}': it is of another version. Restart it.",
                                  request->operation));
    try {
        Context context = context_([&](std::string_view text) {
            send_line(connection, encode(Progress{std::string(text)}));  // a terminal that is gone stops nothing
        });
        const Reply reply = operation->run(context, request->arguments);
        log_.info(fmt::format("control: {}, exit {}", operation->name, static_cast<int>(reply.exit)));
        return reply;
    } catch (const std::exception& bug) {
        log_.error(fmt::format("control: {} threw: {}", operation->name, bug.what()));
        return failed("The command ended by a bug of ours; the server's log tells more.");
    }
}

}  // namespace stafett::server::control
