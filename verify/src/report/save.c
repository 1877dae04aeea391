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

static gv_status io_error(gv_error *error, const char *path, int cause) {
    return gv_fail(error, GV_ERR_IO, "%.400s: %s", path, strerror(cause));
}

/* Renders, flushes to the disk if asked, and closes.  0 or an errno; the status of rendering
 * goes into *status.  Takes `descriptor`. */
static int fill(int descriptor, bool sync, const gv_format *format, const gv_report *report,
                const gv_report_options *options, gv_status *status) {
    int cause = 0;
    FILE *out = fdopen(descriptor, "w");

    if (!out) {
        cause = errno;
        close(descriptor);
        return cause;
    }
    errno = 0;
    *status = format->render(report, options, out);
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

/* Through a second file in the same folder.  `old`: the file that is there, or NULL. */
static gv_status save_regular(const gv_format *format, const gv_report *report,
                              const gv_report_options *options, const char *path,
                              const struct stat *old, gv_error *error) {
    gv_status status = GV_OK;
    char *folder = folder_of(path);
    char *name = NULL;
    int descriptor = -1, cause = 0;

    if (!folder)
        return gv_fail(error, GV_ERR_MEMORY, "out of memory");
    descriptor = open_beside(folder, &name);
    if (descriptor < 0) {
        status = io_error(error, path, errno);
        goto out;
    }
    if (old) /* keeps its permissions; where that is not allowed the new ones serve */
        (void)!fchmod(descriptor, old->st_mode & 0777);
    cause = fill(descriptor, true, format, report, options, &status);
    if (status == GV_OK && !cause && rename(name, path) != 0)
        cause = errno;
    if (status == GV_OK && !cause) {
        sync_folder(folder);
        goto out;
    }
    unlink(name);
    status = status == GV_OK ? io_error(error, path, cause)
                             : gv_fail(error, GV_ERR_MEMORY, "out of memory");
out:
    free(name);
    free(folder);
    return status;
}

gv_status gv_report_save(const gv_format *format, const gv_report *report,
                         const gv_report_options *options, const char *path, gv_error *error) {
    gv_status status = GV_OK;
    struct stat old;
    char *real = NULL;
    int descriptor, cause;

    if (stat(path, &old) != 0)
        return save_regular(format, report, options, path, NULL, error);
    if (S_ISREG(old.st_mode)) {
        real = realpath(path, NULL); /* through a symbolic link, to what it names */
        if (!real)
            return io_error(error, path, errno);
        status = save_regular(format, report, options, real, &old, error);
        free(real);
        return status;
    }
    descriptor = open(path, O_WRONLY | O_CLOEXEC);
    if (descriptor < 0)
        return io_error(error, path, errno);
    cause = fill(descriptor, false, format, report, options, &status);
    if (status != GV_OK)
        return gv_fail(error, GV_ERR_MEMORY, "out of memory");
    return cause ? io_error(error, path, cause) : GV_OK;
}
