/* The two directions in which the tables of fields are walked. */
#include "report/json_fields.h"
#include "report/utf8.h"
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Beyond 2^53 not every integer is a double, and readers in JavaScript lose digits. */
#define EXACT_MAX ((uint64_t)1 << 53)

const char *gv_policy_name(gv_on_inconclusive policy) {
    return policy == GV_INCONCLUSIVE_FAIL ? "fail" : "warn";
}

json_t *gv_json_number(double value) {
    if (isfinite(value))
        return json_real(value);
    return json_string(isnan(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
}

json_t *gv_json_text(const char *text) {
    json_t *value = json_string(text);
    char *clean;

    if (value)
        return value;
    clean = gv_utf8_clean(text); /* broken UTF-8, or no memory: then this fails again */
    value = clean ? json_string(clean) : NULL;
    free(clean);
    return value;
}

static json_t *integer(uint64_t value) {
    char digits[24];

    if (value <= EXACT_MAX)
        return json_integer((json_int_t)value);
    snprintf(digits, sizeof digits, "%" PRIu64, value);
    return json_string(digits);
}

void gv_json_put(json_t *object, const char *name, json_t *value, bool *failed) {
    if (json_object_set_new(object, name, value) != 0)
        *failed = true;
}

static json_t *written(gv_json_kind kind, const void *at) {
    switch (kind) {
    case GV_JSON_NUMBER:
        return gv_json_number(*(const double *)at);
    case GV_JSON_COUNT:
        return integer(*(const size_t *)at);
    case GV_JSON_SEED:
        return integer(*(const uint64_t *)at);
    case GV_JSON_BOOL:
        return json_boolean(*(const bool *)at);
    case GV_JSON_TEXT:
        return gv_json_text(*(char *const *)at);
    case GV_JSON_VERDICT:
        return json_string(gv_verdict_name(*(const gv_verdict *)at));
    case GV_JSON_REASON:
        return json_string(gv_reason_name(*(const gv_reason *)at));
    case GV_JSON_PRECISION:
        return json_string(gv_precision_name(*(const gv_precision *)at));
    case GV_JSON_POLICY:
        return json_string(gv_policy_name(*(const gv_on_inconclusive *)at));
    case GV_JSON_METHOD:
        return json_string(gv_method_name(*(const gv_method *)at));
    }
    return NULL;
}

/* Is there nothing to be said of it? */
static bool is_left_out(const gv_json_field *field, const void *at) {
    switch (field->kind) {
    case GV_JSON_TEXT:
        return !*(char *const *)at;
    case GV_JSON_NUMBER:
        return field->spare && *(const double *)at == 0.0;
    case GV_JSON_COUNT:
        return field->spare && *(const size_t *)at == 0;
    case GV_JSON_BOOL:
        return field->spare && !*(const bool *)at;
    default:
        return false;
    }
}

void gv_json_put_fields(json_t *object, const gv_json_field *fields, const void *from,
                        bool *failed) {
    for (; fields->name; fields++) {
        const void *at = (const char *)from + fields->at;
        if (!is_left_out(fields, at))
            gv_json_put(object, fields->name, written(fields->kind, at), failed);
    }
}

static bool same_number(double a, double b) {
    return a == b || (isnan(a) && isnan(b));
}

bool gv_json_same_field(const gv_json_field *field, const void *a, const void *b) {
    const void *left = (const char *)a + field->at;
    const void *right = (const char *)b + field->at;

    if (field->kind == GV_JSON_NUMBER)
        return same_number(*(const double *)left, *(const double *)right);
    if (field->kind == GV_JSON_COUNT)
        return *(const size_t *)left == *(const size_t *)right;
    if (field->kind == GV_JSON_SEED)
        return *(const uint64_t *)left == *(const uint64_t *)right;
    if (field->kind == GV_JSON_BOOL)
        return *(const bool *)left == *(const bool *)right;
    return field->kind == GV_JSON_TEXT || *(const int *)left == *(const int *)right;
}

bool gv_json_same_fields(const gv_json_field *fields, const void *a, const void *b) {
    bool same = true;

    for (; fields->name && same; fields++)
        same = gv_json_same_field(fields, a, b);
    return same;
}

void gv_json_put_other_fields(json_t *object, const gv_json_field *fields, const void *from,
                              const void *usual, bool *failed) {
    for (; fields->name; fields++)
        if (!gv_json_same_field(fields, from, usual))
            gv_json_put(object, fields->name,
                        written(fields->kind, (const char *)from + fields->at), failed);
}

bool gv_json_take_number(const json_t *value, double *number) {
    static const struct {
        const char *word;
        double number;
    } specials[] = {
        {"NaN", (double)NAN}, {"Infinity", (double)INFINITY}, {"-Infinity", -(double)INFINITY}};
    const char *word = json_string_value(value);

    if (json_is_number(value)) {
        *number = json_number_value(value);
        return true;
    }
    for (size_t i = 0; word && i < sizeof specials / sizeof *specials; i++) {
        *number = specials[i].number;
        if (strcmp(word, specials[i].word) == 0)
            return true;
    }
    return false;
}

static bool take_integer(const json_t *value, uint64_t *number) {
    const char *digits = json_string_value(value);
    char *end = NULL;

    if (json_is_integer(value) && json_integer_value(value) >= 0) {
        *number = (uint64_t)json_integer_value(value);
        return true;
    }
    if (!digits || *digits < '0' || *digits > '9')
        return false;
    errno = 0;
    *number = strtoull(digits, &end, 10);
    return *end == '\0' && errno == 0;
}

/* The place of a word in an enum's names, or `count`. */
#define FIND_WORD(value, count, name_of, found)                                                \
    do {                                                                                       \
        const char *word_ = json_string_value(value);                                          \
        for ((found) = 0; (found) < (count); (found)++)                                        \
            if (word_ && strcmp(word_, name_of(found)) == 0)                                   \
                break;                                                                         \
    } while (0)

static bool take_verdict(const json_t *value, gv_verdict *verdict) {
    FIND_WORD(value, GV_VERDICT_COUNT, gv_verdict_name, *verdict);
    return *verdict < GV_VERDICT_COUNT;
}

static bool take_reason(const json_t *value, gv_reason *reason) {
    FIND_WORD(value, GV_REASON_COUNT, gv_reason_name, *reason);
    return *reason < GV_REASON_COUNT;
}

static bool take_precision(const json_t *value, gv_precision *precision) {
    FIND_WORD(value, GV_PRECISION_COUNT, gv_precision_name, *precision);
    return *precision < GV_PRECISION_COUNT;
}

static bool take_method(const json_t *value, gv_method *method) {
    FIND_WORD(value, GV_METHOD_COUNT, gv_method_name, *method);
    return *method < GV_METHOD_COUNT;
}

static bool take_policy(const json_t *value, gv_on_inconclusive *policy) {
    FIND_WORD(value, 2, gv_policy_name, *policy);
    return *policy <= GV_INCONCLUSIVE_FAIL;
}

/* Whether the value is of the field's kind, and taken.  A text without memory becomes NULL. */
static bool taken(const json_t *value, gv_json_kind kind, void *at, bool *no_memory) {
    uint64_t number = 0;

    switch (kind) {
    case GV_JSON_NUMBER:
        return gv_json_take_number(value, at);
    case GV_JSON_COUNT:
        if (!take_integer(value, &number) || number > SIZE_MAX)
            return false;
        *(size_t *)at = (size_t)number;
        return true;
    case GV_JSON_SEED:
        return take_integer(value, at);
    case GV_JSON_BOOL:
        *(bool *)at = json_is_true(value);
        return json_is_boolean(value);
    case GV_JSON_TEXT:
        if (!json_is_string(value) || *(char **)at)
            return false;
        *(char **)at = strdup(json_string_value(value));
        *no_memory = !*(char **)at;
        return true;
    case GV_JSON_VERDICT:
        return take_verdict(value, at);
    case GV_JSON_REASON:
        return take_reason(value, at);
    case GV_JSON_PRECISION:
        return take_precision(value, at);
    case GV_JSON_METHOD:
        return take_method(value, at);
    case GV_JSON_POLICY:
        return take_policy(value, at);
    }
    return false;
}

gv_status gv_json_take_fields(const json_t *object, const gv_json_field *fields, void *into,
                              const char **wrong) {
    for (; fields->name; fields++) {
        const json_t *value = json_object_get(object, fields->name);
        bool no_memory = false;
        if (!value)
            continue;
        if (!taken(value, fields->kind, (char *)into + fields->at, &no_memory)) {
            *wrong = fields->name;
            return GV_ERR_INPUT;
        }
        if (no_memory)
            return GV_ERR_MEMORY;
    }
    return GV_OK;
}
