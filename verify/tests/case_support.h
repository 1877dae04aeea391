/* What the tests of cases, engine subjects and faults share. */
#ifndef CASE_SUPPORT_H
#define CASE_SUPPORT_H

#include "case/case.h"
#include "report_suite.h"

#define FIXTURES SOURCE_DIR "/fixtures/"
#define BAD SOURCE_DIR "/verify/tests/bad/"

/* Loads a case of the fixtures; fails the test when it does not load. */
gv_case *load_fixture(const char *file);

/* A subject of a case that was loaded. */
gv_subject *subject_of(const gv_case *item, size_t point);

/* Loads a case from a text.  Returns: the status; what is wrong, rendered, in `text`. */
gv_status load_text(const char *yaml, size_t length, char *text, size_t size);

/* Loads a case from a text that must be right. */
gv_case *load_good(const char *yaml);

/* The issues as text, with `folder` taken out of every path. */
void render(const gv_issues *issues, const char *folder, char *text, size_t size);

/* Place of a parameter, and of a term, by name; fails the test when there is none. */
size_t parameter_named(const gv_subject *subject, const char *name);
size_t term_named(const gv_subject *subject, const char *name);

/* The claimed gradient of a term from a zeroed buffer; to be freed. */
double *claim(gv_subject *subject, size_t term);

/* Are `size` bytes the same, as those of doubles with their sign of zero? */
bool same_bits(const void *a, const void *b, size_t size);

/* One value. */
double value_at(gv_subject *subject, const gv_probe *probe);

/* The probe that changes nothing, of a term. */
gv_probe at_rest(const gv_subject *subject, size_t term);

#endif
