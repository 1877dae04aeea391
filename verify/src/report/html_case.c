/* A case: what it came to and why, what was checked, and everything below that. */
#include "report/html.h"
#include "report/options_text.h"
#include "report/svg_model.h"
#include "report/text.h"
#include "report/words.h"
#include <inttypes.h>
#include <stdlib.h>

static void draw_reason(gv_page *page, const gv_case_finding *finding) {
    char *sentence = gv_case_sentence(finding);
    gv_markup *m = &page->m;

    m->failed = m->failed || !sentence;
    if (sentence)
        gv_element(m, "p", NULL, sentence);
    free(sentence);
    if (finding->message)
        gv_element_safe(m, "p", NULL, finding->message, GV_SENTENCE_WIDTH);
    if (!finding->command)
        return;
    gv_element(m, "p", "soft", "The command that repeats exactly this:");
    gv_element_safe(m, "pre", NULL, finding->command, 4 * GV_SENTENCE_WIDTH);
}

static void draw_settings(gv_page *page, const gv_case_finding *finding) {
    const gv_options *o = &finding->options;
    gv_options usual = gv_options_default();
    char more[GV_OPTIONS_TEXT_MAX];
    gv_markup *m = &page->m;

    usual.tolerance = o->tolerance; /* these are told in any case */
    usual.resolution = o->resolution;
    usual.evaluations = o->evaluations;
    usual.seed = o->seed;
    usual.precision = o->precision;
    gv_options_text(o, &usual, more, sizeof more);
    gv_open_class(m, "p", "soft");
    gv_text_print(
        m,
        "Tolerance %.3g of the entry, resolution %.3g of its scale, at most %zu "
        "evaluations per entry, seed %" PRIu64 ", claims in %s%s%s; %zu entries in all, "
        "%zu evaluations, %.2f s.",
        o->tolerance, o->resolution, o->evaluations, o->seed, gv_precision_name(finding->claim),
        *more ? ", " : "", more, finding->parameters, finding->evaluations, finding->seconds);
    if (finding->file) {
        gv_text(m, " File ");
        gv_element_safe(m, "code", NULL, finding->file, GV_SENTENCE_WIDTH);
    }
    gv_close(m);
}

/* ---- the model, with its data beside it ---- */

static void draw_uses(gv_markup *m, const gv_outline_parameter *parameter) {
    gv_open(m, "td");
    for (size_t u = 0; u < parameter->use_count; u++) {
        if (u)
            gv_text(m, ", ");
        gv_text_safe(m, parameter->uses[u].name, GV_NAME_WIDTH);
    }
    if (parameter->uses_in_all > parameter->use_count)
        gv_text_print(m, " and %zu more", parameter->uses_in_all - parameter->use_count);
    gv_close(m);
}

enum { ROWS_MAX = 40, ROW_BYTES = 200 };

static void draw_model_data(gv_page *page, const gv_outline *outline) {
    static const char *const heads[] = {"parameter", "shape", "stored as", "read in", NULL};
    gv_markup *m = &page->m;
    char shape[GV_RANK_MAX * 22];

    gv_details_open(m, false, "Parameters and where they are read");
    gv_table_open(m, "Parameters and where they are read", heads);
    for (size_t i = 0; i < outline->parameter_count && i < ROWS_MAX; i++) {
        const gv_outline_parameter *parameter = &outline->parameters[i];
        gv_shape_print(parameter->shape, parameter->rank, shape, sizeof shape);
        gv_open(m, "tr");
        gv_open_class(m, "th", "k");
        gv_attribute(m, "scope", "row");
        gv_text_safe(m, parameter->name, GV_NAME_WIDTH);
        gv_close(m);
        gv_element(m, "td", NULL, shape);
        gv_element(m, "td", NULL, gv_precision_name(parameter->storage));
        draw_uses(m, parameter);
        gv_close(m);
    }
    gv_table_close(m);
    if (outline->parameter_count > ROWS_MAX) {
        gv_open(m, "p");
        gv_text_print(m, "and %zu more", outline->parameter_count - ROWS_MAX);
        gv_close(m);
    }
    gv_close(m);
}

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

