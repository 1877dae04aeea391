/* JSON: the findings in full, for machines (verify/schema/findings.schema.json).  Built whole
 * and then written, so that a lack of memory leaves no half of a document. */
#include "report/formats.h"
#include "report/json_inside.h"
#include "report/tally.h"
#include <string.h>

/* The entry's coordinates in its parameter; its plain number where it has no such place. */
static json_t *index_of(const gv_entry *entry, const size_t *shape, size_t rank) {
    size_t coordinates[GV_RANK_MAX];
    json_t *index = json_array();
    bool failed = !index;

    if (!gv_coordinates(entry->index, shape, rank, coordinates)) {
        coordinates[0] = entry->index;
        rank = 1;
    }
    for (size_t i = 0; i < rank && !failed; i++)
        failed = json_array_append_new(index, json_integer((json_int_t)coordinates[i])) != 0;
    if (failed) {
        json_decref(index);
        return NULL;
    }
    return index;
}

json_t *gv_json_array(const void *things, size_t count, size_t size,
                      json_t *(*write)(const void *thing, const void *context),
                      const void *context) {
    json_t *array = json_array();

    for (size_t i = 0; i < count && array; i++) {
        const void *thing = (const char *)things + i * size;
        if (json_array_append_new(array, write(thing, context)) != 0) {
            json_decref(array);
            return NULL;
        }
    }
    return array;
}

json_t *gv_json_whole(json_t *object, bool failed) {
    if (!failed)
        return object;
    json_decref(object);
    return NULL;
}

json_t *gv_json_object(const gv_json_field *fields, const void *from) {
    bool failed = false;
    json_t *object = json_object();

    gv_json_put_fields(object, fields, from, &failed);
    return gv_json_whole(object, failed);
}

static json_t *extent(const void *thing, const void *context) {
    (void)context;
    return json_integer((json_int_t) * (const size_t *)thing);
}

json_t *gv_json_sizes(const size_t *sizes, size_t count) {
    return gv_json_array(sizes, count, sizeof *sizes, extent, NULL);
}

static json_t *rung(const void *thing, const void *context) {
    (void)context;
    return gv_json_object(gv_json_rung, thing);
}

static json_t *part(const void *thing, const void *context) {
    (void)context;
    return gv_json_object(gv_json_part, thing);
}

static json_t *entry(const void *thing, const void *context) {
    const gv_entry *from = thing;
    const gv_check_finding *check = context;
    bool failed = false;
    json_t *object = json_object();

    gv_json_put(object, "index", index_of(from, check->shape, check->rank), &failed);
    gv_json_put_fields(object, gv_json_entry, from, &failed);
    if (from->kink)
        gv_json_put(object, "kink", gv_json_object(gv_json_kink, from), &failed);
    if (from->rung_count)
        gv_json_put(
            object, "rungs",
            gv_json_array(from->rungs, from->rung_count, sizeof *from->rungs, rung, NULL),
            &failed);
    return gv_json_whole(object, failed);
}

/* Do the notable entries say anything that the worst one does not? */
static bool notable_says_more(const gv_check_finding *check) {
    const gv_entry *worst = &check->worst, *first = check->notable;

    return check->notable_count != 1 || first->rung_count || first->advice ||
           worst->index != first->index || worst->kink != first->kink ||
           !gv_json_same_fields(gv_json_entry, worst, first) ||
           (worst->kink && !gv_json_same_fields(gv_json_kink, worst, first));
}

/* The worst entry, and those beside it; left out where it would be the worst alone again. */
static void put_entries(json_t *object, const gv_check_finding *check, bool *failed) {
    json_t *notable;

    if (check->has_worst)
        gv_json_put(object, "worst", entry(&check->worst, check), failed);
    if (check->has_worst ? !notable_says_more(check) : check->notable_count == 0)
        return;
    notable = gv_json_array(check->notable, check->notable_count, sizeof *check->notable, entry,
                            check);
    gv_json_put(object, "notable", notable, failed);
}

void gv_json_put_some(json_t *object, const char *name, json_t *array, bool *failed) {
    if (array && json_array_size(array) == 0)
        json_decref(array);
    else
        gv_json_put(object, name, array, failed);
}

/* Left out when there is nothing in it. */
static void put_filled(json_t *object, const char *name, json_t *value, bool *failed) {
    if (value && json_object_size(value) == 0)
        json_decref(value);
    else
        gv_json_put(object, name, value, failed);
}

/* What is set for a check or its parameter and not for the case; its tolerance and resolution
 * stand with the check anyway. */
static json_t *own_options(const gv_check_finding *check, const gv_options *common) {
    gv_options usual = *common;
    bool failed = false;
    json_t *object = json_object();

    usual.tolerance = check->options.tolerance;
    usual.resolution = check->options.resolution;
    gv_json_put_other_fields(object, gv_json_options, &check->options, &usual, &failed);
    return gv_json_whole(object, failed);
}

static json_t *check(const void *thing, const void *context) {
    const gv_check_finding *from = thing;
    bool failed = false;
    json_t *object = json_object();

    gv_json_put(object, "kind", gv_json_text(from->kind), &failed);
    gv_json_put_fields(object, gv_json_check, from, &failed);
    put_filled(object, "options", own_options(from, context), &failed);
    gv_json_put_some(object, "shape", gv_json_sizes(from->shape, from->rank), &failed);
    gv_json_put(object, "entries", gv_json_object(gv_json_counts, &from->entries), &failed);
    put_entries(object, from, &failed);
    gv_json_put_some(
        object, "parts",
        gv_json_array(from->parts, from->part_count, sizeof *from->parts, part, NULL), &failed);
    gv_json_put_map(object, from, &failed);
    return gv_json_whole(object, failed);
}

