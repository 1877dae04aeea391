/* One kind of mistake is one line of the list at the foot: a name and a function that says what
 * the claim would be under it. */
#include "verdict/diagnosis.h"
#include "verdict/collect.h"
#include <math.h>
#include <stdio.h>

/* A hypothesis explains an entry when it meets the claim within the measurement's bound and a
 * thousandth of the entry: diagnoses are for people, and a factor of 2.0004 is one of 2. */
static const double closeness = 1e-3;

static bool measured(const gv_symptoms *s, size_t i) {
    return isfinite(s->measured[i]) && isfinite(s->claimed[i]);
}

static bool meets(const gv_symptoms *s, size_t i, double expected, double weight) {
    const double room = fabs(weight) * s->error[i] + closeness * fabs(s->measured[i]);
    return fabs(s->claimed[i] - expected) <= room + closeness * fabs(expected);
}

static bool wrong(const gv_symptoms *s, size_t i) {
    return measured(s, i) &&
           !(fabs(s->claimed[i] - s->measured[i]) <= s->error[i] + 1e-6 * fabs(s->measured[i]));
}

/* The entry whose measurement is the most certain to tell a factor: the largest. */
static size_t largest(const gv_symptoms *s, const double *v) {
    size_t best = s->count;
    for (size_t i = 0; i < s->count; i++)
        if (measured(s, i) && (best == s->count || fabs(v[i]) > fabs(v[best])))
            best = i;
    return best;
}

static bool is_zero(const gv_symptoms *s, char *text, size_t size) {
    bool any = false;
    for (size_t i = 0; i < s->count; i++) {
        if (s->claimed[i] != 0.0)
            return false;
        any = any || wrong(s, i);
    }
    (void)snprintf(text, size, "the claim is zero everywhere: nothing reaches the gradient");
    return any;
}

static void name_factor(double factor, char *text, size_t size) {
    const double inverse = 1.0 / factor;
    if (fabs(factor + 1.0) < closeness)
        (void)snprintf(text, size, "the sign is flipped");
    else if (fabs(inverse) > 1.5 && fabs(inverse - rint(inverse)) < closeness * fabs(inverse))
        (void)snprintf(text, size, "a factor of 1/%.0f: a mean instead of a sum, perhaps",
                       rint(inverse));
    else
        (void)snprintf(text, size, "a factor of %.6g", factor);
}

static bool is_factor(const gv_symptoms *s, char *text, size_t size) {
    const size_t at = largest(s, s->measured);
    if (at == s->count || s->measured[at] == 0.0)
        return false;
    const double factor = s->claimed[at] / s->measured[at];
    const double larger = fmax(fabs(factor), fabs(1.0 / factor));
    const bool whole = larger > 1.5 && fabs(larger - rint(larger)) < closeness * larger;
    if (fabs(factor - 1.0) < closeness || factor == 0.0)
        return false;
    if (s->count == 1 && !whole && fabs(factor + 1.0) >= closeness)
        return false; /* one number is always some factor of another */
    for (size_t i = 0; i < s->count; i++)
        if (measured(s, i) && !meets(s, i, factor * s->measured[i], factor))
            return false;
    name_factor(factor, text, size);
    return true;
}

static bool is_transposed(const gv_symptoms *s, char *text, size_t size) {
    if (s->rank != 2 || s->shape[0] < 2 || s->shape[1] < 2)
        return false;
    const size_t rows = s->shape[0], columns = s->shape[1];
    for (size_t i = 0; i < s->count; i++) {
        /* the entry that a row-major (columns, rows) array has at this place */
        const size_t other = (i % rows) * columns + i / rows;
        if (!measured(s, i) || !measured(s, other) || !meets(s, i, s->measured[other], 1.0))
            return false;
    }
    (void)snprintf(text, size, "the gradient is transposed");
    return true;
}

