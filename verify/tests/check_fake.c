#include "check_fake.h"

static const double inputs[FAKE_DATA_USES][FAKE_WEIGHTS] = {
    {0.83, -1.27, 0.41}, {-0.59, 0.37, 1.13}, {1.61, 0.29, -0.71}};
static const double lambdas[FAKE_TERMS] = {0.0, 0.031, 0.0071};

/* What each use reads: its own copy of the weight. */
typedef struct reading {
    double weight[FAKE_USES][FAKE_WEIGHTS];
    double bias[FAKE_BIASES];
} reading;

static double dot(const double *a, const double *b) {
    double sum = 0.0;
    for (size_t i = 0; i < FAKE_WEIGHTS; i++)
        sum += a[i] * b[i];
    return sum;
}

static double term_value(const reading *r, size_t term) {
    if (term > 0) {
        const double *w = r->weight[FAKE_DATA_USES + term - 1];
        return lambdas[term] * dot(w, w);
    }
    const double s0 = dot(inputs[0], r->weight[0]), s2 = dot(inputs[2], r->weight[2]);
    const double s1 = dot(inputs[1], r->weight[1]) + r->bias[0];
    return 1.3 * tanh(s0) + 0.8 * sin(s1) + 0.4 * s2 * s2 + 0.2 * r->bias[1] * s0 +
           r->bias[1] * r->bias[1];
}

static double value_of(const reading *r, size_t term) {
    if (term != GV_WHOLE)
        return term_value(r, term);
    double sum = 0.0;
    for (size_t t = 0; t < FAKE_TERMS; t++)
        sum += term_value(r, t);
    return sum;
}

static reading read(const double *x) {
    reading r;
    for (size_t u = 0; u < FAKE_USES; u++)
        memcpy(r.weight[u], x, sizeof r.weight[u]);
    memcpy(r.bias, x + FAKE_WEIGHTS, sizeof r.bias);
    return r;
}

static void set(reading *r, size_t use, size_t entry, double at) {
    if (entry >= FAKE_WEIGHTS) {
        r->bias[entry - FAKE_WEIGHTS] = at;
        return;
    }
    for (size_t u = 0; u < FAKE_USES; u++)
        if (use == GV_WHOLE || use == u)
            r->weight[u][entry] = at;
}

static reading place(const fake *f, const gv_probe *probe) {
    double x[FAKE_N];
    memcpy(x, f->point, sizeof x);
    for (size_t i = 0; probe->direction && i < FAKE_N; i++)
        x[i] += probe->step * probe->direction[i];
    reading r = read(x);
    if (probe->direction)
        return r;
    set(&r, probe->use, probe->entry, probe->at);
    if (probe->weight != 0.0)
        set(&r, probe->use, probe->other,
            f->point[probe->other] + probe->weight * (probe->at - f->point[probe->entry]));
    return r;
}

static gv_status values(gv_subject *subject, const gv_probe *probes, size_t count,
                        double *results, gv_eval *evals) {
    fake *f = (fake *)subject;
    f->calls += count;
    for (size_t i = 0; i < count; i++) {
        const reading r = place(f, &probes[i]);
        results[i] = value_of(&r, probes[i].term);
        evals[i] = GV_EVAL_OK;
    }
    return GV_OK;
}

/* What use u of the weight contributes, right. */
static void contribution(const double *x, size_t u, double *g) {
    const reading r = read(x);
    const double s0 = dot(inputs[0], r.weight[0]), s2 = dot(inputs[2], r.weight[2]);
    const double s1 = dot(inputs[1], r.weight[1]) + r.bias[0], th = tanh(s0);
    const double outer[FAKE_DATA_USES] = {1.3 * (1.0 - th * th) + 0.2 * r.bias[1],
                                          0.8 * cos(s1), 0.8 * s2};
    for (size_t i = 0; i < FAKE_WEIGHTS; i++)
        g[i] = u < FAKE_DATA_USES ? outer[u] * inputs[u][i]
                                  : 2.0 * lambdas[u - FAKE_DATA_USES + 1] * x[i];
}

static size_t term_of(size_t use) {
    return use < FAKE_DATA_USES ? 0 : use - FAKE_DATA_USES + 1;
}

static void bias_gradient(const fake *f, const double *x, size_t term, double *g) {
    const double s0 = dot(inputs[0], x);
    const double s1 = dot(inputs[1], x) + x[FAKE_WEIGHTS];
    g[0] = g[1] = 0.0;
    if (term == GV_WHOLE || term == 0) {
        g[0] += f->slips.term_factor[0] * 0.8 * cos(s1);
        g[1] += f->slips.term_factor[0] * (0.2 * s0 + 2.0 * x[FAKE_WEIGHTS + 1]);
    }
    for (size_t i = 0; i < FAKE_BIASES && (term == GV_WHOLE || term == 1); i++)
        g[i] += 2.0 * lambdas[1] * f->slips.bias_decay * x[FAKE_WEIGHTS + i];
}

