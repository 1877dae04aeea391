/* Names that others chose do no harm in any format. */
#include "report/report.h"
#include "report_names.h"
#include "report_sample.h"
#include "report_suite.h"
#include "verdict/collect.h"
#include <libxml/parser.h>
#include <libxml/relaxng.h>
#include <libxml/tree.h>
#include <stdlib.h>
#include <string.h>

static const gv_report_options verbose = {GV_DETAIL_VERBOSE, false};

static char *drawn(const char *format, const char *name) {
    gv_findings *findings = sample_named(name);
    const gv_report report = sample_report(findings);
    char *text = sample_render(format, &report, &verbose);

    gv_findings_destroy(findings);
    return text;
}

START_TEST(no_format_lets_a_control_character_through) {
    for (const gv_format *const *format = gv_format_list; *format; format++)
        for (size_t i = 0; i < NAME_COUNT; i++) {
            char *text = drawn((*format)->name, hostile_names[i]);
            const char *at = text; /* to the first that is one, or the end */
            while ((unsigned char)*at >= 0x20 || *at == '\n')
                at++;
            ck_assert_msg(*at == '\0', "%s, name %zu: \\x%02x", (*format)->name, i,
                          (unsigned)(unsigned char)*at);
            if (strcmp((*format)->name, "json") != 0) /* where it is a character like others */
                ck_assert_ptr_null(strchr(text, 0x7f));
            free(text);
        }
}
END_TEST

START_TEST(a_megabyte_of_a_name_is_cut_where_people_read) {
    char *name = hostile_long_name();

    for (const gv_format *const *format = gv_format_list; *format; format++) {
        char *text = drawn((*format)->name, name);
        if (strcmp((*format)->name, "json") != 0)
            ck_assert_msg(strlen(text) < NAME_MEGABYTE / 4, "%s", (*format)->name);
        free(text);
    }
    free(name);
}
END_TEST

/* The elements of one name below a node, and that no (classname, name) repeats. */
static size_t test_cases(const xmlNode *node, char **seen, size_t count) {
    for (; node; node = node->next) {
        if (node->type == XML_ELEMENT_NODE &&
            strcmp((const char *)node->name, "testcase") == 0) {
            xmlChar *class = xmlGetProp((xmlNode *)(uintptr_t)node, BAD_CAST "classname");
            xmlChar *name = xmlGetProp((xmlNode *)(uintptr_t)node, BAD_CAST "name");
            seen[count] = malloc(strlen((char *)class) + strlen((char *)name) + 2);
            ck_assert_ptr_nonnull(seen[count]);
            sprintf(seen[count], "%s\n%s", (char *)class, (char *)name);
            for (size_t i = 0; i < count; i++)
                ck_assert_str_ne(seen[i], seen[count]);
            count++;
            xmlFree(class);
            xmlFree(name);
        }
        count = test_cases(node->children, seen, count);
    }
    return count;
}

/* Is it what the systems that read such reports take? */
static bool is_junit(xmlDoc *document) {
    xmlRelaxNGParserCtxt *parser =
        xmlRelaxNGNewParserCtxt(SOURCE_DIR "/verify/tests/junit.rng");
    xmlRelaxNG *schema = xmlRelaxNGParse(parser);
    xmlRelaxNGValidCtxt *validity = xmlRelaxNGNewValidCtxt(schema);

    ck_assert_ptr_nonnull(schema);
    const bool valid = xmlRelaxNGValidateDoc(validity, document) == 0;
    xmlRelaxNGFreeValidCtxt(validity);
    xmlRelaxNGFree(schema);
    xmlRelaxNGFreeParserCtxt(parser);
    return valid;
}

static size_t number_of(const xmlNode *node, const char *name) {
    xmlChar *text = xmlGetProp((xmlNode *)(uintptr_t)node, BAD_CAST name);

    ck_assert_ptr_nonnull(text);
    const size_t number = strtoul((char *)text, NULL, 10);
    xmlFree(text);
    return number;
}

