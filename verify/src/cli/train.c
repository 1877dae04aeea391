/* train: the training loop of a case, with its loss as it falls, and the gradients checked
 * before it begins and where it ends. */
#include "check/check.h"
#include "cli/commands.h"
#include "cli/one_case.h"
#include "cli/progress.h"
#include "error.h"
#include "report/utf8.h"
#include "verdict/collect.h"
#include <gradgate/verify/verify.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define NAME_WIDTH 60

/* What is to be trained, and what came of it. */
typedef struct training {
    const gv_arguments *arguments;
    gv_meter meter;
    gv_watch watch;
    bool batches; /* an epoch is more than one step */
    gv_findings *findings;
    gv_error error;
    bool refused; /* there is nothing to train */
} training;

/* The steps, or epochs, that are shown: 1, 2, 5, 10, 20, 50, ... */
static bool is_round(size_t step) {
    while (step >= 10 && step % 10 == 0)
        step /= 10;
    return step <= 2 || step == 5;
}

static void print_head(const training *t) {
    printf("\n  %8s", "step");
    if (t->batches)
        printf("  %8s", "epoch");
    puts("  loss");
}

static void print_loss(training *t, const gv_training_news *news) {
    gv_meter_stop(&t->meter); /* its line is where this one goes */
    printf("  %8zu", news->step);
    if (t->batches)
        printf("  %8zu", news->epoch);
    if (isfinite(news->loss))
        printf("  %.10g\n", news->loss);
    else
        puts("  not finite");
    fflush(stdout);
}

static void tell(void *context, const gv_training_news *news) {
    training *t = context;

    if (news->measured &&
        (is_round(news->epoch) || news->step == news->steps || !isfinite(news->loss)))
        print_loss(t, news);
    else
        t->watch.progress.tick(t->watch.progress.context, "training", news->step, news->steps);
}

/* The point that is asked for, or the first that is trained; SIZE_MAX: there is none. */
static size_t find_point(const gv_case *item, const char *name) {
    for (size_t i = 0; i < gv_case_point_count(item); i++)
        if (gv_case_point_steps(item, i) > 0 &&
            (!name || strcmp(gv_case_point_name(item, i), name) == 0))
            return i;
    return SIZE_MAX;
}

/* Makes the case's own checks of a subject, and says how they went. */
static gv_status check(training *t, const gv_case *item, gv_subject *subject, const char *when,
                       gv_case_finding *finding) {
    size_t count = 0;
    const size_t before = finding->check_count;
    const gv_request *requests = gv_case_requests(item, &count);
    const gv_status status =
        gv_checks_run(subject, requests, count, when, &t->watch.progress, finding, &t->error);
    size_t good = 0, bad = 0;

    for (size_t i = before; i < finding->check_count; i++) {
        good += finding->checks[i].verdict == GV_PASS;
        bad += finding->checks[i].verdict == GV_FAIL;
    }
    gv_meter_stop(&t->meter);
    if (status == GV_OK)
        printf("checks %s: %zu made, %zu passed, %zu failed\n", when,
               finding->check_count - before, good, bad);
    return status;
}

static gv_status train_and_check(training *t, const gv_case *item, size_t point,
                                 gv_case_finding *finding) {
    gv_case_overrides overrides = {.told = tell, .context = t};
    gv_subject *subject = NULL;
    gv_status status = gv_case_subject(item, GV_CASE_START, NULL, &subject, &t->error);

    if (status == GV_OK)
        status = check(t, item, subject, "before", finding);
    gv_subject_destroy(subject);
    subject = NULL;
    if (status != GV_OK)
        return status;
    t->batches = gv_case_point_batch(item, point) > 0;
    print_head(t);
    status = gv_case_subject(item, point, &overrides, &subject, &t->error);
    gv_meter_stop(&t->meter);
    putchar('\n');
    if (status == GV_OK)
        status = check(t, item, subject, "after", finding);
    gv_subject_destroy(subject);
    return status;
}

