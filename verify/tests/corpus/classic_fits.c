/* Fits of models to data, sums of squared residuals; gradients are 2 J' r, a row at a time.
 * Source: MGH as in classic.c, with the number of the problem. */
#include "mistakes.h"

/* A residual and the row of its derivatives. */
typedef double row_fn(size_t i, const double *x, double *row);

static void squares(row_fn *row_of, size_t m, size_t n, const double *x, double *g) {
    double row[32];
    for (size_t j = 0; j < n; j++)
        g[j] = 0;
    for (size_t i = 0; i < m; i++) {
        double r = row_of(i, x, row);
        for (size_t j = 0; j < n; j++)
            g[j] += 2 * r * row[j];
    }
}

/* MGH 8, Bard. */
static const double bard_data[] = {0.14, 0.18, 0.22, 0.25, 0.29, 0.32, 0.35, 0.39,
                                   0.37, 0.58, 0.73, 0.96, 1.34, 2.10, 4.39};

static real bard(const real *x) {
    real sum = 0.0;
    for (int i = 0; i < 15; i++) {
        double u = i + 1, v = 15 - i, w = fmin(u, v);
        sum += r_square(bard_data[i] - x[0] - u / (v * x[1] + w * x[2]));
    }
    return sum;
}

static double bard_row(size_t i, const double *x, double *row) {
    double u = (double)i + 1, v = 15 - (double)i, w = fmin(u, v), d = v * x[1] + w * x[2];
    row[0] = -1;
    row[1] = u * v / (d * d);
    row[2] = u * w / (d * d);
    return bard_data[i] - x[0] - u / d;
}

static void bard_gradient(const double *x, double *g) {
    squares(bard_row, 15, 3, x, g);
}

static const corpus_function bard_start = {
    .name = "bard",
    POINT(1.0, 1.0, 1.0),
    .value = bard,
    .gradient = bard_gradient,
    .mistakes = MISTAKES(&wrong_entry_1e4, &wrong_sign),
};

/* MGH 12, Box three-dimensional. */
static real box(const real *x) {
    real sum = 0.0;
    for (int i = 1; i <= 10; i++) {
        double t = 0.1 * i;
        sum += r_square(r_exp(-t * x[0]) - r_exp(-t * x[1]) - x[2] * (exp(-t) - exp(-10 * t)));
    }
    return sum;
}

static double box_row(size_t i, const double *x, double *row) {
    double t = 0.1 * ((double)i + 1), c = exp(-t) - exp(-10 * t);
    row[0] = -t * exp(-t * x[0]);
    row[1] = t * exp(-t * x[1]);
    row[2] = -c;
    return exp(-t * x[0]) - exp(-t * x[1]) - x[2] * c;
}

static void box_gradient(const double *x, double *g) {
    squares(box_row, 10, 3, x, g);
}

static const corpus_function box_start = {
    .name = "box",
    POINT(0.0, 10.0, 20.0),
    .value = box,
    .gradient = box_gradient,
    .mistakes = MISTAKES(&wrong_entry_1e3, &wrong_pair),
};

/* MGH 18, Biggs EXP6. */
static real biggs(const real *x) {
    real sum = 0.0;
    for (int i = 1; i <= 13; i++) {
        double t = 0.1 * i, y = exp(-t) - 5 * exp(-10 * t) + 3 * exp(-4 * t);
        sum += r_square(x[2] * r_exp(-t * x[0]) - x[3] * r_exp(-t * x[1]) +
                        x[5] * r_exp(-t * x[4]) - y);
    }
    return sum;
}

static double biggs_row(size_t i, const double *x, double *row) {
    double t = 0.1 * ((double)i + 1), y = exp(-t) - 5 * exp(-10 * t) + 3 * exp(-4 * t);
    double a = exp(-t * x[0]), b = exp(-t * x[1]), c = exp(-t * x[4]);
    row[0] = -t * x[2] * a;
    row[1] = t * x[3] * b;
    row[2] = a;
    row[3] = -b;
    row[4] = -t * x[5] * c;
    row[5] = c;
    return x[2] * a - x[3] * b + x[5] * c - y;
}

static void biggs_gradient(const double *x, double *g) {
    squares(biggs_row, 13, 6, x, g);
}

static const corpus_function biggs_start = {
    .name = "biggs-exp6",
    POINT(1.0, 2.0, 1.0, 1.0, 1.0, 1.0),
    .value = biggs,
    .gradient = biggs_gradient,
    .mistakes = MISTAKES(&wrong_swapped, &wrong_entry_1e5, &right_float32),
};

