#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "storage/sqlite/backup.h"
#include "storage/sqlite/durable.h"
#include "storage/sqlite/schema.h"

namespace stafett::storage::sqlite {
namespace {

using std::filesystem::path;

class Descriptor {
  public:
    explicit Descriptor(int file) : file_(file) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (file_ >= 0) ::close(file_);
    }
    int get() const { return file_; }

  private:
    int file_;
};

bool is_used(const path& data) {
    std::error_code error;
    for (const char* name : {"stafett.db", "stafett.db-wal"})
        if (const auto size = std::filesystem::file_size(data / name, error); !error && size > 0) return true;
    return false;
}

// sqlite.org/fileformat2.html §1.3: what the first octets of a store of ours look like.
Result<void> check_head(const path& file, std::string_view head) {
    constexpr std::string_view magic("SQLite format 3\0", 16), ours("Stft", 4);
    if (head.size() < 100 || head.substr(0, magic.size()) != magic || head.substr(68, 4) != ours)
        return fail(Fault::corrupt, file.string() + " is no backup of Stafett");
    std::error_code error;
    const path log = file.string() + "-wal";
    if (const auto size = std::filesystem::file_size(log, error); !error && size > 0)
        return fail(Fault::corrupt,
                    fmt::format("{} lies beside it, so it is a part of a running server's data and no whole backup; "
                                "take one that 'stafett backup' made",
                                log.string()));
    return {};
}

Result<void> write_all(int to, const path& name, std::string_view octets) {
    while (!octets.empty()) {
        const ssize_t written = ::write(to, octets.data(), octets.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return failed_file(name, written < 0 ? errno : ENOSPC);
        octets.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

Result<void> copy(const path& from, const path& to, const std::function<void(unsigned)>& progress) {
    const Descriptor source(::open(from.c_str(), O_RDONLY | O_CLOEXEC));
    struct stat about{};
    if (source.get() < 0 || ::fstat(source.get(), &about) != 0) return failed_file(from, errno);
    const Descriptor target(::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (target.get() < 0) return failed_file(to, errno);
    std::vector<char> piece(1024UZ * 1024);
    const off_t whole = std::max<off_t>(about.st_size, 1);
    off_t done = 0;
    while (true) {
        const ssize_t size = ::read(source.get(), piece.data(), piece.size());
        if (size < 0 && errno == EINTR) continue;
        if (size < 0) return failed_file(from, errno);
        const std::string_view octets(piece.data(), static_cast<std::size_t>(size));
        if (size == 0) return {};
        TRY(write_all(target.get(), to, octets));
        done += size;
        if (progress) progress(static_cast<unsigned>(std::min<off_t>(100 * done / whole, 100)));
    }
}

}  // namespace

Result<void> check_backup(const path& file) {
    const Descriptor source(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    struct stat about{};
    if (source.get() < 0 || ::fstat(source.get(), &about) != 0) return failed_file(file, errno);
    if (!S_ISREG(about.st_mode)) return fail(Fault::corrupt, file.string() + " is no file");
    std::array<char, 100> head{};
    const ssize_t size = ::read(source.get(), head.data(), head.size());
    if (size < 0) return failed_file(file, errno);
    return check_head(file, std::string_view(head.data(), static_cast<std::size_t>(size)));
}

Result<Restoring> Restoring::begin(const path& file, const path& data,
                                   const std::function<void(unsigned percent)>& progress) {
    TRY(check_backup(file));  // before the folder is touched
    std::error_code error;
    if (is_used(data)) return fail(Fault::exists, data.string() + " holds data already");
    std::filesystem::create_directories(data, error);
    if (!error) std::filesystem::permissions(data, std::filesystem::perms::owner_all, error);
    if (error) return failed_file(data, error.value());
    TRY_ASSIGN(FolderLock lock, FolderLock::acquire(data));
    if (is_used(data)) return fail(Fault::exists, data.string() + " holds data already");
    Restoring restoring(std::move(lock), data);
    // What a killed restore left behind.
    std::filesystem::remove_all(restoring.folder(), error);
    if (!error) std::filesystem::create_directory(restoring.folder(), error);
    if (!error) std::filesystem::permissions(restoring.folder(), std::filesystem::perms::owner_all, error);
    if (error) return failed_file(restoring.folder(), error.value());
    TRY(copy(file, restoring.folder() / "stafett.db", progress));
    return restoring;
}

Restoring::~Restoring() {
    std::error_code ignored;
    if (!data_.empty()) std::filesystem::remove_all(folder(), ignored);
}

}  // namespace stafett::storage::sqlite
