// The running server's end of the control socket.
#pragma once

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <thread>

#include "server/control/local_socket.h"
#include "server/control/operation.h"
#include "server/log/log.h"
#include "storage/base/mutex.h"
#include "storage/base/result.h"

namespace stafett::server::control {

// One thread listens, and one runs each operation, at most eight at a time.
class ControlServer {
  public:
    using MakeContext = std::function<Context(std::function<void(std::string_view)> progress)>;

    // `folder` is the data folder, which the caller has locked. `operations`, `log` and what `context` refers to
    // outlive the server.
    ControlServer(std::filesystem::path folder, std::span<const Operation> operations, MakeContext context,
                  log::Log& log);
    // Waits for operations that still run.
    ~ControlServer();
    ControlServer(const ControlServer&) = delete;
    ControlServer& operator=(const ControlServer&) = delete;

    // Answers when commands can connect. Once. The error is one sentence.
    base::Result<void, std::string> start();

    // Takes no more commands. True when no operation runs any more within `patience`. Any number of times.
    bool stop(std::chrono::milliseconds patience);

  private:
    void accept_all();
    void serve(const Descriptor& connection);
    Reply run(const Descriptor& connection, std::string_view line);

    const std::filesystem::path folder_;
    const std::span<const Operation> operations_;
    const MakeContext context_;
    log::Log& log_;
    Descriptor listener_;
    std::jthread accepting_;
    base::Mutex mutex_;
    std::condition_variable changed_;
    unsigned running_ STAFETT_GUARDED_BY(mutex_) = 0;
    bool stopping_ STAFETT_GUARDED_BY(mutex_) = false;
};

}  // namespace stafett::server::control
