/* Readers of single values: one per type. */
#include "case/reader.h"

#include "case/numbers.h"

#include <string.h>

const char *gv_node_describe(gv_reading *reading, const gv_node *node) {
    if (node->kind == GV_NODE_LIST)
        return "a list";
    if (node->kind == GV_NODE_MAPPING)
        return "keys";
    if (node->text[0] == '\0')
        return "nothing";
    const char *text = node->quoted
                           ? gv_arena_print(reading->arena, "the text \"%.40s\"", node->text)
                           : gv_arena_print(reading->arena, "'%.40s'", node->text);
    return text != NULL ? text : "a text";
}

static bool complain_of_type(gv_reading *reading, const gv_node *node, const char *expected) {
    gv_blame(reading, node, "expected %s, found %s", expected, gv_node_describe(reading, node));
    return false;
}

static bool is_plain(const gv_node *node) {
    return node->kind == GV_NODE_SCALAR && !node->quoted;
}

bool gv_field_real(gv_reading *reading, const gv_node *node, const gv_field *field, void *out) {
    double value;
    if (!is_plain(node) || !gv_parse_real(node->text, &value))
        return complain_of_type(reading, node, "a number");
    if (!(value >= field->low && value <= field->high)) {
        gv_blame(reading, node, "%s is out of range: expected %g to %g", node->text, field->low,
                 field->high);
        return false;
    }
    *(double *)out = value;
    return true;
}

bool gv_field_size(gv_reading *reading, const gv_node *node, const gv_field *field, void *out) {
    uint64_t value;
    double real;
    if (!is_plain(node) || !gv_parse_real(node->text, &real))
        return complain_of_type(reading, node, "a whole number");
    bool whole = gv_parse_whole(node->text, &value);
    if (!whole && real >= field->low && real <= field->high)
        return complain_of_type(reading, node, "a whole number");
    if (!whole || !((double)value >= field->low && (double)value <= field->high)) {
        gv_blame(reading, node, "%.40s is out of range: expected %.0f to %.0f", node->text,
                 field->low, field->high);
        return false;
    }
    *(size_t *)out = (size_t)value;
    return true;
}

bool gv_field_seed(gv_reading *reading, const gv_node *node, const gv_field *field, void *out) {
    uint64_t value;
    (void)field;
    if (!is_plain(node) || !gv_parse_whole(node->text, &value))
        return complain_of_type(reading, node, "a whole number from 0 to 18446744073709551615");
    *(uint64_t *)out = value;
    return true;
}

bool gv_field_truth(gv_reading *reading, const gv_node *node, const gv_field *field,
                    void *out) {
    (void)field;
    bool truth = is_plain(node) && strcmp(node->text, "true") == 0;
    if (!truth && !(is_plain(node) && strcmp(node->text, "false") == 0))
        return complain_of_type(reading, node, "true or false");
    *(bool *)out = truth;
    return true;
}

bool gv_expect_text(gv_reading *reading, const gv_node *node, const char *what) {
    if (node->kind == GV_NODE_SCALAR && node->text[0] != '\0')
        return true;
    gv_blame(reading, node, "expected a %s, found %s", what, gv_node_describe(reading, node));
    return false;
}

bool gv_field_text(gv_reading *reading, const gv_node *node, const gv_field *field, void *out) {
    (void)field;
    if (!gv_expect_text(reading, node, "text"))
        return false;
    *(const char **)out = node->text;
    return true;
}

bool gv_field_choice(gv_reading *reading, const gv_node *node, const gv_field *field,
                     void *out) {
    if (!gv_expect_text(reading, node, "word"))
        return false;
    size_t count = 0;
    for (; field->words[count] != NULL; count++)
        if (strcmp(field->words[count], node->text) == 0) {
            *(size_t *)out = count;
            return true;
        }
    gv_blame_nearest(reading, node, node->text, field->words, count,
                     "unknown word '%.40s' for '%s'", node->text, field->name);
    return false;
}

bool gv_field_node(gv_reading *reading, const gv_node *node, const gv_field *field, void *out) {
    (void)reading;
    (void)field;
    *(const gv_node **)out = node;
    return true;
}

bool gv_field_other(gv_reading *reading, const gv_node *node, const gv_field *field,
                    void *out) {
    (void)reading, (void)node, (void)field, (void)out;
    return true;
}

/* ---- files ---- */

const char *gv_resolve_path(gv_reading *reading, const char *file) {
    const char *base = reading->source->path;
    const char *slash = strrchr(base, '/');
    if (file[0] == '/' || slash == NULL)
        return file;
    const char *path =
        gv_arena_print(reading->arena, "%.*s/%s", (int)(slash - base), base, file);
    reading->issues->starved |= path == NULL;
    return path;
}

/* ---- lists ---- */

bool gv_expect_list(gv_reading *reading, const gv_node *node, const char *of) {
    if (node->kind == GV_NODE_LIST && node->count > 0)
        return true;
    if (node->kind == GV_NODE_LIST)
        gv_blame(reading, node, "expected a list of %s, found an empty one", of);
    else
        gv_blame(reading, node, "expected a list of %s, found %s", of,
                 gv_node_describe(reading, node));
    return false;
}

const char *const *gv_read_texts(gv_reading *reading, const gv_node *list, const char *what) {
    const char **texts = gv_reading_alloc(reading, list->count, sizeof *texts);
    bool good = texts != NULL;
    size_t i = 0;
    for (const gv_node *child = list->first; good && child != NULL; child = child->next) {
        good = gv_expect_text(reading, child, what);
        texts[i++] = child->text;
    }
    return good ? texts : NULL;
}
