// A store that fails on demand, for the error paths of the layers above.
//
//     FailingStore store(*real);
//     for (store.fail_step(0); !store.write(body); store.fail_step(store.failing_step() + 1))
//         expect_no_trace(*real);     // whatever call fails, nothing of the body is left
#pragma once

#include <functional>
#include <optional>
#include <utility>

#include "storage/store.h"
#include "tests/support/failing_transaction.h"

namespace stafett::tests {

// For one thread at a time; `inner` outlives it.
class FailingStore final : public storage::Store {
  public:
    explicit FailingStore(storage::Store& inner) : inner_(inner) {}

    // Each stays until it is set again; nothing: works.
    void fail_snapshots(std::optional<storage::Fault> fault) { snapshots_ = fault; }
    // The body runs, its commit fails.
    void fail_commits(std::optional<storage::Fault> fault) { commits_ = fault; }
    // The writing call number `step` (from 0) of each body fails.
    void fail_step(std::size_t step, storage::Fault fault = storage::Fault::unavailable) {
        steps_.failing = step;
        steps_.fault = fault;
    }
    void succeed() {
        snapshots_.reset();
        commits_.reset();
        steps_ = {};
    }
    std::size_t failing_step() const { return steps_.failing; }
    // Writing calls of the last body.
    std::size_t steps() const { return steps_.taken; }

    storage::Result<storage::SnapshotPtr> snapshot() override {
        if (snapshots_) return storage::fail(*snapshots_, "failing on demand");
        return inner_.snapshot();
    }
    void on_commit(std::function<void(const storage::CommitNotice&)> listener) override {
        inner_.on_commit(std::move(listener));
    }
    bool made_for_test_clock() const override { return inner_.made_for_test_clock(); }
    storage::Result<std::vector<std::string>> check_integrity() override { return inner_.check_integrity(); }
    storage::Result<std::vector<std::string>> check_in_portions(const std::function<bool()>& go_on) override {
        return inner_.check_in_portions(go_on);
    }
    storage::Result<void> back_up(const storage::Backup& wanted) override { return inner_.back_up(wanted); }

  protected:
    storage::Result<void> run(std::function<bool(storage::Transaction&)> body) override {
        bool keep = false;
        auto outcome = inner_.write([&](storage::Transaction& transaction) -> storage::Result<void> {
            steps_.taken = 0;
            FailingTransaction failing(transaction, steps_);
            keep = body(failing);
            if (commits_) return storage::fail(*commits_, "failing on demand");
            if (!keep) return storage::fail(storage::Fault::stale, "not kept");
            return {};
        });
        if (!outcome && (keep || commits_)) return outcome;
        return {};
    }

  private:
    storage::Store& inner_;
    std::optional<storage::Fault> snapshots_;
    std::optional<storage::Fault> commits_;
    Steps steps_;
};

}  // namespace stafett::tests
