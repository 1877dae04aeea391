/* The walk finds the scale of a function, whatever it is; and the noise that its values show.
 */
#include "numeric/seek.h"
#include "numeric_told.h"
#include "verdict/item.h"
#include "verdict_suite.h"

/* amplitude * shape(x / scale + shift) + offset. */
typedef struct scaled {
    double (*shape)(double), (*slope)(double);
    double amplitude, scale, shift, offset;
} scaled;

static double scaled_value(double x, const void *context) {
    const scaled *s = context;
    return s->amplitude * s->shape(x / s->scale + s->shift) + s->offset;
}

static double scaled_slope(const scaled *s, double x) {
    return s->amplitude * s->slope(x / s->scale + s->shift) / s->scale;
}

static double tanh_slope(double x) {
    const double y = tanh(x);
    return 1.0 - y * y;
}

static double bell(double x) {
    return 1.0 / (1.0 + x * x);
}

static double bell_slope(double x) {
    return -2.0 * x / ((1.0 + x * x) * (1.0 + x * x));
}

static const scaled shapes[] = {
    {.shape = sin, .slope = cos},
    {.shape = tanh, .slope = tanh_slope},
    {.shape = exp, .slope = exp},
    {.shape = bell, .slope = bell_slope},
};
enum { SHAPES = sizeof shapes / sizeof *shapes };

static gv_step seek(told_line *t) {
    gv_step best;
    TOLD_UNTIL_SETTLED(t, best = gv_seek(&t->line, gv_item_first_exponent(&t->line),
                                         gv_line_highest(&t->line)));
    return best;
}

START_TEST(the_walk_finds_scales_from_1e_minus_300_to_1e12) {
    dice d = {.seed = 91};
    for (int decade = -300; decade <= 12; decade++) {
        for (size_t k = 0; k < SHAPES; k++) {
            scaled s = shapes[k];
            s.scale = pow(10.0, decade) * dice_between(&d, 1.0, 9.0);
            s.amplitude = dice_size(&d, -3.0, 3.0);
            const double x = 0.7731 * s.scale;
            told_line t;
            told_start(&t, scaled_value, &s, x);
            const gv_step best = seek(&t);
            const double slope = scaled_slope(&s, x);
            HOLDS(fabs(best.r5 - slope) <= best.bound, "1e%d, shape %zu", decade, k);
            HOLDS(best.bound <= 1e-9 * fabs(slope), "1e%d, shape %zu: %g", decade, k,
                  best.bound / fabs(slope));
            HOLDS(t.log.count <= 60, "1e%d, shape %zu: %zu points", decade, k, t.log.count);
        }
    }
}
END_TEST

/* x = 0 says nothing of the scale.  Beyond 2^10 it is not looked for: there the step stays and
 * the bound is what the noise leaves of it. */
START_TEST(at_zero_the_walk_finds_the_scale_all_the_same) {
    dice d = {.seed = 92};
    for (int decade = -300; decade <= 12; decade++) {
        scaled s = {.shape = tanh, .slope = tanh_slope, .shift = 0.31};
        s.scale = pow(10.0, decade) * dice_between(&d, 1.0, 9.0);
        s.amplitude = dice_size(&d, -3.0, 3.0);
        told_line t;
        told_start(&t, scaled_value, &s, 0.0);
        const gv_step best = seek(&t);
        const double slope = scaled_slope(&s, 0.0);
        HOLDS(fabs(best.r5 - slope) <= best.bound, "1e%d", decade);
        HOLDS(best.bound <= (decade < 4 ? 1e-9 : 1e-5) * fabs(slope), "1e%d: %g", decade,
              best.bound / fabs(slope));
    }
}
END_TEST

