#include "ccall_toys_inside.h"
#include <float.h>

/* Moré, Garbow, Hillstrom, ACM TOMS 7 (1981), problem 1 chained, 11 (wood's is 14). */
static double rosenbrock(const double *x, size_t n) {
    double f = 0.0;
    for (size_t i = 0; i + 1 < n; i++) {
        const double a = x[i + 1] - x[i] * x[i], b = 1.0 - x[i];
        f += 100.0 * a * a + b * b;
    }
    return f;
}

static void rosenbrock_gradient(const double *x, size_t n, double *g) {
    memset(g, 0, n * sizeof *g);
    for (size_t i = 0; i + 1 < n; i++) {
        const double a = x[i + 1] - x[i] * x[i];
        g[i] += -400.0 * a * x[i] - 2.0 * (1.0 - x[i]);
        g[i + 1] += 200.0 * a;
    }
}

static double wood(const double *x, size_t n) {
    (void)n;
    const double a = x[1] - x[0] * x[0], b = x[3] - x[2] * x[2];
    return 100.0 * a * a + (1.0 - x[0]) * (1.0 - x[0]) + 90.0 * b * b +
           (1.0 - x[2]) * (1.0 - x[2]) + 10.0 * (x[1] + x[3] - 2.0) * (x[1] + x[3] - 2.0) +
           0.1 * (x[1] - x[3]) * (x[1] - x[3]);
}

static void wood_gradient(const double *x, size_t n, double *g) {
    (void)n;
    const double a = x[1] - x[0] * x[0], b = x[3] - x[2] * x[2];
    const double sum = 20.0 * (x[1] + x[3] - 2.0), difference = 0.2 * (x[1] - x[3]);
    g[0] = -400.0 * a * x[0] - 2.0 * (1.0 - x[0]);
    g[1] = 200.0 * a + sum + difference;
    g[2] = -360.0 * b * x[2] - 2.0 * (1.0 - x[2]);
    g[3] = 180.0 * b + sum - difference;
}

/* A base with another number added, or scaled. */
static double waves(const double *x, size_t n) {
    double f = 0.0;
    for (size_t i = 0; i < n; i++)
        f += sin(1.3 * x[i] + 0.2) * (1.1 + x[(i + 1) % n] * x[(i + 1) % n]);
    return f;
}

static void waves_gradient(const double *x, size_t n, double *g) {
    for (size_t i = 0; i < n; i++) {
        const double next = x[(i + 1) % n], before = x[(i + n - 1) % n];
        g[i] = 1.3 * cos(1.3 * x[i] + 0.2) * (1.1 + next * next) +
               2.0 * x[i] * sin(1.3 * before + 0.2);
    }
}

static double offset_1e8(const double *x, size_t n) {
    return 1e8 + waves(x, n);
}

static double offset_1e12(const double *x, size_t n) {
    return 1e12 + waves(x, n);
}

static double tiny(const double *x, size_t n) {
    return 1e-20 * waves(x, n);
}

static void tiny_gradient(const double *x, size_t n, double *g) {
    waves_gradient(x, n, g);
    for (size_t i = 0; i < n; i++)
        g[i] *= 1e-20;
}

static double huge(const double *x, size_t n) {
    return 1e200 * waves(x, n);
}

static void huge_gradient(const double *x, size_t n, double *g) {
    waves_gradient(x, n, g);
    for (size_t i = 0; i < n; i++)
        g[i] *= 1e200;
}

/* Parameters of very different sizes, each of which matters over its own size. */
static const double sizes_start[] = {7.7e-301, -1.4e-8, 2.6e6, -5.8e12, 1.2, 9.2e-10};

static double sizes(const double *x, size_t n) {
    double f = 0.0;
    for (size_t i = 0; i < n; i++)
        f += sin(x[i] / fabs(sizes_start[i]) + 0.3 * (double)i);
    return f;
}

static void sizes_gradient(const double *x, size_t n, double *g) {
    for (size_t i = 0; i < n; i++)
        g[i] = cos(x[i] / fabs(sizes_start[i]) + 0.3 * (double)i) / fabs(sizes_start[i]);
}

static const double scales_start[] = {1.3e-10, 0.7, -2.1e5, 3.3e10};

static double scales(const double *x, size_t n) {
    (void)n;
    return x[0] * x[0] * 1e20 + cos(x[1]) + x[1] * x[3] * 1e-10 + x[2] * x[2] * 1e-10;
}

