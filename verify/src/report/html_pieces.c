/* What the sections of the page are made of. */
#include "report/html.h"
#include <math.h>

bool gv_page_has_room(gv_page *page, size_t bytes) {
    if (page->m.written + bytes <= page->limit)
        return true;
    page->left_out++;
    return false;
}

void gv_page_next_id(gv_page *page, char id[32]) {
    snprintf(id, 32, "p%zu", ++page->pictures);
}

void gv_number_cell(gv_markup *m, double value, gv_digits digits) {
    gv_open_class(m, "td", "n");
    if (isnan(value))
        gv_text(m, "NaN");
    else if (value == 0.0)
        gv_text(m, "0");
    else if (digits == GV_BRIEF)
        gv_text_print(m, "%.2e", value);
    else
        gv_text_print(m, digits == GV_MAPPED ? "%#.6g" : "%#.10g", value);
    gv_close(m);
}

void gv_count_cell(gv_markup *m, size_t count) {
    gv_open_class(m, "td", count ? "n" : "n nought");
    gv_text_print(m, "%zu", count);
    gv_close(m);
}

void gv_verdict_mark(gv_markup *m, gv_verdict verdict, const char *text) {
    static const char *const classes[GV_VERDICT_COUNT] = {
        [GV_PASS] = "mark pass", [GV_FAIL] = "mark fail", [GV_INCONCLUSIVE] = "mark doubt"};
    static const char *const signs[GV_VERDICT_COUNT] = {/* check mark, ballot x, question */
                                                        [GV_PASS] = "\xe2\x9c\x93",
                                                        [GV_FAIL] = "\xe2\x9c\x97",
                                                        [GV_INCONCLUSIVE] = "?"};

    gv_open_class(m, "span", classes[verdict]);
    gv_open(m, "span");
    gv_attribute(m, "aria-hidden", "true");
    gv_text(m, signs[verdict]);
    gv_close(m);
    gv_text_print(m, " %s", text);
    gv_close(m);
}

void gv_table_open(gv_markup *m, const char *caption, const char *const *heads) {
    gv_open_class(m, "div", "scroll");
    gv_attribute(m, "role", "group");
    gv_attribute(m, "tabindex", "0");
    gv_attribute(m, "aria-label", caption);
    gv_open(m, "table");
    gv_element(m, "caption", NULL, caption);
    gv_open(m, "thead");
    gv_open(m, "tr");
    for (; *heads; heads++) {
        const bool number = **heads == '#';
        gv_open_class(m, "th", number ? "n" : NULL);
        gv_attribute(m, "scope", "col");
        gv_text(m, *heads + number);
        gv_close(m);
    }
    gv_close(m);
    gv_close(m);
    gv_open(m, "tbody");
}

void gv_table_close(gv_markup *m) {
    gv_close(m); /* tbody */
    gv_close(m); /* table */
    gv_close(m); /* div */
}

void gv_details_open(gv_markup *m, bool open, const char *summary) {
    gv_open(m, "details");
    gv_attribute(m, "open", open ? "open" : NULL);
    gv_element(m, "summary", NULL, summary);
}

void gv_figure_open(gv_markup *m, const char *caption) {
    gv_open(m, "figure");
    gv_element(m, "figcaption", NULL, caption);
}
