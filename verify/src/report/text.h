/* The parts of the text report. */
#ifndef GV_TEXT_H
#define GV_TEXT_H

#include "report/report.h"

/* Names and sentences that others chose are cut at these many columns. */
#define GV_NAME_WIDTH 60
#define GV_SENTENCE_WIDTH 400

typedef enum gv_color { GV_GREEN = 32, GV_RED = 31, GV_YELLOW = 33 } gv_color;

/* A word of our own, bold and in colour where colour is wanted. */
void gv_text_word(FILE *out, const char *word, gv_color color, bool with_color);

/* "gradient of hidden.weight (8, 10), use l1, at initial". */
void gv_text_check_name(const gv_check_finding *check, FILE *out);

/* What a case that is not as expected came to: "2 of 15 checks failed". */
void gv_text_case_outcome(const gv_case_finding *finding, FILE *out);

/* "1 check", "2 checks". */
void gv_text_count(size_t count, const char *one, const char *many, FILE *out);

/* One check in full: counts, worst entries (all that were kept, or a few), parts, diagnosis,
 * kink, advice.
 * Returns: false without memory. */
bool gv_text_check(const gv_check_finding *check, bool all, FILE *out);

/* "[3,7]"; "scalar" where there is nothing to tell apart, "#N" for a number of another kind. */
#define GV_PLACE_SIZE (GV_RANK_MAX * 21 + 2)
void gv_text_place(const gv_check_finding *check, size_t index, char *text, size_t size);

/* The parts that the worst entry's derivative is made of, their sums, and the whole if wanted.
 * Returns: false without memory. */
bool gv_text_parts(const gv_check_finding *check, bool whole, FILE *out);

/* "80 checked: 78 passed (3 zero), 2 failed, 1 skipped". */
void gv_text_counts(const gv_counts *entries, FILE *out);

/* The lines at the end. */
void gv_text_totals(const gv_report *report, const gv_report_options *options, FILE *out);

#endif
