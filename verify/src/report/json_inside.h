/* What the json*.c share beside the tables of fields. */
#ifndef GV_JSON_INSIDE_H
#define GV_JSON_INSIDE_H

#include "report/json_fields.h"

/* ---- writing: NULL without memory, always ---- */

/* An array of what `write` makes of each of `count` things of `size` bytes.  `context` is
 * passed on. */
json_t *gv_json_array(const void *things, size_t count, size_t size,
                      json_t *(*write)(const void *thing, const void *context),
                      const void *context);

/* NULL and freed when something failed on the way. */
json_t *gv_json_whole(json_t *object, bool failed);

json_t *gv_json_object(const gv_json_field *fields, const void *from);
json_t *gv_json_sizes(const size_t *sizes, size_t count);

/* Sets object[name] to an array, which is left out when it is empty. */
void gv_json_put_some(json_t *object, const char *name, json_t *array, bool *failed);

/* A map with its digits; what is of a check's map and digest, if it has any. */
void gv_json_put_map(json_t *object, const gv_check_finding *check, bool *failed);

/* Points and outline of a case. */
void gv_json_put_points(json_t *object, const gv_case_finding *finding, bool *failed);
void gv_json_put_outline(json_t *object, const gv_outline *outline, bool *failed);

/* ---- reading ---- */

/* Where reading is, for messages. */
typedef struct gv_json_reader {
    struct gv_document *document;
    gv_error *error;
    size_t case_number, check_number; /* from 1; 0: outside */
} gv_json_reader;

/* Complains of the field that is wrong, or missing.  Returns: GV_ERR_INPUT. */
gv_status gv_json_bad(const gv_json_reader *in, const char *what);
gv_status gv_json_no_memory(const gv_json_reader *in);

/* The fields of an object into a struct. */
gv_status gv_json_take(const gv_json_reader *in, const json_t *object,
                       const gv_json_field *fields, void *into);

/* Room for what an array holds; *room is NULL for none.  A missing array is an empty one. */
gv_status gv_json_room(const gv_json_reader *in, const json_t *array, const char *name,
                       size_t size, void **room);

/* An array of at most `most` whole numbers. */
gv_status gv_json_take_sizes(const gv_json_reader *in, const json_t *array, const char *name,
                             size_t most, size_t *sizes, size_t *count);

/* `object`: the check, or the case; what it lacks is left as it is. */
gv_status gv_json_take_map(const gv_json_reader *in, const json_t *object,
                           gv_check_finding *check);
gv_status gv_json_take_points(const gv_json_reader *in, const json_t *object,
                              gv_case_finding *finding);
gv_status gv_json_take_outline(const gv_json_reader *in, const json_t *object,
                               gv_outline *outline);

#endif
