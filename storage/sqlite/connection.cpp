#include "storage/sqlite/connection.h"

#include <atomic>
#include <cerrno>
#include <new>
#include <stdexcept>
#include <system_error>

#include <fmt/format.h>
#include <sqlite3.h>

#include "storage/sqlite/work.h"

namespace stafett::storage::sqlite {
namespace {

// KiB of pages that a connection may keep. A reader's are worthless after each commit; the writer's stay good, and
// every page of an index that is not among them is read again.
constexpr int kReadersPages = 2048;
constexpr int kWritersPages = 8192;

// Only something outside Stafett (a backup tool, a shell) can hold a lock; it is given this long.
constexpr int kBusyMilliseconds = 5000;

// Of all connections (work.h).
std::atomic<std::uint64_t> statements_run{0};
std::atomic<std::uint64_t> rows_read{0};
std::atomic<std::uint64_t> steps_taken{0};

Fault fault_of_constraint(int code) {
    switch (code) {
        case SQLITE_CONSTRAINT_UNIQUE:
        case SQLITE_CONSTRAINT_PRIMARYKEY:
        case SQLITE_CONSTRAINT_ROWID:
            return Fault::exists;
        case SQLITE_CONSTRAINT_FOREIGNKEY:
            return Fault::not_found;  // it refers to what is not there
        default:
            throw std::logic_error(fmt::format("SQLite constraint {}: a value that no caller may store", code));
    }
}

// SQLite would count its memory under one lock of the whole process, for figures that nobody asks for.
void configure_once() {
    static const int done = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    static_cast<void>(done);
}

}  // namespace

Work work_done() { return {statements_run.load(), rows_read.load(), steps_taken.load()}; }

Fault fault_of(int code) {
    switch (code & 0xff) {
        case SQLITE_FULL:
        case SQLITE_TOOBIG:
            return Fault::quota;
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_PROTOCOL:
            return Fault::busy;
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
        case SQLITE_FORMAT:
        case SQLITE_ERROR:  // statements are all prepared at start: later it means a damaged schema
            return Fault::corrupt;
        case SQLITE_READONLY:
        case SQLITE_IOERR:
        case SQLITE_CANTOPEN:
        case SQLITE_PERM:
        case SQLITE_AUTH:
        case SQLITE_NOLFS:
        case SQLITE_ABORT:
        case SQLITE_INTERRUPT:
        case SQLITE_SCHEMA:
            return Fault::unavailable;
        case SQLITE_NOMEM:
            throw std::bad_alloc();
        case SQLITE_CONSTRAINT:
            return fault_of_constraint(code);
        default:
            throw std::logic_error(fmt::format("SQLite code {}: a mistake in using it", code));
    }
}

void Connection::Close::operator()(sqlite3* db) const { sqlite3_close(db); }
void Connection::Finalize::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

Result<std::unique_ptr<Connection>> Connection::open(const std::filesystem::path& file, Access access,
                                                     bool sync_to_disk) {
    configure_once();
    sqlite3* db = nullptr;
    // Readers too open for writing, because WAL readers write the shared index; query_only keeps them from the data.
    errno = 0;
    const int code = sqlite3_open_v2(file.c_str(), &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
    std::unique_ptr<Connection> connection(new Connection(db));
    if (code != SQLITE_OK) return connection->failed(code, "opening " + file.string());
    sqlite3_extended_result_codes(db, 1);
    sqlite3_busy_timeout(db, kBusyMilliseconds);
    TRY(
        connection->script(fmt::format("PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;"
                                       "PRAGMA synchronous = {}; PRAGMA query_only = {};"
                                       "PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -{};"
                                       "PRAGMA wal_autocheckpoint = 4000;",
                                       sync_to_disk ? "FULL" : "OFF", access == Access::read ? "ON" : "OFF",
                                       access == Access::read ? kReadersPages : kWritersPages)));
    return connection;
}

Result<void> Connection::prepare() {
    for (const Statement* statement : Statement::all()) {
        sqlite3_stmt* prepared = nullptr;
        const int code =
            sqlite3_prepare_v3(db_.get(), statement->sql().c_str(), -1, SQLITE_PREPARE_PERSISTENT, &prepared, nullptr);
        if (code != SQLITE_OK) return failed(code, fmt::format("preparing {}", statement->name()));
        prepared_.emplace_back(prepared);
    }
    return {};
}

Result<void> Connection::script(const std::string& sql) {
    errno = 0;
    const int code = sqlite3_exec(db_.get(), sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return failed(code, sql.substr(0, 60));
    return {};
}

Result<std::vector<std::string>> Connection::lines(const std::string& sql) {
    std::vector<std::string> found;
    TRY(lines(sql, found));
    return found;
}

Result<void> Connection::lines(const std::string& sql, std::vector<std::string>& found) {
    const auto keep = [](void* lines, int count, char** columns, char**) {
        static_cast<std::vector<std::string>*>(lines)->emplace_back(count > 0 && columns[0] ? columns[0] : "");
        return 0;
    };
    errno = 0;
    const int code = sqlite3_exec(db_.get(), sql.c_str(), keep, &found, nullptr);
    if (code != SQLITE_OK) return failed(code, sql.substr(0, 60));
    return {};
}

// In a read transaction the source stays what it was: the pages of later commits lie in the log behind it, and the copy
// never has to begin again, as it would between two transactions of its own.
Result<void> Connection::copy_into(Connection& other, const std::function<void(unsigned percent)>& progress) {
    constexpr int kPages = 1024;
    TRY(script("BEGIN DEFERRED; SELECT 1 FROM sqlite_schema LIMIT 1"));
    int code = SQLITE_OK;
    {
        const auto finish = [](sqlite3_backup* backup) { sqlite3_backup_finish(backup); };
        const std::unique_ptr<sqlite3_backup, decltype(finish)> copying(
            sqlite3_backup_init(other.db_.get(), "main", db_.get(), "main"), finish);
        code = copying ? SQLITE_OK : sqlite3_extended_errcode(other.db_.get());
        while (code == SQLITE_OK) {
            errno = 0;
            code = sqlite3_backup_step(copying.get(), kPages);
            const int whole = sqlite3_backup_pagecount(copying.get());
            const int left = sqlite3_backup_remaining(copying.get());
            if (progress && whole > 0) progress(static_cast<unsigned>(100 * std::int64_t{whole - left} / whole));
        }
    }
    TRY(script("ROLLBACK"));
    if (code == SQLITE_DONE) return {};
    return other.failed(code, "copying the store");
}

void Connection::keep_log() {
    const auto count = [](void* self, sqlite3*, const char*, int pages) {
        static_cast<Connection*>(self)->log_pages_ = static_cast<std::size_t>(pages);
        return SQLITE_OK;
    };
    sqlite3_wal_hook(db_.get(), count, this);  // takes the place of wal_autocheckpoint
}

Result<bool> Connection::copy_log() {
    int pages = 0, copied = 0;
    errno = 0;
    const int code = sqlite3_wal_checkpoint_v2(db_.get(), "main", SQLITE_CHECKPOINT_PASSIVE, &pages, &copied);
    if (code != SQLITE_OK) return failed(code, "copying the write-ahead log");
    return copied == pages;
}

std::int64_t Connection::last_id() const { return sqlite3_last_insert_rowid(db_.get()); }
std::int64_t Connection::changed_rows() const { return sqlite3_changes64(db_.get()); }
std::int64_t Connection::all_changed_rows() const { return sqlite3_total_changes64(db_.get()); }
bool Connection::in_transaction() const { return sqlite3_get_autocommit(db_.get()) == 0; }

Connection::Use::~Use() {
    statements_run.fetch_add(1, std::memory_order_relaxed);
    rows_read.fetch_add(rows_, std::memory_order_relaxed);
    const int steps = sqlite3_stmt_status(prepared_, SQLITE_STMTSTATUS_VM_STEP, 1);
    steps_taken.fetch_add(static_cast<std::uint64_t>(steps), std::memory_order_relaxed);
    sqlite3_reset(prepared_);
    sqlite3_clear_bindings(prepared_);
}

Result<bool> Connection::Use::step() {
    errno = 0;
    switch (const int code = sqlite3_step(prepared_)) {
        case SQLITE_ROW:
            ++rows_;
            return true;
        case SQLITE_DONE:
            return false;
        default:
            if ((code & 0xff) != SQLITE_CONSTRAINT) ++connection_.failures_;
            return connection_.failed(code, statement_.name());
    }
}

std::unexpected<Error> Connection::failed(int code, const std::string& doing) const {
    // What the system said tells a full disk or quota from a broken one where SQLite's own code does not; SQLite keeps
    // it only of some of its calls, so it is taken from errno, which every caller has cleared before.
    const int plain = code & 0xff;
    const int system = plain == SQLITE_IOERR || plain == SQLITE_CANTOPEN ? errno : 0;
    const bool full = system == ENOSPC || system == EDQUOT || system == EFBIG;
    std::string detail = fmt::format("{}: {} (SQLite {}{})", doing, sqlite3_errmsg(db_.get()), code,
                                     system == 0 ? "" : ", " + std::generic_category().message(system));
    return fail(full ? Fault::quota : fault_of(code), std::move(detail));
}

std::unexpected<Error> Connection::damaged(const Statement& statement) {
    return fail(Fault::corrupt, fmt::format("{}: a row has a value of no known form", statement.name()));
}

}  // namespace stafett::storage::sqlite
