/* One op under test. The op's inputs feed a second term of the loss that is recorded behind the
 * op, so that its vjp finds adjoints which are not zero. */
#include "op_checks.h"

#include <stdarg.h>

#define COMPLAIN(words, ...) return op_complain(words, __VA_ARGS__)

bool op_complain(op_words *words, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(words->text, sizeof words->text, format, arguments);
    va_end(arguments);
    return false;
}

bool op_near(double a, double b, double bound) {
    return fabs(a - b) <= bound;
}

/* ---- the descriptor ---- */

bool op_is_described(const ag_op *op, op_words *words) {
    words->text[0] = '\0';
    if (op->example_count == 0 || op->examples == NULL)
        COMPLAIN(words, "%s has no examples", op->name);
    if (op->formula == NULL || op->source == NULL)
        COMPLAIN(words, "%s has no formula or no source", op->name);
    if (!(op->domain.low < op->domain.high))
        COMPLAIN(words, "%s has no domain", op->name);
    if ((op->margin == NULL) != (op->kink_place == NULL))
        COMPLAIN(words, "%s has kinks that it does not describe", op->name);
    for (size_t i = 0; i < op->example_count; i++) {
        const ag_op_example *example = &op->examples[i];
        const size_t count = example->input_count > 0 ? example->input_count : op->arity;
        if (count > AG_MAX_EXAMPLE_INPUTS || !ag_op_takes(op, count))
            COMPLAIN(words, "%s: example %zu has %zu inputs", op->name, i, count);
        if (op->index_inputs != 0 && example->index_below == 0)
            COMPLAIN(words, "%s: example %zu has no range of indices", op->name, i);
    }
    return true;
}

/* ---- differences ---- */

/* Rungs of the ladder: STEP, 2 STEP, 4 STEP, all inside of KINK_MARGIN. */
static const double step = 0x1p-9;

/* A loss of some dozen operations per entry is exact to this many roundings of the sum of the
 * absolute values of its terms. */
static const double roundings = 16.0 * 0x1p-53;

typedef struct trial {
    net n;
    double size; /* sum of the absolute values of the loss's terms */
    op_words *words;
    const ag_op *op;
} trial;

static double absolute_sum(const ag_graph *graph, ag_node sum) {
    const ag_node terms = ag_graph_node_input(graph, sum, 0);
    const size_t count = ag_shape_size(ag_graph_shape(graph, terms));
    double size = 0.0;
    for (size_t i = 0; i < count; i++)
        size += fabs(ag_graph_value(graph, terms)[i]);
    return size;
}

/* The loss gets a term in each input, too. */
static trial trial_of(const ag_op *op, const ag_op_example *example, uint64_t seed, bool behind,
                      op_words *words) {
    trial t = {.n = net_of_op(op, example, seed, behind), .words = words, .op = op};
    ag_graph *graph = t.n.graph;
    ag_random random = ag_random_create(seed, 3);
    t.size = absolute_sum(graph, t.n.loss);
    for (size_t i = 0; i < ag_graph_input_count(graph, t.n.output); i++) {
        const ag_node input = ag_graph_node_input(graph, t.n.output, i);
        const ag_node term = weighted_sum(graph, input, &random);
        t.size += absolute_sum(graph, term);
        t.n.loss = ag_add(graph, t.n.loss, term);
    }
    return t;
}

/* (f(x + h) - f(x - h)) / 2h with the steps that were really made. */
static double difference(trial *t, double *entry, double h) {
    const double x = *entry, up = x + h, down = x - h;
    *entry = up;
    const double above = net_value(&t->n);
    *entry = down;
    const double below = net_value(&t->n);
    *entry = x;
    return (above - below) / (up - down);
}

/* Richardson's extrapolation D = (4 D(h) - D(2h)) / 3, whose error is 1/15 of its difference
 * from the same at 2h while the h^4 term leads; the bound allows for all of it, and for
 * rounding. Source: Dahlquist & Bjoerck, Numerical Methods in Scientific Computing I, 3.4. */
static double measure(trial *t, double *entry, double *bound) {
    const double d1 = difference(t, entry, step), d2 = difference(t, entry, 2.0 * step);
    const double d4 = difference(t, entry, 4.0 * step);
    const double fine = (4.0 * d1 - d2) / 3.0, coarse = (4.0 * d2 - d4) / 3.0;
    *bound = fabs(fine - coarse) + roundings * (t->size + fabs(*entry * fine)) / step;
    net_value(&t->n);
    return fine;
}

static bool entry_is_right(trial *t, ag_parameter *p, size_t entry) {
    double bound, tangent;
    double *unit = calloc(p->size, sizeof *unit);
    const double measured = measure(t, &p->data[entry], &bound);
    unit[entry] = 1.0;
    ag_jvp(t->n.graph, &p, (const double *const *)&unit, 1, t->n.loss, &tangent);
    free(unit);
    if (!op_near(p->grad[entry], measured, bound))
        COMPLAIN(t->words, "%s: vjp of %s[%zu]: got %.17g, measured %.17g, bound %.3g",
                 t->op->name, p->name, entry, p->grad[entry], measured, bound);
    if (!op_near(tangent, measured, bound))
        COMPLAIN(t->words, "%s: jvp of %s[%zu]: got %.17g, measured %.17g, bound %.3g",
                 t->op->name, p->name, entry, tangent, measured, bound);
    return true;
}

