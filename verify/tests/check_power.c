#include "check_power.h"

static const double straight[POWER_COUNT] = {0.31, -0.77, 0.19, 0.53, -0.23};

static double value_of(const power *p, const double *x) {
    double f = exp(0.7 * x[0]) * sin(x[1]) + x[2] * x[2] * x[3] + tanh(x[4] * x[0]);
    if (p->linear) {
        f = 0.0;
        for (size_t i = 0; i < POWER_COUNT; i++)
            f += straight[i] * x[i];
    }
    f += p->value_kink * fabs(x[0] - p->point[0]) + p->value_shear * x[1];
    uint64_t bits = 0;
    for (size_t i = 0; p->noise > 0.0 && i < POWER_COUNT; i++) {
        uint64_t own = 0;
        memcpy(&own, &x[i], sizeof own);
        bits = gv_mix(bits ^ own);
    }
    f += p->noise * (2.0 * gv_random_unit(bits, 0, 0) - 1.0);
    return p->grid > 0.0 ? p->grid * round(f / p->grid) : f;
}

static void gradient_of(const power *p, const double *x, double *g) {
    const double e = exp(0.7 * x[0]), t = tanh(x[4] * x[0]), d = 1.0 - t * t;
    const double right[POWER_COUNT] = {0.7 * e * sin(x[1]) + x[4] * d, e * cos(x[1]),
                                       2.0 * x[2] * x[3], x[2] * x[2], x[0] * d};
    memcpy(g, p->linear ? straight : right, sizeof right);
    g[1] *= 1.0 + p->slope_error;
}

static void hessian_of(const power *p, double h[POWER_COUNT][POWER_COUNT]) {
    const double *x = p->point;
    const double e = exp(0.7 * x[0]), t = tanh(x[4] * x[0]), d = 1.0 - t * t;
    const double bend = -2.0 * t * d;
    memset(h, 0, sizeof(double[POWER_COUNT][POWER_COUNT]));
    if (p->linear)
        return;
    h[0][0] = 0.49 * e * sin(x[1]) + x[4] * x[4] * bend;
    h[0][1] = h[1][0] = 0.7 * e * cos(x[1]) * (1.0 + p->curvature_error);
    h[1][1] = -e * sin(x[1]) * (1.0 + p->curvature_error);
    h[2][2] = 2.0 * x[3];
    h[2][3] = h[3][2] = 2.0 * x[2];
    h[0][4] = h[4][0] = d + x[4] * x[0] * bend;
    h[4][4] = x[0] * x[0] * bend;
    h[0][1] += p->skew;
}

static gv_status values(gv_subject *subject, const gv_probe *probes, size_t count,
                        double *results, gv_eval *evals) {
    const power *p = (const power *)subject;
    for (size_t k = 0; k < count; k++) {
        double x[POWER_COUNT];
        memcpy(x, p->point, sizeof x);
        for (size_t i = 0; probes[k].direction && i < POWER_COUNT; i++)
            x[i] += probes[k].step * probes[k].direction[i];
        if (!probes[k].direction)
            x[probes[k].entry] = probes[k].at;
        results[k] = value_of(p, x);
        evals[k] = GV_EVAL_OK;
    }
    return GV_OK;
}

static void add_to(double *buffer, double g, power_adding adding) {
    const double was = *buffer;
    switch (adding) {
    case ADDS:
        *buffer += g;
        break;
    case OVERWRITES:
        *buffer = g;
        break;
    case ADDS_TWICE_LATER:
        *buffer += was == 0.0 ? g : 2.0 * g;
        break;
    case FORGETS_HALF:
        *buffer = 0.5 * was + g;
        break;
    }
}

static gv_eval gradient_at(gv_subject *subject, const double *x, double *gradient) {
    const power *p = (const power *)subject;
    double g[POWER_COUNT];
    gradient_of(p, x, g);
    for (size_t i = 0; i < POWER_COUNT; i++)
        add_to(&gradient[i], g[i], p->adding);
    return GV_EVAL_OK;
}

static gv_eval gradient(gv_subject *subject, size_t term, double *result) {
    (void)term;
    return gradient_at(subject, subject->point, result);
}

static gv_eval value_anew(gv_subject *subject, const double *x, double *value) {
    *value = value_of((const power *)subject, x);
    return GV_EVAL_OK;
}

static gv_eval zero(gv_subject *subject, double *buffer) {
    const power *p = (const power *)subject;
    for (size_t i = 0; i < POWER_COUNT; i++)
        if (i + 1 != p->left_by_zero)
            buffer[i] = 0.0;
    return GV_EVAL_OK;
}

/* Of the right gradient, whatever the knob of the claimed one. */
static gv_eval jvp(gv_subject *subject, const double *direction, double *slope) {
    power right = *(const power *)subject;
    double g[POWER_COUNT];
    right.slope_error = 0.0;
    gradient_of(&right, right.point, g);
    *slope = 0.0;
    for (size_t i = 0; i < POWER_COUNT; i++)
        *slope += g[i] * direction[i];
    *slope *= 1.0 + right.tangent_error;
    return GV_EVAL_OK;
}

static size_t node_count(const gv_subject *subject) {
    (void)subject;
    return POWER_NODES;
}

