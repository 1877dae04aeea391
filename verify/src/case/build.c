/* Building: module with its ties, values of the point, terms, subject, fault. */
#include "case/build.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Everything that a subject made from a case needs while it lives. */
typedef struct building {
    const gv_case *item;
    const gv_case_overrides *overrides; /* while it is built; or NULL */
    ag_module *module;
    ag_parameter **parameters; /* in the module's order */
    size_t parameter_count;
    gv_engine_term *terms;       /* data first */
    ag_parameter **covers;       /* term_count x parameter_count */
    gv_engine_setting *settings; /* per parameter */
    gv_predictions predictions;
    gv_planted *planted;
} building;

static gv_status fail(gv_error *error, gv_status status, const char *message) {
    if (error != NULL) {
        error->status = status;
        snprintf(error->message, sizeof error->message, "%s", message);
    }
    return status;
}

/* ---- module ---- */

static bool tie_one(const gv_case *item, ag_module *module, const gv_node *node,
                    ag_parameter *first, gv_reading *reading) {
    char from[128], to[128];
    ag_status status = ag_module_tie(module, node->text, first);
    if (status == AG_OK || reading == NULL)
        return status == AG_OK;
    const ag_parameter *other = ag_module_parameter(module, node->text);
    if (other == NULL)
        gv_find_parameter(reading, item, node);
    else
        gv_blame(reading, node, "cannot tie '%s' of shape %s to '%s' of shape %s", node->text,
                 ag_shape_text(&other->shape, to, sizeof to), first->name,
                 ag_shape_text(&first->shape, from, sizeof from));
    return false;
}

static bool tie(const gv_case *item, ag_module *module, const gv_node *names,
                gv_reading *reading) {
    ag_parameter *first = ag_module_parameter(module, names->first->text);
    bool good = first != NULL;
    if (first == NULL && reading != NULL)
        gv_find_parameter(reading, item, names->first);
    for (const gv_node *node = names->first->next; first != NULL && node != NULL;
         node = node->next)
        good &= tie_one(item, module, node, first, reading);
    return good;
}

ag_module *gv_build_module(const gv_case *item) {
    ag_module *module = item->model.kind->create(item);
    if (module != NULL && ag_module_name_parameters(module) == AG_OK)
        return module;
    ag_module_release(module);
    return NULL;
}

bool gv_tie_module(const gv_case *item, ag_module *module, gv_reading *reading) {
    const gv_node *ties = item->model.ties;
    bool good = true;
    for (const gv_node *names = ties != NULL ? ties->first : NULL; names != NULL;
         names = names->next)
        good &= tie(item, module, names, reading);
    return good && ag_module_name_parameters(module) == AG_OK;
}

/* ---- recording ---- */

static ag_node record(void *context, ag_graph *graph, ag_node *terms) {
    building *b = context;
    const gv_case *item = b->item;
    item->model.kind->record(item, b->module, graph, &b->predictions);
    ag_node sum = terms[0] = item->loss->record(item, graph, &b->predictions);
    for (size_t t = 1; t <= item->l2_count; t++) {
        const gv_engine_term *term = &b->terms[t];
        ag_graph_push_scope(graph, term->name);
        terms[t] = ag_l2(graph, term->covers, term->cover_count, term->lambda);
        ag_graph_pop_scope(graph);
        sum = ag_add(graph, sum, terms[t]);
    }
    return ag_graph_error(graph)->status == AG_OK ? sum : AG_NO_NODE;
}

static bool make_settings(building *b) {
    size_t count = b->parameter_count;
    b->settings = calloc(count + 1, sizeof *b->settings);
    if (b->settings != NULL && count > 0)
        memcpy(b->settings, b->item->settings, count * sizeof *b->settings);
    return b->settings != NULL;
}

static bool make_terms(building *b) {
    const gv_case *item = b->item;
    size_t count = item->l2_count + 1;
    b->terms = calloc(count, sizeof *b->terms);
    b->covers = calloc(count * b->parameter_count, sizeof(ag_parameter *));
    if (b->terms == NULL || b->covers == NULL)
        return false;
    b->terms[0].name = "data";
    for (size_t t = 1; t < count; t++) {
        const gv_l2 *l2 = &item->l2[t - 1];
        ag_parameter **covers = b->covers + t * b->parameter_count;
        for (size_t i = 0; i < l2->cover_count; i++)
            covers[i] = b->parameters[l2->covers[i]];
        b->terms[t] = (gv_engine_term){l2->name, l2->lambda, covers, l2->cover_count};
    }
    return true;
}

/* ---- the point ---- */

static void initialize(building *b, uint64_t seed) {
    for (size_t i = 0; i < b->parameter_count; i++) {
        const gv_init *init = &b->item->inits[i];
        ag_random random = ag_random_create(seed, GV_STREAM_INIT + i);
        init->kind->fill(init, b->parameters[i], &random);
    }
}

static void jitter(building *b, double deviation, uint64_t seed, size_t point) {
    ag_random random = ag_random_create(seed, GV_STREAM_JITTER + point);
    for (size_t i = 0; i < b->parameter_count; i++)
        for (size_t k = 0; k < b->parameters[i]->size; k++)
            b->parameters[i]->data[k] += deviation * ag_random_normal(&random);
}