static size_t count_of(const xmlNode *node, const char *name) {
    size_t count = 0;

    for (; node; node = node->next)
        count += (strcmp((const char *)node->name, name) == 0) + count_of(node->children, name);
    return count;
}

/* The counts that an element states are those of what is in it. */
static void counts_hold(const xmlNode *node) {
    ck_assert_uint_eq(number_of(node, "tests"), count_of(node->children, "testcase"));
    ck_assert_uint_eq(number_of(node, "failures"), count_of(node->children, "failure"));
    ck_assert_uint_eq(number_of(node, "errors"), count_of(node->children, "error"));
    for (const xmlNode *suite = node->children; suite; suite = suite->next)
        if (strcmp((const char *)suite->name, "testsuite") == 0) {
            counts_hold(suite);
            ck_assert_uint_eq(number_of(suite, "skipped"),
                              count_of(suite->children, "skipped"));
        }
}

START_TEST(what_is_no_junit_is_refused) {
    static const char *const mistakes[][2] = {
        {"<testsuites ", "<testsuites skipped=\"1\" "},
        {" classname=", " class="},
        {"<failure ", "<failed "},
        {"time=\"", "time=\"1,"},
        {" type=\"gap\"", ""},
        {"</testcase>", "x</testcase>"},
    };

    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        char *text = drawn("junit", "weight");
        const char *place = strstr(text, mistakes[i][0]);
        char *changed = malloc(strlen(text) + 40);
        ck_assert_ptr_nonnull(place);
        sprintf(changed, "%.*s%s%s", (int)(place - text), text, mistakes[i][1],
                place + strlen(mistakes[i][0]));
        xmlDoc *document = xmlReadMemory(changed, (int)strlen(changed), "junit.xml", NULL,
                                         XML_PARSE_NONET | XML_PARSE_RECOVER);
        ck_assert_msg(document && !is_junit(document), "mistake %zu was taken", i);
        xmlFreeDoc(document);
        free(changed);
        free(text);
    }
    xmlCleanupParser();
}
END_TEST

START_TEST(junit_is_what_is_read_and_no_name_repeats_in_it) {
    char *huge = hostile_long_name();

    for (size_t i = 0; i <= NAME_COUNT; i++) {
        char *seen[64];
        char *text = drawn("junit", i < NAME_COUNT ? hostile_names[i] : huge);
        xmlDoc *document =
            xmlReadMemory(text, (int)strlen(text), "junit.xml", NULL, XML_PARSE_NONET);
        ck_assert_msg(document != NULL, "name %zu", i);
        ck_assert_msg(is_junit(document), "name %zu", i);
        counts_hold(xmlDocGetRootElement(document));
        const size_t count = test_cases(xmlDocGetRootElement(document), seen, 0);
        ck_assert_uint_eq(count, 15); /* 5 cases, 7 checks, 3 that were not run */
        for (size_t k = 0; k < count; k++)
            free(seen[k]);
        xmlFreeDoc(document);
        free(text);
    }
    xmlCleanupParser();
    free(huge);
}
END_TEST

START_TEST(no_name_begins_a_line_of_its_own) {
    for (size_t i = 0; i < NAME_COUNT; i++) {
        char *text = drawn("github", hostile_names[i]);
        for (const char *at = text; *at; at = strchr(at, '\n') + 1)
            ck_assert(strncmp(at, "::error title=gradgate", 22) == 0 ||
                      strncmp(at, "::warning title=gradgate", 24) == 0);
        free(text);
        text = drawn("tap", hostile_names[i]);
        for (const char *at = strstr(text, "\n1..") + 1; *at; at = strchr(at, '\n') + 1)
            ck_assert(strncmp(at, "ok ", 3) == 0 || strncmp(at, "not ok ", 7) == 0 ||
                      strncmp(at, "# ", 2) == 0 || strncmp(at, "1..15\n", 6) == 0);
        free(text);
    }
}
END_TEST

