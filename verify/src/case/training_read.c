/* What the point `train` says: how long, on how many rows at a time, and by which optimizer.
 * The optimizers, their settings and the ranges of these are those of the engine's list. */
#include "case/batches.h"
#include "case/training.h"

#include <stddef.h>
#include <string.h>

enum { MAX_STEPS = 100000, MAX_GROUPS = 64, MAX_SETTINGS = 32 };

const gv_field gv_training_fields[GV_TRAINING_FIELDS] = {
    {.name = "steps",
     .read = gv_field_size,
     .offset = offsetof(gv_training, steps),
     .low = 1,
     .high = MAX_STEPS,
     .meaning = "of the optimizer"},
    {.name = "epochs",
     .read = gv_field_size,
     .offset = offsetof(gv_training, epochs),
     .low = 1,
     .high = MAX_STEPS,
     .meaning = "instead of steps: how often every row is seen"},
    {.name = "batch",
     .read = gv_field_size,
     .offset = offsetof(gv_training, batch),
     .low = 1,
     .high = 1 << 20,
     .meaning = "rows of a step; left out: all"},
    {.name = "shuffle",
     .read = gv_field_truth,
     .offset = offsetof(gv_training, shuffle),
     .meaning = "true: the rows in another order in each epoch, by the seed; false is the "
                "default"},
    {.name = "rate",
     .read = gv_field_real,
     .offset = offsetof(gv_training, rate),
     .low = 1e-12,
     .high = 1e3,
     .meaning = "of plain gradient descent: the factor of the gradient in a step"},
    {.name = "optimizer",
     .read = gv_field_node,
     .offset = offsetof(gv_training, optimizer),
     .meaning = "instead of rate: a kind, or {kind, settings of it, groups}"},
    {.name = "falls_below",
     .read = gv_field_real,
     .offset = offsetof(gv_training, falls_below),
     .low = 1e-300,
     .high = 1,
     .meaning = "share of the first loss that the last one must be below"},
};

/* ---- settings by the engine's schema ---- */

/* A number with low <= number < high. */
static bool read_number(gv_reading *reading, const gv_node *node, const gv_field *field,
                        void *out) {
    const gv_field any = {.name = field->name, .low = -1e300, .high = 1e300};
    double value;
    if (!gv_field_real(reading, node, &any, &value))
        return false;
    if (value >= field->low && value < field->high) {
        *(double *)out = value;
        return true;
    }
    if (field->high < 1e300)
        gv_blame(reading, node, "%s is out of range: expected %g or more, and less than %g",
                 node->text, field->low, field->high);
    else
        gv_blame(reading, node, "%s is out of range: expected %g or more", node->text,
                 field->low);
    return false;
}

/* Where settings are read into, beside keys of our own. */
typedef struct entry {
    ag_optimizer_settings settings;
    const gv_node *parameters, *except, *groups;
} entry;

/* The keys of the settings of a kind. */
static size_t list_settings(const ag_optimizer_kind *kind, gv_field *fields) {
    const size_t count =
        kind->setting_count < MAX_SETTINGS ? kind->setting_count : MAX_SETTINGS;
    for (size_t i = 0; i < count; i++) {
        const ag_setting_spec *spec = &kind->settings[i];
        fields[i] = (gv_field){.name = spec->name,
                               .read = spec->is_flag ? gv_field_truth : read_number,
                               .offset = offsetof(entry, settings) + spec->offset,
                               .low = spec->low,
                               .high = spec->below,
                               .meaning = spec->meaning};
    }
    return count;
}

/* Reads settings and some keys more, and sees that the settings go together. */
static bool read_entry(gv_reading *reading, const gv_node *node, const ag_optimizer_kind *kind,
                       const gv_field *extra, size_t extra_count, entry *out) {
    gv_field fields[MAX_SETTINGS];
    const gv_kind all = {kind->name, kind->formula, fields, list_settings(kind, fields)};
    ag_error error;
    if (!gv_read_kind_fields(reading, node, &all, extra, extra_count, out))
        return false;
    if (ag_optimizer_check(kind, &out->settings, &error) == AG_OK)
        return true;
    gv_blame(reading, node->key != NULL ? node->key : node, "%s", error.message);
    return false;
}

