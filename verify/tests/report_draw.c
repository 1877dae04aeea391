/* Draws the sample: report_draw FORMAT [quiet|verbose] [color] [hostile].  For the scripts. */
#include "report_names.h"
#include "report_sample.h"
#include <stdlib.h>
#include <string.h>

int main(int count, char **words) {
    gv_report_options options = {GV_DETAIL_NORMAL, false};
    gv_findings *findings = NULL;
    gv_report report;
    char *text;

    for (int i = 2; i < count; i++) {
        if (strcmp(words[i], "quiet") == 0)
            options.detail = GV_DETAIL_QUIET;
        if (strcmp(words[i], "verbose") == 0)
            options.detail = GV_DETAIL_VERBOSE;
        options.color = options.color || strcmp(words[i], "color") == 0;
        if (strcmp(words[i], "hostile") == 0 && !findings)
            findings = sample_hostile();
    }
    findings = findings ? findings : sample_findings();
    report = sample_report(findings);
    text = sample_render(count > 1 ? words[1] : "text", &report, &options);
    fputs(text, stdout);
    free(text);
    gv_findings_destroy(findings);
    return 0;
}