START_TEST(what_ends_a_property_or_a_line_on_github_is_escaped) {
    char *text = drawn("github", "a%0Ab,c:d");

    ck_assert_ptr_nonnull(strstr(text, "title=gradgate%3A a%250Ab%2Cc%3Ad,"));
    ck_assert_ptr_nonnull(strstr(text, ",file=a%250Ab%2Cc%3Ad::"));
    ck_assert_ptr_null(strstr(text, "a%0Ab"));
    free(text);
    text = drawn("github", "a\r\nb");
    ck_assert_ptr_nonnull(strstr(text, "a\\x0d\\x0ab"));
    free(text);
}
END_TEST

START_TEST(markdown_has_no_markup_but_its_own) {
    for (size_t i = 0; i < NAME_COUNT; i++) {
        char *text = drawn("markdown", hostile_names[i]);
        size_t fences = 0;
        for (const char *at = text; *at; at = strchr(at, '\n') + 1) {
            fences += strncmp(at, "```", 3) == 0;
            if (fences % 2 == 0 && strncmp(at, "```", 3) != 0) {
                const size_t length = strcspn(at, "\n");
                ck_assert_ptr_null(memchr(at, '@', length));
                ck_assert_ptr_null(memchr(at, '[', length));
                ck_assert_msg(!memchr(at, '<', length) || strstr(at, "<code>"), "%s", at);
            }
        }
        ck_assert_uint_eq(fences % 2, 0);
        free(text);
    }
}
END_TEST

START_TEST(markdown_fits_into_a_comment_however_many_files_are_refused) {
    const gv_findings findings = {0};
    char *name = hostile_long_name();
    gv_refusal *refusals = calloc(3000, sizeof *refusals);
    const gv_report report = {
        .findings = &findings, .refusals = refusals, .refusal_count = 3000, .exit_code = 3};

    ck_assert_ptr_nonnull(refusals);
    for (size_t i = 0; i < 3000; i++)
        refusals[i] = (gv_refusal){.file = name, .line = 1, .message = name};
    char *text = sample_render("markdown", &report, &verbose);
    ck_assert_uint_lt(strlen(text), 65536);
    ck_assert_ptr_nonnull(strstr(text, " more errors"));
    free(text);
    free(refusals);
    free(name);
}
END_TEST

START_TEST(markdown_fits_into_a_comment_however_many_cases_fail) {
    gv_findings *findings = gv_findings_create();

    for (size_t i = 0; i < 3000; i++) {
        gv_case_finding *finding = gv_findings_add_case(findings, "one of many", "many.yaml");
        gv_check_finding *check = gv_case_add_check(finding, "gradient", "initial", "weight");
        finding->verdict = check->verdict = GV_FAIL;
        finding->reason = check->reason = GV_GAP;
    }
    const gv_report report = {.findings = findings, .exit_code = 1};
    char *text = sample_render("markdown", &report, &verbose);
    ck_assert_uint_lt(strlen(text), 65536);
    ck_assert_ptr_nonnull(strstr(text, "more cases"));
    ck_assert_ptr_nonnull(strstr(text, "of 3000 checks that are not ok, "));
    free(text);
    gv_findings_destroy(findings);
}
END_TEST

int main(void) {
    const TTest *const tests[] = {no_format_lets_a_control_character_through,
                                  a_megabyte_of_a_name_is_cut_where_people_read,
                                  junit_is_what_is_read_and_no_name_repeats_in_it,
                                  what_is_no_junit_is_refused,
                                  no_name_begins_a_line_of_its_own,
                                  what_ends_a_property_or_a_line_on_github_is_escaped,
                                  markdown_has_no_markup_but_its_own,
                                  markdown_fits_into_a_comment_however_many_cases_fail,
                                  markdown_fits_into_a_comment_however_many_files_are_refused,
                                  NULL};

    return run_suite("report_hostile", tests);
}