static json_t *case_finding(const void *thing, const void *context) {
    const gv_case_finding *from = thing;
    bool failed = false;
    json_t *object = json_object();

    (void)context;
    gv_json_put_fields(object, gv_json_case, from, &failed);
    gv_json_put(object, "met", json_boolean(gv_case_outcome(from) == GV_PASS), &failed);
    gv_json_put(object, "options", gv_json_object(gv_json_options, &from->options), &failed);
    gv_json_put_points(object, from, &failed);
    gv_json_put_outline(object, &from->outline, &failed);
    gv_json_put(object, "checks",
                gv_json_array(from->checks, from->check_count, sizeof *from->checks, check,
                              &from->options),
                &failed);
    return gv_json_whole(object, failed);
}

static json_t *refusal(const void *thing, const void *context) {
    (void)context;
    return gv_json_object(gv_json_refusal, thing);
}

/* Of the whole run, and so the exit code's: with an error in a case file the verdict cannot be
 * pass, for not everything was looked at. */
static gv_verdict overall(const gv_report *report) {
    return report->exit_code == 0   ? GV_PASS
           : report->exit_code == 2 ? GV_INCONCLUSIVE
                                    : GV_FAIL;
}

static json_t *document(const gv_report *report) {
    const gv_findings *findings = report->findings;
    bool failed = false;
    json_t *object = json_object();

    gv_json_put(object, "schema", json_integer(GV_FINDINGS_SCHEMA), &failed);
    gv_json_put(object, "gradgate", gv_json_object(gv_json_program, &report->provenance),
                &failed);
    gv_json_put(object, "verdict", json_string(gv_verdict_name(overall(report))), &failed);
    gv_json_put(object, "exit_code", json_integer(report->exit_code), &failed);
    gv_json_put(object, "provenance", gv_json_object(gv_json_provenance, &report->provenance),
                &failed);
    gv_json_put(object, "cases",
                gv_json_array(findings->cases, findings->case_count, sizeof *findings->cases,
                              case_finding, NULL),
                &failed);
    gv_json_put(object, "errors",
                gv_json_array(report->refusals, report->refusal_count, sizeof *report->refusals,
                              refusal, NULL),
                &failed);
    return gv_json_whole(object, failed);
}

/* Root, cases, a case, its checks: a line for each thing down to here, and one for each check
 * with all that is in it.  Findings of many small checks are mostly blanks otherwise. */
#define LINED_DEPTH 4

static void new_line(unsigned depth, FILE *out) {
    fprintf(out, "\n%*s", (int)(LINED_DEPTH + 1 - depth), "");
}

#define FLAGS (JSON_COMPACT | JSON_ENCODE_ANY)

/* On one line.  17 significant digits give every double back: Goldberg 1991, theorem 15; maps
 * were rounded to what pictures need. */
static int dump_flat(json_t *value, FILE *out) {
    const char *name = NULL, *comma = "";
    json_t *item = NULL;
    int failed = 0;

    if (!json_object_get(value, "map"))
        return json_dumpf(value, out, FLAGS | JSON_REAL_PRECISION(17));
    fputc('{', out);
    json_object_foreach(value, name, item) {
        const size_t digits = strcmp(name, "map") == 0 ? GV_MAP_DIGITS : 17;
        fprintf(out, "%s\"%s\":", comma, name);
        comma = ",";
        failed =
            failed || json_dumpf(item, out, FLAGS | JSON_REAL_PRECISION(digits)) != 0 ? -1 : 0;
    }
    fputc('}', out);
    return failed;
}

/* 0, or -1 without memory or when the file does not take it. */
static int dump(json_t *value, unsigned depth, FILE *out) {
    const bool array = json_is_array(value);
    size_t count = array ? json_array_size(value) : json_object_size(value);
    const char *name = NULL;
    json_t *item = NULL;
    int failed = 0;

    if (depth == 0 || count == 0)
        return dump_flat(value, out);
    fputc(array ? '[' : '{', out);
    for (size_t i = 0; array && i < count && !failed; i++) {
        fputs(i ? "," : "", out);
        new_line(depth, out);
        failed = dump(json_array_get(value, i), depth - 1, out);
    }
    json_object_foreach(value, name, item) {
        new_line(depth, out);
        fprintf(out, "\"%s\": ", name); /* our own names: nothing to be escaped */
        failed = failed || dump(item, depth - 1, out) != 0 ? -1 : 0;
        if (--count)
            fputc(',', out);
    }
    new_line(depth + 1, out);
    fputc(array ? ']' : '}', out);
    return failed;
}

static gv_status render(const gv_report *report, const gv_report_options *options, FILE *out) {
    json_t *object = document(report);

    (void)options;
    if (!object)
        return GV_ERR_MEMORY;
    /* It fails without memory too, and a report must not be cut short in silence. */
    const int written = dump(object, LINED_DEPTH, out);
    json_decref(object);
    if (written != 0 && !ferror(out))
        return GV_ERR_MEMORY;
    fputc('\n', out);
    return GV_OK;
}

const gv_format gv_format_json = {
    .name = "json",
    .extension = "json",
    .description = "the findings in full, for machines",
    .render = render,
};
