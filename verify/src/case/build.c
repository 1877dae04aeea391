/* Building: module with its ties, values of the point, terms, subject, fault. */
#include "case/training.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

ag_node gv_building_record(gv_building *b, const gv_data *data, ag_graph *graph,
                           ag_node *terms) {
    const gv_case *item = b->item;
    item->model.kind->record(item, data, b->module, graph, &b->predictions);
    ag_node sum = terms[0] = item->loss->record(data, graph, &b->predictions);
    for (size_t t = 1; t <= item->l2_count; t++) {
        const gv_engine_term *term = &b->terms[t];
        ag_graph_push_scope(graph, term->name);
        terms[t] = ag_l2(graph, term->covers, term->cover_count, term->lambda);
        ag_graph_pop_scope(graph);
        sum = ag_add(graph, sum, terms[t]);
    }
    return ag_graph_error(graph)->status == AG_OK ? sum : AG_NO_NODE;
}

static ag_node record(void *context, ag_graph *graph, ag_node *terms) {
    gv_building *b = context;
    return gv_building_record(b, &b->item->data, graph, terms);
}

static bool make_settings(gv_building *b) {
    size_t count = b->parameter_count;
    b->settings = calloc(count + 1, sizeof *b->settings);
    if (b->settings != NULL && count > 0)
        memcpy(b->settings, b->item->settings, count * sizeof *b->settings);
    return b->settings != NULL;
}

static bool make_terms(gv_building *b) {
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

static void initialize(gv_building *b, uint64_t seed) {
    for (size_t i = 0; i < b->parameter_count; i++) {
        const gv_init *init = &b->item->inits[i];
        ag_random random = ag_random_create(seed, GV_STREAM_INIT + i);
        init->kind->fill(init, b->parameters[i], &random);
    }
}

static void jitter(gv_building *b, double deviation, uint64_t seed, size_t point) {
    ag_random random = ag_random_create(seed, GV_STREAM_JITTER + point);
    for (size_t i = 0; i < b->parameter_count; i++)
        for (size_t k = 0; !b->item->frozen[i] && k < b->parameters[i]->size; k++)
            b->parameters[i]->data[k] += deviation * ag_random_normal(&random);
}

static gv_status move_to(gv_building *b, size_t index, uint64_t seed,
                         const gv_case_overrides *overrides, gv_error *error) {
    if (b->item->state != NULL && ag_state_load(b->module, b->item->state, NULL) != AG_OK)
        return fail(error, GV_ERR_MEMORY, "out of memory"); /* it fitted when it was read */
    if (b->item->state == NULL)
        initialize(b, seed);
    if (index == GV_CASE_START)
        return GV_OK;
    const gv_point *point = &b->item->points[index];
    if (point->jitter > 0)
        jitter(b, point->jitter, seed, index);
    return point->training.steps > 0 ? gv_train(b, &point->training, seed, overrides, error)
                                     : GV_OK;
}

/* ---- putting it together ---- */

void gv_building_destroy(gv_building *b) {
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

gv_building *gv_building_create(const gv_case *item) {
    gv_building *b = calloc(1, sizeof *b);
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
        for (size_t i = 0; i < b->parameter_count; i++)
            b->parameters[i]->requires_grad = !item->frozen[i];
        if (make_terms(b) && make_settings(b) &&
            ag_module_train(b->module, item->model.mode == 0) == AG_OK)
            return b;
    }
    gv_building_destroy(b);
    return NULL;
}

static void destroy(void *context) {
    gv_building_destroy(context);
}

gv_status gv_build_subject(const gv_case *item, size_t point,
                           const gv_case_overrides *overrides, gv_subject **out,
                           bool *unplanted, gv_error *error) {
    uint64_t seed = overrides != NULL && overrides->has_seed ? overrides->seed : item->seed;
    *out = NULL;
    gv_building *b = gv_building_create(item);
    if (b == NULL)
        return fail(error, GV_ERR_MEMORY, "out of memory");
    gv_status status = move_to(b, point, seed, overrides, error);
    const bool given = overrides != NULL && overrides->has_precision;
    const gv_precision preset = given ? overrides->precision : item->common.precision;
    const bool everywhere = given || preset != GV_FLOAT64;
    for (size_t i = 0; everywhere && i < b->parameter_count; i++)
        b->settings[i].storage = preset;
    gv_engine_model model = {.module = b->module,
                             .settings = b->settings,
                             .claim = everywhere ? preset : item->claim,
                             .terms = b->terms,
                             .term_count = item->l2_count + 1,
                             .record = record,
                             .context = b,
                             .destroy = destroy};
    if (status == GV_OK)
        status = gv_engine_subject_create(&model, out, error);
    if (status != GV_OK) {
        gv_building_destroy(b);
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