static void scales_gradient(const double *x, size_t n, double *g) {
    (void)n;
    g[0] = 2e20 * x[0];
    g[1] = -sin(x[1]) + 1e-10 * x[3];
    g[2] = 2e-10 * x[2];
    g[3] = 1e-10 * x[1];
}

static double steep(const double *x, size_t n) {
    double f = 0.0;
    for (size_t i = 0; i < n; i++)
        f += exp((20.0 + (double)i) * x[i]);
    return f;
}

static void steep_gradient(const double *x, size_t n, double *g) {
    for (size_t i = 0; i < n; i++)
        g[i] = (20.0 + (double)i) * exp((20.0 + (double)i) * x[i]);
}

static const double steep_start[] = {0.7731, 0.6131, 0.5772};

static double fast(const double *x, size_t n) {
    double f = 0.0;
    for (size_t i = 0; i < n; i++)
        f += sin((1e3 + 37.0 * (double)i) * x[i]);
    return f;
}

static void fast_gradient(const double *x, size_t n, double *g) {
    for (size_t i = 0; i < n; i++) {
        const double w = 1e3 + 37.0 * (double)i;
        g[i] = w * cos(w * x[i]);
    }
}

/* x^T H x with the Hilbert matrix: condition 1e12 at n = 9. */
static double hilbert(const double *x, size_t n) {
    double f = 0.0;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            f += x[i] * x[j] / (double)(i + j + 1);
    return f;
}

static void hilbert_gradient(const double *x, size_t n, double *g) {
    for (size_t i = 0; i < n; i++) {
        g[i] = 0.0;
        for (size_t j = 0; j < n; j++)
            g[i] += 2.0 * x[j] / (double)(i + j + 1);
    }
}

static double product(const double *x, size_t n) {
    double f = 1.0;
    for (size_t i = 0; i < n; i++)
        f *= 1.0 + 0.5 * sin(x[i]);
    return f;
}

static void product_gradient(const double *x, size_t n, double *g) {
    const double f = product(x, n);
    for (size_t i = 0; i < n; i++)
        g[i] = f * 0.5 * cos(x[i]) / (1.0 + 0.5 * sin(x[i]));
}

static double chebyshev(const double *x, size_t n) {
    double f = 0.0;
    for (size_t i = 0; i < n; i++) {
        double a = 1.0, b = 0.45 * x[i];
        for (int k = 2; k <= 20; k++) {
            const double c = 2.0 * 0.45 * x[i] * b - a;
            a = b;
            b = c;
        }
        f += b;
    }
    return f;
}

/* T_20' = 20 U_19. */
static void chebyshev_gradient(const double *x, size_t n, double *g) {
    for (size_t i = 0; i < n; i++) {
        double a = 1.0, b = 2.0 * 0.45 * x[i];
        for (int k = 2; k <= 19; k++) {
            const double c = 2.0 * 0.45 * x[i] * b - a;
            a = b;
            b = c;
        }
        g[i] = 0.45 * 20.0 * b;
    }
}

/* Cancellation inside: digits are lost in the value, not in the derivative. */
static double cancelling(const double *x, size_t n) {
    double f = 0.0;
    for (size_t i = 0; i < n; i++)
        f += (1e6 + sin(x[i])) - 1e6;
    return f;
}

static void cancelling_gradient(const double *x, size_t n, double *g) {
    for (size_t i = 0; i < n; i++)
        g[i] = cos(x[i]);
}

static double in_float32(const double *x, size_t n) {
    float f = 0.0F;
    for (size_t i = 0; i < n; i++) {
        const float y = (float)x[i];
        f += sinf(1.3F * y) * (1.1F + y);
    }
    return (double)f;
}

static void in_float32_gradient(const double *x, size_t n, double *g) {
    for (size_t i = 0; i < n; i++)
        g[i] = 1.3 * cos(1.3 * x[i]) * (1.1 + x[i]) + sin(1.3 * x[i]);
}

/* Newton for y^3 + y = x, stopped early. */
static double solved(double x) {
    double y = 0.3 * x;
    for (int k = 0; k < 40; k++) {
        const double r = y * y * y + y - x;
        if (fabs(r) < 1e-9)
            break;
        y -= r / (3.0 * y * y + 1.0);
    }
    return y;
}

static double iterated(const double *x, size_t n) {
    double f = 0.0;
    for (size_t i = 0; i < n; i++)
        f += solved(x[i]) * (1.0 + 0.3 * (double)i);
    return f;
}

