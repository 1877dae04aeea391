/* JSON: written and read back, nothing is lost; what is broken is refused. */
#include "report/report.h"
#include "report/tally.h"
#include "report_sample.h"
#include "report_suite.h"
#include <gradgate/verify/verify.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

static const gv_report_options plain = {GV_DETAIL_NORMAL, false};

static char path[] = "/tmp/gradgate-json-XXXXXX";

/* Writes text into a file of its own. */
static void put(const char *text) {
    const int descriptor = mkstemp(path);
    FILE *file = fdopen(descriptor, "w");

    ck_assert_ptr_nonnull(file);
    fputs(text, file);
    ck_assert_int_eq(fclose(file), 0);
}

static char *sample_json(void) {
    gv_findings *findings = sample_findings();
    const gv_report report = sample_report(findings);
    char *text = sample_render("json", &report, &plain);

    gv_findings_destroy(findings);
    return text;
}

START_TEST(what_is_read_back_is_written_again_to_the_last_byte) {
    char *text = sample_json();
    gv_document *document = NULL;
    gv_error error = {GV_OK, ""};

    put(text);
    ck_assert_msg(gv_document_read(path, &document, &error) == GV_OK, "%s", error.message);
    char *again = sample_render("json", gv_document_report(document), &plain);
    ck_assert_str_eq(text, again);
    free(again);
    free(text);
    gv_document_destroy(document);
    unlink(path);
}
END_TEST

START_TEST(numbers_come_back_to_the_last_bit) {
    char *text = sample_json();
    gv_document *document = NULL;

    put(text);
    ck_assert_int_eq(gv_document_read(path, &document, NULL), GV_OK);
    const gv_findings *findings = gv_document_report(document)->findings;
    const gv_check_finding *check = &findings->cases[0].checks[0];
    ck_assert(check->worst.claimed == 0.77310000000000012);
    ck_assert(check->worst.measured == 0.7731);
    ck_assert_uint_eq(check->worst.index, 11);
    check = &findings->cases[1].checks[0];
    ck_assert(isnan(check->detectable));
    ck_assert(check->notable[1].kink && isinf(check->notable[1].slope_right));
    ck_assert(gv_document_report(document)->provenance.seed == UINT64_MAX);
    const gv_case_finding *tied = &findings->cases[1];
    ck_assert_uint_eq(tied->checks[0].map.count, 35);
    ck_assert_int_eq(tied->checks[0].map.cells[24].state, GV_STATE_FAILED);
    ck_assert(tied->checks[0].map.cells[24].measured == 2.61803); /* six digits */
    ck_assert(isnan(tied->checks[0].map.cells[9].claimed));
    ck_assert(tied->points[0].value == 0.6180339887 && tied->points[0].loss_count == 11);
    ck_assert(tied->outline.terms[1].lambda == 0.0125);
    ck_assert_str_eq(tied->outline.parameters[0].uses[1].name, "second.weight");
    gv_document_destroy(document);
    free(text);
    unlink(path);
}
END_TEST

START_TEST(every_format_draws_what_was_read_back) {
    char *text = sample_json();
    gv_document *document = NULL;

    put(text);
    ck_assert_int_eq(gv_document_read(path, &document, NULL), GV_OK);
    for (const gv_format *const *format = gv_format_list; *format; format++)
        free(sample_render((*format)->name, gv_document_report(document), &plain));
    gv_document_destroy(document);
    free(text);
    unlink(path);
}
END_TEST

/* A sample with one word replaced by another. */
static void refuse(const char *from, const char *to) {
    char *text = sample_json();
    char *place = strstr(text, from);
    gv_document *document = NULL;
    gv_error error = {GV_OK, ""};
    char *changed;

    ck_assert_msg(place != NULL, "'%s' is not in the sample", from);
    changed = malloc(strlen(text) + strlen(to) + 1);
    ck_assert_ptr_nonnull(changed);
    sprintf(changed, "%.*s%s%s", (int)(place - text), text, to, place + strlen(from));
    put(changed);
    ck_assert_msg(gv_document_read(path, &document, &error) == GV_ERR_INPUT,
                  "'%s' for '%s' was taken", to, from);
    ck_assert_ptr_null(document);
    ck_assert_str_ne(error.message, "");
    unlink(path);
    strcpy(path, "/tmp/gradgate-json-XXXXXX");
    free(changed);
    free(text);
}

