/* Complaints, mappings by table, and words that name a descriptor. */
#include "case/reader.h"

#include "case/words.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { MESSAGE_BYTES = 512, LISTED_WORDS = 12 };

void *gv_reading_alloc(gv_reading *reading, size_t count, size_t size) {
    void *memory = gv_arena_alloc(reading->arena, count, size);
    reading->issues->starved |= memory == NULL;
    return memory;
}

void gv_complain(gv_reading *reading, const gv_node *node, const char *format, ...) {
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

void gv_complain_nearest(gv_reading *reading, const gv_node *node, const char *word,
                         const char *const *words, size_t count, const char *format, ...) {
    char message[MESSAGE_BYTES], known[MESSAGE_BYTES / 2];
    va_list list;
    va_start(list, format);
    vsnprintf(message, sizeof message, format, list);
    va_end(list);
    const char *nearest = gv_nearest_word(word, words, count);
    list_words(words, count, known, sizeof known);
    if (nearest != NULL)
        gv_complain(reading, node, "%s; did you mean '%s'?", message, nearest);
    else if (count > 0)
        gv_complain(reading, node, "%s; expected %s%s", message, count > 1 ? "one of " : "",
                    known);
    else
        gv_complain(reading, node, "%s", message);
}

/* ---- sections ---- */

static bool complain_of_key(gv_reading *reading, const gv_node *key, const gv_field *fields,
                            size_t count) {
    const char **names = gv_reading_alloc(reading, count, sizeof *names);
    if (names == NULL)
        return false;
    for (size_t i = 0; i < count; i++)
        names[i] = fields[i].name;
    gv_complain_nearest(reading, key, key->text, names, count, "unknown key '%s'", key->text);
    return false;
}

static bool read_known_keys(gv_reading *reading, const gv_node *node, const gv_field *fields,
                            size_t count, void *out) {
    bool good = true;
    for (const gv_node *child = node->first; child != NULL; child = child->next) {
        size_t i = 0;
        while (i < count && strcmp(fields[i].name, child->key->text) != 0)
            i++;
        if (i == count)
            good = complain_of_key(reading, child->key, fields, count);
        else
            good &= fields[i].read(reading, child, &fields[i],
                                   (unsigned char *)out + fields[i].offset);
    }
    return good;
}

bool gv_read_fields(gv_reading *reading, const gv_node *node, const gv_field *fields,
                    size_t count, void *out) {
    if (node->kind != GV_NODE_MAPPING) {
        char known[MESSAGE_BYTES / 2];
        const char **names = gv_reading_alloc(reading, count, sizeof *names);
        for (size_t i = 0; names != NULL && i < count; i++)
            names[i] = fields[i].name;
        list_words(names, names == NULL ? 0 : count, known, sizeof known);
        gv_complain(reading, node, "expected keys (%s), found %s", known,
                    gv_node_describe(reading, node));
        return false;
    }
    bool good = read_known_keys(reading, node, fields, count, out);
    for (size_t i = 0; i < count; i++)
        if (fields[i].required && gv_node_get(node, fields[i].name) == NULL) {
            gv_complain(reading, node->key != NULL ? node->key : node, "missing key '%s': %s",
                        fields[i].name, fields[i].meaning);
            good = false;
        }
    return good;
}

/* ---- words that name a descriptor ---- */

static const char *name_of(const void *kind) {
    return *(const char *const *)kind;
}

static const void *find_name(gv_reading *reading, const gv_node *node, gv_kind_list list,
                             const char *what) {
    size_t count = 0;
    for (; list[count] != NULL; count++)
        if (strcmp(name_of(list[count]), node->text) == 0)
            return list[count];
    const char **names = gv_reading_alloc(reading, count, sizeof *names);
    if (names == NULL)
        return NULL;
    for (size_t i = 0; i < count; i++)
        names[i] = name_of(list[i]);
    gv_complain_nearest(reading, node, node->text, names, count, "unknown %s '%s'", what,
                        node->text);
    return NULL;
}

const void *gv_find_kind(gv_reading *reading, const gv_node *node, gv_kind_list list,
                         const char *what) {
    return gv_expect_text(reading, node, what) ? find_name(reading, node, list, what) : NULL;
}

const void *gv_find_kind_with_settings(gv_reading *reading, const gv_node *node,
                                       gv_kind_list list, const char *what,
                                       const gv_node **settings) {
    *settings = NULL;
    if (node->kind == GV_NODE_SCALAR)
        return gv_find_kind(reading, node, list, what);
    if (node->kind != GV_NODE_MAPPING || node->count != 1) {
        gv_complain(reading, node, "expected one %s, as a word or as 'word: {settings}'", what);
        return NULL;
    }
    *settings = node->first;
    return find_name(reading, node->first->key, list, what);
}
