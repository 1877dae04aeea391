#include "case_support.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { TEXT_BYTES = 1 << 16, PATH_BYTES = 64 };

void render(const gv_issues *issues, const char *folder, char *text, size_t size) {
    static char all[TEXT_BYTES];
    FILE *stream = tmpfile();
    ck_assert_ptr_nonnull(stream);
    ck_assert(gv_issues_render(issues, stream));
    rewind(stream);
    all[fread(all, 1, sizeof all - 1, stream)] = '\0';
    fclose(stream);
    size_t used = 0, skipped = strlen(folder);
    for (const char *c = all; *c != '\0' && used + 1 < size;) {
        if (skipped > 0 && strncmp(c, folder, skipped) == 0)
            c += skipped;
        else
            text[used++] = *c++;
    }
    text[used] = '\0';
}

static gv_case *load(const char *path) {
    gv_issues issues = {0};
    gv_case *item;
    if (gv_case_load(path, &item, &issues) != GV_OK) {
        gv_issues_render(&issues, stderr);
        ck_abort_msg("%s does not load", path);
    }
    ck_assert_uint_eq(gv_issues_total(&issues), 0);
    gv_issues_clear(&issues);
    return item;
}

gv_case *load_fixture(const char *file) {
    char path[512];
    snprintf(path, sizeof path, FIXTURES "%s", file);
    return load(path);
}

/* Each test is a process of its own, and so the file is its own. */
static void write_text(const char *yaml, size_t length, char *path) {
    snprintf(path, PATH_BYTES, "/tmp/gradgate-case-%ld.yaml", (long)getpid());
    FILE *stream = fopen(path, "wb");
    ck_assert_ptr_nonnull(stream);
    ck_assert_uint_eq(fwrite(yaml, 1, length, stream), length);
    ck_assert_int_eq(fclose(stream), 0);
}

gv_status load_text(const char *yaml, size_t length, char *text, size_t size) {
    char path[PATH_BYTES];
    gv_issues issues = {0};
    gv_case *item;
    write_text(yaml, length, path);
    gv_status status = gv_case_load(path, &item, &issues);
    render(&issues, path, text, size);
    gv_issues_clear(&issues);
    gv_case_destroy(item);
    remove(path);
    return status;
}

gv_case *load_good(const char *yaml) {
    char path[PATH_BYTES];
    write_text(yaml, strlen(yaml), path);
    gv_case *item = load(path);
    remove(path);
    return item;
}

gv_subject *subject_of(const gv_case *item, size_t point) {
    gv_subject *subject;
    gv_error error = {GV_OK, ""};
    if (gv_case_subject(item, point, NULL, &subject, &error) != GV_OK)
        ck_abort_msg("%s: %s", gv_case_name(item), error.message);
    return subject;
}

size_t parameter_named(const gv_subject *subject, const char *name) {
    for (size_t i = 0; i < subject->parameter_count; i++)
        if (strcmp(subject->parameters[i].group.name, name) == 0)
            return i;
    ck_abort_msg("no parameter %s", name);
    return 0;
}

size_t term_named(const gv_subject *subject, const char *name) {
    for (size_t i = 0; i < subject->term_count; i++)
        if (strcmp(subject->terms[i].name, name) == 0)
            return i;
    ck_abort_msg("no term %s", name);
    return 0;
}

double *claim(gv_subject *subject, size_t term) {
    double *gradient = calloc(subject->count, sizeof *gradient);
    ck_assert_ptr_nonnull(gradient);
    ck_assert_int_eq(subject->kind->gradient(subject, term, gradient), GV_EVAL_OK);
    return gradient;
}

double value_at(gv_subject *subject, const gv_probe *probe) {
    double value;
    gv_eval eval;
    ck_assert_int_eq(subject->kind->values(subject, probe, 1, &value, &eval), GV_OK);
    ck_assert_int_eq(eval, GV_EVAL_OK);
    return value;
}

gv_probe at_rest(const gv_subject *subject, size_t term) {
    return (gv_probe){.term = term, .use = GV_WHOLE, .entry = 0, .at = subject->point[0]};
}

bool same_bits(const void *a, const void *b, size_t size) {
    return memcmp(a, b, size) == 0;
}
