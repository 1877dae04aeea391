/* The section `points`: where the gradient is checked. */
#include "case/training.h"

#include <stddef.h>
#include <string.h>

static bool initial_read(gv_reading *reading, const gv_node *settings, gv_case *item,
                         gv_point *point) {
    (void)item;
    point->name = "initial";
    if (settings == NULL)
        return true;
    gv_blame(reading, settings, "the point 'initial' has no settings");
    return false;
}

static bool jitter_read(gv_reading *reading, const gv_node *settings, gv_case *item,
                        gv_point *point) {
    (void)item;
    static const gv_field deviation = {.name = "jitter", .low = 1e-9, .high = 1e3};
    point->name = "jittered";
    return gv_field_real(reading, settings, &deviation, &point->jitter);
}

static bool train_read(gv_reading *reading, const gv_node *settings, gv_case *item,
                       gv_point *point) {
    point->name = "trained";
    return gv_read_training(reading, settings, item, &point->training);
}

static const gv_point_kind initial = {.kind = {"initial", "the initial values", NULL, 0},
                                      .read = initial_read};
static const gv_point_kind jitter = {
    .kind = {"jitter", "the initial values plus normal noise of this deviation", NULL, 0},
    .read = jitter_read};
static const gv_point_kind train = {.kind = {"train", "after training from the initial values",
                                             gv_training_fields, GV_TRAINING_FIELDS},
                                    .read = train_read};

const gv_kind *const gv_point_list[] = {&initial.kind, &jitter.kind, &train.kind, NULL};

/* A second point of a kind gets a number. */
static bool name_point(gv_reading *reading, gv_point *points, size_t index) {
    size_t before = 0;
    for (size_t i = 0; i < index; i++)
        before += points[i].kind == points[index].kind;
    if (before > 0)
        points[index].name =
            gv_arena_print(reading->arena, "%s %zu", points[index].name, before + 1);
    return points[index].name != NULL;
}

static bool read_point(gv_reading *reading, const gv_node *node, gv_case *item, size_t index) {
    const gv_node *settings;
    gv_point *point = &item->points[index];
    const gv_kind *kind =
        gv_find_kind_with_settings(reading, node, gv_point_list, "kind of point", &settings);
    if (kind == NULL)
        return false;
    point->kind = (const gv_point_kind *)kind;
    if (settings == NULL && point->kind != &initial) {
        gv_blame(reading, node, "the point '%s' needs settings: %s", kind->name, kind->meaning);
        return false;
    }
    return point->kind->read(reading, settings, item, point) &&
           name_point(reading, item->points, index);
}

bool gv_read_points(gv_reading *reading, const gv_node *node, gv_case *item) {
    size_t count = 1;
    if (node != NULL && !gv_expect_list(reading, node, "points"))
        return false;
    if (node != NULL)
        count = node->count;
    item->points = gv_reading_alloc(reading, count, sizeof *item->points);
    if (item->points == NULL)
        return false;
    item->points[0] = (gv_point){.kind = &initial, .name = "initial"};
    item->point_count = count;
    bool good = true;
    size_t i = 0;
    for (const gv_node *child = node == NULL ? NULL : node->first; child != NULL;
         child = child->next)
        good &= read_point(reading, child, item, i++);
    return good;
}
