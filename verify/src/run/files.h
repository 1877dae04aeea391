/* Which files hold cases: those that are named, and those in folders that are named. */
#ifndef GV_RUN_FILES_H
#define GV_RUN_FILES_H

#include <gradgate/verify/status.h>
#include <stddef.h>
#include <sys/types.h>

/* Folders are entered to this depth: deeper there is no tree of cases, but a mistake. */
#define GV_FOLDER_DEPTH 32

typedef struct gv_file {
    char *path;
    dev_t device; /* with `inode`: the file itself, by whatever path */
    ino_t inode;
} gv_file;

/* Start from {0}. */
typedef struct gv_files {
    gv_file *items;
    size_t count, room;
    size_t met; /* files that were found, those that were there already among them */
} gv_files;

/* Adds `path`, if it is a file; the *.yaml and *.yml files below it, if it is a folder, in the
 * order of their names' bytes.  Hidden ones (".x") are passed over, and so are files that are
 * there already and folders that contain the one they are found in (by a symbolic link).
 * Returns: GV_OK, also when a folder has none; GV_ERR_IO (message: path and cause); what was
 *          added before stays.  GV_ERR_MEMORY. */
gv_status gv_files_add(gv_files *files, const char *path, gv_error *error);

/* Frees all and leaves an empty list. */
void gv_files_clear(gv_files *files);

#endif