/* ---- groups ---- */

static bool read_group(gv_reading *reading, const gv_node *node, const gv_case *item,
                       gv_training *training, const ag_optimizer_settings *settings) {
    static const gv_field extra[] = {
        {.name = "parameters",
         .read = gv_field_node,
         .offset = offsetof(entry, parameters),
         .required = true,
         .meaning = "those of the group"},
        {.name = "except",
         .read = gv_field_node,
         .offset = offsetof(entry, except),
         .meaning = "what is left out of them"},
    };
    const size_t count = item->parameter_count;
    gv_training_group *group = &training->groups[training->group_count];
    entry e = {.settings = *settings};
    bool *left_out = gv_reading_alloc(reading, count, sizeof *left_out);
    group->members = gv_reading_alloc(reading, count, sizeof *group->members);
    if (left_out == NULL || group->members == NULL ||
        !read_entry(reading, node, training->kind, extra, 2, &e) || count == 0)
        return false;
    group->settings = e.settings;
    bool good = gv_select_parameters(reading, item, e.parameters, group->members);
    if (e.except != NULL)
        good &= gv_select_parameters(reading, item, e.except, left_out);
    size_t members = 0;
    for (size_t i = 0; i < count; i++) {
        group->members[i] &= !left_out[i];
        members += group->members[i];
        for (size_t g = 0; good && g < training->group_count; g++)
            if (group->members[i] && training->groups[g].members[i]) {
                gv_blame(reading, e.parameters, "'%s' is in an earlier group",
                         gv_parameter_name(item, i));
                good = false;
            }
    }
    if (good && members == 0)
        gv_blame(reading, node, "this group holds no parameter");
    training->group_count++;
    return good && members > 0;
}

/* The parameters that are in no group. */
static bool add_rest(gv_reading *reading, const gv_case *item, gv_training *training,
                     const ag_optimizer_settings *settings) {
    gv_training_group *rest = &training->groups[training->group_count];
    rest->settings = *settings;
    rest->members = gv_reading_alloc(reading, item->parameter_count, sizeof *rest->members);
    if (rest->members == NULL)
        return false;
    for (size_t i = 0; i < item->parameter_count; i++) {
        rest->members[i] = true;
        for (size_t g = 0; g < training->group_count; g++)
            rest->members[i] &= !training->groups[g].members[i];
    }
    training->group_count++;
    return true;
}

static bool make_groups(gv_reading *reading, const gv_node *groups, const gv_case *item,
                        gv_training *training, const ag_optimizer_settings *settings) {
    bool good = groups == NULL || gv_expect_list(reading, groups, "groups of parameters");
    if (good && groups != NULL && groups->count > MAX_GROUPS) {
        gv_blame(reading, groups, "too many groups: the limit is %d", MAX_GROUPS);
        good = false;
    }
    const gv_node *first = good && groups != NULL ? groups->first : NULL;
    training->groups = gv_reading_alloc(reading, (first != NULL ? groups->count : 0) + 1,
                                        sizeof *training->groups);
    if (training->groups == NULL)
        return false;
    for (const gv_node *child = first; good && child != NULL; child = child->next)
        good = read_group(reading, child, item, training, settings);
    return good && add_rest(reading, item, training, settings);
}

/* ---- the optimizer ---- */

static const ag_optimizer_kind *find_kind(gv_reading *reading, const gv_node *word) {
    const char **names = gv_reading_alloc(reading, ag_optimizer_kind_count, sizeof *names);
    size_t index;
    for (size_t i = 0; names != NULL && i < ag_optimizer_kind_count; i++)
        names[i] = ag_optimizer_kinds[i]->name;
    if (names == NULL || !gv_find_word(reading, word, names, ag_optimizer_kind_count,
                                       "kind of optimizer", &index))
        return NULL;
    return ag_optimizer_kinds[index];
}