START_TEST(no_step_larger_than_the_highest_is_taken_or_asked) {
    dice d = {.seed = 93};
    for (int i = 0; i < 200; i++) {
        scaled s = {.shape = sin, .slope = cos, .amplitude = 1.7, .shift = 0.31};
        s.scale = fabs(dice_size(&d, -3.0, 6.0));
        told_line t;
        told_start(&t, scaled_value, &s, dice_between(&d, -1.0, 1.0));
        const int highest = -12 - (int)dice_below(&d, 9);
        gv_step best;
        TOLD_UNTIL_SETTLED(&t, best = gv_seek(&t.line, 3, highest));
        HOLDS(best.h <= ldexp(1.0, highest), "%g", best.h);
        for (size_t k = 0; k < t.log.count; k++)
            HOLDS(fabs(t.told[k].at - t.line.x) <= ldexp(1.0, highest) * (1.0 + 1e-9), "%a",
                  t.told[k].at);
    }
}
END_TEST

static double logarithm(double x, const void *context) {
    (void)context;
    return x > 0.0 ? log(x) : NAN;
}

START_TEST(a_step_that_leaves_the_domain_turns_the_walk_down) {
    for (int decade = -300; decade <= 2; decade++) {
        const double x = 1.3947 * pow(10.0, decade);
        told_line t;
        told_start(&t, logarithm, NULL, x);
        t.line.scale = 1.0;
        gv_step best;
        TOLD_UNTIL_SETTLED(&t, best = gv_seek(&t.line, 0, 4));
        HOLDS(fabs(best.r5 - 1.0 / x) <= best.bound, "1e%d", decade);
        HOLDS(best.bound <= 1e-6 / x, "1e%d: %g", decade, best.bound * x);
    }
}
END_TEST

/* Values off by up to eta, of which the line is told a sixteenth. */
typedef struct gritty {
    double eta;
} gritty;

static double gritty_value(double x, const void *context) {
    const gritty *g = context;
    uint64_t bits = 0;
    memcpy(&bits, &x, sizeof bits);
    return 1.3 * sin(0.9 * x + 0.4) + g->eta * (2.0 * gv_random_unit(94, 0, bits) - 1.0);
}

/* As an item does: seek, look, seek again with what was seen. */
static double measure_noise(told_line *t) {
    for (int round = 0; round < 5; round++) {
        const gv_step best = seek(t);
        double noise;
        TOLD_UNTIL_SETTLED(t, noise = gv_scatter_noise(&t->line, &best));
        if (!(noise > t->line.noise))
            break;
        t->line.noise = noise;
    }
    return t->line.noise;
}

START_TEST(noise_sixteen_times_what_was_told_shows_in_the_scatter_of_the_entry) {
    dice d = {.seed = 95};
    size_t low = 0, high = 0;
    enum { LINES = 1000 };
    for (int i = 0; i < LINES; i++) {
        const gritty g = {pow(10.0, dice_between(&d, -12.0, -3.0))};
        told_line t;
        told_start(&t, gritty_value, &g, dice_between(&d, 0.3, 3.0));
        t.line.noise += 0.0625 * g.eta;
        const double noise = measure_noise(&t);
        low += !(noise >= 0.5 * g.eta);
        high += !(noise <= 4.0 * g.eta);
    }
    ck_assert_msg(low * 50 <= LINES, "%zu of %d too low", low, LINES);
    ck_assert_msg(high * 50 <= LINES, "%zu of %d too high", high, LINES);
}
END_TEST

START_TEST(without_noise_the_scatter_is_of_the_order_of_rounding) {
    const gritty g = {0.0};
    dice d = {.seed = 96};
    for (int i = 0; i < 500; i++) {
        told_line t;
        told_start(&t, gritty_value, &g, dice_between(&d, 0.3, 3.0));
        const double noise = measure_noise(&t);
        HOLDS(noise <= 16.0 * DBL_EPSILON * 1.3, "%g", noise);
        HOLDS(noise >= DBL_EPSILON * fabs(t.line.f0), "%g", noise);
    }
}
END_TEST

int main(void) {
    const TTest *const tests[] = {
        the_walk_finds_scales_from_1e_minus_300_to_1e12,
        at_zero_the_walk_finds_the_scale_all_the_same,
        no_step_larger_than_the_highest_is_taken_or_asked,
        a_step_that_leaves_the_domain_turns_the_walk_down,
        noise_sixteen_times_what_was_told_shows_in_the_scatter_of_the_entry,
        without_noise_the_scatter_is_of_the_order_of_rounding,
        NULL};
    return suite_run("numeric_seek", tests);
}
