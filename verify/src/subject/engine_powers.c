/* What an engine model can do besides values and gradients: forward mode, products with second
 * derivatives, every node alone, zeroing, and steps of its optimizers. */
#include "subject/engine_inside.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

gv_eval gv_engine_zero(gv_subject *base, double *gradient) {
    gv_engine_subject *s = (gv_engine_subject *)base;
    gv_engine_swap_in(s, gradient);
    for (size_t i = 0; i < base->parameter_count; i++)
        ag_zero_grad(&s->held[i].parameter, 1);
    gv_engine_swap_out(s, gradient);
    return GV_EVAL_OK;
}

/* ---- forward mode ---- */

gv_eval gv_engine_jvp(gv_subject *base, const double *direction, double *slope) {
    gv_engine_subject *s = (gv_engine_subject *)base;
    const size_t count = base->parameter_count;
    ag_parameter **parameters = calloc(count, sizeof(ag_parameter *));
    const double **tangents = calloc(count, sizeof(double *));
    ag_status status = AG_ERR_MEMORY;
    if (parameters == NULL || tangents == NULL)
        goto out;
    for (size_t i = 0; i < count; i++) {
        parameters[i] = s->held[i].parameter;
        tangents[i] = direction + s->parameters[i].offset;
    }
    status = ag_jvp(s->graph, parameters, tangents, count, s->loss, slope);
out:
    free(parameters);
    free(tangents);
    return status == AG_OK ? GV_EVAL_OK : GV_EVAL_ERROR;
}

/* ---- second derivatives ---- */

gv_eval gv_engine_hvp(gv_subject *base, const double *direction, double *product) {
    gv_engine_subject *s = (gv_engine_subject *)base;
    const size_t count = base->parameter_count;
    ag_parameter **parameters = calloc(count, sizeof(ag_parameter *));
    const double **tangents = calloc(count, sizeof(double *));
    double **products = calloc(count, sizeof(double *));
    ag_status status = AG_ERR_MEMORY;
    if (parameters == NULL || tangents == NULL || products == NULL)
        goto out;
    for (size_t i = 0; i < count; i++) {
        parameters[i] = s->held[i].parameter;
        tangents[i] = direction + s->parameters[i].offset;
        products[i] = product + s->parameters[i].offset;
    }
    status = ag_hvp(s->graph, s->loss, parameters, tangents, products, count);
out:
    free(parameters);
    free(tangents);
    free(products);
    return status == AG_OK ? GV_EVAL_OK : GV_EVAL_ERROR;
}

/* ---- every node alone ---- */

/* One node's calls: u and J' v for each input that a gradient passes to, v and J u. */
typedef struct lone {
    const ag_graph *graph;
    ag_node node;
    const ag_op *op;
    size_t inputs;
    const double **values;
    const ag_shape **shapes;
    double **u, **adjoints; /* per input; NULL: none passes */
    double *v, *tangent;
    size_t size; /* of the output */
} lone;

static void lone_free(lone *l) {
    for (size_t i = 0; i < l->inputs; i++) {
        free(l->u != NULL ? l->u[i] : NULL);
        free(l->adjoints != NULL ? l->adjoints[i] : NULL);
    }
    free(l->values);
    free(l->shapes);
    free(l->u);
    free(l->adjoints);
    free(l->v);
    free(l->tangent);
}

static bool passes(const lone *l, size_t input) {
    const bool index = input < 32 && (l->op->index_inputs >> input & 1U) != 0;
    return !index &&
           ag_graph_node_active(l->graph, ag_graph_node_input(l->graph, l->node, input));
}

static bool lone_reserve(lone *l) {
    l->values = calloc(l->inputs, sizeof(double *));
    l->shapes = calloc(l->inputs, sizeof(ag_shape *));
    l->u = calloc(l->inputs, sizeof(double *));
    l->adjoints = calloc(l->inputs, sizeof(double *));
    l->v = calloc(l->size + 1, sizeof *l->v);
    l->tangent = calloc(l->size + 1, sizeof *l->tangent);
    if (!l->values || !l->shapes || !l->u || !l->adjoints || !l->v || !l->tangent)
        return false;
    for (size_t i = 0; i < l->inputs; i++) {
        const ag_node input = ag_graph_node_input(l->graph, l->node, i);
        l->values[i] = ag_graph_value(l->graph, input);
        l->shapes[i] = ag_graph_shape(l->graph, input);
        if (!passes(l, i))
            continue;
        const size_t size = ag_shape_size(l->shapes[i]);
        l->u[i] = calloc(size + 1, sizeof(double));
        l->adjoints[i] = calloc(size + 1, sizeof(double));
        if (!l->u[i] || !l->adjoints[i])
            return false;
    }
    return true;
}