START_TEST(what_is_broken_is_refused_with_a_message) {
    refuse("\"schema\": 1", "\"schema\": 2"); /* newer than this program */
    refuse("\"schema\": 1", "\"schema\": \"1\"");
    refuse("\"cases\"", "\"fälle\"");
    refuse("\"pass\",\n   \"reason\"", "\"maybe\",\n   \"reason\"");
    refuse("\"settled\"", "\"unsettled\"");
    refuse("\"checked\":1", "\"checked\":-1");
    refuse("\"checked\":1", "\"checked\":1.5");
    refuse("\"met\": true", "\"name\": \"twice\"");
    refuse("\"claimed\":\"NaN\"", "\"claimed\":\"nan\"");
    refuse("\"kind\":\"gradient\"", "\"kind\":7");
    refuse("\"shape\":[5,", "\"shape\":[-5,");
    refuse("\"shape\":[5,", "\"shape\":[1,1,1,1,1,1,1,1,1,");
    refuse("\"span\":1", "\"span\":0");
    refuse("\"states\":\"", "\"states\":\"p");
    refuse("\"states\":\"-", "\"states\":\"?");
    refuse("\"shares\":[0.0,", "\"shares\":[");
    refuse("\"shares\":[0.0,", "\"shares\":[\"none\",");
    refuse("\"span\":1", "\"span\":1,\"offsets\":[1]");
    refuse("\"covers\":[0]", "\"covers\":[1]"); /* there is one parameter */
    refuse("\"term\":1}", "\"term\":2}");
    refuse("\"step\":0,", "\"step\":-1,");
    refuse("{", "");
    refuse("{", "[");
}
END_TEST

/* Written by the first version, when every field stood in it. */
START_TEST(findings_of_schema_1_stay_readable) {
    gv_document *document = NULL, *second = NULL;
    gv_error error = {GV_OK, ""};

    ck_assert_msg(gv_document_read(SOURCE_DIR "/verify/tests/findings/schema-1.json", &document,
                                   &error) == GV_OK,
                  "%s", error.message);
    const gv_findings *findings = gv_document_report(document)->findings;
    ck_assert_uint_eq(findings->case_count, 5);
    const gv_check_finding *check = &findings->cases[1].checks[0];
    ck_assert(check->has_worst && check->worst.claimed == -1.3947 && check->worst.index == 24);
    ck_assert_uint_eq(check->entries.failed, 2);
    ck_assert_uint_eq(check->part_count, 2);
    char *text = sample_render("json", gv_document_report(document), &plain);
    put(text);
    ck_assert_int_eq(gv_document_read(path, &second, NULL), GV_OK);
    char *again = sample_render("json", gv_document_report(second), &plain);
    ck_assert_str_eq(text, again);
    free(again);
    free(text);
    gv_document_destroy(document);
    gv_document_destroy(second);
    unlink(path);
}
END_TEST

START_TEST(a_deep_or_missing_file_is_refused) {
    gv_document *document = NULL;
    char *deep = malloc(200001);

    ck_assert_ptr_nonnull(deep);
    memset(deep, '[', 200000);
    deep[200000] = '\0';
    put(deep);
    ck_assert_int_eq(gv_document_read(path, &document, NULL), GV_ERR_INPUT);
    unlink(path);
    ck_assert_int_eq(gv_document_read(path, &document, NULL), GV_ERR_IO);
    ck_assert_int_eq(gv_document_read("/dev/zero", &document, NULL), GV_ERR_INPUT);
    free(deep);
}
END_TEST

START_TEST(totals_and_outcomes_are_those_of_the_library) {
    gv_findings *findings = sample_findings();
    const gv_report report = sample_report(findings);
    const gv_tally tally = gv_report_tally(&report);
    gv_verdict worst = GV_PASS;

    ck_assert_uint_eq(tally.met + tally.failed + tally.undecided, tally.cases);
    ck_assert_uint_eq(tally.met, 2);
    ck_assert_uint_eq(tally.undecided, 1);
    ck_assert_uint_eq(tally.refused, 1);
    ck_assert_uint_eq(tally.failed_as_expected, 3);
    for (size_t i = 0; i < findings->case_count; i++) {
        gv_findings one = {&findings->cases[i], 1};
        ck_assert_int_eq(gv_case_outcome(&findings->cases[i]), gv_findings_verdict(&one));
        if (gv_case_outcome(&findings->cases[i]) == GV_FAIL)
            worst = GV_FAIL;
    }
    ck_assert_int_eq(worst, gv_findings_verdict(findings));
    gv_findings_destroy(findings);
}
END_TEST

int main(void) {
    const TTest *const tests[] = {what_is_read_back_is_written_again_to_the_last_byte,
                                  numbers_come_back_to_the_last_bit,
                                  every_format_draws_what_was_read_back,
                                  what_is_broken_is_refused_with_a_message,
                                  findings_of_schema_1_stay_readable,
                                  a_deep_or_missing_file_is_refused,
                                  totals_and_outcomes_are_those_of_the_library,
                                  NULL};

    return run_suite("report_json", tests);
}
