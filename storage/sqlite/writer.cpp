#include "storage/sqlite/writer.h"

#include <algorithm>
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
               NewestFacts& facts, Texts& texts, OpenSnapshots& snapshots)
    : connection_(std::move(connection)),
      log_(*connection_, snapshots, options),
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
        answer(jobs);
        log_.tend();
    }
}

void Writer::answer(Jobs jobs) {
    const base::Lock lock(mutex_);
    for (Job* job : jobs) {
        job->done = true;
        // While the lock is held: the waiter destroys the condition variable as soon as it can go on.
        job->answered.notify_one();
    }
}

// Nobody's answer leaves before this returns, so refusals too are decided on what is durable.
void Writer::serve(Jobs jobs) {
    if (!begin_for(jobs)) return;
    Result<Attempt> together = attempt(jobs, Undo::all);
    if (together && *together == Attempt::one_must_be_undone) {
        if (!begin_for(jobs)) return;
        together = attempt(jobs, Undo::each);
    }
    if (together) return;
    if (jobs.size() == 1) {
        jobs.front()->outcome = std::unexpected(together.error());
        return;
    }
    // The batch failed as a whole, perhaps by one body alone (a disk that is full for one large text): each gets a
    // transaction of its own, once.
    for (; !jobs.empty(); jobs = jobs.subspan(1)) {
        if (!begin_for(jobs)) return;
        const auto outcome = attempt(jobs.first(1), Undo::all);
        if (!outcome) jobs.front()->outcome = std::unexpected(outcome.error());
    }
}

const Statement kBegin{"writer.begin", "BEGIN IMMEDIATE"};
const Statement kFacts{"writer.facts", "SELECT facts FROM store"};
Result<void> Writer::begin() {
    TRY(connection_->run(kBegin));
    rows_before_ = connection_->all_changed_rows();
    const auto version = connection_->one(kFacts, [](Row& row) { return row.integer(0); });
    if (version && *version) {
        facts_ = newest_facts_.of(**version);
        return {};
    }
    roll_back();
    if (!version) return std::unexpected(version.error());
    return fail(Fault::corrupt, "the store has lost its own row");
}

// Locked by somebody outside: that was waited for already, and waiting anew for each would take minutes.
bool Writer::begin_for(Jobs jobs) {
    const Result<void> begun = begin();
    if (begun) return true;
    for (Job* job : jobs) {
        job->outcome = begun;
        job->thrown = nullptr;
    }
    return false;
}

Result<Writer::Attempt> Writer::attempt(Jobs jobs, Undo undo) {
    for (Job* job : jobs) {
        job->kept = false;
        job->outcome = {};
        job->thrown = nullptr;
        job->touched = {};
    }
    Result<Attempt> attempted = run_and_commit(jobs, undo);
    if (!attempted || *attempted != Attempt::done) roll_back();
    return attempted;
}

Result<Writer::Attempt> Writer::run_and_commit(Jobs jobs, Undo undo) {
    for (Job* job : jobs) {
        TRY_ASSIGN(const Attempt one, run_body(*job, undo, jobs.size() == 1));
        if (one != Attempt::done) return one;
    }
    TRY(commit(jobs));
    return Attempt::done;
}

const Statement kSavepoint{"writer.savepoint", "SAVEPOINT body"};
const Statement kRelease{"writer.release", "RELEASE body"};
const Statement kUndo{"writer.undo", "ROLLBACK TO body"};
Result<Writer::Attempt> Writer::run_body(Job& job, Undo undo, bool alone) {
    if (undo == Undo::each) TRY(connection_->run(kSavepoint));
    const std::int64_t changed = connection_->all_changed_rows(), failures = connection_->failures();
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
        if (alone && !job.kept) return Attempt::done;
        return fail(Fault::unavailable, "an error inside a body ended the transaction");
    }
    if (job.kept && changes_facts(job.touched)) facts_ = nullptr;
    if (undo == Undo::each) {
        if (!job.kept) TRY(connection_->run(kUndo));
        TRY(connection_->run(kRelease));
        return Attempt::done;
    }
    // What a statement that failed has changed is not counted, and in a damaged index not always undone.
    const bool unchanged = connection_->all_changed_rows() == changed && connection_->failures() == failures;
    return job.kept || alone || unchanged ? Attempt::done : Attempt::one_must_be_undone;
}

const Statement kFactsChanged{"writer.facts_changed", "UPDATE store SET facts = facts + 1"};
const Statement kCommit{"writer.commit", "COMMIT"};
Result<void> Writer::commit(Jobs jobs) {
    const bool anything = std::ranges::any_of(jobs, [](const Job* job) { return job->kept; });
    const bool facts =
        std::ranges::any_of(jobs, [](const Job* job) { return job->kept && changes_facts(job->touched); });
    if (facts) TRY(connection_->run(kFactsChanged));
    if (anything) {
        const bool changed = connection_->all_changed_rows() != rows_before_;
        TRY(connection_->run(kCommit));
        notify(jobs, changed);
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

void Writer::notify(Jobs jobs, bool changed) {
    CommitNotice notice;
    for (const Job* job : jobs)
        if (job->kept) merge(notice, job->touched);
    if (!changed && empty(notice)) return;
    const base::Lock lock(listeners_mutex_);
    for (const Listener& listener : listeners_) listener(notice);
}

}  // namespace stafett::storage::sqlite
