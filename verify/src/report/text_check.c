/* One check in full: what a reader needs to see where the claim is wrong, and how. */
#include "report/table.h"
#include "report/tally.h"
#include "report/text.h"
#include "report/utf8.h"
#include <string.h>

#define INDENT 9

/* Entries of one check that are shown, unless all that were kept are asked for. */
#define ENTRIES_SHOWN 5

static void print_shape(const size_t *shape, size_t rank, FILE *out) {
    fputs(" (", out);
    for (size_t i = 0; i < rank; i++)
        fprintf(out, "%s%zu", i ? ", " : "", shape[i]);
    fputs(")", out);
}

void gv_text_check_name(const gv_check_finding *check, FILE *out) {
    gv_print_safe(out, check->kind, GV_NAME_WIDTH);
    if (check->parameter) {
        fputs(" of ", out);
        gv_print_safe(out, check->parameter, GV_NAME_WIDTH);
        if (check->rank)
            print_shape(check->shape, check->rank, out);
    }
    if (check->use) {
        fputs(", use ", out);
        gv_print_safe(out, check->use, GV_NAME_WIDTH);
    }
    if (check->term) {
        fputs(", term ", out);
        gv_print_safe(out, check->term, GV_NAME_WIDTH);
    }
    if (check->point) {
        fputs(", at ", out);
        gv_print_safe(out, check->point, GV_NAME_WIDTH);
    }
}

void gv_text_place(const gv_check_finding *check, size_t index, char *text, size_t size) {
    size_t coordinates[GV_RANK_MAX];
    size_t at = 0;

    if (!gv_coordinates(index, check->shape, check->rank, coordinates)) {
        snprintf(text, size, "#%zu", index);
        return;
    }
    if (check->rank == 0) {
        snprintf(text, size, "scalar");
        return;
    }
    for (size_t i = 0; i < check->rank && at < size; i++)
        at += (size_t)snprintf(text + at, size - at, "%c%zu", i ? ',' : '[', coordinates[i]);
    if (at < size)
        snprintf(text + at, size - at, "]");
}

static void entry_row(const gv_check_finding *check, const gv_entry *entry, gv_table *table) {
    char where[GV_PLACE_SIZE];

    gv_text_place(check, entry->index, where, sizeof where);
    gv_table_add(table, "%s", where);
    gv_table_add_number(table, entry->claimed, false);
    gv_table_add_number(table, entry->measured, false);
    gv_table_add_number(table, entry->error, true);
    gv_table_add_number(table, entry->gap, true);
    gv_table_add_number(table, entry->allowed, true);
    gv_table_add(table, "%s", gv_reason_name(entry->reason));
}

/* The entries that did not pass, worst first; the worst one when none was kept. */
static bool print_entries(const gv_check_finding *check, bool all, FILE *out) {
    static const char *const heads[] = {"entry", "claimed", "measured", "bound",
                                        "gap",   "allowed", "reason"};
    gv_table table = {.columns = 7, .left = {[0] = true, [6] = true}};

    for (size_t i = 0; i < table.columns; i++)
        gv_table_add(&table, "%s", heads[i]);
    for (size_t i = 0, shown = 0; i < check->notable_count; i++) {
        if (check->notable[i].verdict == GV_PASS || (!all && shown == ENTRIES_SHOWN))
            continue;
        entry_row(check, &check->notable[i], &table);
        shown++;
    }
    if (table.count == table.columns)
        entry_row(check, &check->worst, &table);
    return gv_table_print(&table, INDENT, out);
}

static void part_row(const char *name, double claimed, double measured, double error,
                     gv_table *table) {
    gv_table_add(table, "%s", name);
    gv_table_add_number(table, claimed, false);
    gv_table_add_number(table, measured, false);
    gv_table_add_number(table, error, true);
}

/* Parts are of kinds ("use hidden", "term l2"), and those of one kind sum up to the whole. */
static size_t kind_length(const char *name) {
    return name[strcspn(name, " ")] ? strcspn(name, " ") : 0;
}

/* How many parts from `first` on are of one kind. */
static size_t same_kind(const gv_check_finding *check, size_t first) {
    const char *name = check->parts[first].name;
    const size_t length = kind_length(name);
    size_t end = first + 1;

    while (end < check->part_count && kind_length(check->parts[end].name) == length &&
           strncmp(check->parts[end].name, name, length) == 0)
        end++;
    return end - first;
}

