/* Loading a case: its sections in the order in which they need each other. */
#include "case/training.h"
#include "case/case.h"
#include "error.h"
#include "check/settings.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_FILE_BYTES = 1 << 24 };

/* ---- the keys of a case ---- */

/* In the order of the verdicts of gv_case_expected. */
static const char *const expected_words[] = {"pass", "fail", "inconclusive", NULL};

#define MEMBER(member) .offset = offsetof(gv_case, member)
#define SECTION(member) .read = gv_field_node, .offset = offsetof(gv_case, sections.member)

#define DATA_MEANING "inputs and targets"
#define LOSS_MEANING "what makes one number of predictions and targets"

static const gv_field case_fields[] = {
    {.name = "schema",
     .read = gv_field_size,
     MEMBER(schema),
     .required = true,
     .low = 1,
     .high = 1,
     .meaning = "1: the version of this format"},
    {.name = "name",
     .read = gv_field_text,
     MEMBER(name),
     .required = true,
     .meaning = "what the case is called in reports"},
    {.name = "description",
     .read = gv_field_text,
     MEMBER(description),
     .meaning = "a sentence for people"},
    {.name = "seed",
     .read = gv_field_seed,
     MEMBER(seed),
     .meaning = "of every random number; left out: 1"},
    {.name = "model",
     SECTION(model),
     .required = true,
     .meaning = "what computes the predictions"},
    {.name = "init",
     SECTION(init),
     .meaning = "initial values; left out: normal, deviation 0.5"},
    {.name = "load",
     SECTION(load),
     .meaning = "instead of init: a safetensors file with every parameter"},
    {.name = "data", SECTION(data), .meaning = DATA_MEANING},
    {.name = "loss", SECTION(loss), .meaning = LOSS_MEANING},
    {.name = "parameters",
     SECTION(parameters),
     .meaning = "tolerance, resolution, storage, expect_zero of single parameters"},
    {.name = "claim",
     .read = gv_field_precision,
     MEMBER(claim),
     .meaning = "precision that the gradient is claimed in; left out: float64"},
    {.name = "l2", SECTION(l2), .meaning = "list of L2 terms, added to the loss"},
    {.name = "points", SECTION(points), .meaning = "where it is checked; left out: [initial]"},
    {.name = "checks", SECTION(checks), .meaning = "left out: the standard ones"},
    {.name = "options", SECTION(options), .meaning = "settings of all checks"},
    {.name = "fault", SECTION(fault), .meaning = "a mistake to plant in the gradient"},
    {.name = "expect",
     .read = gv_field_choice,
     MEMBER(expected),
     .words = expected_words,
     .meaning = "pass (left out), fail or inconclusive"},
};

/* ---- reading ---- */

/* Sends the data's shape through the model and holds what comes out against the loss. */
static bool fit_together(gv_reading *reading, gv_case *item) {
    gv_flow flow = item->data.flow;
    if (!item->model.kind->shape(reading, item, &flow))
        return false;
    if (item->loss == NULL || item->data.flow.steps == 0)
        return true;
    return item->loss->fits(reading, item, &flow);
}

/* Data and loss, which only a graph can do without. */
static void require(gv_reading *reading, const gv_node *root, const gv_case *item) {
    const gv_sections *s = &item->sections;
    bool ends_in_loss = s->model != NULL && gv_node_get(s->model, "graph") != NULL;
    if (ends_in_loss && s->loss != NULL)
        gv_blame(reading, s->loss->key, "a graph ends in its loss: 'loss' has no place here");
    if (!ends_in_loss && s->data == NULL)
        gv_blame(reading, root, "missing key 'data': " DATA_MEANING);
    if (!ends_in_loss && s->loss == NULL)
        gv_blame(reading, root, "missing key 'loss': " LOSS_MEANING);
}

/* The names of parameters, which need the model built but nothing else: once without ties, for
 * the ties themselves, and again as they are then. */
static void learn_names(gv_reading *reading, gv_case *item) {
    ag_module *module = gv_build_module(item);
    if (module == NULL)
        reading->issues->starved = true;
    else if (gv_list_aliases(reading, module, item) && gv_tie_module(item, module, reading))
        gv_list_aliases(reading, module, item);
    ag_module_release(module);
}

/* As far as the sections can be understood without each other, all are read, so that all
 * mistakes come out at once. */
static void read_sections(gv_reading *reading, gv_case *item) {
    const gv_sections *s = &item->sections;
    bool data = s->data != NULL && gv_read_data(reading, s->data, item);
    bool model = s->model != NULL && gv_read_model(reading, s->model, item);
    if (s->loss != NULL)
        gv_read_loss(reading, s->loss, item);
    if (!data)
        item->data.flow = (gv_flow){.from = "the data set"};
    if (model && fit_together(reading, item))
        learn_names(reading, item);
    gv_read_init(reading, s->init, item);
    if (s->load != NULL)
        gv_read_load(reading, s->load, item);
    gv_read_settings(reading, s->parameters, item);
    if (s->l2 != NULL)
        gv_read_l2(reading, s->l2, item);
    gv_read_points(reading, s->points, item);
    gv_read_checks(reading, s->checks, s->options, item);
    if (s->fault != NULL)
        gv_read_fault(reading, s->fault, item);
}

