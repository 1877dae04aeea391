/* Files whole: read at once, and written beside their name until they are complete. */
#define _POSIX_C_SOURCE 200809L /* NOLINT(bugprone-reserved-identifier): POSIX has it so */

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "inside.h"

static ag_status file_error(ag_error *error, const char *what, const char *path) {
    return ag_state_fail(error, AG_ERR_FILE, "cannot %s %.120s: %s", what, path,
                         strerror(errno));
}

/* ---- reading ---- */

/* `size` bytes, or as many as there are. Returns: their number, or -1 with errno. */
static ssize_t read_fully(int file, unsigned char *bytes, size_t size) {
    size_t done = 0;
    while (done < size) {
        const ssize_t got = read(file, bytes + done, size - done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -1;
        if (got == 0)
            break;
        done += (size_t)got;
    }
    return (ssize_t)done;
}

static ag_status read_open(int file, const char *path, unsigned char **bytes, size_t *size,
                           ag_error *error) {
    struct stat about;
    if (fstat(file, &about) != 0)
        return file_error(error, "read", path);
    if (!S_ISREG(about.st_mode))
        return ag_state_fail(error, AG_ERR_FILE, "%.120s is not a regular file", path);
    *bytes = malloc((size_t)about.st_size + 1);
    if (*bytes == NULL)
        return ag_state_fail(error, AG_ERR_MEMORY, "no memory for %.120s", path);
    const ssize_t got = read_fully(file, *bytes, (size_t)about.st_size);
    if (got < 0)
        return file_error(error, "read", path);
    *size = (size_t)got;
    return AG_OK;
}

ag_status ag_file_read(const char *path, unsigned char **bytes, size_t *size, ag_error *error) {
    *bytes = NULL;
    /* Not blocked by a pipe that nobody writes; it is refused as not regular. */
    const int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0)
        return file_error(error, "open", path);
    const ag_status status = read_open(file, path, bytes, size, error);
    close(file);
    if (status != AG_OK) {
        free(*bytes);
        *bytes = NULL;
    }
    return status;
}

/* ---- writing ---- */

#define DRAFT_TRIES 100
#define DRAFT_SUFFIX 48 /* room for ".<process>.<try>.tmp" */

/* A new file that nobody else has, with the permissions of any new file. */
static int open_new(const char *path, char *name, size_t room) {
    for (int i = 0; i < DRAFT_TRIES; i++) {
        snprintf(name, room, "%s.%ld.%d.tmp", path, (long)getpid(), i);
        const int file = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (file >= 0 || errno != EEXIST)
            return file;
    }
    return -1;
}

ag_status ag_draft_open(ag_draft *draft, const char *path, ag_error *error) {
    const size_t room = strlen(path) + DRAFT_SUFFIX;
    *draft = (ag_draft){.name = malloc(room)};
    if (draft->name == NULL)
        return ag_state_fail(error, AG_ERR_MEMORY, "no memory to write %.120s", path);
    const int file = open_new(path, draft->name, room);
    if (file >= 0)
        draft->file = fdopen(file, "wb");
    if (draft->file != NULL)
        return AG_OK;
    const ag_status status = file_error(error, "write", path);
    if (file >= 0) {
        close(file);
        unlink(draft->name);
    }
    free(draft->name);
    return status;
}

/* The new name is in the folder, which has to reach the disk too. Folders that cannot be synced
 * (some file systems) are let be: the file itself was. */
static void sync_folder(const char *path) {
    const char *slash = strrchr(path, '/');
    size_t length = slash == NULL ? 0 : (size_t)(slash - path);
    if (slash == path)
        length = 1; /* the root */
    char *folder = malloc(length + 2);
    if (folder == NULL)
        return;
    memcpy(folder, slash == NULL ? "." : path, slash == NULL ? 1 : length);
    folder[slash == NULL ? 1 : length] = '\0';
    const int file = open(folder, O_RDONLY | O_CLOEXEC);
    if (file >= 0) {
        fsync(file);
        close(file);
    }
    free(folder);
}

ag_status ag_draft_close(ag_draft *draft, const char *path, ag_error *error) {
    bool good =
        fflush(draft->file) == 0 && ferror(draft->file) == 0 && fsync(fileno(draft->file)) == 0;
    const int reason = errno;
    good = fclose(draft->file) == 0 && good;
    if (good && rename(draft->name, path) == 0) {
        sync_folder(path);
        free(draft->name);
        return AG_OK;
    }
    if (!good)
        errno = reason;
    const ag_status status = file_error(error, "write", path);
    unlink(draft->name);
    free(draft->name);
    return status;
}
