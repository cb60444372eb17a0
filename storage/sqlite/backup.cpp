#include "storage/sqlite/backup.h"

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "storage/base/digest.h"
#include "storage/sqlite/durable.h"
#include "storage/sqlite/schema.h"

namespace stafett::storage::sqlite {
namespace {

// The file while it is written: beside its later place, its owner's alone, gone with this object unless published.
class Unfinished {
  public:
    static Result<Unfinished> make(const std::filesystem::path& file) {
        Unfinished made(file.string() + ".unfinished");
        made.file_ = ::open(made.path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
        if (made.file_ < 0) return failed_file(made.path_, errno);
        // One that a killed backup left is taken over, without what SQLite had beside it; one that another backup is
        // writing is not, nor one that has got its name while we waited.
        struct stat opened{}, named{};
        if (::flock(made.file_, LOCK_EX | LOCK_NB) != 0 || ::fstat(made.file_, &opened) != 0 ||
            ::stat(made.path_.c_str(), &named) != 0 || opened.st_ino != named.st_ino)
            return fail(Fault::busy, made.path_.string() + " is being written by another backup");
        for (const char* beside : {"-wal", "-shm", "-journal"}) ::unlink((made.path_.string() + beside).c_str());
        made.own_ = true;
        if (::ftruncate(made.file_, 0) != 0 || ::fchmod(made.file_, 0600) != 0) return failed_file(made.path_, errno);
        return made;
    }
    Unfinished(Unfinished&& other) noexcept
        : path_(std::move(other.path_)),
          file_(std::exchange(other.file_, -1)),
          own_(std::exchange(other.own_, false)) {}
    Unfinished& operator=(Unfinished&&) = delete;
    ~Unfinished() {
        if (own_) ::unlink(path_.c_str());
        if (file_ >= 0) ::close(file_);
    }

    const std::filesystem::path& path() const { return path_; }
    Result<void> publish_as(const std::filesystem::path& file, Existing existing) {
        TRY(publish(path_, file, existing));
        own_ = false;
        return {};
    }

  private:
    explicit Unfinished(std::filesystem::path path) : path_(std::move(path)) {}
    std::filesystem::path path_;
    int file_ = -1;
    bool own_ = false;
};

// One file without a log beside it, which opens from a read-only medium too, and tokens that nobody has.
Result<void> make_whole(Connection& copy) {
    TRY_ASSIGN(const auto journal, copy.lines("PRAGMA journal_mode = DELETE"));
    if (journal != std::vector<std::string>{"delete"}) return fail(Fault::busy, "the copy keeps its write-ahead log");
    return copy.script(fmt::format("UPDATE store SET epoch = '{}'", base::to_base64url(base::random_octets(9))));
}

Result<void> refuse_inside(const std::filesystem::path& data, const std::filesystem::path& file) {
    std::error_code error;
    const auto folder = std::filesystem::weakly_canonical(folder_of(file), error);
    const auto inside = std::filesystem::weakly_canonical(data, error);
    const auto [end, rest] = std::mismatch(inside.begin(), inside.end(), folder.begin(), folder.end());
    if (end != inside.end()) return {};
    return fail(
        Fault::unavailable,
        fmt::format("{} lies in the data folder and would be lost with it; name a file elsewhere", file.string()));
}

}  // namespace

Result<void> back_up(Connection& source, const std::filesystem::path& data, const Backup& wanted) {
    TRY(refuse_inside(data, wanted.file));
    std::error_code error;
    if (!wanted.overwrite && std::filesystem::exists(wanted.file, error)) return failed_file(wanted.file, EEXIST);
    if (std::filesystem::is_directory(wanted.file, error)) return failed_file(wanted.file, EISDIR);
    TRY_ASSIGN(Unfinished unfinished, Unfinished::make(wanted.file));
    {
        // No journal and no waiting for the disk: nobody reads this file before it is whole and on the disk.
        TRY_ASSIGN(const auto copy, Connection::open(unfinished.path(), Access::write, false));
        TRY_ASSIGN(const auto journal, copy->lines("PRAGMA journal_mode = OFF"));
        static_cast<void>(journal);
        TRY(source.copy_into(*copy, wanted.progress));
        TRY(make_whole(*copy));
        // A backup that cannot be restored is found out about when it is made.
        TRY(quick_check(*copy));
    }
    return unfinished.publish_as(wanted.file, wanted.overwrite ? Existing::replaced : Existing::kept);
}

Result<void> Restoring::finish() {
    const auto copy = folder() / "stafett.db";
    {
        TRY_ASSIGN(const auto connection, Connection::open(copy, Access::write, true));
        TRY(make_whole(*connection));
    }
    TRY(publish(copy, data_ / "stafett.db", Existing::kept));
    return sync_folder(folder_of(data_));
}

}  // namespace stafett::storage::sqlite
