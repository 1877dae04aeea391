/* Small texts as strings, by way of a stream in memory. */
#include "report/words.h"
#include "report/tally.h"
#include "report/text.h"
#include "report/utf8.h"
#include <stdlib.h>
#include <string.h>

/* A stream whose text is wanted. */
typedef struct paper {
    FILE *out; /* NULL without memory */
    char *text;
    size_t size;
} paper;

static bool begin(paper *sheet) {
    *sheet = (paper){0};
    sheet->out = open_memstream(&sheet->text, &sheet->size);
    return sheet->out != NULL;
}

/* The text; NULL, and nothing left, when something failed. */
static char *finish(paper *sheet, bool whole) {
    const bool failed = ferror(sheet->out) || !whole;

    if (fclose(sheet->out) == 0 && !failed)
        return sheet->text;
    free(sheet->text);
    return NULL;
}

char *gv_safe_text(const char *text, size_t columns) {
    paper sheet;

    if (!begin(&sheet))
        return NULL;
    gv_print_safe(sheet.out, text, columns);
    return finish(&sheet, true);
}

char *gv_check_title(const gv_check_finding *check) {
    paper sheet;

    if (!begin(&sheet))
        return NULL;
    gv_text_check_name(check, sheet.out);
    return finish(&sheet, true);
}

char *gv_check_sentence(const gv_check_finding *check) {
    paper sheet;

    if (!begin(&sheet))
        return NULL;
    fprintf(sheet.out, "%s: ", gv_reason_name(check->reason));
    gv_print_safe(sheet.out, check->message ? check->message : gv_reason_text(check->reason),
                  GV_SENTENCE_WIDTH);
    return finish(&sheet, true);
}

char *gv_case_sentence(const gv_case_finding *finding) {
    const gv_check_finding *cause = gv_case_cause(finding);
    paper sheet;

    if (!begin(&sheet))
        return NULL;
    if (gv_case_outcome(finding) != GV_PASS)
        gv_text_case_outcome(finding, sheet.out);
    else
        fprintf(sheet.out, "%s, as expected", gv_verdict_name(finding->verdict));
    if (cause && !finding->message) {
        fputs("; ", sheet.out);
        gv_text_check_name(cause, sheet.out);
        fprintf(sheet.out, ": %s", gv_reason_text(cause->reason));
    }
    return finish(&sheet, true);
}

char *gv_check_story(const gv_check_finding *check) {
    paper sheet;

    if (!begin(&sheet))
        return NULL;
    const bool whole = gv_text_check(check, false, sheet.out);
    return finish(&sheet, whole);
}

void gv_titles_free(char **titles, size_t count) {
    for (size_t i = 0; titles && i < count; i++)
        free(titles[i]);
    free(titles);
}

static int compare_titles(const void *a, const void *b) {
    char *const *x = *(char **const *)a, *const *y = *(char **const *)b;
    const int order = strcmp(*x, *y);

    return order ? order : (x > y) - (x < y);
}

/* Puts its number behind a title. */
static bool number(char **title, size_t place) {
    const size_t size = strlen(*title) + 32;
    char *longer = malloc(size);

    if (!longer)
        return false;
    snprintf(longer, size, "%s [%zu]", *title, place + 1);
    free(*title);
    *title = longer;
    return true;
}

/* Those that repeat the one before them in the order of their names. */
static bool tell_apart(char **titles, size_t count, char ***sorted) {
    bool *again = calloc(count + 1, sizeof *again);
    bool good = again != NULL;

    for (size_t i = 0; i < count; i++)
        sorted[i] = &titles[i];
    qsort(sorted, count, sizeof *sorted, compare_titles);
    for (size_t i = 1; i < count && good; i++)
        again[sorted[i] - titles] = strcmp(*sorted[i], *sorted[i - 1]) == 0;
    for (size_t i = 0; i < count && good; i++)
        good = !again[i] || number(&titles[i], i);
    free(again);
    return good;
}

char **gv_unique_titles(size_t count, char *(*title)(const void *context, size_t number),
                        const void *context) {
    char **titles = calloc(count + 1, sizeof *titles);
    char ***sorted = calloc(count + 1, sizeof *sorted);
    bool good = titles && sorted;

    for (size_t i = 0; i < count && good; i++) {
        titles[i] = title(context, i);
        good = titles[i] != NULL;
    }
    good = good && tell_apart(titles, count, sorted);
    free(sorted);
    if (good)
        return titles;
    gv_titles_free(titles, count);
    return NULL;
}
