/* Files that appear whole or not at all.
 *
 * The one thing to get wrong here: renaming over what is no regular file.  As root that would
 * replace /dev/stdout by a file; so devices and pipes are opened and written to as they are. */
#include "report/report.h"
#include "error.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What is to be written, and where it was asked for. */
typedef struct saving {
    const gv_format *format;
    const gv_report *report;
    const gv_report_options *options;
    const char *path;
    gv_error *error;
} saving;

static gv_status io_error(const saving *what, int cause) {
    return gv_fail(what->error, GV_ERR_IO, "%.400s: %s", what->path, strerror(cause));
}

static gv_status memory_error(const saving *what) {
    return gv_fail(what->error, GV_ERR_MEMORY, "out of memory");
}

/* Renders, flushes to the disk if asked, and closes.  0 or an errno; the status of rendering
 * goes into *status.  Takes `descriptor`. */
static int fill(const saving *what, int descriptor, bool sync, gv_status *status) {
    int cause = 0;
    FILE *out = fdopen(descriptor, "w");

    if (!out) {
        cause = errno;
        close(descriptor);
        return cause;
    }
    errno = 0;
    *status = what->format->render(what->report, what->options, out);
    if (ferror(out) || fflush(out) != 0)
        cause = errno ? errno : EIO;
    if (!cause && sync && fsync(descriptor) != 0)
        cause = errno;
    if (fclose(out) != 0 && !cause)
        cause = errno;
    return cause;
}

/* The folder part of a path, with its slash; "" for none.  New; NULL without memory. */
static char *folder_of(const char *path) {
    const char *slash = strrchr(path, '/');
    const size_t length = slash ? (size_t)(slash - path) + 1 : 0;

    return strndup(path, length);
}

/* A new file in `folder` under a name that nobody has.  A descriptor, or -1 and errno. */
static int open_beside(const char *folder, char **name) {
    const size_t size = strlen(folder) + 64;
    int descriptor = -1;

    *name = malloc(size);
    if (!*name) {
        errno = ENOMEM;
        return -1;
    }
    for (unsigned i = 0; i < 1000 && descriptor < 0; i++) {
        snprintf(*name, size, "%s.gradgate-%ld-%u.tmp", folder, (long)getpid(), i);
        descriptor = open(*name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (descriptor < 0 && errno != EEXIST)
            break;
    }
    return descriptor;
}

static void sync_folder(const char *folder) {
    const int descriptor = open(*folder ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (descriptor >= 0) { /* best effort: the file itself is safe */
        (void)fsync(descriptor);
        close(descriptor);
    }
}

/* Through a second file beside `path`, which is what the path that was asked for leads to.
 * `old`: the file that is there, or NULL. */
static gv_status save_regular(const saving *what, const char *path, const struct stat *old) {
    gv_status status = GV_OK;
    char *folder = folder_of(path);
    char *name = NULL;
    int descriptor = -1, cause = 0;

    if (!folder)
        return memory_error(what);
    descriptor = open_beside(folder, &name);
    if (descriptor < 0) {
        status = io_error(what, errno);
        goto out;
    }
    if (old) /* keeps its permissions; where that is not allowed the new ones serve */
        (void)!fchmod(descriptor, old->st_mode & 0777);
    cause = fill(what, descriptor, true, &status);
    if (status == GV_OK && !cause && rename(name, path) != 0)
        cause = errno;
    if (status == GV_OK && !cause) {
        sync_folder(folder);
        goto out;
    }
    unlink(name);
    status = status == GV_OK ? io_error(what, cause) : memory_error(what);
out:
    free(name);
    free(folder);
    return status;
}

static gv_status save_device(const saving *what) {
    const int descriptor = open(what->path, O_WRONLY | O_CLOEXEC);
    gv_status status = GV_OK;
    int cause;

    if (descriptor < 0)
        return io_error(what, errno);
    cause = fill(what, descriptor, false, &status);
    if (status != GV_OK)
        return memory_error(what);
    return cause ? io_error(what, cause) : GV_OK;
}

gv_status gv_report_save(const gv_format *format, const gv_report *report,
                         const gv_report_options *options, const char *path, gv_error *error) {
    const saving what = {format, report, options, path, error};
    struct stat old;
    gv_status status;
    char *real;

    if (stat(path, &old) != 0)
        return save_regular(&what, path, NULL);
    if (!S_ISREG(old.st_mode))
        return save_device(&what);
    real = realpath(path, NULL); /* through a symbolic link, to what it names */
    if (!real)
        return io_error(&what, errno);
    status = save_regular(&what, real, &old);
    free(real);
    return status;
}
