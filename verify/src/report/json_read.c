/* Reads a JSON report back.  The file may come from anywhere: its size is bounded, nothing in
 * it is believed before it is looked at, and what is of no use is passed over. */
#include "report/json_inside.h"
#include "error.h"
#include "report/report.h"
#include "verdict/collect.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define FILE_MAX_BYTES (256L << 20)

struct gv_document {
    gv_report report;
    gv_findings *findings;
    gv_refusal *refusals;
    char **kinds; /* names of checks: findings take them to be static */
    size_t kind_count;
};

static gv_status no_memory(gv_error *error) {
    (void)gv_fail(error, GV_ERR_MEMORY, "out of memory");
    return GV_ERR_MEMORY;
}

gv_status gv_json_no_memory(const gv_json_reader *in) {
    return no_memory(in->error);
}

gv_status gv_json_bad(const gv_json_reader *in, const char *what) {
    char place[64] = "";

    if (in->check_number)
        snprintf(place, sizeof place, "cases[%zu].checks[%zu]: ", in->case_number - 1,
                 in->check_number - 1);
    else if (in->case_number)
        snprintf(place, sizeof place, "cases[%zu]: ", in->case_number - 1);
    return gv_fail(in->error, GV_ERR_INPUT,
                   "%sno findings of gradgate: '%.40s' is missing or not as it should be",
                   place, what);
}

gv_status gv_json_take(const gv_json_reader *in, const json_t *object,
                       const gv_json_field *fields, void *into) {
    const char *wrong = "";
    gv_status status;

    if (!json_is_object(object))
        return gv_json_bad(in, fields[0].name);
    status = gv_json_take_fields(object, fields, into, &wrong);
    if (status == GV_ERR_INPUT)
        return gv_json_bad(in, wrong);
    return status == GV_OK ? GV_OK : no_memory(in->error);
}

gv_status gv_json_room(const gv_json_reader *in, const json_t *array, const char *name,
                       size_t size, void **room) {
    if (array && !json_is_array(array))
        return gv_json_bad(in, name);
    *room = NULL;
    if (json_array_size(array) == 0)
        return GV_OK;
    *room = calloc(json_array_size(array), size);
    return *room ? GV_OK : no_memory(in->error);
}

gv_status gv_json_take_sizes(const gv_json_reader *in, const json_t *array, const char *name,
                             size_t most, size_t *sizes, size_t *count) {
    if ((array && !json_is_array(array)) || json_array_size(array) > most)
        return gv_json_bad(in, name);
    for (size_t i = 0; i < json_array_size(array); i++) {
        const json_t *size = json_array_get(array, i);
        if (!json_is_integer(size) || json_integer_value(size) < 0)
            return gv_json_bad(in, name);
        sizes[i] = (size_t)json_integer_value(size);
    }
    *count = json_array_size(array);
    return GV_OK;
}

/* Coordinates back to the row-major number. */
static gv_status take_index(const gv_json_reader *in, const json_t *index,
                            const gv_check_finding *check, size_t *flat) {
    const size_t rank = json_array_size(index);

    *flat = 0;
    if (!json_is_array(index) || rank > GV_RANK_MAX)
        return gv_json_bad(in, "index");
    for (size_t axis = 0; axis < rank; axis++) {
        const json_t *at = json_array_get(index, axis);
        const json_int_t coordinate = json_integer_value(at);
        const size_t extent = rank == check->rank ? check->shape[axis] : 1;
        if (!json_is_integer(at) || coordinate < 0)
            return gv_json_bad(in, "index");
        *flat = *flat * extent + (size_t)coordinate; /* unsigned: wraps, and harms nothing */
    }
    return GV_OK;
}

static gv_status take_rungs(const gv_json_reader *in, const json_t *array, gv_entry *entry) {
    void *room = NULL;
    gv_status status;

    if (json_array_size(array) > GV_RUNGS_MAX)
        return gv_json_bad(in, "rungs");
    status = gv_json_room(in, array, "rungs", sizeof *entry->rungs, &room);
    entry->rungs = room;
    for (size_t i = 0; i < json_array_size(array) && status == GV_OK; i++) {
        status = gv_json_take(in, json_array_get(array, i), gv_json_rung, &entry->rungs[i]);
        entry->rung_count = i + 1;
    }
    return status;
}

static gv_status take_entry(const gv_json_reader *in, const json_t *object,
                            const gv_check_finding *check, gv_entry *entry) {
    const json_t *kink = json_object_get(object, "kink");
    gv_status status = gv_json_take(in, object, gv_json_entry, entry);

    if (status == GV_OK)
        status = take_index(in, json_object_get(object, "index"), check, &entry->index);
    if (status == GV_OK && kink) {
        entry->kink = true;
        status = gv_json_take(in, kink, gv_json_kink, entry);
    }
    if (status == GV_OK)
        status = take_rungs(in, json_object_get(object, "rungs"), entry);
    return status;
}

/* A copy that owns nothing. */
static gv_entry without_belongings(const gv_entry *entry) {
    gv_entry copy = *entry;

    copy.rungs = NULL;
    copy.rung_count = 0;
    copy.advice = NULL;
    return copy;
}

