/* See report_sample.h.  The numbers are chosen to look like nothing else in the output. */
#include "report_sample.h"
#include "check/check.h"
#include "verdict/collect.h"
#include "verdict/map.h"
#include "verdict/outline.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Samples are drawn outside tests too, where Check's assertions do not work. */
static void must(bool held) {
    if (!held)
        abort();
}

static gv_case_finding *add_case(gv_findings *findings, const char *name, const char *file,
                                 gv_verdict expected) {
    gv_case_finding *finding = gv_findings_add_case(findings, name, file);

    must(finding != NULL);
    finding->expected = expected;
    finding->options = gv_options_default();
    finding->options.seed = 73;
    finding->noise = 2.5e-16;
    finding->parameters = 35;
    finding->evaluations = 411;
    finding->seconds = 0.125;
    must(gv_set_text(&finding->command, "gradgate run %s --case x --seed 73", file) == GV_OK);
    return finding;
}

static gv_check_finding *add_check(gv_case_finding *finding, const char *kind,
                                   const char *parameter) {
    gv_check_finding *check = gv_case_add_check(finding, kind, "jittered", parameter);

    must(check != NULL);
    check->rank = 2;
    check->shape[0] = 5;
    check->shape[1] = 7;
    check->detectable = (double)NAN;
    check->evaluations = 280;
    check->tolerance = 1e-6;
    check->resolution = 1e-3;
    check->options = finding->options;
    return check;
}

static void add_entry(gv_check_finding *check, size_t index, gv_verdict verdict,
                      gv_reason reason, double claimed, double measured) {
    gv_entry entry = {.index = index,
                      .verdict = verdict,
                      .reason = reason,
                      .claimed = claimed,
                      .measured = measured,
                      .error = 3.25e-11,
                      .gap = fabs(claimed - measured),
                      .allowed = 1.39e-6,
                      .scale = 1.3947,
                      .step = 1.953125e-3,
                      .evaluations = 8};

    must(gv_check_count(check, &entry, 10) == GV_OK);
}

/* A model of two layers that share a weight, an L2 term, and a training. */
static void add_outline(gv_case_finding *finding) {
    gv_outline *outline = &finding->outline;
    gv_outline_parameter *parameter = gv_outline_add_parameter(outline, "shared.weight");
    gv_outline_block *block = gv_outline_add_block(outline, "first", "linear");
    gv_outline_term *term = gv_outline_add_term(outline, "data", 0.0);
    gv_point_finding *point = gv_case_point(finding, "jittered");

    must(parameter && block && term && point);
    parameter->rank = block->rank = 2;
    parameter->shape[0] = block->shape[1] = 5;
    parameter->shape[1] = block->shape[0] = 7;
    must(gv_outline_add_use(parameter, "first.weight", 0) == GV_OK);
    must(gv_outline_add_use(parameter, "second.weight", 0) == GV_OK);
    must(gv_outline_add_use(parameter, "term l2", 1) == GV_OK);
    must(gv_outline_add_block(outline, "second", "linear, again first") != NULL);
    must(gv_outline_add_block(outline, "loss", "squared_error") != NULL);
    term = gv_outline_add_term(outline, "l2", 0.0125);
    must(term && gv_outline_add_cover(term, 0) == GV_OK);
    point->value = 0.6180339887;
    point->noise = 2.5e-16;
    for (size_t step = 0; step <= 10; step++)
        must(gv_point_add_loss(point, step, 1.7 / (double)(1 + step)) == GV_OK);
}

static void add_passing(gv_case_finding *finding) {
    gv_check_finding *check = add_check(finding, "gradient", "layer.weight");

    must(gv_map_start(&check->map, 35) == GV_OK);
    add_entry(check, 11, GV_PASS, GV_WITHIN_TOLERANCE, 0.77310000000000012, 0.7731);
    check->detectable = 4.2e-8;
    gv_check_conclude(check, &finding->options);
}

