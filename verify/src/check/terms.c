/* terms: the data term and each L2 term alone, L2 also against its closed form 2 lambda p, and
 * the sum of all against the whole gradient. */
#include "check/list.h"
#include "check/sums.h"
#include "verdict/collect.h"
#include "verdict/map.h"
#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

static bool applies(const gv_subject *subject) {
    return subject->term_count > 1;
}

static gv_check_finding *add(const gv_checking *checking, size_t p, const char *term) {
    const gv_parameter *parameter = &checking->subject->parameters[p];
    gv_check_finding *check = gv_checking_add(checking, gv_check_terms.name, parameter);
    return check && gv_set_text(&check->term, "%s", term) == GV_OK ? check : NULL;
}

/* One product and its rounding, twice over, however it was bracketed: 2 (lambda p) or
 * (2 lambda) p, and the same again when terms are scaled after the sum. */
static const double formula_roundings = 4.0;

/* An L2 term's claim against 2 lambda p where it covers, and 0 where it does not. */
static gv_status check_formula(const gv_checking *checking, size_t p, const gv_term *term,
                               const double *claimed) {
    const gv_parameter *parameter = &checking->subject->parameters[p];
    const double factor = gv_term_covers(term, p) ? 2.0 * term->lambda : 0.0;
    gv_check_finding *check = add(checking, p, term->name);
    if (!check || gv_set_text(&check->message, "against 2 lambda p") != GV_OK ||
        gv_map_start(&check->map, parameter->count) != GV_OK)
        return GV_ERR_MEMORY;
    for (size_t i = 0; i < parameter->count; i++) {
        const double formula = factor * checking->subject->point[parameter->offset + i];
        gv_entry entry = {.index = i, .claimed = claimed[i], .measured = formula};
        entry.error = formula_roundings * DBL_EPSILON * fabs(formula);
        entry.gap = fabs(claimed[i] - formula);
        entry.allowed = entry.error;
        entry.scale = fabs(formula);
        entry.verdict = entry.gap <= entry.allowed ? GV_PASS : GV_FAIL;
        entry.reason = entry.verdict == GV_PASS ? GV_WITHIN_TOLERANCE : GV_FORMULA_DIFFERS;
        const gv_status status = gv_check_count(check, &entry, checking->options->notable);
        if (status != GV_OK)
            return status;
    }
    gv_check_conclude(check, checking->options);
    return GV_OK;
}

static gv_status check_term(const gv_checking *whole, size_t t, const double *claimed) {
    const gv_subject *subject = whole->subject;
    const gv_term *term = &subject->terms[t];
    gv_survey survey;
    gv_checking own_checking = *whole;
    const gv_checking *checking = &own_checking;
    const gv_status surveyed =
        gv_survey_narrow(whole->survey, whole->subject, whole->options, t, &survey);
    if (surveyed != GV_OK)
        return surveyed;
    own_checking.survey = &survey;
    for (size_t p = 0; p < subject->parameter_count; p++) {
        const double *own = claimed + subject->parameters[p].offset;
        gv_status status = GV_OK;
        if (gv_term_covers(term, p)) {
            const gv_entries entries = {
                .parameter = p, .term = t, .use = GV_WHOLE, .claimed = own};
            gv_check_finding *check = add(checking, p, term->name);
            status = check ? gv_entries_check(checking, &entries, check) : GV_ERR_MEMORY;
        }
        if (status == GV_OK && term->lambda != 0.0)
            status = check_formula(checking, p, term, own);
        if (status != GV_OK)
            return status;
    }
    return GV_OK;
}

/* The sizes of what the uses of a parameter contribute, entry by entry: a term may add many
 * uses, and the whole adds them in another order. */
static gv_status add_sizes(const gv_checking *checking, size_t p, double *sizes) {
    gv_subject *subject = checking->subject;
    const gv_parameter *parameter = &subject->parameters[p];
    double *use = calloc(parameter->count, sizeof *use);
    if (!use)
        return GV_ERR_MEMORY;
    gv_status status = GV_OK;
    for (size_t i = 0; i < parameter->count; i++)
        sizes[i] = 0.0;
    for (size_t u = 0; u < parameter->use_count && status == GV_OK; u++) {
        status = subject->kind->gradient_use(subject, p, u, use) == GV_EVAL_OK ? GV_OK
                                                                               : GV_ERR_SUBJECT;
        for (size_t i = 0; i < parameter->count; i++)
            sizes[i] += fabs(use[i]);
    }
    free(use);
    return status;
}

/* The rows of one parameter, taken out of the claims of all terms; then the sizes. */
static gv_status check_sum(const gv_checking *checking, size_t p, const double *claims,
                           const char *const *names, double *rows) {
    const gv_subject *subject = checking->subject;
    const gv_parameter *parameter = &subject->parameters[p];
    const bool uses = subject->kind->gradient_use && parameter->use_count > 0;
    double *sizes = rows + subject->term_count * parameter->count;
    const gv_status status = uses ? add_sizes(checking, p, sizes) : GV_OK;
    if (status != GV_OK)
        return status;
    for (size_t t = 0; t < subject->term_count; t++)
        for (size_t i = 0; i < parameter->count; i++)
            rows[t * parameter->count + i] = claims[t * subject->count + parameter->offset + i];
    const gv_sum sum = {.count = parameter->count,
                        .part_count = subject->term_count,
                        .parts = rows,
                        .whole = checking->survey->claim + parameter->offset,
                        .names = names,
                        .sizes = uses ? sizes : NULL,
                        .additions = subject->term_count + parameter->use_count};
    gv_check_finding *check = add(checking, p, "sum");
    return check ? gv_sum_check(checking, &sum, check) : GV_ERR_MEMORY;
}

static gv_status check_all(const gv_checking *checking, double *claims, double *rows,
                           const char **names) {
    gv_subject *subject = checking->subject;
    gv_status status = GV_OK;
    for (size_t t = 0; t < subject->term_count && status == GV_OK; t++) {
        double *claimed = claims + t * subject->count;
        names[t] = subject->terms[t].name;
        status = subject->kind->gradient(subject, t, claimed) == GV_EVAL_OK
                     ? check_term(checking, t, claimed)
                     : GV_ERR_SUBJECT;
    }
    for (size_t p = 0; p < subject->parameter_count && status == GV_OK; p++)
        status = check_sum(checking, p, claims, names, rows);
    return status;
}

static gv_status run(const gv_checking *checking, gv_error *error) {
    const gv_subject *subject = checking->subject;
    const size_t terms = subject->term_count;
    (void)error;
    if (terms >= SIZE_MAX / subject->count)
        return GV_ERR_MEMORY;
    double *claims = calloc(terms * subject->count, sizeof *claims);
    double *rows = calloc((terms + 1) * subject->count, sizeof *rows);
    const char **names = calloc(terms, sizeof *names);
    const gv_status status =
        claims && rows && names ? check_all(checking, claims, rows, names) : GV_ERR_MEMORY;
    free(claims);
    free(rows);
    free(names);
    return status;
}

const gv_check_kind gv_check_terms = {
    .name = "terms",
    .question = "Is each additive term right alone, L2 by its formula, and the sum the whole?",
    .standard = true,
    .applies = applies,
    .run = run,
};
