/* The tables of `show`: what the model consists of, its terms and its parameters. */
#include "cli/model.h"
#include "cli/show.h"
#include "report/table.h"
#include "report/utf8.h"
#include "verdict/outline.h"

/* Steps of the model that are shown of a long one, unless all are asked for. */
#define STEPS_SHOWN 40

static void add_step(gv_table *table, const gv_outline_block *block) {
    gv_group group = {.rank = block->rank};
    char shape[200];

    for (size_t axis = 0; axis < block->rank; axis++)
        group.shape[axis] = block->shape[axis];
    gv_shape_text(&group, shape, sizeof shape);
    gv_table_add(table, "%s", block->name);
    gv_table_add(table, "%s", shape);
    gv_table_add(table, "%s", block->kind);
}

bool gv_show_steps(const gv_case *item, bool all) {
    gv_table table = {.columns = 3, .left = {true, true, true}};
    gv_outline outline = {0};
    bool good = gv_case_outline(item, &outline) == GV_OK;
    const size_t count = outline.block_count;
    const size_t shown = all || count <= STEPS_SHOWN + 1 ? count : STEPS_SHOWN;

    gv_table_add(&table, "step");
    gv_table_add(&table, "gives");
    gv_table_add(&table, "by");
    for (size_t i = 0; i < shown; i++)
        add_step(&table, &outline.blocks[i]);
    good &= gv_table_print(&table, 2, stdout);
    if (shown < count)
        printf("  ... (%zu more: --all)\n", count - shown);
    gv_outline_clear(&outline);
    return good;
}

bool gv_show_terms(gv_subject *subject) {
    gv_table table = {.columns = 4, .left = {true, false, false, true}};

    gv_table_add(&table, "term");
    gv_table_add(&table, "value");
    gv_table_add(&table, "lambda");
    gv_table_add(&table, "covers");
    for (size_t i = 0; i < subject->term_count; i++) {
        const gv_term *term = &subject->terms[i];
        gv_table_add(&table, "%s", term->name);
        gv_table_add_number(&table, gv_value_at_point(subject, i), false);
        if (term->lambda != 0)
            gv_table_add(&table, "%g", term->lambda);
        else
            gv_table_add(&table, "%s", "");
        if (term->cover_count)
            gv_table_add(&table, "%zu of %zu parameters", term->cover_count,
                         subject->parameter_count);
        else
            gv_table_add(&table, "%s", "");
    }
    gv_table_add(&table, "whole");
    gv_table_add_number(&table, gv_value_at_point(subject, GV_WHOLE), false);
    gv_table_add(&table, "%s", "");
    gv_table_add(&table, "%s", "");
    return gv_table_print(&table, 2, stdout);
}

bool gv_show_parameters(const gv_subject *subject) {
    gv_table table = {.columns = 5, .left = {true, true, false, false, true}};
    static const char *const heads[] = {"parameter", "shape", "entries", "uses", "storage"};
    char shape[200];

    for (size_t i = 0; i < table.columns; i++)
        gv_table_add(&table, "%s", heads[i]);
    for (size_t i = 0; i < subject->parameter_count; i++) {
        const gv_parameter *parameter = &subject->parameters[i];
        gv_shape_text(&parameter->group, shape, sizeof shape);
        gv_table_add(&table, "%s", parameter->group.name);
        gv_table_add(&table, "%s", shape);
        gv_table_add(&table, "%zu", parameter->count);
        gv_table_add(&table, "%zu", parameter->use_count);
        gv_table_add(&table, "%s", gv_precision_name(parameter->group.storage));
    }
    gv_table_add(&table, "%zu in all", subject->parameter_count);
    gv_table_add(&table, "%s", "");
    gv_table_add(&table, "%zu", subject->count);
    gv_table_add(&table, "%s", "");
    gv_table_add(&table, "%s", "");
    return gv_table_print(&table, 2, stdout);
}

void gv_show_frozen(const gv_case *item) {
    for (size_t i = 0; i < gv_case_frozen_count(item); i++) {
        fputs(i ? ", " : "\nfrozen: ", stdout);
        gv_print_safe(stdout, gv_case_frozen_name(item, i), NAME_WIDTH);
    }
    if (gv_case_frozen_count(item))
        putchar('\n');
}
