/* The sweep of an explained entry as a file: SVG, with nothing that is elsewhere. */
#include "report/explain.h"
#include "report/svg_sweep.h"
#include "report/text.h"
#include <stdlib.h>
#include <string.h>

static const gv_check_finding *explained(const gv_report *report) {
    const gv_findings *findings = report->findings;

    return findings->case_count && findings->cases[0].check_count ? findings->cases[0].checks
                                                                  : NULL;
}

bool gv_explain_has_picture(const gv_report *report) {
    const gv_check_finding *check = explained(report);

    return check && check->notable_count && gv_has_sweep(&check->notable[0]);
}

/* "hidden.weight[3,6]".  New; NULL without memory. */
static char *name_of(const gv_check_finding *check) {
    const char *parameter = check->parameter ? check->parameter : "";
    const size_t size = strlen(parameter) + GV_PLACE_SIZE;
    char *name = malloc(size);
    char place[GV_PLACE_SIZE] = "";

    if (check->rank)
        gv_text_place(check, check->notable[0].index, place, sizeof place);
    if (name)
        snprintf(name, size, "%s%s", parameter, place);
    return name;
}

static gv_status render(const gv_report *report, const gv_report_options *options, FILE *out) {
    const gv_check_finding *check = explained(report);
    char *name = name_of(check);
    gv_markup markup;
    gv_status status = name ? gv_markup_start(&markup, out) : GV_ERR_MEMORY;

    (void)options;
    if (status == GV_OK) {
        markup.alone = true;
        gv_svg_sweep(&markup, &check->notable[0], "sweep", name);
        status = gv_markup_end(&markup);
    }
    free(name);
    return status;
}

const gv_format gv_explain_picture = {
    .name = "svg",
    .extension = "svg",
    .description = "the sweep of an explained entry",
    .render = render,
};