static bool read_optimizer(gv_reading *reading, const gv_node *node, const gv_case *item,
                           gv_training *training) {
    static const gv_field extra[] = {
        {.name = "kind", .read = gv_field_other, .required = true, .meaning = "of optimizer"},
        {.name = "groups",
         .read = gv_field_node,
         .offset = offsetof(entry, groups),
         .meaning = "list of {parameters, settings}: others for some parameters"},
    };
    const gv_node *word = node->kind == GV_NODE_MAPPING ? gv_node_get(node, "kind") : node;
    if (word == NULL) {
        gv_blame(reading, node->key, "missing key 'kind': of optimizer");
        return false;
    }
    training->kind = find_kind(reading, word);
    if (training->kind == NULL)
        return false;
    entry e = {.settings = ag_optimizer_defaults(training->kind)};
    bool good =
        node->kind == GV_NODE_SCALAR || read_entry(reading, node, training->kind, extra, 2, &e);
    return make_groups(reading, e.groups, item, training, &e.settings) && good;
}

static bool take_plain(gv_reading *reading, const gv_case *item, gv_training *training) {
    training->kind = &ag_optimizer_sgd;
    ag_optimizer_settings settings = ag_optimizer_defaults(training->kind);
    settings.rate = training->rate;
    return make_groups(reading, NULL, item, training, &settings);
}

/* ---- the whole ---- */

/* Turns epochs into steps.  Complains of batches that the data do not give. */
static bool count_steps(gv_reading *reading, const gv_node *node, const gv_case *item,
                        gv_training *training) {
    size_t per_epoch = 1;
    if (training->batch > 0 && item->sections.data == NULL) {
        gv_blame(reading, gv_node_get(node, "batch"), "there are no data to make batches of");
        return false;
    }
    if (training->batch > 0 && item->data.flow.steps > 0) {
        const size_t rows = item->data.flow.shape.extent[0];
        per_epoch = gv_batches_per_epoch(rows, training->batch);
        if (training->batch > rows) {
            gv_blame(reading, gv_node_get(node, "batch"),
                     "a batch of %zu rows is more than the %zu of the data", training->batch,
                     rows);
            return false;
        }
    }
    if (training->shuffle && training->batch == 0) {
        gv_blame(reading, gv_node_get(node, "shuffle"),
                 "without 'batch' every step sees all rows: there is nothing to shuffle");
        return false;
    }
    if (training->epochs > 0 && training->epochs > MAX_STEPS / per_epoch) {
        gv_blame(reading, gv_node_get(node, "epochs"),
                 "%zu epochs of %zu batches are too many: the limit is %d steps",
                 training->epochs, per_epoch, MAX_STEPS);
        return false;
    }
    if (training->epochs > 0)
        training->steps = training->epochs * per_epoch;
    return true;
}

bool gv_read_training(gv_reading *reading, const gv_node *settings, gv_case *item,
                      gv_training *training) {
    if (!gv_read_fields(reading, settings, gv_training_fields, GV_TRAINING_FIELDS, training))
        return false;
    const gv_node *at = settings->key != NULL ? settings->key : settings;
    bool good = true;
    training->node = settings;
    if ((training->steps > 0) == (training->epochs > 0)) {
        gv_blame(reading, at, "training needs either 'steps' or 'epochs'");
        good = false;
    }
    if ((training->rate > 0) == (training->optimizer != NULL)) {
        gv_blame(reading, at, "training needs either 'rate' or 'optimizer'");
        return false;
    }
    good = good && count_steps(reading, settings, item, training);
    return (training->optimizer != NULL
                ? read_optimizer(reading, training->optimizer, item, training)
                : take_plain(reading, item, training)) &&
           good;
}
