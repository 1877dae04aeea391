/* All checks of a case, by kind and point: most cases have hundreds of them. */
#include "report/html.h"
#include "report/text.h"
#include <math.h>
#include <string.h>

enum { GROUPS_MAX = 64 };

typedef struct group {
    const char *kind, *point;
    size_t checks, by_verdict[GV_VERDICT_COUNT], entries;
    double worst;
} group;

static bool belongs(const group *g, const gv_check_finding *check) {
    return strcmp(g->kind, check->kind) == 0 &&
           strcmp(g->point ? g->point : "", check->point ? check->point : "") == 0;
}

static void add(group *g, const gv_check_finding *check) {
    const double share = check->worst.gap / check->worst.allowed;

    g->checks++;
    g->by_verdict[check->verdict]++;
    g->entries += check->entries.checked;
    if (check->has_worst && check->worst.gap != 0.0 && !isnan(g->worst) && !(share <= g->worst))
        g->worst = share;
}

/* What has no place any more is put to the last group. */
static size_t find_groups(const gv_case_finding *finding, group groups[GROUPS_MAX]) {
    size_t count = 0;

    for (size_t i = 0; i < finding->check_count; i++) {
        const gv_check_finding *check = &finding->checks[i];
        size_t place = 0;
        while (place < count && !belongs(&groups[place], check))
            place++;
        if (place == GROUPS_MAX)
            place--;
        else if (place == count)
            groups[count++] = (group){.kind = check->kind, .point = check->point};
        add(&groups[place], check);
    }
    return count;
}

static void draw_group(gv_markup *m, const group *g) {
    gv_open(m, "tr");
    gv_open_class(m, "th", "k");
    gv_attribute(m, "scope", "row");
    gv_text_safe(m, g->kind, GV_NAME_WIDTH);
    gv_close(m);
    gv_element_safe(m, "td", NULL, g->point ? g->point : "", GV_NAME_WIDTH);
    gv_count_cell(m, g->checks);
    gv_count_cell(m, g->by_verdict[GV_PASS]);
    gv_count_cell(m, g->by_verdict[GV_FAIL]);
    gv_count_cell(m, g->by_verdict[GV_INCONCLUSIVE]);
    gv_count_cell(m, g->entries);
    gv_number_cell(m, g->worst, GV_BRIEF);
    gv_close(m);
}

void gv_html_checks(gv_page *page, const gv_case_finding *finding) {
    static const char *const heads[] = {
        "check",   "at",         "#checks",  "#passed",
        "#failed", "#undecided", "#entries", "#worst gap / allowed",
        NULL};
    group groups[GROUPS_MAX];
    const size_t count = find_groups(finding, groups);

    if (!count || !gv_page_has_room(page, 700 + 320 * count))
        return;
    gv_element(&page->m, "h3", NULL, "Checks");
    gv_table_open(&page->m, "Checks by kind and point", heads);
    for (size_t i = 0; i < count; i++)
        draw_group(&page->m, &groups[i]);
    gv_table_close(&page->m);
}
