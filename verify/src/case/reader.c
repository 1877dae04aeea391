/* Complaints, mappings by table, and words that name a descriptor. */
#include "case/reader.h"

#include "case/words.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { MESSAGE_BYTES = 512, LISTED_WORDS = 20 };

void *gv_reading_alloc(gv_reading *reading, size_t count, size_t size) {
    void *memory = gv_arena_alloc(reading->arena, count, size);
    reading->issues->starved |= memory == NULL;
    return memory;
}

void gv_blame(gv_reading *reading, const gv_node *node, const char *format, ...) {
    char message[MESSAGE_BYTES];
    va_list list;
    va_start(list, format);
    vsnprintf(message, sizeof message, format, list);
    va_end(list);
    gv_source_complain(reading->source, node->place, reading->issues, "%s", message);
}

/* "a, b, c" of at most LISTED_WORDS words. */
static void list_words(const char *const *words, size_t count, char *text, size_t size) {
    size_t used = 0;
    text[0] = '\0';
    for (size_t i = 0; i < count && i < LISTED_WORDS && used < size; i++) {
        int n = snprintf(text + used, size - used, "%s%s", i > 0 ? ", " : "", words[i]);
        used += n > 0 ? (size_t)n : 0;
    }
    if (count > LISTED_WORDS && used < size)
        snprintf(text + used, size - used, ", ...");
}

void gv_blame_nearest(gv_reading *reading, const gv_node *node, const char *word,
                      const char *const *words, size_t count, const char *format, ...) {
    char message[MESSAGE_BYTES], known[MESSAGE_BYTES / 2];
    va_list list;
    va_start(list, format);
    vsnprintf(message, sizeof message, format, list);
    va_end(list);
    const bool counted = reading->issues->count >= GV_ISSUES_MAX; /* and no more */
    const char *nearest = counted ? NULL : gv_nearest_word(word, words, count);
    list_words(words, count, known, sizeof known);
    if (nearest != NULL)
        gv_blame(reading, node, "%s; did you mean '%s'?", message, nearest);
    else if (count > 0)
        gv_blame(reading, node, "%s; expected %s%s", message, count > 1 ? "one of " : "",
                 known);
    else
        gv_blame(reading, node, "%s", message);
}

/* ---- sections ---- */

static const char *const *names_of(gv_reading *reading, const gv_field *fields, size_t count) {
    const char **names = gv_reading_alloc(reading, count, sizeof *names);
    for (size_t i = 0; names != NULL && i < count; i++)
        names[i] = fields[i].name;
    return names;
}

/* Complains of an unknown key.  Returns: the known one that was probably meant, or NULL. */
static const char *complain_of_key(gv_reading *reading, const gv_node *key,
                                   const gv_field *fields, size_t count) {
    const char *const *names = names_of(reading, fields, count);
    if (names == NULL)
        return NULL;
    gv_blame_nearest(reading, key, key->text, names, count, "unknown key '%s'", key->text);
    return gv_nearest_word(key->text, names, count);
}

/* Reads what is there; `settled[i]` for each field that is, or that a key was meant to be. */
static bool read_known_keys(gv_reading *reading, const gv_node *node, const gv_field *fields,
                            size_t count, void *out, bool *settled) {
    bool good = true;
    for (const gv_node *child = node->first; child != NULL; child = child->next) {
        const char *name = child->key->text;
        size_t i = 0;
        while (i < count && strcmp(fields[i].name, name) != 0)
            i++;
        if (i < count) {
            unsigned char *base = out; /* NULL: every field is read elsewhere */
            good &= fields[i].read(reading, child, &fields[i],
                                   base != NULL ? base + fields[i].offset : NULL);
            settled[i] = true;
            continue;
        }
        good = false;
        const char *meant = complain_of_key(reading, child->key, fields, count);
        for (i = 0; meant != NULL && i < count; i++)
            settled[i] |= strcmp(fields[i].name, meant) == 0;
    }
    return good;
}

static bool complain_of_no_keys(gv_reading *reading, const gv_node *node,
                                const gv_field *fields, size_t count) {
    char known[MESSAGE_BYTES / 2];
    const char *const *names = names_of(reading, fields, count);
    list_words(names, names == NULL ? 0 : count, known, sizeof known);
    gv_blame(reading, node, "expected keys (%s), found %s", known,
             gv_node_describe(reading, node));
    return false;
}