static void draw_model(gv_page *page, const gv_outline *outline) {
    enum { FRAME = 1500, BOX = 420 };
    const size_t boxes = least(outline->parameter_count, 24) + least(outline->block_count, 24);
    const size_t rows = least(outline->parameter_count, ROWS_MAX);
    char id[32];

    if (outline->parameter_count == 0 ||
        !gv_page_has_room(page, FRAME + boxes * BOX + rows * ROW_BYTES))
        return;
    gv_element(&page->m, "h3", NULL, "Model");
    gv_page_next_id(page, id);
    gv_figure_open(&page->m,
                   "In order of evaluation, from top to bottom, with the shape of what comes "
                   "out; a thick frame is one weight with several uses.");
    gv_svg_model(&page->m, outline, id);
    gv_close(&page->m);
    draw_model_data(page, outline);
}

/* ---- points and training ---- */

static void draw_losses(gv_page *page, const gv_point_finding *point) {
    static const char *const heads[] = {"#step", "#loss", NULL};
    gv_markup *m = &page->m;
    char id[32];

    if (point->loss_count < 2 || !gv_page_has_room(page, 2500 + 70 * point->loss_count))
        return;
    gv_page_next_id(page, id);
    gv_figure_open(m, "The loss as training led to this point.");
    gv_svg_loss(m, point, id);
    gv_close(m);
    gv_details_open(m, false, "The losses as numbers");
    gv_table_open(m, "The losses as numbers", heads);
    for (size_t i = 0; i < point->loss_count; i++) {
        gv_open(m, "tr");
        gv_count_cell(m, point->losses[i].step);
        gv_number_cell(m, point->losses[i].value, GV_IN_FULL);
        gv_close(m);
    }
    gv_table_close(m);
    gv_close(m);
}

static void draw_points(gv_page *page, const gv_case_finding *finding) {
    static const char *const heads[] = {"point", "#value", "#noise of the value", NULL};
    gv_markup *m = &page->m;

    if (!finding->point_count)
        return;
    gv_element(m, "h3", NULL, "Points");
    gv_table_open(m, "Where the gradient was checked", heads);
    for (size_t i = 0; i < finding->point_count; i++) {
        gv_open(m, "tr");
        gv_open_class(m, "th", "k");
        gv_attribute(m, "scope", "row");
        gv_text_safe(m, finding->points[i].name, GV_NAME_WIDTH);
        gv_close(m);
        gv_number_cell(m, finding->points[i].value, GV_IN_FULL);
        gv_number_cell(m, finding->points[i].noise, GV_BRIEF);
        gv_close(m);
    }
    gv_table_close(m);
    for (size_t i = 0; i < finding->point_count; i++)
        draw_losses(page, &finding->points[i]);
}

void gv_html_case(gv_page *page, size_t number) {
    const gv_case_finding *finding = &page->report->findings->cases[number];
    const gv_verdict outcome = gv_case_outcome(finding);
    gv_markup *m = &page->m;

    page->left_out = 0;
    gv_open_class(m, "details", "case");
    gv_attribute(m, "open", outcome == GV_PASS ? NULL : "open");
    gv_open(m, "summary");
    gv_open(m, "h2");
    gv_verdict_mark(m, outcome, gv_verdict_name(finding->verdict));
    if (finding->verdict != finding->expected)
        gv_text_print(m, ", where %s is expected:", gv_verdict_name(finding->expected));
    gv_text(m, " ");
    gv_text_safe(m, *finding->name ? finding->name : "(no name)", GV_NAME_WIDTH);
    gv_close(m);
    gv_close(m);
    gv_open(m, "div"); /* within: a link to it opens what is folded */
    gv_attribute_print(m, "id", "case-%zu", number + 1);
    draw_reason(page, finding);
    draw_settings(page, finding);
    gv_html_wrong(page, finding);
    gv_html_checks(page, finding);
    draw_model(page, &finding->outline);
    draw_points(page, finding);
    gv_html_parameters(page, finding);
    if (page->left_out) {
        gv_open_class(m, "p", "soft");
        gv_text_print(m,
                      "%zu pictures or tables of this case are left out, so that the page "
                      "stays small; a report of this case alone has them, and all numbers are "
                      "in the JSON.",
                      page->left_out);
        gv_close(m);
    }
    gv_close(m);
    gv_close(m);
}
