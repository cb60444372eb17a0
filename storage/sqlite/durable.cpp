#include "storage/sqlite/durable.h"

#include <cerrno>
#include <cstdio>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace stafett::storage::sqlite {
namespace {

Fault fault_of_errno(int error) {
    switch (error) {
        case ENOSPC:
        case EDQUOT:
        case EFBIG:
            return Fault::quota;
        case EEXIST:
            return Fault::exists;
        case ENOENT:
            return Fault::not_found;
        default:
            return Fault::unavailable;
    }
}

Result<void> sync(const std::filesystem::path& path, int flags) {
    const int opened = ::open(path.c_str(), flags | O_RDONLY | O_CLOEXEC);
    if (opened < 0) return failed_file(path, errno);
    const int error = ::fsync(opened) == 0 ? 0 : errno;
    ::close(opened);
    // Some network file systems know no fsync of a folder; they order names by themselves.
    if (error != 0 && !(error == EINVAL && (flags & O_DIRECTORY))) return failed_file(path, error);
    return {};
}

}  // namespace

std::unexpected<Error> failed_file(const std::filesystem::path& file, int error) {
    return fail(fault_of_errno(error), fmt::format("{}: {}", file.string(), std::generic_category().message(error)));
}

std::filesystem::path folder_of(const std::filesystem::path& file) {
    return file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
}

Result<void> sync_file(const std::filesystem::path& file) { return sync(file, 0); }
Result<void> sync_folder(const std::filesystem::path& folder) { return sync(folder, O_DIRECTORY); }

Result<void> publish(const std::filesystem::path& from, const std::filesystem::path& to, Existing existing) {
    TRY(sync_file(from));
    int outcome = -1;
    if (existing == Existing::kept) {
        outcome = ::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE);
        // A file system that cannot promise it in one step still must not lose what is there.
        if (outcome != 0 && errno == EINVAL) {
            if (::access(to.c_str(), F_OK) == 0) return failed_file(to, EEXIST);
            outcome = ::rename(from.c_str(), to.c_str());
        }
    } else {
        outcome = ::rename(from.c_str(), to.c_str());
    }
    if (outcome != 0) return failed_file(to, errno);
    return sync_folder(folder_of(to));
}

}  // namespace stafett::storage::sqlite
