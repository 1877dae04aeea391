/* Markdown for a job page or a pull request: the verdict, a table of cases with what is wrong
 * on top, and the worst in full, as far as there is room.
 *
 * The one thing to get wrong: names are not Markdown.  Every sign that could be taken for any
 * is written as a character reference, so that nobody is linked, mentioned or shown a heading.
 */
#include "report/formats.h"
#include "report/tally.h"
#include "report/text.h"
#include "report/words.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* A comment on GitHub takes 65536 characters, the smallest of the places this is shown in.  The
 * rest is for the few lines that are written whatever the room. */
#define BYTES_MAX 60000

typedef struct drawing {
    FILE *out;
    size_t room;
    size_t checks,
        shown;   /* of those that are not ok: how many there are, and have been drawn */
    bool failed; /* no memory */
} drawing;

/* Letters, digits, blanks, what is above ASCII, and these stand for themselves; a dot does
 * unless it could make "www." a link. */
static bool is_plain(const char *text, const char *at) {
    const unsigned char c = (unsigned char)*at;

    if (c == '.')
        return at == text || (at[-1] != 'w' && at[-1] != 'W');
    return c >= 0x80 || isalnum(c) || strchr(" ,()/-", c) != NULL;
}

static void print_escaped(const char *text, FILE *out) {
    for (const char *at = text; *at; at++) {
        if (is_plain(text, at))
            fputc(*at, out);
        else
            fprintf(out, "&#%d;", *at);
    }
}

/* What one block comes to, in memory. */
typedef struct block {
    FILE *out;
    char *text;
    size_t size;
} block;

static void begin(drawing *d, block *one) {
    *one = (block){0};
    one->out = open_memstream(&one->text, &one->size); /* stays where it is from here on */
    d->failed = d->failed || !one->out;
}

/* Prints it, if there is room.  Returns: whether there was. */
static bool finish(drawing *d, block *one) {
    bool fits = false;

    if (!one->out)
        return false;
    d->failed = d->failed || ferror(one->out);
    d->failed = fclose(one->out) != 0 || d->failed;
    fits = !d->failed && one->size <= d->room;
    if (fits) {
        d->room -= one->size;
        fwrite(one->text, 1, one->size, d->out);
    }
    free(one->text);
    return fits;
}

/* Takes the text. */
static void add(drawing *d, const block *to, char *text) {
    d->failed = d->failed || !text;
    if (text)
        print_escaped(text, to->out);
    free(text);
}

static const char *word(gv_verdict outcome) {
    return outcome == GV_PASS ? "ok" : outcome == GV_FAIL ? "**FAIL**" : "**UNSURE**";
}

static bool draw_row(drawing *d, const gv_case_finding *finding) {
    size_t checked = 0, failed = 0, undecided = 0;
    block row;

    begin(d, &row);
    if (d->failed)
        return finish(d, &row);
    for (size_t i = 0; i < finding->check_count; i++) {
        checked += finding->checks[i].entries.checked;
        failed += finding->checks[i].entries.failed;
        undecided += finding->checks[i].entries.inconclusive;
    }
    fprintf(row.out, "| %s | ", word(gv_case_outcome(finding)));
    add(d, &row, gv_safe_text(finding->name, GV_NAME_WIDTH));
    fprintf(row.out, " | %s | %zu | %zu | %zu | %zu | %.2f s |\n",
            gv_verdict_name(finding->expected), finding->check_count, checked, failed,
            undecided, finding->seconds);
    return finish(d, &row);
}

static void draw_rows(drawing *d, const gv_findings *findings) {
    static const gv_verdict order[] = {GV_FAIL, GV_INCONCLUSIVE, GV_PASS};
    size_t shown = 0;
    bool room = true;

    for (size_t k = 0; k < 3 && room && !d->failed; k++)
        for (size_t i = 0; i < findings->case_count && room && !d->failed; i++)
            if (gv_case_outcome(&findings->cases[i]) == order[k]) {
                /* Half of the room at most: the rest is for what is wrong. */
                room = d->room > BYTES_MAX / 2 && draw_row(d, &findings->cases[i]);
                shown += room;
            }
    if (shown < findings->case_count)
        fprintf(d->out, "\nand %zu more cases\n", findings->case_count - shown);
}

static bool draw_check(drawing *d, const gv_check_finding *check) {
    char *story = gv_check_story(check);
    block one;

    begin(d, &one);
    d->failed = d->failed || !story;
    if (story &&
        one.out) /* no line of it begins with less than 7 blanks: none ends the fence */
        fprintf(one.out, "```text\n%s```\n", story);
    free(story);
    return finish(d, &one);
}