/* All of an op's attributes stand one after the other. */
static const ag_attribute_value *attributes_of(const lone *l) {
    return l->op->attribute_count == 0
               ? NULL
               : ag_graph_attribute(l->graph, l->node, l->op->attributes[0].name);
}

static void lone_call(const lone *l) {
    const ag_attribute_value *attributes = attributes_of(l);
    const double *output = ag_graph_value(l->graph, l->node);
    const ag_shape *shape = ag_graph_shape(l->graph, l->node);
    const ag_jvp_call forward = {.op = l->op,
                                 .attributes = attributes,
                                 .input_count = l->inputs,
                                 .inputs = l->values,
                                 .input_shapes = l->shapes,
                                 .output = output,
                                 .output_shape = shape,
                                 .output_size = l->size,
                                 .tangents = (const double *const *)l->u,
                                 .output_tangent = l->tangent,
                                 .node = l->node};
    const ag_vjp_call reverse = {.op = l->op,
                                 .attributes = attributes,
                                 .input_count = l->inputs,
                                 .inputs = l->values,
                                 .input_shapes = l->shapes,
                                 .output = output,
                                 .output_shape = shape,
                                 .output_size = l->size,
                                 .cotangent = l->v,
                                 .adjoints = l->adjoints,
                                 .node = l->node};
    l->op->jvp(&forward);
    l->op->vjp(&reverse);
}

/* Fills one vector.  Returns: the number of the next draw. */
static size_t fill(double *vector, size_t size, gv_draw *draw, void *context, size_t first) {
    for (size_t k = 0; k < size; k++)
        vector[k] = draw(context, first + k);
    return first + size;
}

static double inner(const double *a, const double *b, size_t size, gv_products *products) {
    double sum = 0;
    for (size_t k = 0; k < size; k++) {
        sum += a[k] * b[k];
        products->size += fabs(a[k] * b[k]);
    }
    products->terms += size;
    return sum;
}

static void lone_products(const lone *l, gv_draw *draw, void *context, gv_products *products) {
    size_t drawn = fill(l->v, l->size, draw, context, 0);
    for (size_t i = 0; i < l->inputs; i++)
        if (l->u[i] != NULL)
            drawn = fill(l->u[i], ag_shape_size(l->shapes[i]), draw, context, drawn);
    lone_call(l);
    products->forward = inner(l->v, l->tangent, l->size, products);
    for (size_t i = 0; i < l->inputs; i++)
        if (l->u[i] != NULL)
            products->reverse +=
                inner(l->adjoints[i], l->u[i], ag_shape_size(l->shapes[i]), products);
}

size_t gv_engine_node_count(const gv_subject *base) {
    return ag_graph_node_count(((const gv_engine_subject *)base)->graph);
}

gv_eval gv_engine_node_products(gv_subject *base, size_t node, gv_draw *draw, void *context,
                                gv_products *products) {
    const gv_engine_subject *s = (const gv_engine_subject *)base;
    lone l = {.graph = s->graph, .node = (ag_node)node};
    l.op = ag_graph_node_op(s->graph, l.node);
    if (l.op == NULL)
        return GV_EVAL_ERROR;
    *products = (gv_products){.name = l.op->name};
    if (l.op->forward == NULL || l.op->vjp == NULL || l.op->jvp == NULL ||
        !ag_graph_node_active(s->graph, l.node))
        return GV_EVAL_OK;
    l.inputs = ag_graph_input_count(s->graph, l.node);
    l.size = ag_shape_size(ag_graph_shape(s->graph, l.node));
    const bool ready = lone_reserve(&l);
    if (ready)
        lone_products(&l, draw, context, products);
    lone_free(&l);
    return ready ? GV_EVAL_OK : GV_EVAL_ERROR;
}

/* ---- optimizers ---- */

