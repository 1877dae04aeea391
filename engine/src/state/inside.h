/* What the files of this folder share. */
#ifndef GRADGATE_ENGINE_SRC_STATE_INSIDE_H
#define GRADGATE_ENGINE_SRC_STATE_INSIDE_H

#include <stdio.h>

#include <gradgate/engine/state.h>

/* The bound of the reference implementation on the length of a header, in bytes. */
#define AG_SAFETENSORS_MAX_HEADER 100000000U

/* Fill `error` (may be NULL). Returns: status. */
#ifdef __GNUC__
__attribute__((format(printf, 3, 4)))
#endif
ag_status
ag_state_fail(ag_error *error, ag_status status, const char *format, ...);

/* ag_state_of_module, with its reason: AG_OK, AG_ERR_NAME, AG_ERR_MEMORY. */
ag_status ag_state_collect(const ag_module *module, ag_state **out);

/* The whole of a file. Returns: AG_OK; AG_ERR_FILE, AG_ERR_MEMORY with words.
 * Owns: `bytes` is for the caller to free. */
ag_status ag_file_read(const char *path, unsigned char **bytes, size_t *size, ag_error *error);

/* A file that gets its name when it is complete. */
typedef struct ag_draft {
    FILE *file;
    char *name; /* of its own, until then */
} ag_draft;

ag_status ag_draft_open(ag_draft *draft, const char *path, ag_error *error);

/* Give it its name, if all that was written reached the disk; else it is gone.
 * Returns: AG_OK, AG_ERR_FILE. */
ag_status ag_draft_close(ag_draft *draft, const char *path, ag_error *error);

#endif
