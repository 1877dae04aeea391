/* Names that others chose do no harm in any format. */
#include "report/report.h"
#include "report_sample.h"
#include "report_suite.h"
#include "verdict/collect.h"
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <stdlib.h>
#include <string.h>

static const gv_report_options verbose = {GV_DETAIL_VERBOSE, false};

#define MEGABYTE ((size_t)1 << 20)

/* Markup, workflow commands, fences, escape sequences, broken UTF-8, bidirectional controls. */
static const char *const names[] = {
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

#define NAMES (sizeof names / sizeof *names)

static gv_findings *findings_named(const char *name) {
    gv_findings *findings = sample_findings();

    for (size_t i = 0; i < findings->case_count; i++) {
        gv_case_finding *finding = &findings->cases[i];
        ck_assert_int_eq(gv_set_text(&finding->name, "%s", name), GV_OK);
        ck_assert_int_eq(gv_set_text(&finding->file, "%s", name), GV_OK);
        if (strlen(name) < 1000) /* a command is shown in full: cut, it is none */
            ck_assert_int_eq(gv_set_text(&finding->command, "%s", name), GV_OK);
        for (size_t k = 0; k < finding->check_count; k++) {
            gv_check_finding *check = &finding->checks[k];
            ck_assert_int_eq(gv_set_text(&check->parameter, "%s", name), GV_OK);
            ck_assert_int_eq(gv_set_text(&check->use, "%s", name), GV_OK);
            ck_assert_int_eq(gv_set_text(&check->message, "%s", name), GV_OK);
            ck_assert_int_eq(gv_set_text(&check->diagnosis, "%s", name), GV_OK);
        }
    }
    return findings;
}

static char *drawn(const char *format, const char *name) {
    gv_findings *findings = findings_named(name);
    const gv_report report = sample_report(findings);
    char *text = sample_render(format, &report, &verbose);

    gv_findings_destroy(findings);
    return text;
}

/* A name of a megabyte.  New. */
static char *long_name(void) {
    char *name = malloc(MEGABYTE + 1);

    ck_assert_ptr_nonnull(name);
    for (size_t i = 0; i < MEGABYTE; i++)
        name[i] = "<b>&x\n`"[i % 7];
    name[MEGABYTE] = '\0';
    return name;
}

START_TEST(no_format_lets_a_control_character_through) {
    for (const gv_format *const *format = gv_format_list; *format; format++)
        for (size_t i = 0; i < NAMES; i++) {
            char *text = drawn((*format)->name, names[i]);
            for (const char *at = text; *at; at++)
                ck_assert_msg((unsigned char)*at >= 0x20 || *at == '\n',
                              "%s, name %zu: \\x%02x", (*format)->name, i,
                              (unsigned)(unsigned char)*at);
            if (strcmp((*format)->name, "json") != 0) /* where it is a character like others */
                ck_assert_ptr_null(strchr(text, 0x7f));
            free(text);
        }
}
END_TEST

START_TEST(a_megabyte_of_a_name_is_cut_where_people_read) {
    char *name = long_name();

    for (const gv_format *const *format = gv_format_list; *format; format++) {
        char *text = drawn((*format)->name, name);
        if (strcmp((*format)->name, "json") != 0)
            ck_assert_msg(strlen(text) < MEGABYTE / 4, "%s", (*format)->name);
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

START_TEST(junit_is_xml_in_which_no_name_repeats) {
    char *huge = long_name();

    for (size_t i = 0; i <= NAMES; i++) {
        char *seen[64];
        char *text = drawn("junit", i < NAMES ? names[i] : huge);
        xmlDoc *document =
            xmlReadMemory(text, (int)strlen(text), "junit.xml", NULL, XML_PARSE_NONET);
        ck_assert_msg(document != NULL, "name %zu", i);
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
    for (size_t i = 0; i < NAMES; i++) {
        char *text = drawn("github", names[i]);
        for (const char *at = text; *at; at = strchr(at, '\n') + 1)
            ck_assert(strncmp(at, "::error title=gradgate", 22) == 0 ||
                      strncmp(at, "::warning title=gradgate", 24) == 0);
        free(text);
        text = drawn("tap", names[i]);
        for (const char *at = strstr(text, "\n1..") + 1; *at; at = strchr(at, '\n') + 1)
            ck_assert(strncmp(at, "ok ", 3) == 0 || strncmp(at, "not ok ", 7) == 0 ||
                      strncmp(at, "# ", 2) == 0 || strncmp(at, "1..15\n", 6) == 0);
        free(text);
    }
}
END_TEST

START_TEST(markdown_has_no_markup_but_its_own) {
    for (size_t i = 0; i < NAMES; i++) {
        char *text = drawn("markdown", names[i]);
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
    free(text);
    gv_findings_destroy(findings);
}
END_TEST

int main(void) {
    const TTest *const tests[] = {no_format_lets_a_control_character_through,
                                  a_megabyte_of_a_name_is_cut_where_people_read,
                                  junit_is_xml_in_which_no_name_repeats,
                                  no_name_begins_a_line_of_its_own,
                                  markdown_has_no_markup_but_its_own,
                                  markdown_fits_into_a_comment_however_many_cases_fail,
                                  NULL};

    return run_suite("report_hostile", tests);
}
