/* The parts of the HTML report, one file each; html.c puts them together. */
#ifndef GV_HTML_H
#define GV_HTML_H

#include "report/svg.h"
#include "report/tally.h"

/* A page that is being written.  It is kept small: what is of use in every case (verdicts,
 * reasons, commands) is always there; pictures and tables as long as there is room for them,
 * and what is left out is counted and said. */
typedef struct gv_page {
    gv_markup m;
    const gv_report *report;
    size_t limit;    /* bytes that the page may have come to at the end of this case */
    size_t left_out; /* pictures and tables of this case for which there was no room */
    size_t pictures; /* so far, for ids */
} gv_page;

/* What the page comes to at most, but for the names, verdicts and reasons that are always
 * there: room to stay below 5 MB with them. */
#define GV_PAGE_BYTES ((size_t)4500 << 10)

/* Is there room for so many bytes in this case?  If not, counts what is left out. */
bool gv_page_has_room(gv_page *page, size_t bytes);

/* An id for the next picture. */
void gv_page_next_id(gv_page *page, char id[32]);

/* ---- small things (html_pieces.c) ---- */

/* A number with all its digits shown, so that those of a column line up: three for what is only
 * a size, what a map has, what a double is good for. */
typedef enum gv_digits { GV_BRIEF, GV_MAPPED, GV_IN_FULL } gv_digits;
void gv_number_cell(gv_markup *m, double value, gv_digits digits);
void gv_count_cell(gv_markup *m, size_t count);

/* Verdict with a mark of its own shape; `met`: as expected, whatever it is. */
void gv_verdict_mark(gv_markup *m, gv_verdict verdict, const char *text);

/* A table within a group that scrolls on a narrow page; heads up to NULL, those that begin
 * with '#' over numbers. */
void gv_table_open(gv_markup *m, const char *caption, const char *const *heads);
void gv_table_close(gv_markup *m);

/* <details> with its summary; `open` from the start. */
void gv_details_open(gv_markup *m, bool open, const char *summary);

/* A figure around a picture: the caption, then the picture drawn by the caller. */
void gv_figure_open(gv_markup *m, const char *caption);

/* ---- sections ---- */

extern const char gv_html_style[];

/* The head of a page, with the style that all pages share. */
void gv_html_head(gv_markup *m, const char *title);

void gv_html_summary(gv_page *page, const size_t *order);
void gv_html_case(gv_page *page, size_t number);
void gv_html_provenance(gv_page *page);

/* What is wrong or undecided in a case, check by check, with the sweeps of its entries. */
void gv_html_wrong(gv_page *page, const gv_case_finding *finding);

/* The sweep of one entry, with what is to be said of it and its numbers. */
void gv_html_sweep(gv_page *page, const gv_check_finding *check, const gv_entry *entry);

/* All checks by kind and point. */
void gv_html_checks(gv_page *page, const gv_case_finding *finding);

/* The pictures of every parameter at every point. */
void gv_html_parameters(gv_page *page, const gv_case_finding *finding);

/* The bytes that they would take if there were room enough. */
size_t gv_html_parameters_need(const gv_case_finding *finding);

/* What the uses of a tied parameter, and the terms, contribute to one entry. */
void gv_html_parts(gv_page *page, const gv_case_finding *finding,
                   const gv_check_finding *gradient);

/* A table of parts that were measured. */
void gv_html_part_rows(gv_page *page, const gv_part *parts, size_t count);

#endif
