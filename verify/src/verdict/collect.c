#include "verdict/collect.h"
#include "verdict/map.h"
#include "verdict/outline.h"
#include <math.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

gv_findings *gv_findings_create(void) {
    return calloc(1, sizeof(gv_findings));
}

void *gv_grow(void **array, size_t count, size_t size) {
    const bool full = (count & (count - 1)) == 0; /* 0, 1, 2, 4, 8, ... */
    if (full) {
        const size_t capacity = count ? 2 * count : 1;
        if (capacity > SIZE_MAX / size)
            return NULL;
        void *larger = realloc(*array, capacity * size);
        if (!larger)
            return NULL;
        *array = larger;
    }
    return memset((char *)*array + count * size, 0, size);
}

gv_status gv_set_text(char **field, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    char *text = length < 0 ? NULL : malloc((size_t)length + 1);
    if (!text)
        return GV_ERR_MEMORY;
    va_start(arguments, format);
    (void)vsnprintf(text, (size_t)length + 1, format, arguments);
    va_end(arguments);
    free(*field);
    *field = text;
    return GV_OK;
}

static bool copy(char **field, const char *text) {
    return !text || gv_set_text(field, "%s", text) == GV_OK;
}

gv_case_finding *gv_findings_add_case(gv_findings *findings, const char *name,
                                      const char *file) {
    void *array = findings->cases;
    gv_case_finding *added = gv_grow(&array, findings->case_count, sizeof *added);
    findings->cases = array;
    if (!added)
        return NULL;
    findings->case_count++; /* counted first: a half-copied name is freed with the rest */
    return copy(&added->name, name) && copy(&added->file, file) ? added : NULL;
}

gv_check_finding *gv_case_add_check(gv_case_finding *finding, const char *kind,
                                    const char *point, const char *parameter) {
    void *array = finding->checks;
    gv_check_finding *added = gv_grow(&array, finding->check_count, sizeof *added);
    finding->checks = array;
    if (!added)
        return NULL;
    finding->check_count++;
    added->kind = kind;
    added->detectable = NAN;
    return copy(&added->point, point) && copy(&added->parameter, parameter) ? added : NULL;
}

gv_status gv_check_add_part(gv_check_finding *check, const char *name, double claimed,
                            double measured, double error) {
    void *array = check->parts;
    gv_part *added = gv_grow(&array, check->part_count, sizeof *added);
    check->parts = array;
    if (!added)
        return GV_ERR_MEMORY;
    check->part_count++;
    added->claimed = claimed;
    added->measured = measured;
    added->error = error;
    return copy(&added->name, name) ? GV_OK : GV_ERR_MEMORY;
}

double gv_entry_badness(const gv_entry *entry) {
    static const double by_verdict[GV_VERDICT_COUNT] = {
        [GV_PASS] = 0.0, [GV_INCONCLUSIVE] = 2.0, [GV_FAIL] = 4.0};
    const double share = entry->gap / entry->allowed;
    const double most = 1.5; /* above every finite share */
    if (entry->reason == GV_CLAIM_NOT_FINITE)
        return by_verdict[entry->verdict] + most;
    return by_verdict[entry->verdict] +
           (isfinite(share) ? share / (1.0 + share) : (double)(entry->gap > 0.0));
}

static void count_verdict(gv_counts *counts, const gv_entry *entry) {
    counts->checked++;
    if (entry->verdict == GV_FAIL)
        counts->failed++;
    else if (entry->verdict == GV_INCONCLUSIVE)
        counts->inconclusive++;
    else if (entry->reason == GV_NEGLIGIBLE)
        counts->negligible++;
    else
        counts->passed++;
    counts->zero += entry->verdict == GV_PASS && entry->reason == GV_BOTH_ZERO;
    counts->coarse += entry->verdict == GV_PASS && entry->reason == GV_WITHIN_BOUND;
    counts->at_kink += entry->kink && entry->kink_at == 0.0;
}

static void destroy_entry(gv_entry *entry) {
    free(entry->rungs);
    free(entry->advice);
}

/* What would make a bound smaller: on one side of an edge it is what is left of the slopes, by
 * a kink what the noise hides of the distance. */
static const char *what_is_finer(const gv_entry *entry) {
    if (entry->one_sided)
        return "a point further inside the domain would decide it";
    if (entry->kink)
        return "a point away from the kink would decide it, or a value with less noise";
    return "a value with less noise would decide it (higher precision, a reference callback, "
           "no large constant added)";
}

static gv_status advise_finer(gv_entry *entry) {
    const char *finer = what_is_finer(entry);
    if (entry->scale > 0.0)
        return gv_set_text(
            &entry->advice,
            "the bound is %.2g of the entry's scale: %s, or a coarser resolution",
            entry->error / entry->scale, finer);
    return gv_set_text(
        &entry->advice,
        "the value did not move by more than its noise, and the bound is %.2g: %s",
        entry->error, finer);
}

