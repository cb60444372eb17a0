/* Loaded before the C library (LD_PRELOAD): a disk that can be full, read-only or broken while the real program runs.
 *
 * STAFETT_DISK_FOLDER says which files are meant; the file STAFETT_DISK_SAYS holds the errno that writing to them gives
 * now, "0" or nothing for none. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int told(void) {
    const char *says = getenv("STAFETT_DISK_SAYS");
    int (*const really_open)(const char *, int, ...) = (int (*)(const char *, int, ...))dlsym(RTLD_NEXT, "open");
    ssize_t (*const really_read)(int, void *, size_t) = (ssize_t (*)(int, void *, size_t))dlsym(RTLD_NEXT, "read");
    char text[16] = {0};
    const int kept = errno;
    const int file = says ? really_open(says, O_RDONLY | O_CLOEXEC) : -1;
    if (file >= 0) {
        if (really_read(file, text, sizeof text - 1) < 0) text[0] = 0;
        close(file);
    }
    errno = kept;
    return atoi(text);
}

static int meant_path(const char *path) {
    const char *folder = getenv("STAFETT_DISK_FOLDER");
    return folder && strncmp(path, folder, strlen(folder)) == 0;
}

static int meant(int file) {
    char link[64], path[PATH_MAX];
    const int kept = errno;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    const ssize_t size = readlink(link, path, sizeof path - 1);
    errno = kept;
    if (size <= 0) return 0;
    path[size] = 0;
    return meant_path(path);
}

static int fails(int file) {
    const int error = told();
    if (error == 0 || !meant(file)) return 0;
    errno = error;
    return 1;
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int file, const void *octets, size_t size) { return fails(file) ? -1 : NEXT(write)(file, octets, size); }
ssize_t pwrite(int file, const void *octets, size_t size, off_t at) {
    return fails(file) ? -1 : NEXT(pwrite)(file, octets, size, at);
}
ssize_t pwrite64(int file, const void *octets, size_t size, off64_t at) {
    return fails(file) ? -1 : NEXT(pwrite64)(file, octets, size, at);
}
int ftruncate(int file, off_t size) { return fails(file) ? -1 : NEXT(ftruncate)(file, size); }
int ftruncate64(int file, off64_t size) { return fails(file) ? -1 : NEXT(ftruncate64)(file, size); }
int fsync(int file) { return fails(file) ? -1 : NEXT(fsync)(file); }
int fdatasync(int file) { return fails(file) ? -1 : NEXT(fdatasync)(file); }

/* A disk that is read-only or full opens what is there for reading, and makes nothing new. */
static int refuses(const char *path, int flags) {
    const int writes = flags & (O_CREAT | O_WRONLY | O_RDWR);
    if (!writes || !meant_path(path)) return 0;
    const int error = told();
    const int there = access(path, F_OK) == 0;
    if (error == 0 || (error != EROFS && there && (flags & O_TMPFILE) != O_TMPFILE)) return 0;
    errno = error;
    return 1;
}

#define OPENS(name)                                                  \
    int name(const char *path, int flags, ...) {                     \
        mode_t mode = 0;                                             \
        if (flags & (O_CREAT | O_TMPFILE)) {                         \
            va_list list;                                            \
            va_start(list, flags);                                   \
            mode = va_arg(list, mode_t);                             \
            va_end(list);                                            \
        }                                                            \
        return refuses(path, flags) ? -1 : NEXT(name)(path, flags, mode); \
    }
OPENS(open)
OPENS(open64)