/* A tied weight whose second use is lost; a NaN; a kink. */
static void add_failing(gv_case_finding *finding) {
    gv_check_finding *check = add_check(finding, "gradient", "shared.weight");

    add_outline(finding);
    must(gv_map_start(&check->map, 35) == GV_OK);
    add_entry(check, 24, GV_FAIL, GV_GAP, -1.3947, 2.6180339887);
    add_entry(check, 9, GV_FAIL, GV_CLAIM_NOT_FINITE, (double)NAN, 0.7731);
    check->notable[check->notable_count - 1].kink = true;
    check->notable[check->notable_count - 1].kink_at = -1.25e-9;
    check->notable[check->notable_count - 1].slope_left = 0.25;
    check->notable[check->notable_count - 1].slope_right = (double)INFINITY;
    must(gv_check_add_part(check, "use 1", -1.3947, -1.3947, 1e-11) == GV_OK);
    must(gv_check_add_part(check, "use 2", 0.0, 4.0127339887, 1e-11) == GV_OK);
    must(gv_set_text(&check->diagnosis, "a use of the parameter is lost") == GV_OK);
    gv_check_conclude(check, &finding->options);
    check = add_check(finding, "uses", "shared.weight");
    must(gv_map_start(&check->map, 35) == GV_OK);
    add_entry(check, 24, GV_FAIL, GV_GAP, 0.0, 4.0127339887);
    must(gv_set_text(&check->use, "layer \033[31m2") == GV_OK);
    gv_check_conclude(check, &finding->options);
}

static void add_undecided(gv_case_finding *finding) {
    gv_check_finding *check = add_check(finding, "gradient", "cliff");

    check->rank = 0;
    add_entry(check, 0, GV_INCONCLUSIVE, GV_TOO_COARSE, 1.5, 1.25);
    check->notable[0].rungs = calloc(2, sizeof *check->notable[0].rungs);
    must(check->notable[0].rungs != NULL);
    check->notable[0].rung_count = 2;
    check->notable[0].rungs[1] = (gv_rung){0.5, 1.25, 0.125};
    check->notable[0].step = 0.5;
    check->notable[0].fitted = true;
    must(gv_set_text(&check->notable[0].advice, "a larger --evaluations") == GV_OK);
    gv_check_conclude(check, &finding->options);
}

/* What is set for one parameter alone, in a case that demands something of all. */
static void set_own_options(gv_case_finding *finding) {
    finding->options.min_coverage = 0.5;
    finding->claim = GV_FLOAT32;
    add_undecided(finding);
    finding->checks[0].options.evaluations = 2000;
    finding->checks[0].options.on_inconclusive = GV_INCONCLUSIVE_FAIL;
}

gv_findings *sample_findings(void) {
    gv_findings *findings = gv_findings_create();

    must(findings != NULL);
    add_passing(add_case(findings, "plain", "cases/plain.yaml", GV_PASS));
    add_failing(add_case(findings, "tied \033]0;owned\007\xff", "cases/tied.yaml", GV_PASS));
    add_failing(add_case(findings, "planted", "cases/planted.yaml", GV_FAIL));
    set_own_options(add_case(findings, "cliff", "cases/cliff.yaml", GV_PASS));
    add_passing(add_case(findings, "toothless", "cases/toothless.yaml", GV_FAIL));
    for (size_t i = 0; i < findings->case_count; i++)
        gv_case_conclude(&findings->cases[i]);
    return findings;
}

gv_report sample_report(const gv_findings *findings) {
    static const gv_refusal refusals[] = {
        {"cases/bad.yaml", 12, 7, "unknown key 'lamda'; did you mean 'lambda'?", false},
        {"cases/bad.yaml", 14, 3, "expected a number", false},
        {"nosuch-*", 0, 0, "no case in it, or of that name", true},
    };

    return (gv_report){
        .findings = findings,
        .refusals = refusals,
        .refusal_count = 3,
        .provenance = {.version = "0.1.0",
                       .commit = "0123456789ab",
                       .gsl = "2.7.1",
                       .blas = "OpenBLAS 0.3.21",
                       .compiler = "GCC 12.2.0",
                       .system = "Linux",
                       .command = "gradgate run cases",
                       .started = "2026-01-02T03:04:05Z",
                       .seconds = 0.75,
                       .seed = UINT64_MAX},
        .exit_code = 3,
    };
}

char *sample_render(const char *format, const gv_report *report,
                    const gv_report_options *options) {
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);

    must(out != NULL);
    must(gv_format_find(format)->render(report, options, out) == GV_OK);
    must(fclose(out) == 0);
    return text;
}