/* Node k: y_k = 0.3 (k + 1) x_k.  The last has no derivative. */
static gv_eval node_products(gv_subject *subject, size_t node, gv_draw *draw, void *context,
                             gv_products *products) {
    const power *p = (const power *)subject;
    *products = (gv_products){.name = "scale"};
    if (node + 1 == POWER_NODES)
        return GV_EVAL_OK;
    const double slope = 0.3 * (double)(node + 1), v = draw(context, 0), u = draw(context, 1);
    products->forward = v * (slope * u);
    products->reverse = (v * slope) * u * (node + 1 == p->bad_node ? -1.0 : 1.0);
    products->size = 2.0 * fabs(products->forward);
    products->terms = 2;
    return GV_EVAL_OK;
}

static gv_eval hvp(gv_subject *subject, const double *direction, double *product) {
    double h[POWER_COUNT][POWER_COUNT];
    hessian_of((const power *)subject, h);
    for (size_t i = 0; i < POWER_COUNT; i++) {
        product[i] = 0.0;
        for (size_t j = 0; j < POWER_COUNT; j++)
            product[i] += h[i][j] * direction[j];
    }
    return GV_EVAL_OK;
}

static const gv_optimizer *optimizers(const gv_subject *subject, size_t *count) {
    *count = 1;
    return &((const power *)subject)->optimizer;
}

/* The update of one entry, written otherwise than in the check. */
static double update_of(const power *p, size_t t, double x, double g, double *m, double *v) {
    const gv_optimizer *o = &p->optimizer;
    if (strcmp(o->name, "adamw") != 0)
        g += o->weight_decay * x;
    if (strcmp(o->name, "sgd") == 0) {
        *m = t == 1 || p->no_memory ? g : *m * o->momentum + g - g * o->dampening;
        return o->rate * (o->nesterov ? g + *m * o->momentum : *m);
    }
    const double decayed = o->rate * o->weight_decay * x;
    *m += (1.0 - o->beta1) * (g - *m);
    *v += (1.0 - o->beta2) * (g * g - *v);
    const double a = p->no_correction ? 1.0 : 1.0 - pow(o->beta1, (double)t);
    const double b = p->no_correction ? 1.0 : 1.0 - pow(o->beta2, (double)t);
    const double moved = o->rate * *m / a / (sqrt(*v / b) + o->epsilon);
    return strcmp(o->name, "adamw") == 0 ? moved + decayed : moved;
}

static gv_eval step(gv_subject *subject, const gv_optimizer *optimizer, size_t steps,
                    double *gradients, double *points, double *value) {
    const power *p = (const power *)subject;
    double x[POWER_COUNT], m[POWER_COUNT] = {0}, v[POWER_COUNT] = {0};
    const double times = p->step_times != 0.0 ? p->step_times : 1.0;
    (void)optimizer;
    memcpy(x, p->point, sizeof x);
    for (size_t k = 0; k < steps; k++) {
        double *g = gradients + k * POWER_COUNT;
        gradient_of(p, x, g);
        for (size_t i = 0; i < POWER_COUNT; i++)
            x[i] -= times * update_of(p, k + 1, x[i], g[i], &m[i], &v[i]);
        memcpy(points + k * POWER_COUNT, x, sizeof x);
    }
    *value = value_of(p, p->step_elsewhere ? p->point : x);
    return GV_EVAL_OK;
}

void power_start(power *p) {
    static const double point[POWER_COUNT] = {0.7731, -1.3947, 0.4219, 1.1637, -0.6173};
    static const gv_parameter parameters[] = {
        {.group = {.name = "a", .rank = 1, .shape = {3}}, .offset = 0, .count = 3},
        {.group = {.name = "b", .rank = 1, .shape = {2}}, .offset = 3, .count = 2}};
    *p = (power){.optimizer = {.name = "sgd", .rate = 0.0531}};
    p->kind = (gv_subject_kind){.name = "power",
                                .values = values,
                                .gradient = gradient,
                                .gradient_at = gradient_at,
                                .value_anew = value_anew,
                                .zero = zero,
                                .jvp = jvp,
                                .node_count = node_count,
                                .node_products = node_products,
                                .hvp = hvp,
                                .optimizers = optimizers,
                                .step = step};
    memcpy(p->point, point, sizeof point);
    p->base = (gv_subject){.kind = &p->kind,
                           .parameters = parameters,
                           .parameter_count = 2,
                           .count = POWER_COUNT,
                           .point = p->point,
                           .accumulates = true,
                           .batch = 1};
}

gv_findings *power_check(power *p, const char *kind) {
    const gv_request request = {.kind = kind, .options = gv_options_default()};
    gv_findings *findings = gv_findings_create();
    ck_assert_ptr_nonnull(findings);
    gv_case_finding *finding = gv_findings_add_case(findings, "power", NULL);
    ck_assert_ptr_nonnull(finding);
    double before[POWER_COUNT];
    memcpy(before, p->point, sizeof before);
    ck_assert_int_eq(gv_checks_run(&p->base, &request, 1, "here", NULL, finding, NULL), GV_OK);
    ck_assert(memcmp(before, p->point, sizeof before) == 0);
    gv_case_conclude(finding);
    return findings;
}

const gv_check_finding *power_find(const gv_findings *findings, const char *words) {
    const gv_case_finding *finding = &findings->cases[0];
    for (size_t i = 0; i < finding->check_count; i++) {
        const gv_check_finding *check = &finding->checks[i];
        if (!words || (check->message && strstr(check->message, words)) ||
            (!check->message && check->parameter && strcmp(check->parameter, words) == 0))
            return check;
    }
    return NULL;
}

gv_verdict power_verdict(const gv_findings *findings) {
    return findings->cases[0].verdict;
}