static void iterated_gradient(const double *x, size_t n, double *g) {
    for (size_t i = 0; i < n; i++) {
        const double y = solved(x[i]);
        g[i] = (1.0 + 0.3 * (double)i) / (3.0 * y * y + 1.0);
    }
}

/* Near the edge of the domain. */
static const double edges_start[] = {1e-12, 0.99999, 3e-5};

static double edges(const double *x, size_t n) {
    (void)n;
    return log(x[0]) + acos(x[1]) + sqrt(x[2]);
}

static void edges_gradient(const double *x, size_t n, double *g) {
    (void)n;
    g[0] = 1.0 / x[0];
    g[1] = -1.0 / sqrt((1.0 - x[1]) * (1.0 + x[1]));
    g[2] = 0.5 / sqrt(x[2]);
}

static void in_float32_rounded(const double *x, size_t n, double *g) {
    waves_gradient(x, n, g);
    for (size_t i = 0; i < n; i++)
        g[i] = (double)(float)g[i];
}

static TOY(rosenbrock, .n = 9, .value = rosenbrock, .gradient = rosenbrock_gradient);
static TOY(wood, .n = 4, .value = wood, .gradient = wood_gradient);
static TOY(waves, .n = 7, .value = waves, .gradient = waves_gradient);
static TOY(many, .n = 500, .value = waves, .gradient = waves_gradient);
static TOY(offset_1e8, .n = 7, .value = offset_1e8, .gradient = waves_gradient);
static TOY(offset_1e12, .n = 7, .value = offset_1e12, .gradient = waves_gradient, .hard = true);
static TOY(tiny, .n = 7, .value = tiny, .gradient = tiny_gradient);
static TOY(huge, .n = 7, .value = huge, .gradient = huge_gradient);
static TOY(sizes, .n = 6, .start = sizes_start, .value = sizes, .gradient = sizes_gradient);
static TOY(scales, .n = 4, .start = scales_start, .value = scales, .gradient = scales_gradient);
static TOY(steep, .n = 3, .start = steep_start, .value = steep, .gradient = steep_gradient);
static TOY(fast, .n = 5, .value = fast, .gradient = fast_gradient);
static TOY(hilbert, .n = 9, .value = hilbert, .gradient = hilbert_gradient);
static TOY(product, .n = 40, .value = product, .gradient = product_gradient);
static TOY(chebyshev, .n = 6, .value = chebyshev, .gradient = chebyshev_gradient);
static TOY(cancelling, .n = 6, .value = cancelling, .gradient = cancelling_gradient);
static TOY(in_float32, .n = 6, .value = in_float32, .gradient = in_float32_gradient,
           .hard = true);
static TOY(iterated, .n = 6, .value = iterated, .gradient = iterated_gradient, .hard = true);
static TOY(edges, .n = 3, .start = edges_start, .value = edges, .gradient = edges_gradient);
static TOY(rounded, .n = 7, .value = waves, .gradient = in_float32_rounded);

const toy *const toys[] = {&toy_rosenbrock, &toy_wood,        &toy_waves,      &toy_many,
                           &toy_offset_1e8, &toy_offset_1e12, &toy_tiny,       &toy_huge,
                           &toy_sizes,      &toy_scales,      &toy_steep,      &toy_fast,
                           &toy_softmax,    &toy_net,         &toy_hilbert,    &toy_product,
                           &toy_chebyshev,  &toy_cancelling,  &toy_in_float32, &toy_iterated,
                           &toy_recurrent,  &toy_edges,       &toy_rounded,    NULL};

static gv_eval value(const double *x, size_t n, double *result, void *context) {
    *result = ((const toy_problem *)context)->toy->value(x, n);
    return GV_EVAL_OK;
}

static gv_eval gradient(const double *x, size_t n, double *g, void *context) {
    ((const toy_problem *)context)->toy->gradient(x, n, g);
    return GV_EVAL_OK;
}

void toy_make(toy_problem *made, const toy *of) {
    made->toy = of;
    made->group = call_vector("x", of->n);
    for (size_t i = 0; i < of->n; i++)
        made->start[i] = of->start ? of->start[i] : 4.0 * gv_random_unit(of->n, 6, i) - 2.0;
    made->problem = (gv_problem){.name = of->name,
                                 .groups = &made->group,
                                 .group_count = 1,
                                 .start = made->start,
                                 .value = value,
                                 .gradient = gradient,
                                 .context = made};
}
