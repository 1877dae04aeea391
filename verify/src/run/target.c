/* Names first, brackets second: the names are the user's own, and may hold anything. */
#include "run/target.h"
#include "case/numbers.h"
#include "case/words.h"
#include "error.h"
#include "subject/engine.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Names and words of others are cut in messages, at this many bytes. */
#define SHOWN "%.60s"

/* "a, b, c", as many as there is room for. */
static void list_known(const char *const *known, size_t count, char *text, size_t size) {
    size_t at = 0;

    text[0] = '\0';
    for (size_t i = 0; i < count && at < size; i++)
        at += (size_t)snprintf(text + at, size - at, "%s" SHOWN, i ? ", " : "", known[i]);
    if (at >= size && size > 4) /* cut: said so */
        memcpy(text + size - 4, "...", 4);
}

gv_status gv_word_find(const char *what, const char *word, const char *const *known,
                       size_t count, size_t *number, gv_error *error) {
    const char *nearest;
    char all[300];

    for (*number = 0; *number < count; ++*number)
        if (strcmp(known[*number], word) == 0)
            return GV_OK;
    nearest = gv_nearest_word(word, known, count);
    list_known(known, count, all, sizeof all);
    return gv_fail(error, GV_ERR_INPUT, "'" SHOWN "' is none of %s%s" SHOWN "%s: %s", word,
                   what, nearest ? "; did you mean '" : "", nearest ? nearest : "",
                   nearest ? "'? There are" : "", all);
}

/* Every name of every parameter, and whose it is. */
typedef struct directory {
    const char **names;
    size_t *owners;
    size_t count;
} directory;

static void clear(directory *all) {
    free(all->names);
    free(all->owners);
}

static bool list_names(const gv_subject *subject, directory *all) {
    const char *const *names = NULL;
    size_t most = 1;

    *all = (directory){0};
    for (size_t p = 0; p < subject->parameter_count; p++)
        most += gv_engine_subject_names(subject, p, &names);
    all->names = calloc(most, sizeof *all->names);
    all->owners = calloc(most, sizeof *all->owners);
    if (!all->names || !all->owners)
        return false;
    for (size_t p = 0; p < subject->parameter_count; p++) {
        const size_t count = gv_engine_subject_names(subject, p, &names);
        for (size_t i = 0; i < count; i++) {
            all->names[all->count] = names[i];
            all->owners[all->count++] = p;
        }
    }
    return true;
}

static gv_status bad_index(const gv_group *group, const char *coordinates, const char *why,
                           gv_error *error) {
    char shape[200];

    if (group->rank == 0)
        return gv_fail(error, GV_ERR_INPUT, SHOWN " is a scalar: it has no index", group->name);
    gv_shape_text(group, shape, sizeof shape);
    return gv_fail(error, GV_ERR_INPUT, "[%.40s] is no entry of " SHOWN ", whose shape is %s%s",
                   coordinates, group->name, shape, why);
}

/* The next of some numbers between commas, blanks around it allowed. */
static bool next_number(const char **at, uint64_t *number) {
    char digits[24];
    const char *begin = *at + strspn(*at, " ");
    const size_t length = strspn(begin, "0123456789");
    const char *end = begin + length + strspn(begin + length, " ");

    if (length == 0 || length >= sizeof digits || (*end && *end != ','))
        return false;
    memcpy(digits, begin, length);
    digits[length] = '\0';
    *at = *end ? end + 1 : end;
    return gv_parse_whole(digits, number) && !(*end && !**at); /* "3," ends in nothing */
}

static gv_status parse_coordinates(const gv_group *group, const char *text, size_t *index,
                                   gv_error *error) {
    const char *at = text;
    size_t axis = 0;

    for (*index = 0; *at; axis++) {
        uint64_t number = 0;
        if (!next_number(&at, &number))
            return bad_index(group, text, ": whole numbers from 0 on, between commas", error);
        if (axis < group->rank && number >= group->shape[axis])
            return bad_index(group, text, ", counted from 0", error);
        if (axis < group->rank)
            *index = *index * group->shape[axis] + (size_t)number;
    }
    return axis == group->rank
               ? GV_OK
               : bad_index(group, text, ": one number for each of its axes", error);
}

/* "name[coordinates]" taken apart.  New copies of both; false: it is not of that form, or there
 * is no memory (then *name is NULL). */
static bool split(const char *text, char **name, char **coordinates) {
    const char *bracket = strrchr(text, '[');
    const size_t length = strlen(text);
    const bool whole = !bracket || text[length - 1] != ']';

    *name = whole ? strdup(text) : strndup(text, (size_t)(bracket - text));
    *coordinates = whole ? NULL : strndup(bracket + 1, (size_t)(text + length - bracket) - 2);
    return *name && *coordinates;
}

gv_status gv_target_parse(const gv_subject *subject, const char *text, size_t *parameter,
                          size_t *index, gv_error *error) {
    char *name = NULL, *coordinates = NULL;
    directory all;
    gv_status status = GV_OK;
    size_t number = 0;
    bool indexed = false;

    *index = GV_WHOLE;
    if (!list_names(subject, &all)) {
        status = gv_fail(error, GV_ERR_MEMORY, "out of memory");
        goto out;
    }
    status = gv_word_find("the parameters", text, all.names, all.count, &number, NULL);
    if (status != GV_OK) {
        indexed = split(text, &name, &coordinates);
        status =
            name ? gv_word_find("the parameters", name, all.names, all.count, &number, error)
                 : gv_fail(error, GV_ERR_MEMORY, "out of memory");
    }
    if (status != GV_OK)
        goto out;
    *parameter = all.owners[number];
    if (indexed)
        status = parse_coordinates(&subject->parameters[*parameter].group, coordinates, index,
                                   error);
out:
    clear(&all);
    free(name);
    free(coordinates);
    return status;
}