static bool is_finite(const building *b) {
    for (size_t i = 0; i < b->parameter_count; i++)
        for (size_t k = 0; k < b->parameters[i]->size; k++)
            if (!isfinite(b->parameters[i]->data[k]))
                return false;
    return true;
}

/* Tells the loss.  Returns: false when it is not finite, and training has no end to come to. */
static bool tell(const building *b, const ag_graph *graph, ag_node loss, size_t step) {
    const gv_case_overrides *overrides = b->overrides;
    const double value = *ag_graph_value(graph, loss);
    if (overrides != NULL && overrides->told != NULL)
        overrides->told(overrides->context, step, value);
    return isfinite(value);
}

static gv_status train(building *b, const gv_point *point, gv_error *error) {
    ag_node *terms = calloc(b->item->l2_count + 1, sizeof *terms);
    ag_graph *graph = ag_graph_create();
    gv_status status = GV_ERR_MEMORY;
    if (terms == NULL || graph == NULL)
        goto out;
    ag_node loss = record(b, graph, terms);
    if (loss == AG_NO_NODE) {
        status = fail(error, GV_ERR_SUBJECT, ag_graph_error(graph)->message);
        goto out;
    }
    ag_status step = AG_OK;
    bool finite = tell(b, graph, loss, 0);
    for (size_t i = 0; i < point->steps && step == AG_OK && finite; i++) {
        ag_zero_grad(b->parameters, b->parameter_count);
        step = ag_backward(graph, loss);
        ag_sgd_step(b->parameters, b->parameter_count, point->rate);
        if (step == AG_OK)
            step = ag_graph_replay(graph, 0);
        finite = tell(b, graph, loss, i + 1);
    }
    ag_zero_grad(b->parameters, b->parameter_count);
    if (step != AG_OK)
        status = fail(error, GV_ERR_SUBJECT, ag_status_message(step));
    else if (!finite || !is_finite(b))
        status =
            fail(error, GV_ERR_SUBJECT, "training left the finite numbers: lower the rate");
    else
        status = GV_OK;
out:
    ag_graph_destroy(graph);
    free(terms);
    return status == GV_ERR_MEMORY ? fail(error, status, "out of memory") : status;
}

static gv_status move_to(building *b, size_t index, uint64_t seed, gv_error *error) {
    initialize(b, seed);
    if (index == GV_CASE_START)
        return GV_OK;
    const gv_point *point = &b->item->points[index];
    if (point->jitter > 0)
        jitter(b, point->jitter, seed, index);
    return point->steps > 0 ? train(b, point, error) : GV_OK;
}

/* ---- putting it together ---- */

static void destroy_building(void *context) {
    building *b = context;
    if (b == NULL)
        return;
    ag_module_release(b->module);
    gv_planted_destroy(b->planted);
    free(b->parameters);
    free(b->terms);
    free(b->covers);
    free(b->settings);
    free(b->predictions.nodes);
    free(b);
}

static building *create_building(const gv_case *item) {
    building *b = calloc(1, sizeof *b);
    if (b == NULL)
        return NULL;
    b->item = item;
    b->module = gv_build_module(item);
    b->parameter_count = item->parameter_count;
    b->parameters = calloc(item->parameter_count + 1, sizeof(ag_parameter *));
    b->predictions.nodes =
        calloc(item->model.kind->prediction_count(item) + 1, sizeof(ag_node));
    if (b->module != NULL && gv_tie_module(item, b->module, NULL) && b->parameters != NULL &&
        b->predictions.nodes != NULL) {
        ag_module_parameters(b->module, b->parameters, b->parameter_count);
        if (make_terms(b) && make_settings(b))
            return b;
    }
    destroy_building(b);
    return NULL;
}

gv_status gv_build_subject(const gv_case *item, size_t point,
                           const gv_case_overrides *overrides, gv_subject **out,
                           bool *unplanted, gv_error *error) {
    uint64_t seed = overrides != NULL && overrides->has_seed ? overrides->seed : item->seed;
    *out = NULL;
    building *b = create_building(item);
    if (b == NULL)
        return fail(error, GV_ERR_MEMORY, "out of memory");
    b->overrides = overrides;
    gv_status status = move_to(b, point, seed, error);
    b->overrides = NULL;
    gv_precision preset = item->common.precision;
    if (overrides != NULL && overrides->has_precision)
        preset = overrides->precision;
    for (size_t i = 0; preset != GV_FLOAT64 && i < b->parameter_count; i++)
        b->settings[i].storage = preset;
    gv_engine_model model = {.module = b->module,
                             .settings = b->settings,
                             .claim = preset != GV_FLOAT64 ? preset : item->claim,
                             .terms = b->terms,
                             .term_count = item->l2_count + 1,
                             .record = record,
                             .context = b,
                             .destroy = destroy_building};
    if (status == GV_OK)
        status = gv_engine_subject_create(&model, out, error);
    if (status != GV_OK) {
        destroy_building(b);
        return status;
    }
    if (item->has_fault)
        status = gv_fault_plant(&item->fault, *out, &b->planted, error);
    if (status == GV_OK)
        return GV_OK;
    if (unplanted != NULL)
        *unplanted = status == GV_ERR_INPUT;
    gv_subject_destroy(*out);
    *out = NULL;
    return status;
}
