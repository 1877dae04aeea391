/* Making and freeing the subject of an engine model, and looking behind it. */
#include "numeric/precision.h"
#include "subject/engine_inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void gv_engine_load(gv_engine_subject *s, const double *x) {
    for (size_t i = 0; i < s->base.parameter_count; i++) {
        const gv_parameter *p = &s->parameters[i];
        memcpy(s->held[i].parameter->data, x + p->offset, p->count * sizeof *x);
    }
}

static void destroy_subject(gv_engine_subject *s) {
    ag_lanes_destroy(s->wide);
    ag_lanes_destroy(s->narrow);
    ag_graph_destroy(s->graph);
    gv_engine_undescribe(s);
    free(s->term_nodes);
    free(s->point);
    free(s->kept_grad);
    free(s->changes);
    free(s->values);
    free(s->places);
    free(s);
}

static void engine_destroy(gv_subject *base) {
    gv_engine_subject *s = (gv_engine_subject *)base;
    void (*destroy)(void *) = s->destroy;
    void *context = s->context;
    destroy_subject(s);
    if (destroy != NULL)
        destroy(context);
}

static const gv_subject_kind engine_kind = {
    .name = "engine",
    .values = gv_engine_values,
    .gradient = gv_engine_gradient,
    .gradient_at = gv_engine_gradient_at,
    .gradient_use = gv_engine_gradient_use,
    .value_anew = gv_engine_value_anew,
    .destroy = engine_destroy,
    .zero = gv_engine_zero,
    .jvp = gv_engine_jvp,
    .hvp = gv_engine_hvp,
    .node_count = gv_engine_node_count,
    .node_products = gv_engine_node_products,
    .optimizers = gv_engine_optimizers,
    .step = gv_engine_step,
};

static gv_status fail(gv_error *error, gv_status status, const char *message) {
    if (error != NULL) {
        error->status = status;
        snprintf(error->message, sizeof error->message, "%s", message);
    }
    return status;
}

/* The values of all parameters, one after the other. */
static bool take_point(gv_engine_subject *s) {
    s->point = calloc(s->base.count + 1, sizeof *s->point);
    s->kept_grad = calloc(s->base.count + 1, sizeof *s->kept_grad);
    if (s->point == NULL || s->kept_grad == NULL)
        return false;
    for (size_t i = 0; i < s->base.parameter_count; i++)
        memcpy(s->point + s->parameters[i].offset, s->held[i].parameter->data,
               s->parameters[i].count * sizeof *s->point);
    s->base.point = s->point;
    return true;
}

/* Before the model is recorded: the point is made of numbers that the storage can hold. */
static bool round_parameters(const gv_engine_model *model) {
    size_t count = ag_module_parameters(model->module, NULL, 0);
    ag_parameter **list = calloc(count + 1, sizeof(ag_parameter *));
    if (list == NULL)
        return false;
    /* The second count is of what it could list: less when memory ends. */
    const bool listed = ag_module_parameters(model->module, list, count) == count;
    for (size_t i = 0; listed && model->settings != NULL && i < count; i++)
        for (size_t k = 0; k < list[i]->size; k++)
            list[i]->data[k] = gv_round_to(model->settings[i].storage, list[i]->data[k]);
    free(list);
    return listed;
}

static gv_status prepare(gv_engine_subject *s, const gv_engine_model *model, gv_error *error) {
    s->base.term_count = model->term_count;
    s->term_nodes = calloc(model->term_count + 1, sizeof *s->term_nodes);
    s->graph = ag_graph_create();
    if (s->term_nodes == NULL || s->graph == NULL || !round_parameters(model))
        return fail(error, GV_ERR_MEMORY, "out of memory");
    s->loss = model->record(model->context, s->graph, s->term_nodes);
    if (s->loss == AG_NO_NODE)
        return fail(error, GV_ERR_SUBJECT, ag_graph_error(s->graph)->message);
    if (gv_engine_describe(s, model) != GV_OK || !take_point(s))
        return fail(error, GV_ERR_MEMORY, "out of memory");
    if (!gv_engine_make_lanes(s))
        return fail(error, GV_ERR_MEMORY, "out of memory");
    return GV_OK;
}

gv_status gv_engine_subject_create(const gv_engine_model *model, gv_subject **out,
                                   gv_error *error) {
    *out = NULL;
    gv_engine_subject *s = calloc(1, sizeof *s);
    if (s == NULL)
        return fail(error, GV_ERR_MEMORY, "out of memory");
    s->base.kind = &engine_kind;
    s->base.accumulates = true;
    s->base.claim = model->claim;
    s->record = model->record;
    s->context = model->context;
    gv_status status = prepare(s, model, error);
    if (status != GV_OK) {
        destroy_subject(s);
        return status;
    }
    s->destroy = model->destroy;
    *out = &s->base;
    return GV_OK;
}

/* ---- looking behind it ---- */

ag_graph *gv_engine_subject_graph(gv_subject *subject) {
    return ((gv_engine_subject *)subject)->graph;
}

ag_node gv_engine_subject_node(const gv_subject *subject, size_t term) {
    const gv_engine_subject *s = (const gv_engine_subject *)subject;
    return term == GV_WHOLE ? s->loss : s->term_nodes[term];
}

size_t gv_engine_subject_names(const gv_subject *subject, size_t parameter,
                               const char *const **names) {
    const gv_engine_subject *s = (const gv_engine_subject *)subject;
    *names = s->held[parameter].names;
    return s->held[parameter].name_count;
}

ag_parameter *gv_engine_subject_parameter(const gv_subject *subject, size_t parameter) {
    return ((const gv_engine_subject *)subject)->held[parameter].parameter;
}

ag_node gv_engine_subject_leaf(const gv_subject *subject, size_t parameter, size_t use) {
    return ((const gv_engine_subject *)subject)->held[parameter].leaves[use];
}
