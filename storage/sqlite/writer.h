// The writing thread: runs all waiting bodies in one transaction, one COMMIT (group commit).
#pragma once

#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <thread>
#include <vector>

#include "storage/base/fault.h"
#include "storage/base/mutex.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/log_keeper.h"
#include "storage/sqlite/open.h"
#include "storage/sqlite/remembered.h"
#include "storage/sqlite/texts.h"
#include "storage/store.h"

namespace stafett::storage::sqlite {

class Writer {
  public:
    using Body = std::function<bool(Transaction&)>;
    using Listener = std::function<void(const CommitNotice&)>;

    // Starts the thread, which owns `connection` from then on.
    Writer(std::unique_ptr<Connection> connection, const Options& options, const model::Epoch& epoch,
           NewestFacts& facts, Texts& texts, OpenSnapshots& snapshots);
    // Runs what waits, then ends the thread.
    ~Writer();
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    // Blocks until the commit that holds `body` is durable; rethrows what the body throws. Thread-safe, but not for the
    // writing thread itself: a body or listener that writes is a bug (std::logic_error).
    Result<void> run(const Body& body);
    // A listener runs on the writing thread and must not throw.
    void on_commit(Listener listener);

  private:
    // One caller's body; lives on the caller's stack while she waits.
    struct Job {
        explicit Job(const Body& run) : body(&run) {}
        const Body* body;
        std::condition_variable answered;
        bool done = false;  // under mutex_; what follows is the writing thread's until it is set
        bool kept = false;  // the body wants what it did to stay
        Result<void> outcome;
        std::exception_ptr thrown;
        CommitNotice touched;
    };
    using Jobs = std::span<Job* const>;

    // What can be undone. A savepoint keeps each page that changes as it was, and hardly a body changes something and
    // then wants it gone: the batch is run without them first, and with one for each body if there is such a body.
    enum class Undo { all, each };
    enum class Attempt { done, one_must_be_undone };

    void loop();
    void serve(Jobs jobs);
    void answer(Jobs jobs);
    Result<void> begin();
    // False: it failed, and that is everybody's answer.
    bool begin_for(Jobs jobs);
    // In the transaction begun, which it ends. Unless it is done nothing of the batch is left, and nobody has an
    // answer.
    Result<Attempt> attempt(Jobs jobs, Undo undo);
    Result<Attempt> run_and_commit(Jobs jobs, Undo undo);
    Result<Attempt> run_body(Job& job, Undo undo, bool alone);
    Result<void> commit(Jobs jobs);
    void roll_back();
    // `changed`: whether any row was.
    void notify(Jobs jobs, bool changed);

    std::unique_ptr<Connection> connection_;
    LogKeeper log_;
    const model::Epoch& epoch_;
    NewestFacts& newest_facts_;
    Texts& texts_;
    std::int64_t rows_before_ = 0;  // changed by this connection before the present transaction
    FactsPtr facts_;                // of the state the transaction began in; null once it has changed them
    const std::size_t queue_limit_;
    const std::function<void(const Batch&)> on_batch_;

    base::Mutex mutex_;
    std::condition_variable waiting_;
    std::condition_variable left_;
    std::deque<Job*> queue_ STAFETT_GUARDED_BY(mutex_);
    bool closing_ STAFETT_GUARDED_BY(mutex_) = false;
    std::size_t callers_ STAFETT_GUARDED_BY(mutex_) = 0;  // inside run()

    base::Mutex listeners_mutex_;
    std::vector<Listener> listeners_ STAFETT_GUARDED_BY(listeners_mutex_);

    std::thread thread_;
};

}  // namespace stafett::storage::sqlite
