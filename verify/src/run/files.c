/* Walking folders.  What must not happen: to walk for ever (links that form a loop), to run a
 * file twice, or to let the order depend on the file system. */
#include "run/files.h"
#include "error.h"
#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* A folder that is being walked, and the one it was found in. */
typedef struct walk {
    const struct walk *outer;
    dev_t device;
    ino_t inode;
    size_t depth;
} walk;

static gv_status add(gv_files *files, const char *path, const walk *outer, gv_error *error);

static gv_status io_error(gv_error *error, const char *path, const char *cause) {
    return gv_fail(error, GV_ERR_IO, "%.400s: %s", path, cause);
}

static bool is_known(const gv_files *files, const struct stat *about) {
    for (size_t i = 0; i < files->count; i++)
        if (files->items[i].inode == about->st_ino && files->items[i].device == about->st_dev)
            return true;
    return false;
}

static gv_status add_file(gv_files *files, const char *path, const struct stat *about,
                          gv_error *error) {
    files->met++;
    if (is_known(files, about))
        return GV_OK;
    if (files->count == files->room) {
        const size_t room = files->room ? 2 * files->room : 64;
        gv_file *items = realloc(files->items, room * sizeof *items);
        if (!items)
            return gv_fail(error, GV_ERR_MEMORY, "out of memory");
        files->items = items;
        files->room = room;
    }
    gv_file *file = &files->items[files->count];
    *file = (gv_file){.path = strdup(path), .device = about->st_dev, .inode = about->st_ino};
    if (!file->path)
        return gv_fail(error, GV_ERR_MEMORY, "out of memory");
    files->count++;
    return GV_OK;
}

static bool ends_with(const char *name, const char *end) {
    const size_t length = strlen(name), tail = strlen(end);

    return length > tail && strcmp(name + length - tail, end) == 0;
}

/* Hidden names are passed over: "." and "..", and what editors leave behind. */
static int is_wanted(const struct dirent *entry) {
    return entry->d_name[0] != '.';
}

static int by_bytes(const struct dirent **a, const struct dirent **b) {
    return strcmp((*a)->d_name, (*b)->d_name);
}

/* One name of a folder: a folder to be walked, a case file, or nothing of ours. */
static gv_status add_name(gv_files *files, const char *folder, const char *name,
                          const walk *here, gv_error *error) {
    const bool here_itself = strcmp(folder, ".") == 0; /* "x.yaml", and not "./x.yaml" */
    const bool slash = folder[strlen(folder) - 1] == '/';
    const size_t size = strlen(folder) + strlen(name) + 2;
    char *path = malloc(size);
    struct stat about;
    gv_status status = GV_OK;

    if (!path)
        return gv_fail(error, GV_ERR_MEMORY, "out of memory");
    snprintf(path, size, "%s%s%s", here_itself ? "" : folder, here_itself || slash ? "" : "/",
             name);
    const bool is_case = ends_with(name, ".yaml") || ends_with(name, ".yml");
    if (stat(path, &about) != 0) {
        if (is_case) /* a link to nowhere; of other names that is none of our business */
            status = io_error(error, path, strerror(errno));
    } else if (S_ISDIR(about.st_mode) || is_case) {
        status = add(files, path, here, error);
    }
    free(path);
    return status;
}

static gv_status add_folder(gv_files *files, const char *path, const walk *here,
                            gv_error *error) {
    struct dirent **entries = NULL;
    const int count = scandir(path, &entries, is_wanted, by_bytes);
    gv_status status = GV_OK;

    if (count < 0)
        return errno == ENOMEM ? gv_fail(error, GV_ERR_MEMORY, "out of memory")
                               : io_error(error, path, strerror(errno));
    for (int i = 0; i < count; i++) {
        if (status == GV_OK)
            status = add_name(files, path, entries[i]->d_name, here, error);
        free(entries[i]);
    }
    free(entries);
    return status;
}

static gv_status add(gv_files *files, const char *path, const walk *outer, gv_error *error) {
    struct stat about;

    if (stat(path, &about) != 0)
        return io_error(error, path, strerror(errno));
    if (!S_ISDIR(about.st_mode))
        return add_file(files, path, &about, error);

    const walk here = {outer, about.st_dev, about.st_ino, outer ? outer->depth + 1 : 0};
    for (const walk *up = outer; up; up = up->outer)
        if (up->inode == here.inode && up->device == here.device)
            return GV_OK;
    if (here.depth > GV_FOLDER_DEPTH)
        return io_error(error, path, "too many folders in one another");
    return add_folder(files, path, &here, error);
}

gv_status gv_files_add(gv_files *files, const char *path, gv_error *error) {
    return add(files, path, NULL, error);
}

void gv_files_clear(gv_files *files) {
    for (size_t i = 0; i < files->count; i++)
        free(files->items[i].path);
    free(files->items);
    *files = (gv_files){0};
}