/* Builds the case once, without training, to see that what was read can be built. */
static gv_status try_build(gv_reading *reading, const gv_case *item) {
    gv_subject *subject;
    gv_error error;
    bool unplanted = false;
    gv_status status =
        gv_build_subject(item, GV_CASE_START, NULL, &subject, &unplanted, &error);
    gv_subject_destroy(subject);
    if (status == GV_OK || status == GV_ERR_MEMORY)
        return status;
    const gv_sections *sections = &item->sections;
    if (unplanted)
        gv_blame(reading, gv_node_get(sections->fault, "at"), "the fault cannot be planted: %s",
                 error.message);
    else
        gv_blame(reading, sections->model->key, "the model cannot be built: %s", error.message);
    return GV_ERR_INPUT;
}

/* Can it be recorded on the batches that it is trained on? */
static gv_status try_batches(gv_reading *reading, const gv_case *item) {
    gv_status status = GV_OK;
    for (size_t i = 0; i < item->point_count && status == GV_OK; i++) {
        const gv_training *training = &item->points[i].training;
        gv_error error;
        status = gv_training_try(item, training, &error);
        if (status == GV_ERR_SUBJECT)
            gv_blame(reading, gv_node_get(training->node, "batch"),
                     "the model cannot be built on a batch: %s", error.message);
    }
    return status == GV_ERR_SUBJECT ? GV_ERR_INPUT : status;
}

static gv_status read_case(gv_reading *reading, gv_case *item) {
    size_t before = gv_issues_total(reading->issues);
    const gv_node *root = gv_document_parse(item->arena, &item->source, reading->issues);
    if (root != NULL) {
        gv_read_fields(reading, root, case_fields, sizeof case_fields / sizeof *case_fields,
                       item);
        if (root->kind == GV_NODE_MAPPING) {
            require(reading, root, item);
            read_sections(reading, item);
        }
    }
    if (reading->issues->starved)
        return GV_ERR_MEMORY;
    if (gv_issues_total(reading->issues) > before)
        return GV_ERR_INPUT;
    const gv_status status = try_build(reading, item);
    return status == GV_OK ? try_batches(reading, item) : status;
}

gv_status gv_case_load(const char *path, gv_case **out, gv_issues *issues) {
    gv_status status = GV_ERR_MEMORY;
    *out = NULL;
    size_t before = issues->count;
    gv_case *item = calloc(1, sizeof *item);
    if (item == NULL)
        return status;
    item->seed = 1;
    item->arena = gv_arena_create();
    const char *kept =
        item->arena == NULL ? NULL : gv_arena_copy(item->arena, path, strlen(path));
    if (kept != NULL &&
        gv_source_read(item->arena, kept, MAX_FILE_BYTES, &item->source, issues)) {
        gv_reading reading = {item->arena, &item->source, issues};
        status = read_case(&reading, item);
    } else if (kept != NULL && !issues->starved) {
        status = GV_ERR_INPUT;
    }
    gv_issues_sort(issues, before, path);
    if (status == GV_OK)
        *out = item;
    else
        gv_case_destroy(item);
    return status;
}

void gv_case_destroy(gv_case *item) {
    if (item == NULL)
        return;
    ag_state_destroy(item->state);
    gv_arena_destroy(item->arena);
    free(item);
}

/* ---- looking at it ---- */

const char *gv_case_name(const gv_case *item) {
    return item->name;
}

const char *gv_case_description(const gv_case *item) {
    return item->description;
}

const char *gv_case_file(const gv_case *item) {
    return item->source.path;
}

gv_verdict gv_case_expected(const gv_case *item) {
    static const gv_verdict verdicts[] = {GV_PASS, GV_FAIL, GV_INCONCLUSIVE};
    return verdicts[item->expected];
}

uint64_t gv_case_seed(const gv_case *item) {
    return item->seed;
}

const gv_request *gv_case_requests(const gv_case *item, size_t *count) {
    *count = item->request_count;
    return item->requests;
}

bool gv_case_chooses_checks(const gv_case *item) {
    return item->chooses_checks;
}

bool gv_case_samples(const gv_case *item) {
    for (size_t i = 0; item->settings != NULL && i < item->parameter_count; i++)
        if (gv_settings_sample(&item->settings[i].settings))
            return true;
    return false;
}

const gv_options *gv_case_options(const gv_case *item) {
    return &item->common;
}

size_t gv_case_point_count(const gv_case *item) {
    return item->point_count;
}

const char *gv_case_point_name(const gv_case *item, size_t point) {
    return item->points[point].name;
}

size_t gv_case_point_steps(const gv_case *item, size_t point) {
    return item->points[point].training.steps;
}

const char *gv_case_point_optimizer(const gv_case *item, size_t point) {
    return item->points[point].training.kind->name;
}

size_t gv_case_point_batch(const gv_case *item, size_t point) {
    return item->points[point].training.batch;
}

size_t gv_case_frozen_count(const gv_case *item) {
    size_t count = 0;
    for (size_t i = 0; i < item->parameter_count; i++)
        count += item->frozen[i];
    return count;
}

const char *gv_case_frozen_name(const gv_case *item, size_t index) {
    size_t i = 0;
    for (; i < item->parameter_count; i++)
        if (item->frozen[i] && index-- == 0)
            break;
    return gv_parameter_name(item, i);
}

gv_status gv_case_subject(const gv_case *item, size_t point, const gv_case_overrides *overrides,
                          gv_subject **out, gv_error *error) {
    *out = NULL;
    if (point != GV_CASE_START && point >= gv_case_point_count(item))
        return gv_fail(error, GV_ERR_ARGUMENT, "the case has %zu points; there is no point %zu",
                       gv_case_point_count(item), point);
    return gv_build_subject(item, point, overrides, out, NULL, error);
}
