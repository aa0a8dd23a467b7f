/* A disk that forgets what was not synced.
 *
 * Preloaded into a server, it keeps, for every file below $POWER_CUT_ROOT, what each write destroyed, in $POWER_CUT_UNDO,
 * until the file is synced. After a kill, `power_cut.py` puts the destroyed bytes back: the files are then as a power cut
 * may have left them. Names of files (creating, renaming, removing) are taken as durable at once; contents are not.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define REAL(name) static __typeof__(&name) real; if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

static ssize_t plain_pwrite(int fd, const void *data, size_t size, off_t at) { REAL(pwrite); return real(fd, data, size, at); }
static ssize_t plain_write(int fd, const void *data, size_t size) { REAL(write); return real(fd, data, size); }

/* The undo file of a watched file, opened and locked; -1 when the file is not watched. */
static int undo_of(int fd)
{
    const char *root = getenv("POWER_CUT_ROOT"), *folder = getenv("POWER_CUT_UNDO");
    char link[64], path[PATH_MAX], undo[PATH_MAX];
    struct stat told;
    if (!root || !folder || fstat(fd, &told) || !S_ISREG(told.st_mode)) return -1;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t size = readlink(link, path, sizeof path - 1);
    if (size < 0) return -1;
    path[size] = 0;
    if (strncmp(path, root, strlen(root))) return -1;
    snprintf(undo, sizeof undo, "%s/%lu", folder, (unsigned long)told.st_ino);
    int opened = open(undo, O_RDWR | O_CREAT | O_APPEND, 0666);
    if (opened >= 0) flock(opened, LOCK_EX);
    return opened;
}

/* Remember what `size` bytes at `at` are about to destroy: offset, length, old file size, old bytes. */
static void remember(int undo, int fd, off_t at, size_t size)
{
    struct stat told;
    char link[64];
    if (fstat(fd, &told)) return;
    int64_t head[3] = {at, 0, told.st_size};
    if (at < told.st_size) head[1] = (told.st_size - at) < (off_t)size ? (int64_t)(told.st_size - at) : (int64_t)size;
    char *old = malloc(head[1] ? head[1] : 1);
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    int reader = open(link, O_RDONLY);
    if (reader >= 0 && head[1]) head[1] = pread(reader, old, head[1], at);
    if (reader >= 0) close(reader);
    if (head[1] < 0) head[1] = 0;
    plain_write(undo, head, sizeof head);
    plain_write(undo, old, head[1]);
    free(old);
}

static off_t place(int fd)
{
    struct stat told;
    if (fcntl(fd, F_GETFL) & O_APPEND) return fstat(fd, &told) ? 0 : told.st_size;
    return lseek(fd, 0, SEEK_CUR);
}

static size_t total(const struct iovec *parts, int count)
{
    size_t size = 0;
    for (int part = 0; part < count; part++) size += parts[part].iov_len;
    return size;
}

#define REMEMBERED(fd, at, size, call)              \
    int undo = undo_of(fd);                         \
    if (undo >= 0) remember(undo, fd, at, size);    \
    __typeof__(call) result = call;                 \
    int kept = errno;                               \
    if (undo >= 0) close(undo);                     \
    errno = kept;                                   \
    return result

ssize_t write(int fd, const void *data, size_t size) { REMEMBERED(fd, place(fd), size, plain_write(fd, data, size)); }
ssize_t pwrite(int fd, const void *data, size_t size, off_t at) { REMEMBERED(fd, at, size, plain_pwrite(fd, data, size, at)); }
ssize_t pwrite64(int fd, const void *data, size_t size, off_t at) { REMEMBERED(fd, at, size, plain_pwrite(fd, data, size, at)); }
ssize_t writev(int fd, const struct iovec *parts, int count)
{
    REAL(writev);
    REMEMBERED(fd, place(fd), total(parts, count), real(fd, parts, count));
}
ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t at)
{
    REAL(pwritev);
    REMEMBERED(fd, at, total(parts, count), real(fd, parts, count, at));
}
ssize_t pwritev64(int fd, const struct iovec *parts, int count, off_t at)
{
    REAL(pwritev);
    REMEMBERED(fd, at, total(parts, count), real(fd, parts, count, at));
}
int ftruncate(int fd, off_t size)
{
    REAL(ftruncate);
    struct stat told;
    size_t lost = fstat(fd, &told) || told.st_size < size ? 0 : told.st_size - size;
    REMEMBERED(fd, size, lost, real(fd, size));
}
int posix_fallocate(int fd, off_t at, off_t size)
{
    REAL(posix_fallocate);
    REMEMBERED(fd, at, 0, real(fd, at, size));
}

/* Synced: nothing that was written before can be lost any more. */
static int forget(int fd, int (*real)(int))
{
    int undo = undo_of(fd);
    int result = real(fd);
    if (undo >= 0) {
        REAL(ftruncate);
        if (!result && real(undo, 0)) abort();
        close(undo);
    }
    return result;
}
int fsync(int fd) { REAL(fsync); return forget(fd, real); }
int fdatasync(int fd) { REAL(fdatasync); return forget(fd, real); }
