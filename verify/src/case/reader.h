/* Reading typed values from a document: each keyed section declares its fields in one table,
 * and everything that does not fit is complained of, with what was expected instead. */
#ifndef GV_CASE_READER_H
#define GV_CASE_READER_H

#include "case/document.h"

#include <stdint.h>

/* What every reading function works with. */
typedef struct gv_reading {
    gv_arena *arena;
    const gv_source *source; /* the file that the nodes are of */
    gv_issues *issues;
} gv_reading;

/* One key of a section: how it is read, and into which member of the section's struct. */
typedef struct gv_field gv_field;
struct gv_field {
    const char *name;
    bool (*read)(gv_reading *reading, const gv_node *node, const gv_field *field, void *out);
    size_t offset; /* of the member; its type is what `read` says */
    bool required;
    double low, high;         /* allowed range of a number, ends included */
    const char *const *words; /* of a choice; ends with NULL */
    const char *meaning;      /* one line, for the table of keys in fixtures/README.md */
};

/* Readers for `gv_field.read`; the member's type in brackets.  Each leaves the member alone and
 * complains when the value does not fit. */
bool gv_field_real(gv_reading *, const gv_node *, const gv_field *, void *);  /* double */
bool gv_field_size(gv_reading *, const gv_node *, const gv_field *, void *);  /* size_t */
bool gv_field_seed(gv_reading *, const gv_node *, const gv_field *, void *);  /* uint64_t */
bool gv_field_truth(gv_reading *, const gv_node *, const gv_field *, void *); /* bool */
bool gv_field_text(gv_reading *, const gv_node *, const gv_field *, void *);  /* const char * */
bool gv_field_choice(gv_reading *, const gv_node *, const gv_field *,
                     void *); /* size_t: index */
bool gv_field_other(gv_reading *, const gv_node *, const gv_field *,
                    void *); /* read elsewhere */
bool gv_field_node(gv_reading *, const gv_node *, const gv_field *,
                   void *); /* const gv_node * */

/* Reads a mapping by its table: unknown and missing keys are complained of.
 * Returns: false when anything was. */
bool gv_read_fields(gv_reading *reading, const gv_node *node, const gv_field *fields,
                    size_t count, void *out);

/* What the descriptor of every kind of a thing begins with: its word, a line of help, the keys
 * that it adds.  Kinds stand in lists that end with NULL. */
typedef struct gv_kind {
    const char *name;
    const char *meaning;
    const gv_field *fields;
    size_t field_count;
} gv_kind;
typedef const gv_kind *const *gv_kind_list;

/* The kind that a word names.  Returns: NULL, having complained, when there is none; `what` is
 * what it is a word for ("kind of layer"). */
const gv_kind *gv_find_kind(gv_reading *reading, const gv_node *node, gv_kind_list list,
                            const char *what);

/* "initial" or {train: {...}}: the kind, and its settings (NULL: none). */
const gv_kind *gv_find_kind_with_settings(gv_reading *reading, const gv_node *node,
                                          gv_kind_list list, const char *what,
                                          const gv_node **settings);

/* A mapping with one of the list's words as a key, and any of the extra fields (into `out`).
 * Returns: the kind, and what stands at its key; NULL having complained. */
const gv_kind *gv_read_one_of(gv_reading *reading, const gv_node *node, gv_kind_list list,
                              const char *what, const gv_field *extra, size_t extra_count,
                              void *out, const gv_node **settings);

/* A mapping with the keys of a kind and some extra ones, all into `out`. */
bool gv_read_kind_fields(gv_reading *reading, const gv_node *node, const gv_kind *kind,
                         const gv_field *extra, size_t extra_count, void *out);

/* Which of the words a node is.  Returns: false, having complained, when it is none. */
bool gv_find_word(gv_reading *reading, const gv_node *node, const char *const *words,
                  size_t count, const char *what, size_t *index);

/* Adds an issue at a node; after "; did you mean" the nearest of the words, if one is near. */
void gv_blame(gv_reading *reading, const gv_node *node, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void gv_blame_nearest(gv_reading *reading, const gv_node *node, const char *word,
                      const char *const *words, size_t count, const char *format, ...)
    __attribute__((format(printf, 6, 7)));

/* Is the node of this kind?  Complains ("expected a list, found a mapping") if not. */
bool gv_expect_list(gv_reading *reading, const gv_node *node, const char *of);
bool gv_expect_text(gv_reading *reading, const gv_node *node, const char *what);

/* An array of the texts of a list. Returns: NULL, having complained, when one is none. */
const char *const *gv_read_texts(gv_reading *reading, const gv_node *list, const char *what);

/* How a node is named after "found": "a list", "'0.5x'". */
const char *gv_node_describe(gv_reading *reading, const gv_node *node);

/* The path of a file that is named in the document: from the document's folder.
 * Returns: NULL when memory is short. */
const char *gv_resolve_path(gv_reading *reading, const char *file);

/* gv_arena_alloc that tells the issues when memory is short. */
void *gv_reading_alloc(gv_reading *reading, size_t count, size_t size);

#endif