/* MGH 6, Jennrich and Sampson. */
static real jennrich(const real *x) {
    real sum = 0.0;
    for (int i = 1; i <= 10; i++)
        sum += r_square(2.0 + 2.0 * i - r_exp((double)i * x[0]) - r_exp((double)i * x[1]));
    return sum;
}

static double jennrich_row(size_t i, const double *x, double *row) {
    double k = (double)i + 1;
    row[0] = -k * exp(k * x[0]);
    row[1] = -k * exp(k * x[1]);
    return 2 + 2 * k - exp(k * x[0]) - exp(k * x[1]);
}

static void jennrich_gradient(const double *x, double *g) {
    squares(jennrich_row, 10, 2, x, g);
}

static const corpus_function jennrich_start = {
    .name = "jennrich-sampson",
    POINT(0.3, 0.4),
    .value = jennrich,
    .gradient = jennrich_gradient,
    .mistakes = MISTAKES(&wrong_twice, &wrong_entry_1e5),
};

/* MGH 15, Kowalik and Osborne. */
static const double kowalik_y[] = {0.1957, 0.1947, 0.1735, 0.1600, 0.0844, 0.0627,
                                   0.0456, 0.0342, 0.0323, 0.0235, 0.0246};
static const double kowalik_u[] = {4.0,   2.0, 1.0,    0.5,    0.25,  0.167,
                                   0.125, 0.1, 0.0833, 0.0714, 0.0625};

static real kowalik(const real *x) {
    real sum = 0.0;
    for (int i = 0; i < 11; i++) {
        double u = kowalik_u[i];
        sum += r_square(kowalik_y[i] - x[0] * (u * u + u * x[1]) / (u * u + u * x[2] + x[3]));
    }
    return sum;
}

static double kowalik_row(size_t i, const double *x, double *row) {
    double u = kowalik_u[i], a = u * u + u * x[1], b = u * u + u * x[2] + x[3];
    row[0] = -a / b;
    row[1] = -x[0] * u / b;
    row[2] = x[0] * a * u / (b * b);
    row[3] = x[0] * a / (b * b);
    return kowalik_y[i] - x[0] * a / b;
}

static void kowalik_gradient(const double *x, double *g) {
    squares(kowalik_row, 11, 4, x, g);
}

static const corpus_function kowalik_start = {
    .name = "kowalik-osborne",
    POINT(0.25, 0.39, 0.415, 0.39),
    .value = kowalik,
    .gradient = kowalik_gradient,
    .mistakes = MISTAKES(&wrong_reversed, &wrong_entry_1e4),
};

/* MGH 16, Brown and Dennis. */
static real brown_dennis(const real *x) {
    real sum = 0.0;
    for (int i = 1; i <= 20; i++) {
        double t = i / 5.0;
        sum += r_square(r_square(x[0] + t * x[1] - exp(t)) +
                        r_square(x[2] + x[3] * sin(t) - cos(t)));
    }
    return sum;
}

static double brown_dennis_row(size_t i, const double *x, double *row) {
    double t = ((double)i + 1) / 5, a = x[0] + t * x[1] - exp(t);
    double b = x[2] + x[3] * sin(t) - cos(t);
    row[0] = 2 * a;
    row[1] = 2 * a * t;
    row[2] = 2 * b;
    row[3] = 2 * b * sin(t);
    return a * a + b * b;
}

static void brown_dennis_gradient(const double *x, double *g) {
    squares(brown_dennis_row, 20, 4, x, g);
}

static const corpus_function brown_dennis_start = {
    .name = "brown-dennis",
    POINT(25.0, 5.0, -5.0, -1.0),
    .value = brown_dennis,
    .gradient = brown_dennis_gradient,
    .mistakes = MISTAKES(&wrong_entry_1e5, &wrong_dropped_entry),
};

/* MGH 11, Gulf research and development. */
static real gulf(const real *x) {
    real sum = 0.0;
    for (int i = 1; i <= 20; i++) {
        double t = i / 100.0, y = 25 + pow(-50 * log(t), 2.0 / 3);
        real d = r_abs(y - x[1]);
        sum += r_square(r_exp(-r_exp(x[2] * r_log(d)) / x[0]) - t);
    }
    return sum;
}

static double gulf_row(size_t i, const double *x, double *row) {
    double t = ((double)i + 1) / 100, y = 25 + pow(-50 * log(t), 2.0 / 3);
    double d = fabs(y - x[1]), p = pow(d, x[2]), e = exp(-p / x[0]);
    row[0] = e * p / (x[0] * x[0]);
    row[1] = e * x[2] * p / d / x[0] * (y > x[1] ? 1 : -1);
    row[2] = -e * p * log(d) / x[0];
    return e - t;
}