static gv_eval gradient_of(fake *f, const double *x, size_t term, double *g) {
    memset(g, 0, FAKE_N * sizeof *g);
    for (size_t u = 0; u < FAKE_USES; u++) {
        double own[FAKE_WEIGHTS];
        if (term != GV_WHOLE && term != term_of(u))
            continue;
        contribution(x, u, own);
        const double weight = f->slips.use_factor[u] * f->slips.term_factor[term_of(u)] *
                              (term == GV_WHOLE ? f->slips.of_use[u] : 1.0);
        for (size_t i = 0; i < FAKE_WEIGHTS; i++)
            g[i] += weight * own[i];
    }
    bias_gradient(f, x, term, g + FAKE_WEIGHTS);
    f->gradients++;
    for (size_t i = 0; i < FAKE_N; i++)
        if (f->slips.forgets_after > 0 && f->gradients > f->slips.forgets_after)
            g[i] *= 2.0;
    return GV_EVAL_OK;
}

static gv_eval gradient(gv_subject *subject, size_t term, double *g) {
    fake *f = (fake *)subject;
    return gradient_of(f, f->point, term, g);
}

static gv_eval gradient_at(gv_subject *subject, const double *x, double *g) {
    return gradient_of((fake *)subject, x, GV_WHOLE, g);
}

static gv_eval gradient_use(gv_subject *subject, size_t parameter, size_t use, double *g) {
    const fake *f = (const fake *)subject;
    if (parameter == 1) {
        bias_gradient(f, f->point, 0, g);
        return GV_EVAL_OK;
    }
    contribution(f->point, use, g);
    for (size_t i = 0; i < FAKE_WEIGHTS; i++)
        g[i] *= f->slips.use_factor[use];
    return GV_EVAL_OK;
}

static gv_eval value_anew(gv_subject *subject, const double *x, double *value) {
    const fake *f = (const fake *)subject;
    const reading r = read(x);
    *value = value_of(&r, GV_WHOLE);
    if (!same_numbers(x, f->point, FAKE_N))
        *value += f->slips.anew;
    return GV_EVAL_OK;
}

static const gv_subject_kind kind = {.name = "fake",
                                     .values = values,
                                     .gradient = gradient,
                                     .gradient_at = gradient_at,
                                     .gradient_use = gradient_use,
                                     .value_anew = value_anew};

static const gv_use weight_uses[FAKE_USES] = {
    {"encoder", 0}, {"decoder", 0}, {"output", 0}, {"l2 strong", 1}, {"l2 weak", 2}};
static const gv_use bias_uses[] = {{"decoder bias", 0}};
static const size_t weight_only[] = {0};
static const gv_term terms[FAKE_TERMS] = {{.name = "data"},
                                          {"strong decay", 0.031, weight_only, 1},
                                          {"weak decay", 0.0071, weight_only, 1}};
static const gv_parameter parameters[] = {
    {.group = {.name = "shared", .rank = 1, .shape = {FAKE_WEIGHTS}},
     .offset = 0,
     .count = FAKE_WEIGHTS,
     .uses = weight_uses,
     .use_count = FAKE_USES},
    {.group = {.name = "bias", .rank = 1, .shape = {FAKE_BIASES}},
     .offset = FAKE_WEIGHTS,
     .count = FAKE_BIASES,
     .uses = bias_uses,
     .use_count = 1}};

void fake_make(fake *f) {
    *f = (fake){.point = {0.7731, -1.3947, 0.618, -0.5772, 0.9159}};
    f->base = (gv_subject){.kind = &kind,
                           .parameters = parameters,
                           .parameter_count = 2,
                           .terms = terms,
                           .term_count = FAKE_TERMS,
                           .count = FAKE_N,
                           .point = f->point,
                           .batch = 1};
    for (size_t u = 0; u < FAKE_USES; u++)
        f->slips.of_use[u] = f->slips.use_factor[u] = 1.0;
    for (size_t t = 0; t < FAKE_TERMS; t++)
        f->slips.term_factor[t] = 1.0;
}

gv_findings *fake_check(fake *f, const char *chosen, const gv_options *options) {
    enum { MOST = 32 };
    const gv_options applied = options ? *options : gv_options_default();
    gv_request requests[MOST];
    size_t count = 0;
    for (size_t i = 0; gv_check_list[i] && count < MOST; i++)
        if (chosen ? strcmp(chosen, gv_check_list[i]->name) == 0 : gv_check_list[i]->standard)
            requests[count++] = (gv_request){gv_check_list[i]->name, applied};
    gv_findings *findings = gv_findings_create();
    ck_assert_ptr_nonnull(findings);
    gv_case_finding *finding = gv_findings_add_case(findings, "fake", NULL);
    gv_error error = {GV_OK, ""};
    ck_assert_int_eq(gv_checks_run(&f->base, requests, count, "start", NULL, finding, &error),
                     GV_OK);
    gv_case_conclude(finding);
    return findings;
}

static bool same_part(const gv_check_finding *check, const char *part) {
    return (check->use && strcmp(check->use, part) == 0) ||
           (check->term && strcmp(check->term, part) == 0);
}

const gv_check_finding *fake_find(const gv_findings *findings, const char *chosen,
                                  const char *parameter, const char *part, gv_verdict verdict) {
    const gv_case_finding *finding = &findings->cases[0];
    for (size_t i = 0; i < finding->check_count; i++) {
        const gv_check_finding *check = &finding->checks[i];
        if (strcmp(check->kind, chosen) == 0 && check->verdict == verdict && check->parameter &&
            strcmp(check->parameter, parameter) == 0 && (!part || same_part(check, part)))
            return check;
    }
    return NULL;
}
