#include "storage/sqlite/readers.h"

#include "storage/sqlite/snapshot.h"

namespace stafett::storage::sqlite {
namespace {

struct Borrowed {
    Borrowed(OpenSnapshots& open, std::unique_ptr<Connection> own) : entry(open), connection(std::move(own)) {}

    const OpenSnapshots::Entry entry;
    std::unique_ptr<Connection> connection;
    CommitNotice untouched;  // a reader writes nothing
};

}  // namespace

const Statement kBegin{"readers.begin", "BEGIN DEFERRED"};
const Statement kEnd{"readers.end", "ROLLBACK"};
// BEGIN DEFERRED fixes no state yet: the first read does.
const Statement kFirstRead{"readers.first_read", "SELECT facts FROM store"};

// Holds a connection and its open read transaction. Borrowed is a base so that it is there before the aggregates are.
class Readers::ReadSnapshot final : private Borrowed, public Reading<Snapshot> {
  public:
    ReadSnapshot(Readers& readers, std::unique_ptr<Connection> own)
        : Borrowed(readers.open_, std::move(own)),
          Reading(*connection, untouched, readers.epoch_, nullptr, readers.texts_),
          readers_(readers) {}
    ReadSnapshot(const ReadSnapshot&) = delete;
    ReadSnapshot& operator=(const ReadSnapshot&) = delete;
    ~ReadSnapshot() override {
        // A connection whose transaction does not end must not be used again.
        if (connection->in_transaction() && !connection->run(kEnd)) connection.reset();
        readers_.give_back(std::move(connection));
    }

    Result<void> begin() {
        TRY(connection->run(kBegin));
        TRY_ASSIGN(const auto version, connection->one(kFirstRead, [](Row& row) { return row.integer(0); }));
        if (!version) return fail(Fault::corrupt, "the store has lost its own row");
        known_.use(readers_.facts_.of(*version));
        return {};
    }

  private:
    Readers& readers_;
};

Readers::Readers(std::filesystem::path file, const Options& options, const model::Epoch& epoch, NewestFacts& facts,
                 Texts& texts, OpenSnapshots& open)
    : file_(std::move(file)),
      sync_to_disk_(options.sync_to_disk),
      idle_limit_(options.idle_readers),
      most_(options.most_readers),
      epoch_(epoch),
      facts_(facts),
      texts_(texts),
      open_(open) {}

Result<SnapshotPtr> Readers::snapshot() {
    TRY_ASSIGN(auto connection, borrow());
    auto snapshot = std::make_unique<ReadSnapshot>(*this, std::move(connection));
    TRY(snapshot->begin());
    return snapshot;
}

Result<std::unique_ptr<Connection>> Readers::connect() const {
    TRY_ASSIGN(auto connection, Connection::open(file_, Access::read, sync_to_disk_));
    TRY(connection->prepare());
    return connection;
}

Result<std::unique_ptr<Connection>> Readers::borrow() {
    {
        const base::Lock lock(mutex_);
        if (alive_ >= most_) return fail(Fault::busy, "too many snapshots at a time");
        ++alive_;
        if (!idle_.empty()) {
            auto connection = std::move(idle_.back());
            idle_.pop_back();
            return connection;
        }
    }
    auto connection = connect();
    if (!connection) give_back(nullptr);
    return connection;
}

void Readers::give_back(std::unique_ptr<Connection> connection) {
    const base::Lock lock(mutex_);
    --alive_;
    if (connection && idle_.size() < idle_limit_) idle_.push_back(std::move(connection));
}

}  // namespace stafett::storage::sqlite