static void gulf_gradient(const double *x, double *g) {
    squares(gulf_row, 20, 3, x, g);
}

static const corpus_function gulf_start = {
    .name = "gulf",
    POINT(5.0, 2.5, 0.15),
    .value = gulf,
    .gradient = gulf_gradient,
    .mistakes = MISTAKES(&wrong_half, &wrong_entry_1e3),
};

/* MGH 17, Osborne 1, whose parameters differ by a factor of 100. */
static const double osborne_data[] = {
    0.844, 0.908, 0.932, 0.936, 0.925, 0.908, 0.881, 0.850, 0.818, 0.784, 0.751,
    0.718, 0.685, 0.658, 0.628, 0.603, 0.580, 0.558, 0.538, 0.522, 0.506, 0.490,
    0.478, 0.467, 0.457, 0.448, 0.438, 0.431, 0.424, 0.420, 0.414, 0.411, 0.406};

static real osborne(const real *x) {
    real sum = 0.0;
    for (int i = 0; i < 33; i++) {
        double t = 10.0 * i;
        sum += r_square(osborne_data[i] - x[0] - x[1] * r_exp(-t * x[3]) -
                        x[2] * r_exp(-t * x[4]));
    }
    return sum;
}

static double osborne_row(size_t i, const double *x, double *row) {
    double t = 10 * (double)i, a = exp(-t * x[3]), b = exp(-t * x[4]);
    row[0] = -1;
    row[1] = -a;
    row[2] = -b;
    row[3] = x[1] * t * a;
    row[4] = x[2] * t * b;
    return osborne_data[i] - x[0] - x[1] * a - x[2] * b;
}

static void osborne_gradient(const double *x, double *g) {
    squares(osborne_row, 33, 5, x, g);
}

static const corpus_function osborne_start = {
    .name = "osborne-1",
    POINT(0.5, 1.5, -1.0, 0.01, 0.02),
    .value = osborne,
    .gradient = osborne_gradient,
    .mistakes = MISTAKES(&wrong_swapped, &wrong_entry_1e4),
};

/* MGH 20, Watson, n = 6: sum over 29 points t of (p'(t) - p(t)^2 - 1)^2, p of degree 5. */
static real watson(const real *x) {
    real sum = x[0] * x[0] + r_square(x[1] - x[0] * x[0] - 1.0);
    for (int i = 1; i <= 29; i++) {
        double t = i / 29.0, power = 1;
        real p = x[0], slope = 0.0;
        for (int j = 1; j < 6; j++) {
            slope += (double)j * power * x[j];
            power *= t;
            p += power * x[j];
        }
        sum += r_square(slope - p * p - 1.0);
    }
    return sum;
}

static double watson_row(size_t i, const double *x, double *row) {
    double t = ((double)i + 1) / 29, p = 0, slope = 0;
    for (int j = 0; j < 6; j++) {
        p += x[j] * pow(t, j);
        slope += j ? x[j] * j * pow(t, j - 1) : 0;
    }
    for (int j = 0; j < 6; j++)
        row[j] = (j ? j * pow(t, j - 1) : 0) - 2 * p * pow(t, j);
    return slope - p * p - 1;
}

static void watson_gradient(const double *x, double *g) {
    squares(watson_row, 29, 6, x, g);
    double r = x[1] - x[0] * x[0] - 1;
    g[0] += 2 * x[0] - 4 * r * x[0];
    g[1] += 2 * r;
}

static void watson_forgotten(const double *x, double *g) {
    squares(watson_row, 29, 6, x, g);
}

static const corpus_function watson_start = {
    .name = "watson",
    POINT(-0.37, 0.81, 0.229, -0.443, 1.31, -0.652),
    .value = watson,
    .gradient = watson_gradient,
    .claims = (const corpus_claim[]){{"last-residuals-forgotten", watson_forgotten,
                                      CORPUS_WRONG, false},
                                     {.name = NULL}},
    .mistakes = MISTAKES(&wrong_entry_1e5, &wrong_shifted),
};

const corpus_kind CORPUS_NAME(kind_classic_fits) = {
    .name = "fits",
    .ordinary = true,
    .functions = (const corpus_function *const[]){&bard_start, &box_start, &biggs_start,
                                                  &jennrich_start, &kowalik_start,
                                                  &brown_dennis_start, &gulf_start,
                                                  &osborne_start, &watson_start, NULL},
};