static bool draw_heading(drawing *d, const gv_case_finding *finding) {
    block one;

    begin(d, &one);
    if (!d->failed) {
        fputs("\n### ", one.out);
        add(d, &one, gv_safe_text(finding->name, GV_NAME_WIDTH));
        fputs("\n\n", one.out);
        add(d, &one, gv_case_sentence(finding));
        fputs("\n\n", one.out);
    }
    if (!d->failed && finding->command) {
        fputs("again: <code>", one.out);
        add(d, &one, gv_safe_text(finding->command, GV_SENTENCE_WIDTH));
        fputs("</code>\n\n", one.out);
    }
    return finish(d, &one);
}

static bool draw_case(drawing *d, const gv_case_finding *finding) {
    bool room = draw_heading(d, finding);

    for (size_t i = 0; i < finding->check_count && room && !d->failed; i++)
        if (gv_check_outcome(finding, &finding->checks[i]) != GV_PASS) {
            room = draw_check(d, &finding->checks[i]);
            d->shown += room;
        }
    return room;
}

static size_t count_checks(const gv_findings *findings) {
    size_t count = 0;

    for (size_t i = 0; i < findings->case_count; i++)
        for (size_t k = 0; k < findings->cases[i].check_count; k++)
            count +=
                gv_check_outcome(&findings->cases[i], &findings->cases[i].checks[k]) != GV_PASS;
    return count;
}

/* What is wrong, case by case, and how much of it there was no room for. */
static void draw_cases(drawing *d, const gv_findings *findings) {
    bool room = true;

    d->checks = count_checks(findings);
    for (size_t i = 0; i < findings->case_count && room && !d->failed; i++)
        if (gv_case_outcome(&findings->cases[i]) != GV_PASS)
            room = draw_case(d, &findings->cases[i]);
    if (!room)
        fprintf(d->out,
                "\nCut here, to stay within a comment: of %zu checks that are not ok, %zu are "
                "shown. The other reports have them all.\n",
                d->checks, d->shown);
}

static void draw_refusals(drawing *d, const gv_report *report) {
    bool room = true;
    size_t shown = 0;

    for (size_t i = 0; i < report->refusal_count && room && !d->failed; i++) {
        const gv_refusal *refusal = &report->refusals[i];
        block one;
        begin(d, &one);
        if (d->failed) {
            finish(d, &one);
            return;
        }
        fprintf(one.out, "- %s ", word(refusal->empty ? GV_INCONCLUSIVE : GV_FAIL));
        add(d, &one, gv_safe_text(refusal->file, GV_SENTENCE_WIDTH));
        if (refusal->line)
            fprintf(one.out, ", line %zu", refusal->line);
        fputs("&#58; ", one.out);
        add(d, &one, gv_safe_text(refusal->message, GV_SENTENCE_WIDTH));
        fputc('\n', one.out);
        room = finish(d, &one);
        shown += room;
    }
    if (!room)
        fprintf(d->out, "\nand %zu more errors\n", report->refusal_count - shown);
}

static gv_status render(const gv_report *report, const gv_report_options *options, FILE *out) {
    const gv_findings *findings = report->findings;
    const gv_tally tally = gv_report_tally(report);
    drawing d = {.out = out, .room = BYTES_MAX};

    (void)options;
    fprintf(out, "## gradgate: %s\n\n%zu of %zu cases as expected",
            report->exit_code == 0   ? "ok"
            : report->exit_code == 2 ? "UNSURE"
                                     : "FAIL",
            tally.met, tally.cases);
    fprintf(out, "; exit code %d: %s. %zu checks, ", report->exit_code,
            gv_exit_code_text(report->exit_code), tally.checks);
    gv_text_counts(&tally.entries, out);
    fputs(".\n\n", out);
    draw_refusals(&d, report);
    fputs("\n| | case | expected | checks | entries | failed | undecided | time |\n"
          "| --- | --- | --- | ---: | ---: | ---: | ---: | ---: |\n",
          out);
    draw_rows(&d, findings);
    draw_cases(&d, findings);
    return d.failed ? GV_ERR_MEMORY : GV_OK;
}

const gv_format gv_format_markdown = {
    .name = "markdown",
    .extension = "md",
    .description = "Markdown of bounded size, for a job page or a pull request",
    .render = render,
};