/* A case names none, so each kind is held to its formula, with decay and momentum that are not
 * round numbers; rates are those of small models. */
static const gv_optimizer optimizers[] = {
    {.name = "sgd", .rate = 0.0531},
    {.name = "sgd",
     .rate = 0.0213,
     .momentum = 0.87,
     .dampening = 0.19,
     .weight_decay = 0.0137},
    {.name = "sgd", .rate = 0.0317, .momentum = 0.83, .nesterov = true},
    {.name = "adam",
     .rate = 0.0079,
     .weight_decay = 0.0117,
     .beta1 = 0.9,
     .beta2 = 0.999,
     .epsilon = 1e-8},
    {.name = "adamw",
     .rate = 0.0083,
     .weight_decay = 0.0171,
     .beta1 = 0.9,
     .beta2 = 0.999,
     .epsilon = 1e-8},
};

const gv_optimizer *gv_engine_optimizers(const gv_subject *base, size_t *count) {
    (void)base;
    *count = sizeof optimizers / sizeof *optimizers;
    return optimizers;
}

/* An optimizer over all parameters of the model.  Returns: NULL when it cannot be made. */
static ag_optimizer *make(const gv_engine_subject *s, const gv_optimizer *o) {
    const ag_optimizer_kind *kind = ag_optimizer_kind_find(o->name);
    ag_optimizer *made = kind == NULL ? NULL : ag_optimizer_create(kind);
    ag_status status = made == NULL ? AG_ERR_MEMORY : AG_OK;
    if (status == AG_OK) {
        ag_parameter **list = calloc(s->base.parameter_count, sizeof(ag_parameter *));
        const ag_optimizer_settings settings = {.rate = o->rate,
                                                .weight_decay = o->weight_decay,
                                                .momentum = o->momentum,
                                                .dampening = o->dampening,
                                                .nesterov = o->nesterov,
                                                .beta1 = o->beta1,
                                                .beta2 = o->beta2,
                                                .epsilon = o->epsilon};
        for (size_t i = 0; list != NULL && i < s->base.parameter_count; i++)
            list[i] = s->held[i].parameter;
        status = list == NULL ? AG_ERR_MEMORY
                              : ag_optimizer_add_group(made, list, s->base.parameter_count,
                                                       &settings, NULL);
        free(list);
    }
    if (status == AG_OK)
        return made;
    ag_optimizer_destroy(made);
    return NULL;
}

/* One step, and what it was given and where it went. */
static bool advance(gv_engine_subject *s, ag_optimizer *optimizer, double *gradient,
                    double *point) {
    ag_optimizer_zero_grad(optimizer);
    if (ag_graph_replay(s->graph, 0) != AG_OK || ag_backward(s->graph, s->loss) != AG_OK)
        return false;
    for (size_t i = 0; i < s->base.parameter_count; i++)
        memcpy(gradient + s->parameters[i].offset, s->held[i].parameter->grad,
               s->parameters[i].count * sizeof *gradient);
    ag_optimizer_step(optimizer);
    for (size_t i = 0; i < s->base.parameter_count; i++)
        memcpy(point + s->parameters[i].offset, s->held[i].parameter->data,
               s->parameters[i].count * sizeof *point);
    return true;
}

gv_eval gv_engine_step(gv_subject *base, const gv_optimizer *optimizer, size_t steps,
                       double *gradients, double *points, double *value) {
    gv_engine_subject *s = (gv_engine_subject *)base;
    ag_optimizer *made = make(s, optimizer);
    if (made == NULL)
        return GV_EVAL_ERROR;
    bool good = true;
    gv_engine_swap_in(s, s->point); /* any numbers: they are zeroed first */
    for (size_t k = 0; good && k < steps; k++)
        good = advance(s, made, gradients + k * base->count, points + k * base->count);
    good = good && ag_graph_replay(s->graph, 0) == AG_OK;
    if (good)
        *value = *ag_graph_value(s->graph, s->loss);
    gv_engine_swap_out(s, NULL);
    gv_engine_load(s, s->point);
    s->adjoints_of_loss = false;
    good = ag_graph_replay(s->graph, 0) == AG_OK && good;
    ag_optimizer_destroy(made);
    return good ? GV_EVAL_OK : GV_EVAL_ERROR;
}