/* The parts of one kind, and what they come to. */
static void add_kind(const gv_part *parts, size_t count, gv_table *table) {
    gv_part sum = {0};

    for (size_t i = 0; i < count; i++) {
        part_row(parts[i].name, parts[i].claimed, parts[i].measured, parts[i].error, table);
        sum.claimed += parts[i].claimed;
        sum.measured += parts[i].measured;
        sum.error += parts[i].error;
    }
    if (count > 1)
        part_row("sum", sum.claimed, sum.measured, sum.error, table);
}

bool gv_text_parts(const gv_check_finding *check, bool whole, FILE *out) {
    gv_table table = {.columns = 4, .left = {[0] = true}};
    char where[GV_PLACE_SIZE];
    size_t count;

    gv_text_place(check, check->worst.index, where, sizeof where);
    gv_table_add(&table, "parts of %s", where);
    gv_table_add(&table, "claimed");
    gv_table_add(&table, "measured");
    gv_table_add(&table, "bound");
    for (size_t i = 0; i < check->part_count; i += count) {
        count = same_kind(check, i);
        add_kind(&check->parts[i], count, &table);
    }
    if (whole)
        part_row("whole", check->worst.claimed, check->worst.measured, check->worst.error,
                 &table);
    return gv_table_print(&table, INDENT, out);
}

static void line(const char *what, const char *text, FILE *out) {
    fprintf(out, "%*s%s: ", INDENT, "", what);
    gv_print_safe(out, text, GV_SENTENCE_WIDTH);
    fputc('\n', out);
}

static void print_kink(const gv_check_finding *check, const gv_entry *entry, FILE *out) {
    char where[GV_PLACE_SIZE];

    gv_text_place(check, entry->index, where, sizeof where);
    fprintf(
        out,
        "%*skink at %s, %+.3g from the point: slope %.10g on the left, %.10g on the right\n",
        INDENT, "", where, entry->kink_at, entry->slope_left, entry->slope_right);
}

/* Kinks and advice stand in the notable entries; for advice one is enough, they repeat. */
static void print_remarks(const gv_check_finding *check, FILE *out) {
    const char *advice = NULL;
    bool kink = false;

    for (size_t i = 0; i < check->notable_count; i++) {
        const gv_entry *entry = &check->notable[i];
        if (entry->verdict == GV_PASS)
            continue;
        if (entry->kink)
            print_kink(check, entry, out);
        kink = kink || entry->kink;
        advice = advice ? advice : entry->advice;
    }
    if (!kink && check->has_worst && check->worst.kink && check->worst.verdict != GV_PASS)
        print_kink(check, &check->worst, out);
    if (check->diagnosis)
        line("looks like", check->diagnosis, out);
    if (advice)
        line("to decide it", advice, out);
}

/* "word N" of a counted kind, with what goes before it. */
static void some(size_t count, const char *before, const char *after, FILE *out) {
    if (count)
        fprintf(out, "%s%zu %s", before, count, after);
}

static void print_passed(const gv_counts *entries, FILE *out) {
    const char *before = " (";

    fprintf(out, "%zu passed", entries->passed);
    some(entries->zero, before, "zero", out);
    before = entries->zero ? ", " : before;
    some(entries->at_kink, before, "at a kink", out);
    before = entries->at_kink ? ", " : before;
    some(entries->coarse, before, "coarser than the tolerance", out);
    if (entries->zero || entries->at_kink || entries->coarse)
        fputc(')', out);
}

void gv_text_counts(const gv_counts *entries, FILE *out) {
    gv_text_count(entries->checked, "entry checked: ", "entries checked: ", out);
    print_passed(entries, out);
    some(entries->failed, ", ", "failed", out);
    some(entries->inconclusive, ", ", "inconclusive", out);
    some(entries->negligible, ", ", "negligible", out);
    some(entries->skipped, ", ", "skipped", out);
}

bool gv_text_check(const gv_check_finding *check, bool all, FILE *out) {
    bool whole = true;

    fprintf(out, "%*s", INDENT - 2, "");
    gv_text_check_name(check, out);
    fputs(": ", out);
    gv_print_safe(out, check->message ? check->message : gv_reason_text(check->reason),
                  GV_SENTENCE_WIDTH);
    fputc('\n', out);
    if (check->entries.checked || check->entries.skipped) {
        fprintf(out, "%*s", INDENT, "");
        gv_text_counts(&check->entries, out);
        fputc('\n', out);
    }
    if (check->has_worst)
        whole = print_entries(check, all, out);
    if (check->has_worst && check->part_count)
        whole = gv_text_parts(check, false, out) && whole;
    print_remarks(check, out);
    return whole;
}
