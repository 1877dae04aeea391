/* From paths to loaded cases.  A file with errors does not stop the others; a path or a name
 * that leads nowhere is not passed over in silence. */
#include "error.h"
#include "run/files.h"
#include "run/run.h"
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

static gv_status no_memory(gv_error *error) {
    (void)gv_fail(error, GV_ERR_MEMORY, "out of memory");
    return GV_ERR_MEMORY;
}

/* Keeps the issues of one file; takes them over. */
static gv_status take_issues(gv_outcome *outcome, gv_issues *issues, gv_error *error) {
    gv_issues *more;

    if (issues->starved)
        return no_memory(error);
    more = realloc(outcome->issues, (outcome->issue_count + 1) * sizeof *more);
    if (!more)
        return no_memory(error);
    outcome->issues = more;
    more[outcome->issue_count++] = *issues;
    *issues = (gv_issues){0};
    return GV_OK;
}

static gv_status add_empty(gv_outcome *outcome, const char *what, gv_error *error) {
    char **more = realloc(outcome->empty, (outcome->empty_count + 1) * sizeof *more);

    if (!more)
        return no_memory(error);
    outcome->empty = more;
    more[outcome->empty_count] = strdup(what);
    if (!more[outcome->empty_count])
        return no_memory(error);
    outcome->empty_count++;
    return GV_OK;
}

/* A path that cannot be read is an error in the input, as one in a file is. */
static gv_status refuse_path(gv_outcome *outcome, const char *path, const char *cause,
                             gv_error *error) {
    gv_issues issues = {0};
    gv_status status;
    const size_t length = strlen(path);

    if (strncmp(cause, path, length) == 0 && strncmp(cause + length, ": ", 2) == 0)
        cause += length + 2; /* it names the file already */
    gv_issues_add(&issues, path, (gv_place){0}, NULL, "%s", cause);
    status = take_issues(outcome, &issues, error);
    gv_issues_clear(&issues);
    return status;
}

static gv_status find_files(const gv_words *paths, gv_files *files, gv_outcome *outcome,
                            gv_error *error) {
    for (size_t i = 0; i < paths->count; i++) {
        const size_t before = files->met;
        gv_error cause = {GV_OK, ""};
        gv_status status = gv_files_add(files, paths->items[i], &cause);
        if (status == GV_ERR_IO)
            status = refuse_path(outcome, paths->items[i], cause.message, error);
        else if (status == GV_OK && files->met == before)
            status = add_empty(outcome, paths->items[i], error);
        if (status != GV_OK)
            return status == GV_ERR_MEMORY ? no_memory(error) : status;
    }
    return GV_OK;
}

/* Whether the case is chosen; notes the globs that chose it. */
static bool chosen(const gv_words *names, const char *name, bool *used) {
    bool any = names->count == 0;

    for (size_t i = 0; i < names->count; i++) {
        if (fnmatch(names->items[i], name, 0) != 0)
            continue;
        used[i] = true;
        any = true;
    }
    return any;
}

/* Loads a file and hands its case on. */
typedef struct each {
    const gv_words *names;
    bool *used;
    gv_outcome *outcome;
    gv_status (*take)(void *context, const gv_case *item, size_t number, size_t of);
    void *context;
} each;

static gv_status load_and_take(const each *each_case, const char *path, size_t number,
                               size_t of, gv_error *error) {
    gv_issues issues = {0};
    gv_case *item = NULL;
    gv_status status = gv_case_load(path, &item, &issues);

    if (status == GV_ERR_INPUT)
        status = take_issues(each_case->outcome, &issues, error);
    else if (status != GV_OK)
        status = no_memory(error);
    else if (chosen(each_case->names, gv_case_name(item), each_case->used))
        status = each_case->take(each_case->context, item, number, of);
    gv_case_destroy(item);
    gv_issues_clear(&issues);
    return status;
}

gv_status gv_cases_each(const gv_words *paths, const gv_words *names, gv_outcome *outcome,
                        gv_status (*take)(void *context, const gv_case *item, size_t number,
                                          size_t of),
                        void *context, gv_error *error) {
    gv_files files = {0};
    bool *used = calloc(names->count + 1, sizeof *used);
    const each each_case = {names, used, outcome, take, context};
    gv_status status = used ? GV_OK : no_memory(error);

    if (status == GV_OK)
        status = find_files(paths, &files, outcome, error);
    for (size_t i = 0; i < files.count && status == GV_OK; i++)
        status = load_and_take(&each_case, files.items[i].path, i + 1, files.count, error);
    for (size_t i = 0; i < names->count && status == GV_OK; i++)
        if (!used[i])
            status = add_empty(outcome, names->items[i], error);
    gv_files_clear(&files);
    free(used);
    return status;
}

void gv_outcome_clear(gv_outcome *outcome) {
    for (size_t i = 0; i < outcome->issue_count; i++)
        gv_issues_clear(&outcome->issues[i]);
    for (size_t i = 0; i < outcome->empty_count; i++)
        free(outcome->empty[i]);
    free(outcome->issues);
    free(outcome->empty);
    gv_findings_destroy(outcome->findings);
    *outcome = (gv_outcome){0};
}
