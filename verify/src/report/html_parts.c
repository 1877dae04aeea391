/* Tied and regularised parameters: of one entry, what each use and each term contributes, what
 * that adds up to, and what was measured of the whole. */
#include "report/html.h"
#include "report/svg_parts.h"
#include "report/text.h"
#include <math.h>
#include <string.h>

enum { PARTS_MAX = 24 };

static void part_row(gv_markup *m, const gv_part *part, gv_digits digits) {
    gv_open(m, "tr");
    gv_open_class(m, "th", "k");
    gv_attribute(m, "scope", "row");
    gv_text_safe(m, part->name, GV_NAME_WIDTH);
    gv_close(m);
    gv_number_cell(m, part->claimed, digits);
    gv_number_cell(m, part->measured, digits);
    gv_close(m);
}

/* Parts are of kinds ("use hidden", "term l2"), and those of one kind add up to the whole. */
static bool same_kind(const char *a, const char *b) {
    const size_t length = strcspn(a, " ");

    return strcspn(b, " ") == length && strncmp(a, b, length) == 0;
}

static void sum_row(gv_markup *m, const gv_part *parts, size_t count, gv_digits digits) {
    gv_part sum = {.name = (char[]){"sum"}};

    for (size_t i = 0; i < count; i++) {
        sum.claimed += parts[i].claimed;
        sum.measured += parts[i].measured;
    }
    if (count > 1)
        part_row(m, &sum, digits);
}

static void draw_table(gv_markup *m, const gv_part *parts, size_t count, gv_digits digits) {
    static const char *const heads[] = {"part", "#claimed", "#measured", NULL};
    size_t first = 0;

    gv_table_open(m, "The parts, and what they add up to", heads);
    for (size_t i = 0; i < count; i++) {
        part_row(m, &parts[i], digits);
        if (i + 1 < count && same_kind(parts[i].name, parts[i + 1].name))
            continue;
        sum_row(m, parts + first, i + 1 - first, digits);
        first = i + 1;
    }
    gv_table_close(m);
}

void gv_html_part_rows(gv_page *page, const gv_part *parts, size_t count) {
    const size_t shown = count < PARTS_MAX ? count : PARTS_MAX;
    gv_markup *m = &page->m;
    char id[32];

    gv_page_next_id(page, id);
    gv_figure_open(m, "What the uses and terms contribute to the worst entry.");
    gv_svg_parts(m, parts, shown, id);
    gv_close(m);
    draw_table(m, parts, shown, GV_IN_FULL);
    if (shown == count)
        return;
    gv_open(m, "p");
    gv_text_print(m, "and %zu more parts", count - shown);
    gv_close(m);
}

/* ---- from the maps of the checks of uses and terms ---- */

static bool same_text(const char *a, const char *b) {
    return a == b || (a && b && strcmp(a, b) == 0);
}

/* The cell of that very entry; NULL when the map shows another in its place. */
static const gv_map_cell *find_cell(const gv_check_finding *check, size_t index) {
    const size_t place = check->map.count ? index / check->map.span : 0;

    return place < check->map.count && check->map.cells[place].index == index
               ? &check->map.cells[place]
               : NULL;
}

/* The entry that is looked at: the worst, or of those that passed the largest. */
static size_t choose_entry(const gv_check_finding *gradient) {
    const gv_map *map = &gradient->map;
    const gv_map_cell *best = &map->cells[0];

    if (gradient->entries.failed && gradient->has_worst)
        return gradient->worst.index;
    for (size_t i = 0; i < map->count; i++)
        if (fabs(gv_map_number(map->cells[i].claimed)) > fabs(gv_map_number(best->claimed)))
            best = &map->cells[i];
    return best->index;
}

/* The parts of one entry that the checks of a kind have looked at. */
typedef struct gathering {
    const gv_check_finding *gradient;
    size_t index;
    gv_part parts[PARTS_MAX];
    char names[PARTS_MAX][GV_NAME_WIDTH * 4 + 8];
    size_t count;
} gathering;

static void gather(gathering *g, const gv_check_finding *check, const char *what,
                   const char *name) {
    const gv_map_cell *cell = find_cell(check, g->index);
    const bool formula = check->message && strcmp(check->message, "against 2 lambda p") == 0;

    if (!cell || !name || formula || strcmp(name, "sum") == 0 || g->count == PARTS_MAX)
        return;
    snprintf(g->names[g->count], sizeof g->names[0], "%s %.*s", what, GV_NAME_WIDTH * 4, name);
    g->parts[g->count] = (gv_part){.name = g->names[g->count],
                                   .claimed = gv_map_number(cell->claimed),
                                   .measured = gv_map_number(cell->measured),
                                   .error = NAN};
    g->count++;
}

static void gather_all(gathering *g, const gv_case_finding *finding) {
    for (int uses = 1; uses >= 0; uses--)
        for (size_t i = 0; i < finding->check_count; i++) {
            const gv_check_finding *check = &finding->checks[i];
            if (!same_text(check->parameter, g->gradient->parameter) ||
                !same_text(check->point, g->gradient->point))
                continue;
            if (uses && strcmp(check->kind, "uses") == 0)
                gather(g, check, "use", check->use);
            if (!uses && strcmp(check->kind, "terms") == 0)
                gather(g, check, "term", check->term);
        }
}

void gv_html_parts(gv_page *page, const gv_case_finding *finding,
                   const gv_check_finding *gradient) {
    enum { FRAME = 2400, PART = 600 };
    gathering g = {.gradient = gradient, .index = choose_entry(gradient)};
    const gv_map_cell *whole = find_cell(gradient, g.index);
    char where[GV_PLACE_SIZE], id[32];
    gv_markup *m = &page->m;

    gather_all(&g, finding);
    if (g.count < 2 || !gv_page_has_room(page, FRAME + PART * g.count))
        return;
    gv_text_place(gradient, g.index, where, sizeof where);
    gv_page_next_id(page, id);
    gv_open(m, "figure");
    gv_open(m, "figcaption");
    gv_text_print(m, "What each use and each term contributes to the entry %s", where);
    if (whole)
        gv_text_print(m, "; of the whole %.6g is claimed and %.6g measured", whole->claimed,
                      whole->measured);
    gv_text(m, ".");
    gv_close(m);
    gv_svg_parts(m, g.parts, g.count, id);
    gv_close(m);
    gv_details_open(m, false, "The parts as numbers");
    draw_table(m, g.parts, g.count, GV_MAPPED);
    gv_close(m);
}
