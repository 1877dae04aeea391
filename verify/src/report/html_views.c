#include "report/html_views.h"
#include "report/tally.h"
#include "report/text.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Scalars that are drawn together; fewer are drawn like others. */
enum { GATHERED_LEAST = 4 };

static const char *text_of(const char *text) {
    return text ? text : "";
}

static bool is_mapped(const gv_check_finding *check) {
    return strcmp(check->kind, "gradient") == 0 && check->map.count > 0;
}

static double worst_of(const gv_check_finding *check) {
    double worst = 0.0;

    for (size_t i = 0; i < check->map.count; i++)
        if (!isnan(worst) && !(check->map.cells[i].share <= worst))
            worst = check->map.cells[i].share;
    return worst;
}

/* ---- gathering scalars ---- */

static bool is_scalar_at(const gv_check_finding *check, const char *point) {
    return is_mapped(check) && check->map.count == 1 && check->map.span == 1 &&
           strcmp(text_of(check->point), point) == 0;
}

static size_t count_scalars(const gv_case_finding *finding, const char *point) {
    size_t count = 0;

    for (size_t i = 0; i < finding->check_count; i++)
        count += is_scalar_at(&finding->checks[i], point);
    return count;
}

static void add_counts(gv_counts *sum, const gv_counts *more) {
    sum->checked += more->checked;
    sum->passed += more->passed;
    sum->failed += more->failed;
    sum->inconclusive += more->inconclusive;
    sum->negligible += more->negligible;
    sum->skipped += more->skipped;
}

/* The scalars of a point as if they were one parameter, numbered in their order.  It owns its
 * parameter's name and its cells, and borrows its point. */
static gv_status gather(const gv_case_finding *finding, const char *point, size_t count,
                        gv_check_finding *all) {
    enum { NAME = 64 };
    size_t place = 0;

    *all = (gv_check_finding){.kind = "gradient", .rank = 1, .shape = {count}};
    all->parameter = malloc(NAME);
    all->map.cells = calloc(count, sizeof *all->map.cells);
    if (!all->parameter || !all->map.cells)
        return GV_ERR_MEMORY;
    snprintf(all->parameter, NAME, "%zu scalar parameters", count);
    all->map.span = 1;
    all->map.count = count;
    for (size_t i = 0; i < finding->check_count; i++) {
        const gv_check_finding *check = &finding->checks[i];
        if (!is_scalar_at(check, point))
            continue;
        all->point = check->point;
        all->map.cells[place] = check->map.cells[0];
        all->map.cells[place].index = place;
        place++;
        add_counts(&all->entries, &check->entries);
        if (check->verdict == GV_FAIL || all->verdict == GV_PASS)
            all->verdict = check->verdict;
    }
    return GV_OK;
}

/* ---- the plan ---- */

static int rank_of(gv_verdict verdict) {
    return verdict == GV_FAIL ? 0 : verdict == GV_INCONCLUSIVE ? 1 : 2;
}

/* By parameter, the worst first. */
static int order_views(const void *a, const void *b) {
    const gv_view *x = a, *y = b;
    const int names = strcmp(text_of(x->check->parameter), text_of(y->check->parameter));
    const int ranks = rank_of(x->check->verdict) - rank_of(y->check->verdict);
    const double left = x->worst, right = y->worst;

    if (names || ranks)
        return names ? names : ranks;
    if (left != right && !(isnan(left) && isnan(right)))
        return isnan(left) || left > right ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

static void choose(gv_views *views) {
    size_t first = 0;

    for (size_t i = 0; i < views->count; i++) {
        gv_view *view = &views->items[i];
        if (strcmp(text_of(view->check->parameter),
                   text_of(views->items[first].check->parameter)) != 0)
            first = i;
        view->first = first;
        views->items[first].siblings = i - first + 1;
        view->drawn = i == first || view->check->verdict != GV_PASS;
        views->drawn += view->drawn;
    }
    for (size_t i = 0; i < views->count; i++)
        views->items[i].siblings = views->items[views->items[i].first].siblings;
}

static void add_view(gv_views *views, const gv_check_finding *check, bool gathered) {
    views->items[views->count] = (gv_view){.check = check,
                                           .gathered = gathered,
                                           .worst = gv_map_number(worst_of(check)),
                                           .order = views->count};
    views->count++;
}

/* Adds the scalars of every point that has enough of them. */
static gv_status add_scalars(const gv_case_finding *finding, gv_views *views) {
    for (size_t p = 0; p < finding->point_count; p++) {
        const char *point = finding->points[p].name;
        const size_t count = count_scalars(finding, point);
        if (count < GATHERED_LEAST)
            continue;
        gv_check_finding *all = &views->scalars[views->scalar_count++];
        if (gather(finding, point, count, all) != GV_OK)
            return GV_ERR_MEMORY;
        add_view(views, all, true);
    }
    return GV_OK;
}

static bool is_gathered(const gv_views *views, const gv_check_finding *check) {
    for (size_t i = 0; i < views->scalar_count; i++)
        if (is_scalar_at(check, text_of(views->scalars[i].point)))
            return true;
    return false;
}

gv_status gv_views_of(const gv_case_finding *finding, gv_views *views) {
    size_t most = finding->point_count + 1;

    for (size_t i = 0; i < finding->check_count; i++)
        most += is_mapped(&finding->checks[i]);
    *views = (gv_views){0};
    views->items = calloc(most, sizeof *views->items);
    views->scalars = calloc(finding->point_count + 1, sizeof *views->scalars);
    if (!views->items || !views->scalars || add_scalars(finding, views) != GV_OK)
        return GV_ERR_MEMORY;
    for (size_t i = 0; i < finding->check_count; i++) {
        const gv_check_finding *check = &finding->checks[i];
        if (!is_mapped(check) || is_gathered(views, check))
            continue;
        add_view(views, check, false);
    }
    qsort(views->items, views->count, sizeof *views->items, order_views);
    choose(views);
    return GV_OK;
}

void gv_views_clear(gv_views *views) {
    for (size_t i = 0; i < views->scalar_count; i++) {
        free(views->scalars[i].parameter);
        free(views->scalars[i].map.cells);
    }
    free(views->scalars);
    free(views->items);
    *views = (gv_views){0};
}

size_t gv_views_cells(const gv_views *views, size_t most) {
    size_t cells = 0;

    for (size_t i = 0; i < views->count; i++) {
        const size_t own = views->items[i].check->map.count;
        if (views->items[i].drawn)
            cells += own < most ? own : most;
    }
    return cells;
}