static bool agrees_with_differences(trial *t) {
    if (ag_backward(t->n.graph, t->n.loss) != AG_OK)
        COMPLAIN(t->words, "%s: no backward", t->op->name);
    for (size_t i = 0; i < t->n.parameter_count; i++)
        for (size_t entry = 0; entry < t->n.parameters[i]->size; entry++)
            if (!entry_is_right(t, t->n.parameters[i], entry))
                return false;
    return true;
}

/* ---- the adjoint identity ---- */

double op_dot(const double *a, const double *b, size_t count, double *size) {
    double sum = 0.0;
    for (size_t i = 0; i < count; i++) {
        sum += a[i] * b[i];
        *size += fabs(a[i] * b[i]);
    }
    return sum;
}

typedef struct vectors {
    size_t size;
    double *ybar, *ydot, *again;
    double *xdot[AG_MAX_EXAMPLE_INPUTS];
} vectors;

static vectors vectors_of(const net *n, uint64_t seed) {
    ag_random random = ag_random_create(seed, 1);
    vectors v = {.size = ag_shape_size(ag_graph_shape(n->graph, n->output))};
    v.ybar = calloc(v.size, sizeof(double));
    v.ydot = calloc(v.size, sizeof(double));
    v.again = calloc(v.size, sizeof(double));
    fill_random(&random, v.ybar, v.size);
    for (size_t i = 0; i < n->parameter_count; i++) {
        v.xdot[i] = calloc(n->parameters[i]->size, sizeof(double));
        fill_random(&random, v.xdot[i], n->parameters[i]->size);
    }
    return v;
}

static void free_vectors(vectors *v) {
    free(v->ybar);
    free(v->ydot);
    free(v->again);
    for (size_t i = 0; i < AG_MAX_EXAMPLE_INPUTS; i++)
        free(v->xdot[i]);
}

static bool identity_holds(trial *t, const vectors *v) {
    net *n = &t->n;
    const double *const *xdot = (const double *const *)v->xdot;
    double forth_size = 0.0, back_size = 0.0, back = 0.0;
    ag_zero_grad(n->parameters, n->parameter_count);
    ag_vjp(n->graph, n->output, v->ybar);
    ag_jvp(n->graph, n->parameters, xdot, n->parameter_count, n->output, v->ydot);
    ag_jvp(n->graph, n->parameters, xdot, n->parameter_count, n->output, v->again);
    if (memcmp(v->ydot, v->again, v->size * sizeof(double)) != 0)
        COMPLAIN(t->words, "%s: jvp does not overwrite what is there", t->op->name);
    const double forth = op_dot(v->ybar, v->ydot, v->size, &forth_size);
    for (size_t i = 0; i < n->parameter_count; i++)
        back += op_dot(n->parameters[i]->grad, v->xdot[i], n->parameters[i]->size, &back_size);
    const double bound = 4.0 * roundings * (forth_size + back_size);
    if (!op_near(forth, back, bound))
        COMPLAIN(t->words, "%s: adjoint identity: %.17g and %.17g, bound %.3g", t->op->name,
                 forth, back, bound);
    return true;
}

/* ---- each input alone ---- */

static bool alone_as_in_company(trial *t, const ag_op_example *example, const vectors *v,
                                size_t chosen) {
    ag_parameter *p = t->n.parameters[chosen];
    ag_node y;
    ag_graph *graph = net_op_alone(&t->n, example, chosen, &y);
    double *before = calloc(p->size, sizeof *before);
    memcpy(before, p->grad, p->size * sizeof *before);
    ag_zero_grad(&p, 1);
    ag_vjp(graph, y, v->ybar);
    const bool same = memcmp(before, p->grad, p->size * sizeof *before) == 0;
    free(before);
    ag_graph_destroy(graph);
    if (!same)
        COMPLAIN(t->words, "%s: vjp of %s changes when the other inputs rest", t->op->name,
                 p->name);
    return true;
}

/* ---- all of it ---- */

static bool example_is_sound(const ag_op *op, const ag_op_example *example, uint64_t seed,
                             op_words *words) {
    bool sound = true;
    for (int behind = 0; behind < 2 && sound; behind++) {
        trial t = trial_of(op, example, seed, behind == 1, words);
        vectors v = vectors_of(&t.n, seed);
        sound = agrees_with_differences(&t) && identity_holds(&t, &v);
        for (size_t i = 0; i < t.n.parameter_count && sound && behind == 0; i++)
            sound = alone_as_in_company(&t, example, &v, i);
        free_vectors(&v);
        net_destroy(&t.n);
    }
    return sound;
}

bool op_is_sound(const ag_op *op, op_words *words) {
    words->text[0] = '\0';
    for (size_t i = 0; i < op->example_count; i++)
        if (!example_is_sound(op, &op->examples[i], 100 + i, words))
            return false;
    return true;
}
