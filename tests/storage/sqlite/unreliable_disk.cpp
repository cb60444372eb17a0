#include "tests/storage/sqlite/unreliable_disk.h"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <iterator>

#include <sqlite3.h>

namespace stafett::tests {
namespace {

constexpr std::size_t kSector = 512;

// Followed in memory by the file of the VFS below.
struct OpenFile {
    sqlite3_file base;
    UnreliableDisk::Vfs* vfs;
    std::string* path;  // null for files that nobody finds again
};

sqlite3_file* real(sqlite3_file* file) {
    return reinterpret_cast<sqlite3_file*>(reinterpret_cast<OpenFile*>(file) + 1);
}
OpenFile& own(sqlite3_file* file) { return *reinterpret_cast<OpenFile*>(file); }

std::string read_whole(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void put(std::string& file, std::size_t offset, std::string_view octets) {
    if (file.size() < offset + octets.size()) file.resize(offset + octets.size());
    file.replace(offset, octets.size(), octets);
}

}  // namespace

struct UnreliableDisk::Vfs {
    explicit Vfs(UnreliableDisk& disk) : disk(disk), below(sqlite3_vfs_find(nullptr)), face(*below) {
        face.zName = "unreliable-disk";
        face.pAppData = this;
        face.szOsFile = static_cast<int>(sizeof(OpenFile)) + below->szOsFile;
        face.xOpen = &open;
        face.xDelete = &remove;
        sqlite3_vfs_register(&face, 1);
    }
    ~Vfs() {
        sqlite3_vfs_register(below, 1);
        sqlite3_vfs_unregister(&face);
    }

    static Vfs& of(sqlite3_vfs* vfs) { return *static_cast<Vfs*>(vfs->pAppData); }

    static int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* given) {
        Vfs& self = of(vfs);
        const std::lock_guard lock(self.disk.mutex_);
        int there = 0;
        if (name) self.below->xAccess(self.below, name, SQLITE_ACCESS_EXISTS, &there);
        OpenFile& made = own(file);
        made = {{nullptr}, &self, nullptr};
        real(file)->pMethods = nullptr;
        const int code = self.below->xOpen(self.below, name, real(file), flags, given);
        if (!real(file)->pMethods) return code;
        made.base.pMethods = &methods;
        if (!name || !(flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL))) return code;
        made.path = new std::string(name);
        File& known = self.disk.files_[name];
        // What was there before anybody looked is on the disk.
        if (there && !known.removed && known.safe.empty() && known.pending.empty()) known.safe = read_whole(name);
        if (!there) known.named = false;
        known.removed = false;
        return code;
    }

    // SQLite removes without waiting for the folder where it does not matter, and with it where it does.
    static int remove(sqlite3_vfs* vfs, const char* name, int sync_folder) {
        Vfs& self = of(vfs);
        const std::lock_guard lock(self.disk.mutex_);
        self.disk.step(Step::remove);
        const int code = self.below->xDelete(self.below, name, sync_folder);
        const auto known = self.disk.files_.find(name);
        if (code == SQLITE_OK && known != self.disk.files_.end()) {
            known->second.removed = true;
            if (sync_folder || !known->second.named) self.disk.files_.erase(known);
        }
        return code;
    }

    static int close(sqlite3_file* file) {
        delete own(file).path;
        return real(file)->pMethods->xClose(real(file));
    }
    static int write(sqlite3_file* file, const void* octets, int size, sqlite3_int64 offset) {
        UnreliableDisk& disk = own(file).vfs->disk;
        const std::lock_guard lock(disk.mutex_);
        if (own(file).path) {
            disk.step(Step::write);
            if (disk.failing_write_ != 0) return disk.failing_write_;
            disk.files_[*own(file).path].pending.push_back(
                {static_cast<std::size_t>(offset),
                 std::string(static_cast<const char*>(octets), static_cast<std::size_t>(size)), false});
        }
        return real(file)->pMethods->xWrite(real(file), octets, size, offset);
    }
    static int truncate(sqlite3_file* file, sqlite3_int64 size) {
        UnreliableDisk& disk = own(file).vfs->disk;
        const std::lock_guard lock(disk.mutex_);
        if (own(file).path) {
            disk.step(Step::truncate);
            disk.files_[*own(file).path].pending.push_back({static_cast<std::size_t>(size), {}, true});
        }
        return real(file)->pMethods->xTruncate(real(file), size);
    }
    // The VFS below syncs the folder, all names in it, with the first sync of a log it has made.
    static int sync(sqlite3_file* file, int flags) {
        UnreliableDisk& disk = own(file).vfs->disk;
        const std::lock_guard lock(disk.mutex_);
        if (own(file).path) {
            disk.step(Step::sync);
            if (disk.failing_sync_ != 0) return disk.failing_sync_;
            File& known = disk.files_[*own(file).path];
            for (const Pending& one : known.pending) {
                if (one.truncate)
                    known.safe.resize(one.offset);
                else
                    put(known.safe, one.offset, one.octets);
            }
            known.pending.clear();
            if (!known.named) disk.sync_folder();
        }
        return real(file)->pMethods->xSync(real(file), flags);
    }

