#include "storage/sqlite/folder_lock.h"

#include <array>
#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

namespace stafett::storage::sqlite {
namespace {

std::string reason() { return std::generic_category().message(errno); }

// What the holder wrote into the file: its process id.
std::string holder(int file) {
    std::array<char, 32> text{};
    const ssize_t size = ::pread(file, text.data(), text.size(), 0);
    return size > 0 ? std::string(text.data(), static_cast<std::size_t>(size)) : "unknown";
}

}  // namespace

Result<FolderLock> FolderLock::acquire(const std::filesystem::path& folder) {
    const std::filesystem::path path = folder / "stafett.lock";
    FolderLock lock(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (lock.file_ < 0) return fail(Fault::unavailable, fmt::format("{}: {}", path.string(), reason()));
    if (::flock(lock.file_, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK) return fail(Fault::unavailable, fmt::format("{}: {}", path.string(), reason()));
        return fail(Fault::busy,
                    fmt::format("{} is in use by another process ({})", folder.string(), holder(lock.file_)));
    }
    // The id is for people who read the message above; the lock itself does not need it.
    const std::string id = std::to_string(::getpid());
    if (::ftruncate(lock.file_, 0) != 0 || ::pwrite(lock.file_, id.data(), id.size(), 0) < 0)
        return fail(Fault::unavailable, fmt::format("{}: {}", path.string(), reason()));
    return lock;
}

FolderLock::~FolderLock() {
    if (file_ >= 0) ::close(file_);
}

}  // namespace stafett::storage::sqlite
