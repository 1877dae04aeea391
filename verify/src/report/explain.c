/* The numbers in the order in which the verdict follows from them. */
#include "report/explain.h"
#include "report/rungs.h"
#include "report/table.h"
#include "report/text.h"
#include "report/utf8.h"
#include "report/words.h"
#include "report/wrap.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define INDENT 7

typedef struct printing {
    const gv_explain_view *view;
    const gv_check_finding *check; /* or NULL: the subject broke before */
    const gv_entry *entry;         /* or NULL: the point could not be measured */
    FILE *out;
} printing;

static void print_verdict(const gv_check_finding *check, bool color, FILE *out) {
    static const struct {
        const char *word;
        gv_color color;
    } words[GV_VERDICT_COUNT] = {[GV_PASS] = {"PASS", GV_GREEN},
                                 [GV_FAIL] = {"FAIL", GV_RED},
                                 [GV_INCONCLUSIVE] = {"UNSURE", GV_YELLOW}};
    const char *word = words[check->verdict].word;

    gv_text_word(out, word, words[check->verdict].color, color);
    fprintf(out, "%*s", (int)(INDENT - strlen(word)), "");
}

/* "PASS   hidden.weight[3,6], use 4.weight, at jittered". */
static void print_title(const printing *p) {
    const gv_check_finding *check = p->check;
    char where[GV_PLACE_SIZE] = "";

    print_verdict(check, p->view->look.color, p->out);
    gv_print_safe(p->out, check->parameter ? check->parameter : check->kind, GV_NAME_WIDTH);
    if (p->entry && check->rank)
        gv_text_place(check, p->entry->index, where, sizeof where);
    fputs(where, p->out);
    if (check->use) {
        fputs(", use ", p->out);
        gv_print_safe(p->out, check->use, GV_NAME_WIDTH);
    }
    if (check->term) {
        fputs(", term ", p->out);
        gv_print_safe(p->out, check->term, GV_NAME_WIDTH);
    }
    if (check->point) {
        fputs(", at ", p->out);
        gv_print_safe(p->out, check->point, GV_NAME_WIDTH);
    }
    fputs(", in ", p->out);
    gv_print_safe(p->out, p->view->finding->name, GV_NAME_WIDTH);
    fputc('\n', p->out);
}

/* A sentence, perhaps with words of others in it, wrapped.  Returns: false without memory. */
static bool line(const printing *p, const char *what, const char *text) {
    const size_t length = strlen(what);
    char *safe = gv_safe_text(text, GV_SENTENCE_WIDTH);

    if (!safe)
        return false;
    fprintf(p->out, "%*s%s", INDENT, "", what);
    gv_print_wrapped(safe, INDENT + length, INDENT + 2, p->view->look.width, p->out);
    free(safe);
    return true;
}

/* Of the entry its own reason; of the check, where that is another, too. */
static bool print_reasons(const printing *p) {
    const gv_check_finding *check = p->check;
    const bool refused = !p->entry || check->verdict != p->entry->verdict;
    bool whole = true;

    if (p->entry)
        whole = line(p, "", gv_reason_text(p->entry->reason));
    if (refused)
        whole = line(p, p->entry ? "but: " : "",
                     check->message ? check->message : gv_reason_text(check->reason)) &&
                whole;
    return whole;
}

/* A number by its name; what is said of it follows on the line. */
static void number(const printing *p, const char *name, double value) {
    fprintf(p->out, "%*s%-9s", INDENT, "", name);
    if (isnan(value)) /* printf would show the sign of a NaN, which says nothing */
        fprintf(p->out, "%17s", "NaN");
    else
        fprintf(p->out, "%17.10g", value + 0.0); /* and that of a zero says no more */
}

/* A bound, a gap: its size is what counts. */
static void size(const printing *p, const char *name, double value) {
    if (value == 0.0 || !isfinite(value))
        number(p, name, value);
    else
        fprintf(p->out, "%*s%-9s%17.2e", INDENT, "", name, value);
}

static bool at_the_kink(const gv_entry *entry) {
    return entry->kink && entry->kink_at == 0.0;
}

static void print_measured(const printing *p) {
    const gv_entry *entry = p->entry;
    int exponent = 0;

    number(p, "measured", entry->measured);
    fputs("  ", p->out);
    if (entry->one_sided)
        fputs("from one side alone, ", p->out);
    if (entry->step > 0.0 && frexp(entry->step, &exponent) == 0.5)
        fprintf(p->out, "%s 2^%d, ",
                entry->fitted ? "fitted over many points within" : "at a step of",
                exponent - 1);
    gv_text_count(entry->evaluations, "evaluation\n", "evaluations\n", p->out);
}

/* A pass needs a bound within the resolution; at a kink of the larger slope. */
static double coarsest(const printing *p) {
    const gv_entry *entry = p->entry;

    return p->check->resolution * (at_the_kink(entry)
                                       ? fmax(fabs(entry->slope_left), fabs(entry->slope_right))
                                       : entry->scale);
}

