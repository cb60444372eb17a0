#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "storage/sqlite/backup.h"
#include "storage/sqlite/calendars.h"
#include "storage/sqlite/durable.h"
#include "storage/sqlite/folder_lock.h"
#include "storage/sqlite/open.h"
#include "storage/sqlite/readers.h"
#include "storage/sqlite/schema.h"
#include "storage/sqlite/writer.h"

namespace stafett::storage::sqlite {
namespace {

class SqliteStore final : public Store {
  public:
    SqliteStore(FolderLock lock, std::filesystem::path file, std::unique_ptr<Connection> writing, Identity identity,
                const Options& options)
        : lock_(std::move(lock)),
          folder_(options.folder),
          identity_(std::move(identity)),
          texts_(options.texts),
          readers_(std::move(file), options, identity_.epoch, facts_, texts_, open_),
          writer_(std::move(writing), options, identity_.epoch, facts_, texts_, open_) {}

    Result<SnapshotPtr> snapshot() override { return readers_.snapshot(); }
    void on_commit(std::function<void(const CommitNotice&)> listener) override {
        writer_.on_commit(std::move(listener));
    }
    bool made_for_test_clock() const override { return identity_.test_clock; }
    Result<std::vector<std::string>> check_integrity() override {
        const OpenSnapshots::Entry entry(open_);
        TRY_ASSIGN(const auto connection, readers_.connect());
        return full_check(*connection);
    }
    Result<std::vector<std::string>> check_in_portions(const std::function<bool()>& go_on) override {
        TRY_ASSIGN(const auto connection, readers_.connect());
        return sqlite::check_in_portions(*connection, go_on);
    }
    Result<void> back_up(const Backup& wanted) override {
        const OpenSnapshots::Entry entry(open_);
        TRY_ASSIGN(const auto connection, readers_.connect());
        return sqlite::back_up(*connection, folder_, wanted);
    }

  protected:
    Result<void> run(std::function<bool(Transaction&)> body) override { return writer_.run(body); }

  private:
    // Destroyed from below: the writer finishes, the readers close, then the folder is free.
    const FolderLock lock_;
    const std::filesystem::path folder_;
    const Identity identity_;
    NewestFacts facts_;
    Texts texts_;
    OpenSnapshots open_;
    Readers readers_;
    Writer writer_;
};

// An empty file that nobody else may read; -wal and -shm get its mode from SQLite.
Result<void> make_file(const std::filesystem::path& file) {
    const int made = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (made < 0) return failed_file(file, errno);
    ::close(made);
    return sync_folder(folder_of(file));
}

Result<void> make_folder(const std::filesystem::path& folder) {
    std::error_code error;
    if (std::filesystem::is_directory(folder, error)) return {};
    std::filesystem::create_directories(folder, error);
    if (!error) std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
    if (error) return fail(Fault::unavailable, fmt::format("{}: {}", folder.string(), error.message()));
    return sync_folder(folder_of(folder));
}

// A file of no octets is one whose making was interrupted: no store yet.
bool holds_store(const std::filesystem::path& file) {
    std::error_code error;
    const auto size = std::filesystem::file_size(file, error);
    return !error && size > 0;
}

}  // namespace

Result<std::unique_ptr<Store>> open(const Options& options) {
    const std::filesystem::path file = options.folder / "stafett.db";
    if (options.mode == Mode::open && !holds_store(file))
        return fail(Fault::not_found, options.folder.string() + " holds no store");
    TRY(make_folder(options.folder));
    TRY_ASSIGN(FolderLock lock, FolderLock::acquire(options.folder));
    if (options.mode == Mode::create && holds_store(file))
        return fail(Fault::exists, options.folder.string() + " already holds a store");
    std::error_code error;
    if (!std::filesystem::exists(file, error)) TRY(make_file(file));

    TRY_ASSIGN(auto writing, Connection::open(file, Access::write, options.sync_to_disk));
    TRY_ASSIGN(const auto journal, writing->lines("PRAGMA journal_mode = WAL"));
    if (journal != std::vector<std::string>{"wal"})
        return fail(Fault::unavailable, "no write-ahead log can be kept in " + options.folder.string());
    TRY(migrate(*writing, options.test_clock));
    TRY(quick_check(*writing));
    TRY(writing->prepare());
    // Made of what else is in the file, so no reason to refuse it: a backup's are put right too.
    TRY(recount(*writing));
    TRY_ASSIGN(Identity own, identity(*writing));
    return std::make_unique<SqliteStore>(std::move(lock), file, std::move(writing), std::move(own), options);
}

}  // namespace stafett::storage::sqlite