    static int read(sqlite3_file* f, void* to, int size, sqlite3_int64 at) {
        return real(f)->pMethods->xRead(real(f), to, size, at);
    }
    static int size(sqlite3_file* f, sqlite3_int64* size) { return real(f)->pMethods->xFileSize(real(f), size); }
    static int lock(sqlite3_file* f, int level) { return real(f)->pMethods->xLock(real(f), level); }
    static int unlock(sqlite3_file* f, int level) { return real(f)->pMethods->xUnlock(real(f), level); }
    static int reserved(sqlite3_file* f, int* out) { return real(f)->pMethods->xCheckReservedLock(real(f), out); }
    static int control(sqlite3_file* f, int op, void* arg) { return real(f)->pMethods->xFileControl(real(f), op, arg); }
    static int sector(sqlite3_file* f) { return real(f)->pMethods->xSectorSize(real(f)); }
    // It promises nothing about sectors: neither atomic nor in order, nor left alone beside a write.
    static int characteristics(sqlite3_file*) { return 0; }
    static int map(sqlite3_file* f, int page, int size, int extend, void volatile** to) {
        return real(f)->pMethods->xShmMap(real(f), page, size, extend, to);
    }
    static int shm_lock(sqlite3_file* f, int offset, int n, int flags) {
        return real(f)->pMethods->xShmLock(real(f), offset, n, flags);
    }
    static void barrier(sqlite3_file* f) { real(f)->pMethods->xShmBarrier(real(f)); }
    static int unmap(sqlite3_file* f, int remove) { return real(f)->pMethods->xShmUnmap(real(f), remove); }

    static const sqlite3_io_methods methods;

    UnreliableDisk& disk;
    sqlite3_vfs* below;
    sqlite3_vfs face;
};

const sqlite3_io_methods UnreliableDisk::Vfs::methods{
    2,       &close,           &read, &write,    &truncate, &sync,  &size,   &lock,  &unlock, &reserved, &control,
    &sector, &characteristics, &map,  &shm_lock, &barrier,  &unmap, nullptr, nullptr};

UnreliableDisk::UnreliableDisk() : vfs_(std::make_unique<Vfs>(*this)) {}
UnreliableDisk::~UnreliableDisk() = default;

void UnreliableDisk::watch(std::function<void(Step)> watch) {
    const std::lock_guard lock(mutex_);
    watch_ = std::move(watch);
}

void UnreliableDisk::sync_folder() {
    std::erase_if(files_, [](const auto& file) { return file.second.removed; });
    for (auto& [path, file] : files_) file.named = true;
}

void UnreliableDisk::step(Step step) const {
    if (watch_) watch_(step);
}

UnreliableDisk::Image UnreliableDisk::after_power_loss(std::mt19937_64& chance) const {
    const std::lock_guard lock(mutex_);
    const auto happens = [&] { return chance() % 2 == 0; };
    Image image;
    for (const auto& [path, file] : files_) {
        if ((!file.named || file.removed) && happens()) continue;
        std::string octets = file.safe;
        // All, nothing, or any part of what was on its way.
        const auto luck = chance() % 4;
        for (const Pending& one : file.pending) {
            if (one.truncate) {
                if (luck == 0 || (luck > 1 && happens())) octets.resize(one.offset);
                continue;
            }
            for (std::size_t at = 0; at < one.octets.size(); at += kSector)
                if (luck == 0 || (luck > 1 && happens()))
                    put(octets, one.offset + at, std::string_view(one.octets).substr(at, kSector));
        }
        image[path] = std::move(octets);
    }
    return image;
}

}  // namespace stafett::tests
