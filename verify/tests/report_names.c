/* See report_names.h. */
#include "report_names.h"
#include "report_sample.h"
#include "verdict/collect.h"
#include <stdlib.h>
#include <string.h>

const char *const hostile_names[NAME_COUNT] = {
    "<script>alert(1)</script>",
    "]]><!--&amp;\"'",
    "\n::error::owned\n::set-output name=x::y\r\n",
    "\n```\n# heading [a](http://b) @somebody | | www.x.org #\n",
    "\033[2J\033]0;owned\007\x01\x02\x7f",
    "\xff\xfe\xc0\x80\xed\xa0\x80\xef\xbf\xbf",
    "a\xe2\x80\xae\xe2\x80\x8bz",
    "not ok 1 - x # SKIP\nok",
    "",
};

/* Drawn outside tests too, where Check's assertions do not work. */
static void must(bool held) {
    if (!held)
        abort();
}

char *hostile_long_name(void) {
    char *name = malloc(NAME_MEGABYTE + 1);

    must(name != NULL);
    for (size_t i = 0; i < NAME_MEGABYTE; i++)
        name[i] = "<b>&x\n`"[i % 7];
    name[NAME_MEGABYTE] = '\0';
    return name;
}

gv_findings *sample_named(const char *name) {
    gv_findings *findings = sample_findings();

    for (size_t i = 0; i < findings->case_count; i++) {
        gv_case_finding *finding = &findings->cases[i];
        must(gv_set_text(&finding->name, "%s", name) == GV_OK);
        must(gv_set_text(&finding->file, "%s", name) == GV_OK);
        if (strlen(name) < 1000) /* a command is shown in full: cut, it is none */
            must(gv_set_text(&finding->command, "%s", name) == GV_OK);
        for (size_t k = 0; k < finding->check_count; k++) {
            gv_check_finding *check = &finding->checks[k];
            must(gv_set_text(&check->parameter, "%s", name) == GV_OK);
            must(gv_set_text(&check->use, "%s", name) == GV_OK);
            must(gv_set_text(&check->message, "%s", name) == GV_OK);
            must(gv_set_text(&check->diagnosis, "%s", name) == GV_OK);
        }
    }
    return findings;
}

gv_findings *sample_hostile(void) {
    gv_findings *all = gv_findings_create();
    char *megabyte = hostile_long_name();

    must(all != NULL);
    for (size_t i = 0; i <= NAME_COUNT; i++) {
        gv_findings *some = sample_named(i < NAME_COUNT ? hostile_names[i] : megabyte);
        all->cases =
            realloc(all->cases, (all->case_count + some->case_count) * sizeof *all->cases);
        must(all->cases != NULL);
        memcpy(all->cases + all->case_count, some->cases,
               some->case_count * sizeof *some->cases);
        all->case_count += some->case_count;
        some->case_count = 0; /* they are the other's now */
        gv_findings_destroy(some);
    }
    free(megabyte);
    return all;
}