static void print_bound(const printing *p) {
    const double most = coarsest(p);

    size(p, "bound", p->entry->error);
    fputs("  of the measurement's error", p->out);
    if (most > 0.0 && isfinite(most))
        fprintf(p->out, "; a pass needs %.2e", most);
    fputc('\n', p->out);
}

static void print_gap(const printing *p) {
    const double share = p->entry->gap / p->entry->allowed;

    size(p, "gap", p->entry->gap);
    fputs("  |claimed - measured|", p->out);
    if (isfinite(share))
        fprintf(p->out,
                share > 1.0 ? ", %.3g times what is allowed" : ", %.2g of what is allowed",
                share);
    fputc('\n', p->out);
}

static void print_numbers(const printing *p) {
    const gv_explained *about = p->view->explained;
    const gv_entry *entry = p->entry;

    number(p, "entry", about->x);
    fprintf(p->out, "  where the value is %.10g, known to %.2e\n", about->value, about->noise);
    number(p, "claimed", entry->claimed);
    fputc('\n', p->out);
    print_measured(p);
    print_bound(p);
    print_gap(p);
    size(p, "allowed", entry->allowed);
    fprintf(p->out, "  %g of the larger, and the bound", p->check->tolerance);
    if (entry->scatter > 0.0)
        fprintf(p->out, ", and %.2e for the claim's precision", entry->scatter);
    fputc('\n', p->out);
}

static void print_kink(const printing *p) {
    const gv_entry *entry = p->entry;

    if (!entry->kink)
        return;
    if (at_the_kink(entry))
        fprintf(p->out, "%*sa kink at the point: any claim between its two slopes holds\n",
                INDENT, "");
    else
        fprintf(p->out,
                "%*sa kink %+.3g from the point: the slope on the point's side counts\n",
                INDENT, "", entry->kink_at);
    number(p, "left", entry->slope_left);
    fputs("  slope on the left of the kink\n", p->out);
    number(p, "right", entry->slope_right);
    fputs("  and on the right\n", p->out);
}

/* What it looks like, and what would decide it.  Returns: false without memory. */
static bool print_remarks(const printing *p) {
    bool whole = true;

    if (p->check->diagnosis)
        whole = line(p, "looks like: ", p->check->diagnosis);
    if (p->entry->advice)
        whole = line(p, "to decide it: ", p->entry->advice) && whole;
    if (p->entry->verdict == GV_PASS && p->check->detectable > 0.0)
        fprintf(p->out, "%*san error of %.2g of its scale would have been seen\n", INDENT, "",
                p->check->detectable);
    return whole;
}

/* What the run would say of the parameter. */
static void print_whole(const printing *p) {
    const gv_explained *about = p->view->explained;

    fprintf(p->out, "\n%*s%s as a whole: ", INDENT, "", p->check->kind);
    gv_text_counts(&about->counts, p->out);
    fputc('\n', p->out);
}

static bool print_entry(const printing *p) {
    bool whole = true;

    fputc('\n', p->out);
    print_numbers(p);
    print_kink(p);
    if (p->check->part_count) {
        fputc('\n', p->out);
        whole = gv_text_parts(p->check, true, p->out);
    }
    whole = print_remarks(p) && whole;
    fputc('\n', p->out);
    whole =
        gv_sweep_print(p->entry, p->view->explained->noise, &p->view->look, p->out) && whole;
    whole = gv_rungs_print(p->entry, p->view->all, p->out) && whole;
    print_whole(p);
    return whole;
}

/* A subject that broke before anything could be asked. */
static bool print_broken(const printing *p) {
    const gv_case_finding *finding = p->view->finding;

    gv_text_word(p->out, "FAIL", GV_RED, p->view->look.color);
    fputs("   ", p->out);
    gv_print_safe(p->out, finding->name, GV_NAME_WIDTH);
    fputc('\n', p->out);
    return line(p, "", finding->message ? finding->message : gv_reason_text(finding->reason));
}

bool gv_explain_print(const gv_explain_view *view, FILE *out) {
    const gv_case_finding *finding = view->finding;
    const gv_check_finding *check = finding->check_count ? finding->checks : NULL;
    const printing p = {view, check, check && check->notable_count ? check->notable : NULL,
                        out};
    bool whole = true;

    if (check) {
        print_title(&p);
        whole = print_reasons(&p);
    } else {
        whole = print_broken(&p);
    }
    if (p.entry)
        whole = print_entry(&p) && whole;
    if (view->expected != GV_PASS)
        fprintf(out, "%*sthe case as a whole is expected to %s\n", INDENT, "",
                view->expected == GV_FAIL ? "fail" : "be inconclusive");
    if (finding->command) { /* to be copied: in one line */
        fprintf(out, "%*sagain: ", INDENT, "");
        gv_print_safe(out, finding->command, GV_LAST_WIDTH);
        fputc('\n', out);
    }
    return whole;
}
