/* State: an ordered list of names, each with a parameter, as PyTorch's state_dict. That of a
 * module holds its parameters themselves, a tied one under each of its names; that of a file
 * holds parameters of its own. Files are safetensors.
 * Source: the format's description, https://github.com/huggingface/safetensors#format. */
#ifndef GRADGATE_ENGINE_STATE_H
#define GRADGATE_ENGINE_STATE_H

#include <gradgate/engine/module.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ag_state ag_state;

/* ---- the list ---- */

/* An empty state. Returns: NULL when memory is short. */
ag_state *ag_state_create(void);
void ag_state_destroy(ag_state *state); /* NULL is accepted */

/* The state of a module, in the order of ag_module_named_parameters.
 * Returns: NULL when memory is short or two places have the same dotted name. */
ag_state *ag_state_of_module(const ag_module *module);

/* Append. Returns: AG_OK; AG_ERR_NAME if the name is there; AG_ERR_ARGUMENT for a NULL;
 * AG_ERR_MEMORY. Owns: a copy of the name, a reference to the parameter. */
ag_status ag_state_add(ag_state *state, const char *name, ag_parameter *parameter);

size_t ag_state_count(const ag_state *state);
const char *ag_state_name(const ag_state *state, size_t index);        /* NULL out of range */
ag_parameter *ag_state_parameter(const ag_state *state, size_t index); /* NULL out of range */

/* Place of a name. Returns: ag_state_count if it is not there. */
size_t ag_state_index(const ag_state *state, const char *name);

/* ---- files ---- */

/* Write safetensors: F64, in the order of the state, a tied parameter once per name. The file
 * appears whole or not at all: it is written beside `path`, forced to disk and renamed.
 * Returns: AG_OK; AG_ERR_FILE; AG_ERR_NAME for a name that is not UTF-8 or "__metadata__";
 *          AG_ERR_MEMORY. Words in `error` (may be NULL). */
ag_status ag_state_save(const ag_state *state, const char *path, ag_error *error);

/* Read safetensors strictly, F64 and F32, in the order of the header. Refused are: a header
 * above 100,000,000 bytes or past the end; other JSON than the format has; names that come
 * twice; other element types; rank above AG_MAX_RANK, an extent of 0; sizes that are not those
 * of type and shape; gaps, overlaps, missing or trailing bytes.
 * Returns: NULL with status AG_ERR_FILE, AG_ERR_FORMAT or AG_ERR_MEMORY and words in `error`
 *          (may be NULL). */
ag_state *ag_state_read(const char *path, ag_error *error);

/* The same from memory, which is not needed afterwards. */
ag_state *ag_state_parse(const void *bytes, size_t size, ag_error *error);

/* ---- loading ---- */

typedef enum ag_mismatch_kind {
    AG_MISMATCH_MISSING,    /* in the module, not in the state */
    AG_MISMATCH_UNEXPECTED, /* in the state, not in the module */
    AG_MISMATCH_SHAPE,      /* in both, with other shapes */
    AG_MISMATCH_TIE,        /* two names of one parameter have other contents in the state */
    AG_MISMATCH_KIND_COUNT
} ag_mismatch_kind;

typedef struct ag_mismatch {
    ag_mismatch_kind kind;
    char *name;
    char *other;            /* AG_MISMATCH_TIE: the name it is tied to; else NULL */
    ag_shape wanted, found; /* AG_MISMATCH_SHAPE: of the module, of the state */
} ag_mismatch;

/* Start from {0}. */
typedef struct ag_mismatches {
    ag_mismatch *at;
    size_t count, capacity;
} ag_mismatches;

/* Copy a state into a module's parameters, by name; ties stay ties, frozen parameters are
 * loaded too. Of a tied parameter one name is enough (files of PyTorch's save_model hold one);
 * where there are more, their contents must be equal, bit for bit. Everything is compared
 * before anything is copied.
 * Returns: AG_OK; AG_ERR_MISMATCH with all mismatches appended to `mismatches` (may be NULL);
 *          AG_ERR_NAME if two places of the module have the same dotted name; AG_ERR_MEMORY.
 *          The module is untouched in each case but the first. */
ag_status ag_state_load(ag_module *module, const ag_state *state, ag_mismatches *mismatches);

/* All of them in words, in one line: "missing: a.weight, b.bias; unexpected: c; of another
 * shape: d (module (3, 4), state (4, 3)); tied but different: e and f".
 * Returns: a string for the caller to free, "" for none; NULL when memory is short. */
char *ag_mismatches_text(const ag_mismatches *mismatches);

/* Frees the list, and makes it {0} again. */
void ag_mismatches_destroy(ag_mismatches *mismatches);

#ifdef __cplusplus
}
#endif
#endif
