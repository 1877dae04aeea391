/* The steps of a sweep as a table. */
#include "report/rungs.h"
#include "report/table.h"
#include <math.h>

#define INDENT 7
#define RUNGS_NEAR 2   /* rungs shown on each side of the chosen one */
#define RUNGS_STRIDE 6 /* and one in so many further away */

static size_t find_chosen(const gv_entry *entry) {
    size_t i = 0;

    while (i < entry->rung_count && entry->rungs[i].step != entry->step)
        i++;
    return i;
}

/* The ends, the chosen rung with its neighbours, and some of the others. */
static bool is_shown(const gv_entry *entry, bool all, size_t number, size_t chosen) {
    const size_t away = number > chosen ? number - chosen : chosen - number;

    return all || number == 0 || number + 1 == entry->rung_count || away <= RUNGS_NEAR ||
           away % RUNGS_STRIDE == 0;
}

static void rung_row(const gv_entry *entry, const gv_rung *rung, bool chosen, gv_table *table) {
    int exponent = 0;

    (void)frexp(rung->step, &exponent);
    gv_table_add(table, "%s", chosen ? "chosen" : "");
    gv_table_add(table, "2^%d", exponent - 1);
    gv_table_add_number(table, rung->step, true);
    gv_table_add_number(table, rung->estimate + 0.0, false);
    gv_table_add_number(table, rung->error, true);
    gv_table_add_number(table, fabs(rung->estimate - entry->claimed), true);
}

bool gv_rungs_print(const gv_entry *entry, bool all, FILE *out) {
    static const char *const heads[] = {"", "step", "", "estimate", "bound", "off the claim"};
    gv_table table = {.columns = 6, .left = {true}};
    const size_t chosen = find_chosen(entry);
    size_t shown = 0;

    if (entry->rung_count == 0)
        return true;
    for (size_t i = 0; i < table.columns; i++)
        gv_table_add(&table, "%s", heads[i]);
    for (size_t i = 0; i < entry->rung_count; i++) {
        if (!is_shown(entry, all, i, chosen))
            continue;
        rung_row(entry, &entry->rungs[i], i == chosen && !entry->kink, &table);
        shown++;
    }
    fputc('\n', out);
    if (!gv_table_print(&table, 1, out))
        return false;
    if (shown < entry->rung_count)
        fprintf(out, "%*s%zu of %zu steps: --all shows the others\n", INDENT, "", shown,
                entry->rung_count);
    return true;
}
