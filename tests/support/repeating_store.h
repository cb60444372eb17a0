// A store that runs every body twice and keeps the second run only, as a backend may that retries (storage/store.h).
// A body that leaves something outside its transaction shows it here.
#pragma once

#include <functional>
#include <memory>
#include <utility>

#include "storage/store.h"

namespace stafett::tests {

class RepeatingStore final : public storage::Store {
  public:
    explicit RepeatingStore(std::unique_ptr<storage::Store> inner) : inner_(std::move(inner)) {}

    storage::Result<storage::SnapshotPtr> snapshot() override { return inner_->snapshot(); }
    void on_commit(std::function<void(const storage::CommitNotice&)> listener) override {
        inner_->on_commit(std::move(listener));
    }
    bool made_for_test_clock() const override { return inner_->made_for_test_clock(); }
    storage::Result<std::vector<std::string>> check_integrity() override { return inner_->check_integrity(); }
    storage::Result<std::vector<std::string>> check_in_portions(const std::function<bool()>& go_on) override {
        return inner_->check_in_portions(go_on);
    }
    storage::Result<void> back_up(const storage::Backup& wanted) override { return inner_->back_up(wanted); }

  protected:
    storage::Result<void> run(std::function<bool(storage::Transaction&)> body) override {
        bool keep = false;
        const auto once = [&](storage::Transaction& transaction, bool last) -> storage::Result<void> {
            keep = body(transaction);
            if (last && keep) return {};
            return storage::fail(storage::Fault::stale, "not kept");
        };
        static_cast<void>(inner_->write([&](storage::Transaction& transaction) { return once(transaction, false); }));
        auto outcome = inner_->write([&](storage::Transaction& transaction) { return once(transaction, true); });
        // The body's own answer stands; only an error that is the store's is one.
        if (!outcome && keep) return outcome;
        return {};
    }

  private:
    std::unique_ptr<storage::Store> inner_;
};

}  // namespace stafett::tests