static gv_status take_worst(const gv_json_reader *in, const json_t *object,
                            gv_check_finding *check) {
    gv_entry worst = {0};
    gv_status status;

    if (!object)
        return GV_OK;
    status = take_entry(in, object, check, &worst);
    free(worst.rungs); /* kept with the notable entries only */
    free(worst.advice);
    check->worst = without_belongings(&worst);
    check->has_worst = true;
    return status;
}

static gv_status take_notable(const gv_json_reader *in, const json_t *array,
                              gv_check_finding *check) {
    void *room = NULL;
    gv_status status = gv_json_room(in, array, "notable", sizeof *check->notable, &room);

    check->notable = room;
    for (size_t i = 0; i < json_array_size(array) && status == GV_OK; i++) {
        check->notable_count = i + 1; /* before: what a failed entry owns is freed too */
        status = take_entry(in, json_array_get(array, i), check, &check->notable[i]);
    }
    return status;
}

/* What is left out of the worst entry and the notable ones stands in the other: the worst is
 * the first of the notable ones, or all of them. */
static gv_status share_entries(const gv_json_reader *in, const json_t *notable,
                               gv_check_finding *check) {
    if (!check->has_worst && check->notable_count) {
        check->worst = without_belongings(&check->notable[0]);
        check->has_worst = true;
    } else if (check->has_worst && !notable) {
        check->notable = malloc(sizeof *check->notable);
        if (!check->notable)
            return no_memory(in->error);
        check->notable[0] = check->worst;
        check->notable_count = 1;
    }
    return GV_OK;
}

static gv_status take_parts(const gv_json_reader *in, const json_t *array,
                            gv_check_finding *check) {
    void *room = NULL;
    gv_status status = gv_json_room(in, array, "parts", sizeof *check->parts, &room);

    check->parts = room;
    for (size_t i = 0; i < json_array_size(array) && status == GV_OK; i++) {
        check->part_count = i + 1;
        status = gv_json_take(in, json_array_get(array, i), gv_json_part, &check->parts[i]);
        if (status == GV_OK && !check->parts[i].name)
            status = gv_json_bad(in, "name");
    }
    return status;
}

/* The document's own copy of a kind's name. */
static const char *intern(gv_document *document, const char *kind) {
    char **kinds;

    for (size_t i = 0; i < document->kind_count; i++)
        if (strcmp(document->kinds[i], kind) == 0)
            return document->kinds[i];
    kinds = realloc(document->kinds, (document->kind_count + 1) * sizeof *kinds);
    if (!kinds)
        return NULL;
    document->kinds = kinds;
    kinds[document->kind_count] = strdup(kind);
    return kinds[document->kind_count] ? kinds[document->kind_count++] : NULL;
}

/* Those of the case, but for what stands with the check. */
static gv_status take_options(const gv_json_reader *in, const json_t *object,
                              const gv_case_finding *finding, gv_check_finding *check) {
    check->options = finding->options;
    check->options.tolerance = check->tolerance;
    check->options.resolution = check->resolution;
    return object ? gv_json_take(in, object, gv_json_options, &check->options) : GV_OK;
}

static gv_status take_check(const gv_json_reader *in, const json_t *object,
                            gv_case_finding *finding) {
    const char *text = json_string_value(json_object_get(object, "kind"));
    gv_check_finding *check;
    const char *kind;
    gv_status status;

    if (!text || strlen(text) > 64) /* kinds are few and short: so is the list of them */
        return gv_json_bad(in, "kind");
    kind = intern(in->document, text);
    check = kind ? gv_case_add_check(finding, kind, NULL, NULL) : NULL;
    if (!check)
        return no_memory(in->error);
    status = gv_json_take(in, object, gv_json_check, check);
    if (status == GV_OK)
        status = take_options(in, json_object_get(object, "options"), finding, check);
    if (status == GV_OK)
        status = gv_json_take_sizes(in, json_object_get(object, "shape"), "shape", GV_RANK_MAX,
                                    check->shape, &check->rank);
    if (status == GV_OK)
        status = gv_json_take(in, json_object_get(object, "entries"), gv_json_counts,
                              &check->entries);
    if (status == GV_OK)
        status = take_worst(in, json_object_get(object, "worst"), check);
    if (status == GV_OK)
        status = take_notable(in, json_object_get(object, "notable"), check);
    if (status == GV_OK)
        status = share_entries(in, json_object_get(object, "notable"), check);
    if (status == GV_OK)
        status = take_parts(in, json_object_get(object, "parts"), check);
    if (status == GV_OK)
        status = gv_json_take_map(in, object, check);
    return status;
}

