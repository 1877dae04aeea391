/* The fields of findings in JSON: one table for each struct, by which it is both written and
 * read, so that the two cannot drift apart. */
#ifndef GV_JSON_FIELDS_H
#define GV_JSON_FIELDS_H

#include "report/report.h"
#include <jansson.h>

/* How a field stands in JSON.  NUMBER: a real, or "NaN", "Infinity", "-Infinity".  COUNT: a
 * size_t.  SEED: a uint64_t, in decimal digits as a string where a double could not hold it.
 * TEXT: left out when NULL.  The rest: words. */
typedef enum gv_json_kind {
    GV_JSON_NUMBER,
    GV_JSON_COUNT,
    GV_JSON_SEED,
    GV_JSON_BOOL,
    GV_JSON_TEXT,
    GV_JSON_VERDICT,
    GV_JSON_REASON,
    GV_JSON_PRECISION,
    GV_JSON_POLICY,
    GV_JSON_METHOD
} gv_json_kind;

typedef struct gv_json_field {
    const char *name;
    gv_json_kind kind;
    size_t at;  /* offset in the struct */
    bool spare; /* left out when zero or false, which is what a reader starts from */
} gv_json_field;

/* Each ends with a NULL name. */
extern const gv_json_field gv_json_case[];
extern const gv_json_field gv_json_options[];
extern const gv_json_field gv_json_check[];
extern const gv_json_field gv_json_counts[];
extern const gv_json_field gv_json_entry[];
extern const gv_json_field gv_json_kink[]; /* of a gv_entry with `kink` */
extern const gv_json_field gv_json_rung[];
extern const gv_json_field gv_json_part[];
extern const gv_json_field gv_json_digest[];
extern const gv_json_field gv_json_point[];
extern const gv_json_field gv_json_loss[];
extern const gv_json_field gv_json_block[];
extern const gv_json_field gv_json_parameter[];
extern const gv_json_field gv_json_use[];
extern const gv_json_field gv_json_term[];
extern const gv_json_field gv_json_program[];    /* of a gv_provenance: the program itself */
extern const gv_json_field gv_json_provenance[]; /* of a gv_provenance: the rest */
extern const gv_json_field gv_json_refusal[];

/* A real as JSON: a string where JSON has no number.  NULL without memory. */
json_t *gv_json_number(double value);

/* A string as JSON, broken UTF-8 mended; NULL without memory. */
json_t *gv_json_text(const char *text);

/* Sets object[name], taking `value`; a NULL value (no memory) sets *failed. */
void gv_json_put(json_t *object, const char *name, json_t *value, bool *failed);

/* A number as gv_json_number writes it.  Returns: false when it is none. */
bool gv_json_take_number(const json_t *value, double *number);

/* Writes every field of the struct at `from`. */
void gv_json_put_fields(json_t *object, const gv_json_field *fields, const void *from,
                        bool *failed);

/* Writes the fields of the struct at `from` that are not the same in the one at `usual`. */
void gv_json_put_other_fields(json_t *object, const gv_json_field *fields, const void *from,
                              const void *usual, bool *failed);

/* Is one field of two structs the same?  Texts are. */
bool gv_json_same_field(const gv_json_field *field, const void *a, const void *b);

/* "warn" or "fail".  Returns: a static string. */
const char *gv_policy_name(gv_on_inconclusive policy);

/* Are the fields of two structs the same, NaN and texts aside? */
bool gv_json_same_fields(const gv_json_field *fields, const void *a, const void *b);

/* Reads the fields that are there into the struct at `into`; those that are missing stay as
 * they are, unknown ones are passed over.  Texts are new copies.
 * Returns: GV_OK; GV_ERR_INPUT, with *wrong the name of the field; GV_ERR_MEMORY. */
gv_status gv_json_take_fields(const json_t *object, const gv_json_field *fields, void *into,
                              const char **wrong);

#endif
