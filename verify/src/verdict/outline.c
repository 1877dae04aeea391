#include "verdict/outline.h"
#include "verdict/collect.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- points ---- */

gv_point_finding *gv_case_point(gv_case_finding *finding, const char *name) {
    for (size_t i = 0; i < finding->point_count; i++)
        if (strcmp(finding->points[i].name, name) == 0)
            return &finding->points[i];
    char *copy = NULL;
    if (gv_set_text(&copy, "%s", name) != GV_OK)
        return NULL;
    void *array = finding->points;
    gv_point_finding *added = gv_grow(&array, finding->point_count, sizeof *added);
    finding->points = array;
    if (!added) {
        free(copy);
        return NULL;
    }
    finding->point_count++;
    added->name = copy;
    added->value = added->noise = NAN;
    return added;
}

/* Every second one goes, so that those that stay are twice as far apart. */
static void thin(gv_point_finding *point) {
    size_t kept = 0;
    for (size_t i = 0; i < point->loss_count; i += 2)
        point->losses[kept++] = point->losses[i];
    point->loss_count = kept;
}

gv_status gv_point_add_loss(gv_point_finding *point, size_t step, double value) {
    const gv_loss_sample sample = {step, value};
    if (!point->losses) {
        point->losses = calloc(GV_LOSSES_MAX, sizeof *point->losses);
        if (!point->losses)
            return GV_ERR_MEMORY;
    }
    gv_loss_sample *kept = point->losses;
    const size_t n = point->loss_count;
    /* The last is only in its own place when it is as far from the one before it as that is
     * from its own; else the new one takes its place. */
    const size_t stride = n > 1 ? kept[1].step - kept[0].step : 1;
    if (n > 1 && kept[n - 1].step - kept[n - 2].step < stride) {
        kept[n - 1] = sample;
        return GV_OK;
    }
    if (n == GV_LOSSES_MAX) {
        thin(point);
        return gv_point_add_loss(point, step, value);
    }
    kept[point->loss_count++] = sample;
    return GV_OK;
}

void gv_points_clear(gv_case_finding *finding) {
    for (size_t i = 0; i < finding->point_count; i++) {
        free(finding->points[i].name);
        free(finding->points[i].losses);
    }
    free(finding->points);
    finding->points = NULL;
    finding->point_count = 0;
}

/* ---- what it consists of ---- */

gv_outline_block *gv_outline_add_block(gv_outline *outline, const char *name,
                                       const char *kind) {
    void *array = outline->blocks;
    gv_outline_block *added = gv_grow(&array, outline->block_count, sizeof *added);
    outline->blocks = array;
    if (!added)
        return NULL;
    outline->block_count++;
    return gv_set_text(&added->name, "%s", name) == GV_OK &&
                   gv_set_text(&added->kind, "%s", kind) == GV_OK
               ? added
               : NULL;
}

gv_outline_parameter *gv_outline_add_parameter(gv_outline *outline, const char *name) {
    void *array = outline->parameters;
    gv_outline_parameter *added = gv_grow(&array, outline->parameter_count, sizeof *added);
    outline->parameters = array;
    if (!added)
        return NULL;
    outline->parameter_count++;
    return gv_set_text(&added->name, "%s", name) == GV_OK ? added : NULL;
}

gv_outline_term *gv_outline_add_term(gv_outline *outline, const char *name, double lambda) {
    void *array = outline->terms;
    gv_outline_term *added = gv_grow(&array, outline->term_count, sizeof *added);
    outline->terms = array;
    if (!added)
        return NULL;
    outline->term_count++;
    added->lambda = lambda;
    return gv_set_text(&added->name, "%s", name) == GV_OK ? added : NULL;
}

gv_status gv_outline_add_use(gv_outline_parameter *parameter, const char *name, size_t term) {
    parameter->uses_in_all++;
    if (parameter->use_count == GV_USES_MAX)
        return GV_OK;
    void *array = parameter->uses;
    gv_outline_use *added = gv_grow(&array, parameter->use_count, sizeof *added);
    parameter->uses = array;
    if (!added)
        return GV_ERR_MEMORY;
    parameter->use_count++;
    added->term = term;
    return gv_set_text(&added->name, "%s", name);
}

gv_status gv_outline_add_cover(gv_outline_term *term, size_t parameter) {
    void *array = term->covers;
    size_t *added = gv_grow(&array, term->cover_count, sizeof *added);
    term->covers = array;
    if (!added)
        return GV_ERR_MEMORY;
    term->cover_count++;
    *added = parameter;
    return GV_OK;
}

static void clear_parameter(gv_outline_parameter *parameter) {
    for (size_t u = 0; u < parameter->use_count; u++)
        free(parameter->uses[u].name);
    free(parameter->uses);
    free(parameter->name);
}

void gv_outline_clear(gv_outline *outline) {
    for (size_t i = 0; i < outline->block_count; i++) {
        free(outline->blocks[i].name);
        free(outline->blocks[i].kind);
    }
    for (size_t i = 0; i < outline->parameter_count; i++)
        clear_parameter(&outline->parameters[i]);
    for (size_t i = 0; i < outline->term_count; i++) {
        free(outline->terms[i].name);
        free(outline->terms[i].covers);
    }
    free(outline->blocks);
    free(outline->parameters);
    free(outline->terms);
    *outline = (gv_outline){0};
}