bool gv_read_fields(gv_reading *reading, const gv_node *node, const gv_field *fields,
                    size_t count, void *out) {
    if (node->kind != GV_NODE_MAPPING)
        return complain_of_no_keys(reading, node, fields, count);
    bool *settled = gv_reading_alloc(reading, count, sizeof *settled);
    if (settled == NULL)
        return false;
    bool good = read_known_keys(reading, node, fields, count, out, settled);
    for (size_t i = 0; i < count; i++)
        if (fields[i].required && !settled[i]) {
            gv_blame(reading, node->key != NULL ? node->key : node, "missing key '%s': %s",
                     fields[i].name, fields[i].meaning);
            good = false;
        }
    return good;
}

/* ---- words, and words that name a kind ---- */

bool gv_find_word(gv_reading *reading, const gv_node *node, const char *const *words,
                  size_t count, const char *what, size_t *index) {
    if (!gv_expect_text(reading, node, what))
        return false;
    for (*index = 0; *index < count; (*index)++)
        if (strcmp(words[*index], node->text) == 0)
            return true;
    gv_blame_nearest(reading, node, node->text, words, count, "unknown %s '%.40s'", what,
                     node->text);
    return false;
}

const gv_kind *gv_find_kind(gv_reading *reading, const gv_node *node, gv_kind_list list,
                            const char *what) {
    size_t count = 0, index;
    while (list[count] != NULL)
        count++;
    const char **names = gv_reading_alloc(reading, count, sizeof *names);
    if (names == NULL)
        return NULL;
    for (size_t i = 0; i < count; i++)
        names[i] = list[i]->name;
    return gv_find_word(reading, node, names, count, what, &index) ? list[index] : NULL;
}

const gv_kind *gv_find_kind_with_settings(gv_reading *reading, const gv_node *node,
                                          gv_kind_list list, const char *what,
                                          const gv_node **settings) {
    *settings = NULL;
    if (node->kind == GV_NODE_SCALAR)
        return gv_find_kind(reading, node, list, what);
    if (node->kind != GV_NODE_MAPPING || node->count != 1) {
        gv_blame(reading, node, "expected a %s, as a word or as 'word: settings'", what);
        return NULL;
    }
    *settings = node->first;
    return gv_find_kind(reading, node->first->key, list, what);
}

/* `fields` and `extra` in one array. */
static gv_field *join_fields(gv_reading *reading, const gv_field *fields, size_t count,
                             const gv_field *extra, size_t extra_count) {
    gv_field *all = gv_reading_alloc(reading, count + extra_count, sizeof *all);
    if (all != NULL && extra_count > 0)
        memcpy(all, extra, extra_count * sizeof *all);
    if (all != NULL && count > 0)
        memcpy(all + extra_count, fields, count * sizeof *all);
    return all;
}

bool gv_read_kind_fields(gv_reading *reading, const gv_node *node, const gv_kind *kind,
                         const gv_field *extra, size_t extra_count, void *out) {
    gv_field *fields =
        join_fields(reading, kind->fields, kind->field_count, extra, extra_count);
    return fields != NULL &&
           gv_read_fields(reading, node, fields, kind->field_count + extra_count, out);
}

static void complain_of_choice(gv_reading *reading, const gv_node *node, const gv_field *kinds,
                               size_t count, const char *how_many, const char *what) {
    const char *const *names = names_of(reading, kinds, count);
    if (names != NULL)
        gv_blame_nearest(reading, node, "", names, count, "%s %s is given", how_many, what);
}

const gv_kind *gv_read_one_of(gv_reading *reading, const gv_node *node, gv_kind_list list,
                              const char *what, const gv_field *extra, size_t extra_count,
                              void *out, const gv_node **settings) {
    size_t count = 0;
    while (list[count] != NULL)
        count++;
    gv_field *kinds = gv_reading_alloc(reading, count, sizeof *kinds);
    if (kinds == NULL)
        return NULL;
    for (size_t i = 0; i < count; i++)
        kinds[i] = (gv_field){.name = list[i]->name, .read = gv_field_other};
    gv_field *fields = join_fields(reading, kinds, count, extra, extra_count);
    if (fields == NULL || !gv_read_fields(reading, node, fields, count + extra_count, out))
        return NULL;
    const gv_kind *found = NULL;
    size_t times = 0;
    for (size_t i = 0; i < count; i++)
        if (gv_node_get(node, list[i]->name) != NULL) {
            found = list[i];
            times++;
        }
    if (times == 1) {
        *settings = gv_node_get(node, found->name);
        return found;
    }
    complain_of_choice(reading, node->key != NULL ? node->key : node, fields + extra_count,
                       count, times == 0 ? "no" : "more than one", what);
    return NULL;
}
