/* One op under test in the second order. Each input also feeds a square that is recorded behind
 * the op, so that its hvp finds adjoints which are not zero. */
#include "hvp_checks.h"

#define COMPLAIN(words, ...) return op_complain(words, __VA_ARGS__)

/* Rungs of the ladder: STEP, 2 STEP, 4 STEP, all inside of KINK_MARGIN even where two inputs
 * that would tie move towards each other. */
static const double step = 0x1p-10;

/* A product, or a sum of products, is exact to this many roundings of the sum of its absolute
 * terms. */
static const double roundings = 64.0 * 0x1p-53;

typedef struct trial {
    net n;
    size_t size; /* of vectors */
    op_words *words;
    const ag_op *op;
} trial;

static trial trial_of(const ag_op *op, const ag_op_example *example, uint64_t seed, bool behind,
                      op_words *words) {
    trial t = {.n = net_of_op(op, example, seed, behind), .words = words, .op = op};
    ag_graph *graph = t.n.graph;
    ag_random random = ag_random_create(seed, 3);
    for (size_t i = 0; i < ag_graph_input_count(graph, t.n.output); i++) {
        const ag_node x = ag_graph_node_input(graph, t.n.output, i);
        t.n.loss = ag_add(graph, t.n.loss, weighted_sum(graph, ag_mul(graph, x, x), &random));
    }
    t.size = hvp_size(&t.n);
    return t;
}

/* ---- linear and symmetric ---- */

static bool is_sum_of_its_parts(trial *t, const double *v, const double *hv) {
    double *part = hvp_zeros(&t->n), *sum = hvp_zeros(&t->n), *size = hvp_zeros(&t->n);
    bool holds = true;
    for (size_t i = 0; i < t->n.parameter_count; i++) {
        hvp_product(&t->n, v, i, part);
        for (size_t k = 0; k < t->size; k++) {
            sum[k] += part[k];
            size[k] += fabs(part[k]);
        }
    }
    double largest = 0.0;
    for (size_t k = 0; k < t->size; k++)
        largest = fmax(largest, size[k]);
    for (size_t k = 0; k < t->size && holds; k++)
        if (!op_near(hv[k], sum[k], roundings * largest))
            holds = op_complain(t->words, "%s: hvp, entry %zu: %.17g, of its parts %.17g",
                                t->op->name, k, hv[k], sum[k]);
    free(part);
    free(sum);
    free(size);
    return holds;
}

static bool is_symmetric(trial *t, const double *v, const double *hv) {
    double *u = hvp_direction(&t->n, 2), *hu = hvp_zeros(&t->n);
    double size = 0.0;
    hvp_product(&t->n, u, SIZE_MAX, hu);
    const double there = op_dot(u, hv, t->size, &size), back = op_dot(v, hu, t->size, &size);
    free(u);
    free(hu);
    if (!op_near(there, back, roundings * size))
        COMPLAIN(t->words, "%s: hvp is not symmetric: %.17g and %.17g", t->op->name, there,
                 back);
    return true;
}

/* ---- each input alone ---- */

/* Input `chosen` of the op moves and wants its product, the others are at rest: constants of a
 * graph of their own, or parameters of the trial's that want none. */
static bool alone_as_in_company(trial *t, const ag_op_example *example, const double *v,
                                size_t chosen) {
    net *n = &t->n;
    ag_parameter *p = n->parameters[chosen];
    double *company = calloc(p->size, sizeof *company), *alone = calloc(p->size, sizeof *alone);
    ag_random random = ag_random_create(5, 5), again = random;
    ag_node y;
    ag_graph *graph = net_op_alone(n, example, chosen, &y);
    const ag_node sum = weighted_sum(graph, ag_mul(graph, y, y), &random);
    ag_hvp(graph, sum, &p, &v, &alone, 1);
    const ag_node in_company =
        weighted_sum(n->graph, ag_mul(n->graph, n->output, n->output), &again);
    ag_hvp(n->graph, in_company, &p, &v, &company, 1);
    const bool same = memcmp(company, alone, p->size * sizeof *alone) == 0;
    ag_graph_destroy(graph);
    free(company);
    free(alone);
    if (!same)
        COMPLAIN(t->words, "%s: hvp of %s changes when the other inputs rest", t->op->name,
                 p->name);
    return true;
}

/* ---- at zero ---- */

static bool all_finite(const double *values, size_t count) {
    size_t i = 0;
    while (i < count && isfinite(values[i]))
        i++;
    return i == count;
}

/* Random points never meet the 0 / 0 that a formula may have at an entry of 0, where nets
 * begin. */
static bool is_finite_at_zero(trial *t, const double *v, double *hv) {
    net *n = &t->n;
    double tangent;
    if (!(t->op->domain.low < 0.0 && t->op->domain.high > 0.0))
        return true;
    for (size_t i = 0; i < n->parameter_count; i++)
        memset(n->parameters[i]->data, 0, n->parameters[i]->size * sizeof(double));
    const double value = net_value(n);
    ag_zero_grad(n->parameters, n->parameter_count);
    ag_backward(n->graph, n->loss);
    ag_jvp(n->graph, n->parameters, &v, 1, n->loss, &tangent);
    hvp_product(n, v, SIZE_MAX, hv);
    bool finite = isfinite(value) && isfinite(tangent) && all_finite(hv, t->size);
    for (size_t i = 0; i < n->parameter_count; i++)
        finite = finite && all_finite(n->parameters[i]->grad, n->parameters[i]->size);
    if (!finite)
        COMPLAIN(t->words, "%s: not finite where its inputs are 0", t->op->name);
    return true;
}

/* ---- all of it ---- */

static bool trial_is_sound(trial *t, const ag_op_example *example, bool behind) {
    double *v = hvp_direction(&t->n, 1), *hv = hvp_zeros(&t->n), *again = hvp_zeros(&t->n);
    bool sound = true;
    memset(again, 0x55, t->size * sizeof *again);
    if (hvp_product(&t->n, v, SIZE_MAX, hv) != AG_OK ||
        hvp_product(&t->n, v, SIZE_MAX, again) != AG_OK)
        sound =
            op_complain(t->words, "%s: %s", t->op->name, ag_graph_error(t->n.graph)->message);
    else if (memcmp(hv, again, t->size * sizeof *hv) != 0)
        sound = op_complain(t->words, "%s: hvp is another at the second call", t->op->name);
    sound = sound && hvp_agrees(&t->n, t->op->name, step, v, hv, t->words) &&
            is_sum_of_its_parts(t, v, hv) && is_symmetric(t, v, hv);
    for (size_t i = 0; i < t->n.parameter_count && sound && !behind; i++)
        sound = alone_as_in_company(t, example, v, i);
    sound = sound && (behind || is_finite_at_zero(t, v, hv));
    free(v);
    free(hv);
    free(again);
    return sound;
}

bool op_curves_soundly(const ag_op *op, op_words *words) {
    words->text[0] = '\0';
    for (size_t i = 0; i < op->example_count; i++)
        for (int behind = 0; behind < 2; behind++) {
            trial t = trial_of(op, &op->examples[i], 300 + i, behind == 1, words);
            const bool sound = trial_is_sound(&t, &op->examples[i], behind == 1);
            net_destroy(&t.n);
            if (!sound)
                return false;
        }
    return true;
}
