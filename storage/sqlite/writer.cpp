#include "storage/sqlite/writer.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "storage/sqlite/snapshot.h"

namespace stafett::storage::sqlite {
namespace {

// More in one transaction gain nothing over one fsync and make the first of them wait.
constexpr std::size_t kLargestBatch = 256;

void merge(CommitNotice& into, const CommitNotice& from) {
    for (const model::CalendarId calendar : from.calendars)
        if (std::find(into.calendars.begin(), into.calendars.end(), calendar) == into.calendars.end())
            into.calendars.push_back(calendar);
    into.association |= from.association;
    into.accounts |= from.accounts;
    into.feeds |= from.feeds;
    into.homes |= from.homes;
}

bool empty(const CommitNotice& notice) {
    return notice.calendars.empty() && !notice.association && !notice.accounts && !notice.feeds && !notice.homes;
}

}  // namespace

Writer::Writer(std::unique_ptr<Connection> connection, const Options& options, const model::Epoch& epoch,
               NewestFacts& facts, Texts& texts)
    : connection_(std::move(connection)),
      epoch_(epoch),
      newest_facts_(facts),
      texts_(texts),
      queue_limit_(options.queue),
      on_batch_(options.on_batch),
      thread_([this] { loop(); }) {}

Writer::~Writer() {
    {
        const base::Lock lock(mutex_);
        closing_ = true;
    }
    waiting_.notify_one();
    thread_.join();
    // Answered callers may still be on their way out of run().
    base::Lock lock(mutex_);
    while (callers_ > 0) lock.wait(left_);
}

void Writer::on_commit(Listener listener) {
    const base::Lock lock(listeners_mutex_);
    listeners_.push_back(std::move(listener));
}

Result<void> Writer::run(const Body& body) {
    if (std::this_thread::get_id() == thread_.get_id()) throw std::logic_error("a body or listener must not write()");
    Job job(body);
    {
        base::Lock lock(mutex_);
        if (closing_) return fail(Fault::unavailable, "the store has shut down");
        if (queue_.size() >= queue_limit_) return fail(Fault::busy, "too many writes are waiting");
        queue_.push_back(&job);
        ++callers_;
        waiting_.notify_one();
        while (!job.done) lock.wait(job.answered);
        if (--callers_ == 0) left_.notify_one();
    }
    if (job.thrown) std::rethrow_exception(job.thrown);
    return job.outcome;
}

void Writer::loop() {
    for (;;) {
        std::vector<Job*> jobs;
        {
            base::Lock lock(mutex_);
            while (!closing_ && queue_.empty()) lock.wait(waiting_);
            if (queue_.empty()) return;
            const auto end = queue_.begin() + static_cast<std::ptrdiff_t>(std::min(queue_.size(), kLargestBatch));
            jobs.assign(queue_.begin(), end);
            queue_.erase(queue_.begin(), end);
        }
        serve(jobs);
        const base::Lock lock(mutex_);
        for (Job* job : jobs) {
            job->done = true;
            // While the lock is held: the waiter destroys the condition variable as soon as it can go on.
            job->answered.notify_one();
        }
    }
}

// Nobody's answer leaves before this returns, so refusals too are decided on what is durable.
void Writer::serve(Jobs jobs) {
    // Locked by somebody outside: that was waited for already, and waiting anew for each would take minutes.
    if (Result<void> begun = begin(); !begun) {
        for (Job* job : jobs) job->outcome = begun;
        return;
    }
    Result<bool> together = attempt(jobs, Undo::all);
    if (together && !*together) together = begin_and_attempt(jobs, Undo::each);
    if (together) return;
    if (jobs.size() == 1) {
        jobs.front()->outcome = std::unexpected(together.error());
        return;
    }
    // The batch failed as a whole, perhaps by one body alone (a disk that is full for one large text): each gets a
    // transaction of its own, once.
    for (Job* job : jobs) {
        const std::array alone{job};
        const Result<bool> outcome = begin_and_attempt(alone, Undo::all);
        if (!outcome) job->outcome = std::unexpected(outcome.error());
    }
}

const Statement kBegin{"writer.begin", "BEGIN IMMEDIATE"};
const Statement kFacts{"writer.facts", "SELECT facts FROM store"};
Result<void> Writer::begin() {
    TRY(connection_->run(kBegin));
    const auto version = connection_->one(kFacts, [](Row& row) { return row.integer(0); });
    if (version && *version) {
        facts_ = newest_facts_.of(**version);
        return {};
    }
    roll_back();
    if (!version) return std::unexpected(version.error());
    return fail(Fault::corrupt, "the store has lost its own row");
}

Result<bool> Writer::begin_and_attempt(Jobs jobs, Undo undo) {
    TRY(begin());
    return attempt(jobs, undo);
}

Result<bool> Writer::attempt(Jobs jobs, Undo undo) {
    for (Job* job : jobs) {
        job->kept = false;
        job->outcome = {};
        job->thrown = nullptr;
        job->touched = {};
    }
    Result<bool> good = true;
    for (std::size_t i = 0; good && *good && i < jobs.size(); ++i) good = run_body(*jobs[i], undo, jobs.size() == 1);
    if (good && *good)
        if (Result<void> committed = commit(jobs); !committed) good = std::unexpected(committed.error());
    if (!good || !*good) roll_back();
    return good;
}

const Statement kSavepoint{"writer.savepoint", "SAVEPOINT body"};
const Statement kRelease{"writer.release", "RELEASE body"};
const Statement kUndo{"writer.undo", "ROLLBACK TO body"};
Result<bool> Writer::run_body(Job& job, Undo undo, bool alone) {
    if (undo == Undo::each) TRY(connection_->run(kSavepoint));
    const std::int64_t changed_before = connection_->all_changed_rows();
    {
        WriteTransaction transaction(*connection_, job.touched, epoch_, facts_, texts_);
        try {
            job.kept = (*job.body)(transaction);
        } catch (...) {
            job.thrown = std::current_exception();
        }
    }
    if (!connection_->in_transaction()) {
        // After some errors (disk full, I/O) SQLite has already rolled back everything. One who is alone and wants
        // nothing kept has her answer all the same.
        if (alone && !job.kept) return true;
        return fail(Fault::unavailable, "an error inside a body ended the transaction");
    }
    if (job.kept && changes_facts(job.touched)) facts_ = nullptr;
    if (undo == Undo::all) return job.kept || alone || connection_->all_changed_rows() == changed_before;
    if (!job.kept) TRY(connection_->run(kUndo));
    TRY(connection_->run(kRelease));
    return true;
}

const Statement kFactsChanged{"writer.facts_changed", "UPDATE store SET facts = facts + 1"};
const Statement kCommit{"writer.commit", "COMMIT"};
Result<void> Writer::commit(Jobs jobs) {
    const bool anything = std::ranges::any_of(jobs, [](const Job* job) { return job->kept; });
    const bool facts =
        std::ranges::any_of(jobs, [](const Job* job) { return job->kept && changes_facts(job->touched); });
    if (facts) TRY(connection_->run(kFactsChanged));
    if (anything) {
        TRY(connection_->run(kCommit));
        notify(jobs);
    } else {
        roll_back();
    }
    if (on_batch_) on_batch_({.bodies = jobs.size(), .committed = anything});
    return {};
}

const Statement kRollBack{"writer.roll_back", "ROLLBACK"};
void Writer::roll_back() {
    // Fails only when there is nothing to roll back any more.
    if (connection_->in_transaction()) static_cast<void>(connection_->run(kRollBack));
}

void Writer::notify(Jobs jobs) {
    CommitNotice notice;
    for (const Job* job : jobs)
        if (job->kept) merge(notice, job->touched);
    if (empty(notice)) return;
    const base::Lock lock(listeners_mutex_);
    for (const Listener& listener : listeners_) listener(notice);
}

}  // namespace stafett::storage::sqlite
