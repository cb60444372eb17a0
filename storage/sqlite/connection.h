// One connection to the file: RAII over sqlite3, every statement prepared, every error translated in one place.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "storage/base/fault.h"
#include "storage/sqlite/statement.h"

struct sqlite3;
struct sqlite3_stmt;

namespace stafett::storage::sqlite {

enum class Access { read, write };

// Used by one thread at a time; moving it to another needs a lock between.
class Connection {
  public:
    // Opens `file`, which must exist, with `sync_to_disk` as Options has it. Statements are prepared by prepare(), for
    // they need the schema.
    static Result<std::unique_ptr<Connection>> open(const std::filesystem::path& file, Access access,
                                                    bool sync_to_disk);
    Result<void> prepare();

    // Runs a statement that answers with no row.
    template <class... Values>
    Result<void> run(const Statement& statement, const Values&... values) {
        Use use(*this, statement, values...);
        TRY_ASSIGN(const bool unexpected_row, use.step());
        static_cast<void>(unexpected_row);
        return {};
    }

    // The first row as `read(Row&)` makes it; nothing when there is none.
    template <class Read, class... Values>
    auto one(const Statement& statement, Read read, const Values&... values)
        -> Result<std::optional<std::invoke_result_t<Read&, Row&>>> {
        Use use(*this, statement, values...);
        TRY_ASSIGN(const bool found, use.step());
        if (!found) return std::nullopt;
        std::optional<std::invoke_result_t<Read&, Row&>> value = read(use.row());
        if (use.row().damaged()) return damaged(statement);
        return value;
    }

    // Every row; `read` must not run the same statement.
    template <class Read, class... Values>
    auto all(const Statement& statement, Read read, const Values&... values)
        -> Result<std::vector<std::invoke_result_t<Read&, Row&>>> {
        Use use(*this, statement, values...);
        std::vector<std::invoke_result_t<Read&, Row&>> rows;
        for (;;) {
            TRY_ASSIGN(const bool more, use.step());
            if (!more) return rows;
            rows.push_back(read(use.row()));
            if (use.row().damaged()) return damaged(statement);
        }
    }

    // SQL that is no named statement: migrations, and pragmas when opening and checking.
    Result<void> script(const std::string& sql);
    // The first column of each row.
    Result<std::vector<std::string>> lines(const std::string& sql);
    // Added to `found`, also those that came before a failure.
    Result<void> lines(const std::string& sql, std::vector<std::string>& found);

    // Copies all that this connection sees now into the empty file of `other`; writers go on meanwhile. `progress` may
    // be empty.
    Result<void> copy_into(Connection& other, const std::function<void(unsigned percent)>& progress);

    // From now on a commit does not copy the write-ahead log into the file by itself, and log_pages() tells its length
    // after the last one.
    void keep_log();
    std::size_t log_pages() const { return log_pages_; }
    // Copies into the file what no open snapshot forbids; waits for nobody. Whether that is the whole log.
    Result<bool> copy_log();

    std::int64_t last_id() const;
    // Rows that the last run() changed.
    std::int64_t changed_rows() const;
    // That all have changed since it was opened, by foreign keys and triggers too.
    std::int64_t all_changed_rows() const;
    // Statements that failed since then other than by a constraint.
    std::int64_t failures() const { return failures_; }
    // Whether a transaction is open; SQLite ends one by itself after some I/O errors.
    bool in_transaction() const;

  private:
    // One run of a prepared statement, reset when it goes out of scope.
    class Use {
      public:
        template <class... Values>
        Use(Connection& connection, const Statement& statement, const Values&... values)
            : connection_(connection),
              statement_(statement),
              prepared_(connection.prepared(statement)),
              row_(prepared_) {
            Binder binder(prepared_);
            (binder.add(values), ...);
        }
        Use(const Use&) = delete;
        Use& operator=(const Use&) = delete;
        ~Use();
        // Whether there is a row.
        Result<bool> step();
        Row& row() { return row_; }

      private:
        Connection& connection_;
        const Statement& statement_;
        sqlite3_stmt* prepared_;
        Row row_;
        std::uint64_t rows_ = 0;  // answered so far
    };

    struct Close {
        void operator()(sqlite3* db) const;
    };
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const;
    };

    explicit Connection(sqlite3* db) : db_(db) {}
    sqlite3_stmt* prepared(const Statement& statement) const { return prepared_[statement.index()].get(); }
    std::unexpected<Error> failed(int code, const std::string& doing) const;
    static std::unexpected<Error> damaged(const Statement& statement);

    std::unique_ptr<sqlite3, Close> db_;
    std::vector<std::unique_ptr<sqlite3_stmt, Finalize>> prepared_;  // by Statement::index()
    std::int64_t failures_ = 0;
    std::size_t log_pages_ = 0;
};

// What an (extended) SQLite result code is to the layers above; the one place that says so. Throws std::bad_alloc and,
// for codes that only a mistake of ours gives, std::logic_error.
Fault fault_of(int code);

}  // namespace stafett::storage::sqlite