/* What would decide an undecided entry, in the user's hands. */
static gv_status advise(gv_entry *entry) {
    switch (entry->reason) {
    case GV_TOO_COARSE:
        return advise_finer(entry);
    case GV_BUDGET:
        return gv_set_text(&entry->advice,
                           "%zu evaluations were not enough: allow more per entry",
                           entry->evaluations);
    case GV_NO_ROOM:
        return gv_set_text(&entry->advice, "a point further inside its bounds would decide it");
    case GV_VALUE_NOT_FINITE:
        return gv_set_text(&entry->advice,
                           "a point around which the value is finite would decide it");
    case GV_CONTRADICTORY:
        return gv_set_text(&entry->advice,
                           "the value leaps at the point, or has no slope there: another "
                           "point, or a smooth value, would decide it");
    case GV_UNRESOLVED:
        return gv_set_text(&entry->advice,
                           "a variable of a smaller size would decide it: measured from an "
                           "origin near the point, or a phase without its whole turns");
    default:
        return GV_OK;
    }
}

gv_entry *gv_check_notable(gv_check_finding *check, size_t index) {
    for (size_t i = 0; i < check->notable_count; i++)
        if (check->notable[i].index == index)
            return &check->notable[i];
    return NULL;
}

/* Keeps the array sorted, worst first, and at most `most` long. */
static gv_status keep_notable(gv_check_finding *check, const gv_entry *entry, size_t most) {
    size_t place = check->notable_count;
    while (place > 0 && gv_entry_badness(&check->notable[place - 1]) < gv_entry_badness(entry))
        place--;
    if (place >= most)
        return GV_OK;
    if (check->notable_count < most) {
        void *array = check->notable;
        if (!gv_grow(&array, check->notable_count, sizeof *entry))
            return GV_ERR_MEMORY;
        check->notable = array;
        check->notable_count++;
    } else {
        destroy_entry(&check->notable[most - 1]);
    }
    memmove(&check->notable[place + 1], &check->notable[place],
            (check->notable_count - 1 - place) * sizeof *entry);
    check->notable[place] = *entry;
    check->notable[place].rungs = NULL;
    check->notable[place].rung_count = 0;
    check->notable[place].advice = NULL;
    return entry->verdict == GV_INCONCLUSIVE ? advise(&check->notable[place]) : GV_OK;
}

/* The smallest relative error of this entry that would have failed, wherever in its bound the
 * measurement is: relative to the entry, or to its scale where it is not told from zero. */
static void note_detectable(gv_check_finding *check, const gv_entry *entry) {
    const double larger = fmax(fabs(entry->claimed), fabs(entry->measured));
    const double size = fabs(entry->measured) > entry->error ? larger : entry->scale;
    if (entry->verdict != GV_PASS || entry->reason == GV_NEGLIGIBLE ||
        entry->reason == GV_BOTH_ZERO || !(size > 0.0))
        return;
    const double share = (entry->allowed + entry->error) / size;
    if (!(check->detectable >= share))
        check->detectable = share;
}

gv_status gv_check_count(gv_check_finding *check, const gv_entry *entry, size_t notable) {
    count_verdict(&check->entries, entry);
    note_detectable(check, entry);
    if (check->map.count) {
        gv_map_note(&check->map, entry);
        gv_digest_note(&check->digest, entry);
    }
    check->evaluations += entry->evaluations;
    if (!check->has_worst || gv_entry_badness(entry) > gv_entry_badness(&check->worst)) {
        check->worst = *entry;
        check->worst.rungs = NULL;
        check->worst.rung_count = 0;
        check->worst.advice = NULL;
        check->has_worst = true;
    }
    return keep_notable(check, entry, notable);
}

static void destroy_check(gv_check_finding *check) {
    for (size_t i = 0; i < check->notable_count; i++)
        destroy_entry(&check->notable[i]);
    for (size_t i = 0; i < check->part_count; i++)
        free(check->parts[i].name);
    free(check->notable);
    free(check->parts);
    free(check->map.cells);
    free(check->point);
    free(check->parameter);
    free(check->use);
    free(check->term);
    free(check->message);
    free(check->diagnosis);
}

static void destroy_case(gv_case_finding *finding) {
    for (size_t i = 0; i < finding->check_count; i++)
        destroy_check(&finding->checks[i]);
    free(finding->checks);
    gv_points_clear(finding);
    gv_outline_clear(&finding->outline);
    free(finding->name);
    free(finding->file);
    free(finding->message);
    free(finding->command);
}

void gv_findings_destroy(gv_findings *findings) {
    if (!findings)
        return;
    for (size_t i = 0; i < findings->case_count; i++)
        destroy_case(&findings->cases[i]);
    free(findings->cases);
    free(findings);
}