/* claimed = measured + k * parameter: an L2 term too many or too few. */
static bool is_decay(const gv_symptoms *s, char *text, size_t size) {
    const size_t at = largest(s, s->point);
    if (s->count < 2 || at == s->count || s->point[at] == 0.0)
        return false;
    const double k = (s->claimed[at] - s->measured[at]) / s->point[at];
    if (!(fabs(k * s->point[at]) > 4.0 * s->error[at]))
        return false;
    for (size_t i = 0; i < s->count; i++) {
        if (!measured(s, i))
            continue;
        const double expected = s->measured[i] + k * s->point[i];
        const double room =
            closeness * fabs(k * s->point[i]) + 2.0 * s->error[i] + 1e-6 * fabs(s->measured[i]);
        if (!(fabs(s->claimed[i] - expected) <= room))
            return false;
    }
    (void)snprintf(text, size, "off by %.6g times the parameter: an L2 term %s, of lambda %.6g",
                   k, k < 0.0 ? "missing" : "too many", 0.5 * fabs(k));
    return true;
}

static bool is_constant(const gv_symptoms *s, char *text, size_t size) {
    const size_t at = largest(s, s->measured);
    if (s->count < 2 || at == s->count)
        return false;
    const double offset = s->claimed[at] - s->measured[at];
    if (!(fabs(offset) > 4.0 * s->error[at]))
        return false;
    for (size_t i = 0; i < s->count; i++)
        if (measured(s, i) && !(fabs(s->claimed[i] - s->measured[i] - offset) <=
                                closeness * fabs(offset) + 2.0 * s->error[i]))
            return false;
    (void)snprintf(text, size, "the same number, %.6g, is added to every entry", offset);
    return true;
}

/* "entry 3 of 7", or of those that were looked at where a sample left some out. */
static void name_entry(const gv_symptoms *s, size_t at, char *text, size_t size) {
    size_t looked_at = 0;
    for (size_t i = 0; i < s->count; i++)
        looked_at += measured(s, i);
    (void)snprintf(text, size,
                   looked_at < s->count ? "entry %zu of the %zu looked at" : "entry %zu of %zu",
                   at, looked_at);
}

/* A ratio says something of a number that is told from zero. */
static void name_error(const gv_symptoms *s, size_t at, char *text, size_t size) {
    char entry[80];
    name_entry(s, at, entry, sizeof entry);
    if (fabs(s->measured[at]) > s->error[at])
        (void)snprintf(text, size, "only %s is wrong: %.6g times what it should be", entry,
                       s->claimed[at] / s->measured[at]);
    else
        (void)snprintf(text, size, "only %s is wrong: %.6g where %.2g +- %.2g is measured",
                       entry, s->claimed[at], s->measured[at], s->error[at]);
}

static bool is_one_or_two(const gv_symptoms *s, char *text, size_t size) {
    size_t at[2] = {0, 0}, found = 0;
    for (size_t i = 0; i < s->count; i++) {
        if (!wrong(s, i))
            continue;
        if (found == 2)
            return false;
        at[found++] = i;
    }
    if (found == 2 && meets(s, at[0], s->measured[at[1]], 1.0) &&
        meets(s, at[1], s->measured[at[0]], 1.0)) {
        (void)snprintf(text, size, "two entries are exchanged: %zu and %zu", at[0], at[1]);
        return true;
    }
    if (found != 1 || s->count < 2)
        return false;
    name_error(s, at[0], text, size);
    return true;
}

typedef bool explanation(const gv_symptoms *symptoms, char *text, size_t size);

/* The more special first. */
static explanation *const explanations[] = {is_zero,  is_factor,   is_transposed,
                                            is_decay, is_constant, is_one_or_two};

gv_status gv_diagnose(const gv_symptoms *symptoms, gv_check_finding *check) {
    char text[200];
    for (size_t i = 0; i < sizeof explanations / sizeof *explanations; i++)
        if (explanations[i](symptoms, text, sizeof text))
            return gv_set_text(&check->diagnosis, "%s", text);
    return GV_OK;
}
