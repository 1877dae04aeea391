/* Maps in JSON: column by column, for they are the bulk of a file.  A letter per cell says what
 * it came to (GV_STATE_LIST); numbers have the digits that a picture can show. */
#include "report/json_inside.h"
#include "report/tally.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- writing ---- */

/* One member of every cell, by its offset. */
static json_t *column(const gv_map *map, size_t at) {
    json_t *array = json_array();

    for (size_t i = 0; i < map->count && array; i++) {
        const double *value = (const void *)((const char *)&map->cells[i] + at);
        if (json_array_append_new(array, gv_json_number(gv_map_number(*value))) != 0) {
            json_decref(array);
            return NULL;
        }
    }
    return array;
}

static json_t *states(const gv_map *map) {
    char letters[GV_CELLS_MAX + 1];

    for (size_t i = 0; i < map->count; i++)
        letters[i] = gv_state_letter(map->cells[i].state);
    letters[map->count] = '\0';
    return json_string(letters);
}

/* How far the entry that is shown stands from the cell's first. */
static json_t *offsets(const gv_map *map) {
    size_t from_first[GV_CELLS_MAX];

    for (size_t i = 0; i < map->count; i++)
        from_first[i] = map->cells[i].index - i * map->span;
    return gv_json_sizes(from_first, map->count);
}

static json_t *map_of(const gv_map *map) {
    bool failed = false;
    json_t *object = json_object();

    gv_json_put(object, "span", json_integer((json_int_t)map->span), &failed);
    gv_json_put(object, "states", states(map), &failed);
    if (map->span > 1)
        gv_json_put(object, "offsets", offsets(map), &failed);
    gv_json_put(object, "shares", column(map, offsetof(gv_map_cell, share)), &failed);
    gv_json_put(object, "claimed", column(map, offsetof(gv_map_cell, claimed)), &failed);
    gv_json_put(object, "measured", column(map, offsetof(gv_map_cell, measured)), &failed);
    return gv_json_whole(object, failed);
}

void gv_json_put_map(json_t *object, const gv_check_finding *check, bool *failed) {
    if (check->map.count == 0)
        return;
    gv_json_put(object, "digest", gv_json_object(gv_json_digest, &check->digest), failed);
    gv_json_put(object, "map", map_of(&check->map), failed);
}

/* ---- reading ---- */

static bool take_state(char letter, gv_state *state) {
    for (*state = 0; *state < GV_STATE_COUNT; (*state)++)
        if (gv_state_letter(*state) == letter)
            return true;
    return false;
}

static gv_status take_states(const gv_json_reader *in, const char *letters, gv_map *map) {
    for (size_t i = 0; i < map->count; i++)
        if (!take_state(letters[i], &map->cells[i].state))
            return gv_json_bad(in, "states");
    return GV_OK;
}

static gv_status take_column(const gv_json_reader *in, const json_t *object, const char *name,
                             size_t at, gv_map *map) {
    const json_t *array = json_object_get(object, name);

    if (json_array_size(array) != map->count)
        return gv_json_bad(in, name);
    for (size_t i = 0; i < map->count; i++) {
        double *value = (void *)((char *)&map->cells[i] + at);
        if (!gv_json_take_number(json_array_get(array, i), value))
            return gv_json_bad(in, name);
    }
    return GV_OK;
}

static gv_status take_offsets(const gv_json_reader *in, const json_t *object, gv_map *map) {
    const json_t *array = json_object_get(object, "offsets");
    size_t from_first[GV_CELLS_MAX] = {0}, count = 0;
    const gv_status status =
        gv_json_take_sizes(in, array, "offsets", GV_CELLS_MAX, from_first, &count);

    if (status != GV_OK)
        return status;
    if (array && count != map->count)
        return gv_json_bad(in, "offsets");
    for (size_t i = 0; i < map->count; i++) {
        if (from_first[i] >= map->span)
            return gv_json_bad(in, "offsets");
        map->cells[i].index = i * map->span + from_first[i];
    }
    return GV_OK;
}

static gv_status take_cells(const gv_json_reader *in, const json_t *object, const char *letters,
                            gv_map *map) {
    gv_status status = take_states(in, letters, map);

    if (status == GV_OK)
        status = take_offsets(in, object, map);
    if (status == GV_OK)
        status = take_column(in, object, "shares", offsetof(gv_map_cell, share), map);
    if (status == GV_OK)
        status = take_column(in, object, "claimed", offsetof(gv_map_cell, claimed), map);
    if (status == GV_OK)
        status = take_column(in, object, "measured", offsetof(gv_map_cell, measured), map);
    return status;
}

gv_status gv_json_take_map(const gv_json_reader *in, const json_t *object,
                           gv_check_finding *check) {
    const json_t *map = json_object_get(object, "map");
    const json_t *digest = json_object_get(object, "digest");
    const char *letters = json_string_value(json_object_get(map, "states"));
    const json_int_t span = json_integer_value(json_object_get(map, "span"));
    gv_status status =
        digest ? gv_json_take(in, digest, gv_json_digest, &check->digest) : GV_OK;

    if (!map || status != GV_OK)
        return status;
    if (!letters || !*letters || strlen(letters) > GV_CELLS_MAX)
        return gv_json_bad(in, "states");
    if (span < 1 || (size_t)span > SIZE_MAX / GV_CELLS_MAX)
        return gv_json_bad(in, "span");
    check->map.span = (size_t)span;
    check->map.cells = calloc(strlen(letters), sizeof *check->map.cells);
    if (!check->map.cells)
        return gv_json_no_memory(in);
    check->map.count = strlen(letters);
    return take_cells(in, map, letters, &check->map);
}