/* ": adam, 40 steps on 7 rows each". */
static void print_plan(const gv_case *item, size_t point) {
    const size_t steps = gv_case_point_steps(item, point);
    const size_t batch = gv_case_point_batch(item, point);

    printf(": %s, %zu step%s on ", gv_case_point_optimizer(item, point), steps,
           steps == 1 ? "" : "s");
    if (batch > 0)
        printf("%zu row%s each\n", batch, batch == 1 ? "" : "s");
    else
        puts("all rows");
}

static double now(void) {
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static gv_status train(training *t, const gv_case *item) {
    const double began = now();
    const size_t point = find_point(item, t->arguments->point);
    gv_case_finding *finding;

    if (point == SIZE_MAX) {
        const char *name = t->arguments->point;
        t->refused = true;
        return gv_fail(&t->error, GV_ERR_INPUT,
                       "the case has no point%s%.60s%s that is trained", name ? " '" : "",
                       name ? name : "", name ? "'" : "");
    }
    finding = gv_findings_add_case(t->findings, gv_case_name(item), gv_case_file(item));
    if (!finding)
        return gv_fail(&t->error, GV_ERR_MEMORY, "out of memory");
    finding->expected = gv_case_expected(item);
    finding->options = *gv_case_options(item);
    gv_print_safe(stdout, gv_case_name(item), NAME_WIDTH);
    printf(", seed %" PRIu64 ", ", gv_case_seed(item));
    gv_print_safe(stdout, gv_case_point_name(item, point), NAME_WIDTH);
    print_plan(item, point);
    const gv_status status = train_and_check(t, item, point, finding);
    gv_case_conclude(finding);
    finding->seconds = now() - began;
    return status;
}

/* What went wrong is drawn as a run draws it. */
static int conclude(training *t, gv_status status) {
    const gv_report_options look = {GV_DETAIL_NORMAL, false};
    const int code = gv_exit_code(t->findings);
    const gv_report report = {.findings = t->findings, .exit_code = code};

    if (status != GV_OK) {
        gv_complain("train", *t->error.message ? t->error.message : gv_status_message(status));
        if (t->refused)
            return 3;
        return status == GV_ERR_SUBJECT ? 1 : 4;
    }
    if (gv_format_find("text")->render(&report, &look, stdout) != GV_OK)
        return 4;
    return code;
}

static int train_case(const gv_case *item, void *context) {
    training *t = context;

    t->watch.begins(t->watch.context, gv_case_name(item), 1, 1);
    gv_meter_stop(&t->meter);
    return conclude(t, train(t, item));
}

static int run(const gv_invocation *invocation) {
    const gv_list *operands = &invocation->arguments->operands;
    training t = {.arguments = invocation->arguments, .error = {GV_OK, ""}};
    int code;

    if (operands->count != 1) {
        gv_complain("train", "which case? Give its file, or its name");
        return 3;
    }
    t.watch = gv_meter_start(&t.meter);
    t.findings = gv_findings_create();
    if (!t.findings) {
        gv_complain("train", gv_status_message(GV_ERR_MEMORY));
        return 4;
    }
    code = gv_one_case("train", operands->items[0], train_case, &t);
    gv_findings_destroy(t.findings);
    return code;
}

static const gv_example examples[] = {
    {"gradgate train fixtures/iris.yaml", "the loop of the case, checked at both ends"},
    {NULL, NULL},
};

const gv_subcommand gv_command_train = {
    .name = "train",
    .synopsis = "CASE",
    .summary = "Trains a case: its loss as it falls, gradients checked before and after.",
    .details =
        "CASE is a case file, or the name of a case below 'fixtures', with a point that is "
        "trained; its first such point is taken, unless "
        "--point names another. The checks are those of the case, made at the initial "
        "values and where the training ends.",
    .examples = examples,
    .run = run,
};