static gv_status take_case(gv_json_reader *in, const json_t *object) {
    const char *name = json_string_value(json_object_get(object, "name"));
    const json_t *checks = json_object_get(object, "checks");
    gv_case_finding *finding;
    gv_status status;

    if (!name || !json_is_array(checks))
        return gv_json_bad(in, name ? "checks" : "name");
    finding = gv_findings_add_case(in->document->findings, name, NULL);
    if (!finding)
        return no_memory(in->error);
    free(finding->name); /* the table reads it with the rest */
    finding->name = NULL;
    finding->options = gv_options_default(); /* what older findings do not tell */
    status = gv_json_take(in, object, gv_json_case, finding);
    if (status == GV_OK)
        status = gv_json_take(in, json_object_get(object, "options"), gv_json_options,
                              &finding->options);
    if (status == GV_OK)
        status = gv_json_take_points(in, object, finding);
    if (status == GV_OK)
        status = gv_json_take_outline(in, object, &finding->outline);
    for (size_t i = 0; i < json_array_size(checks) && status == GV_OK; i++) {
        in->check_number = i + 1;
        status = take_check(in, json_array_get(checks, i), finding);
    }
    in->check_number = 0;
    return status;
}

static gv_status take_refusals(const gv_json_reader *in, const json_t *array) {
    gv_document *document = in->document;
    void *room = NULL;
    gv_status status = gv_json_room(in, array, "errors", sizeof *document->refusals, &room);

    document->refusals = room;
    for (size_t i = 0; room && i < json_array_size(array) && status == GV_OK; i++) {
        document->report.refusal_count = i + 1;
        status =
            gv_json_take(in, json_array_get(array, i), gv_json_refusal, &document->refusals[i]);
        if (status == GV_OK && (!document->refusals[i].file || !document->refusals[i].message))
            status = gv_json_bad(in, "errors");
    }
    return status;
}

static gv_status take_root(gv_json_reader *in, const json_t *root) {
    gv_report *report = &in->document->report;
    const json_int_t schema = json_integer_value(json_object_get(root, "schema"));
    const json_t *cases = json_object_get(root, "cases");
    gv_status status;

    if (schema < 1 || schema > GV_FINDINGS_SCHEMA)
        return gv_json_bad(in, "schema");
    if (!json_is_array(cases))
        return gv_json_bad(in, "cases");
    status = gv_json_take(in, json_object_get(root, "gradgate"), gv_json_program,
                          &report->provenance);
    if (status == GV_OK)
        status = gv_json_take(in, json_object_get(root, "provenance"), gv_json_provenance,
                              &report->provenance);
    for (size_t i = 0; i < json_array_size(cases) && status == GV_OK; i++) {
        in->case_number = i + 1;
        status = take_case(in, json_array_get(cases, i));
    }
    in->case_number = 0;
    if (status == GV_OK)
        status = take_refusals(in, json_object_get(root, "errors"));
    report->exit_code = (int)(json_integer_value(json_object_get(root, "exit_code")) & 0xFF);
    return status;
}

static gv_status load(const char *path, json_t **root, gv_error *error) {
    struct stat about;
    json_error_t cause;

    if (stat(path, &about) != 0)
        return gv_fail(error, GV_ERR_IO, "%.400s: %s", path, strerror(errno));
    if (!S_ISREG(about.st_mode) || about.st_size > FILE_MAX_BYTES)
        return gv_fail(error, GV_ERR_INPUT, "%.400s: no regular file of at most %ld MiB", path,
                       FILE_MAX_BYTES >> 20);
    *root = json_load_file(path, JSON_REJECT_DUPLICATES, &cause);
    if (*root)
        return GV_OK;
    return gv_fail(error, GV_ERR_INPUT, "%.200s:%d:%d: %s", path, cause.line, cause.column,
                   cause.text);
}

gv_status gv_document_read(const char *path, gv_document **document, gv_error *error) {
    json_t *root = NULL;
    gv_json_reader in = {.error = error};
    gv_status status = load(path, &root, error);

    *document = NULL;
    if (status != GV_OK)
        return status;
    in.document = calloc(1, sizeof *in.document);
    if (in.document)
        in.document->findings = gv_findings_create();
    if (!in.document || !in.document->findings)
        status = no_memory(error);
    else
        status = take_root(&in, root);
    json_decref(root);
    if (status != GV_OK) {
        gv_document_destroy(in.document);
        return status;
    }
    in.document->report.findings = in.document->findings;
    in.document->report.refusals = in.document->refusals;
    *document = in.document;
    return GV_OK;
}

const gv_report *gv_document_report(const gv_document *document) {
    return &document->report;
}

/* Frees the texts of a struct that a table describes. */
static void free_texts(const gv_json_field *fields, void *from) {
    for (; fields->name; fields++)
        if (fields->kind == GV_JSON_TEXT)
            free(*(char **)(void *)((char *)from + fields->at));
}

void gv_document_destroy(gv_document *document) {
    if (!document)
        return;
    free_texts(gv_json_program, &document->report.provenance);
    free_texts(gv_json_provenance, &document->report.provenance);
    for (size_t i = 0; i < document->report.refusal_count; i++)
        free_texts(gv_json_refusal, &document->refusals[i]);
    free(document->refusals);
    for (size_t i = 0; i < document->kind_count; i++)
        free(document->kinds[i]);
    free(document->kinds);
    gv_findings_destroy(document->findings);
    free(document);
}
