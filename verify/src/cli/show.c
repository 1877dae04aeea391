/* show: what a case describes, as the checks see it: its parameters and where each is used,
 * its terms, values and claimed gradients. */
#include "cli/commands.h"
#include "cli/model.h"
#include "cli/show.h"
#include "cli/one_case.h"
#include "report/utf8.h"
#include "subject/engine.h"
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_WIDTH 1000

/* Entries shown of a large parameter, unless all are asked for. */
#define ENTRIES_SHOWN 6

static void print_title(const gv_case *item, const char *point) {
    gv_print_safe(stdout, gv_case_name(item), NAME_WIDTH);
    fputs(" (", stdout);
    gv_print_safe(stdout, gv_case_file(item), TEXT_WIDTH);
    fputs(")\n", stdout);
    if (gv_case_description(item)) {
        gv_print_safe(stdout, gv_case_description(item), TEXT_WIDTH);
        fputc('\n', stdout);
    }
    printf("expected: %s; seed %" PRIu64 "; points:", gv_verdict_name(gv_case_expected(item)),
           gv_case_seed(item));
    for (size_t i = 0; i < gv_case_point_count(item); i++) {
        fputs(i ? ", " : " ", stdout);
        gv_print_safe(stdout, gv_case_point_name(item, i), NAME_WIDTH);
    }
    fputs("; shown at ", stdout);
    gv_print_safe(stdout, point, NAME_WIDTH);
    fputs("\nchecks:", stdout);
    size_t count = 0;
    const gv_request *requests = gv_case_requests(item, &count);
    for (size_t i = 0; i < count; i++)
        printf("%s%s", i ? ", " : " ", requests[i].kind);
    fputs("\n\n", stdout);
}

/* Of values that are not all shown. */
static double norm(const double *numbers, size_t count) {
    double sum = 0;

    for (size_t i = 0; i < count; i++)
        sum += numbers[i] * numbers[i];
    return sqrt(sum);
}

static void print_numbers(const char *what, const double *numbers, size_t count, bool all,
                          const char *name) {
    const size_t shown = all || count <= ENTRIES_SHOWN + 1 ? count : ENTRIES_SHOWN;

    printf("  %-9s", what);
    if (name) {
        fputc(' ', stdout);
        gv_print_safe(stdout, name, NAME_WIDTH);
        fputc(':', stdout);
    }
    for (size_t i = 0; i < shown; i++)
        printf(" %.6g", numbers[i]);
    if (shown < count)
        printf(" ... (%zu more: --all; norm %.4g)", count - shown, norm(numbers, count));
    putchar('\n');
}

/* The other names of a tied parameter, and the places in which it is read. */
static void print_places(const gv_subject *subject, size_t number) {
    const gv_parameter *parameter = &subject->parameters[number];
    const char *const *names = NULL;
    const size_t count = gv_engine_subject_names(subject, number, &names);

    for (size_t i = 1; i < count; i++) {
        fputs(i == 1 ? "  also      " : ", ", stdout);
        gv_print_safe(stdout, names[i], NAME_WIDTH);
    }
    if (count > 1)
        putchar('\n');
    for (size_t i = 0; i < parameter->use_count; i++) {
        fputs(i == 0 ? "  used in   " : ", ", stdout);
        gv_print_safe(stdout, parameter->uses[i].name, NAME_WIDTH);
        if (parameter->uses[i].term < subject->term_count) {
            fputs(" (", stdout);
            gv_print_safe(stdout, subject->terms[parameter->uses[i].term].name, NAME_WIDTH);
            fputc(')', stdout);
        }
    }
    if (parameter->use_count)
        putchar('\n');
}

/* What each use adds to the gradient, where there are several. */
static gv_status print_contributions(gv_subject *subject, size_t number, bool all) {
    const gv_parameter *parameter = &subject->parameters[number];
    double *gradient;

    if (parameter->use_count < 2 || !subject->kind->gradient_use)
        return GV_OK;
    gradient = calloc(parameter->count + 1, sizeof *gradient);
    if (!gradient)
        return GV_ERR_MEMORY;
    for (size_t use = 0; use < parameter->use_count; use++) {
        if (subject->kind->gradient_use(subject, number, use, gradient) != GV_EVAL_OK)
            continue;
        print_numbers("  of use", gradient, parameter->count, all, parameter->uses[use].name);
    }
    free(gradient);
    return GV_OK;
}

static gv_status print_entries(gv_subject *subject, const double *gradient, bool all) {
    gv_status status = GV_OK;
    char shape[200];

    for (size_t i = 0; i < subject->parameter_count && status == GV_OK; i++) {
        const gv_parameter *parameter = &subject->parameters[i];
        gv_shape_text(&parameter->group, shape, sizeof shape);
        putchar('\n');
        gv_print_safe(stdout, parameter->group.name, NAME_WIDTH);
        printf(" %s%s\n", shape, gv_is_tied(subject, i) ? ", tied" : "");
        print_places(subject, i);
        print_numbers("values", subject->point + parameter->offset, parameter->count, all,
                      NULL);
        print_numbers("gradient", gradient + parameter->offset, parameter->count, all, NULL);
        status = print_contributions(subject, i, all);
    }
    return status;
}

static gv_status print_subject(const gv_case *item, gv_subject *subject, bool all) {
    double *gradient = calloc(subject->count + 1, sizeof *gradient);
    gv_status status = GV_ERR_MEMORY;

    if (!gradient)
        return GV_ERR_MEMORY;
    if (subject->kind->gradient(subject, GV_WHOLE, gradient) != GV_EVAL_OK) {
        status = GV_ERR_SUBJECT;
        goto out;
    }
    if (!gv_show_steps(item, all))
        goto out;
    putchar('\n');
    if (!gv_show_terms(subject))
        goto out;
    putchar('\n');
    if (!gv_show_parameters(subject))
        goto out;
    gv_show_frozen(item);
    status = print_entries(subject, gradient, all);
out:
    free(gradient);
    return status;
}

/* Every name that a parameter goes by. */
static void print_names(const gv_subject *subject) {
    for (size_t i = 0; i < subject->parameter_count; i++) {
        const char *const *names = NULL;
        const size_t count = gv_engine_subject_names(subject, i, &names);
        for (size_t k = 0; k < count; k++)
            puts(names[k]);
    }
}

/* The number of the point that is asked for, or SIZE_MAX. */
static size_t find_point(const gv_case *item, const char *name) {
    if (!name)
        return 0;
    for (size_t i = 0; i < gv_case_point_count(item); i++)
        if (strcmp(gv_case_point_name(item, i), name) == 0)
            return i;
    return SIZE_MAX;
}

static int no_such_point(const gv_case *item, const char *name) {
    char message[400];
    size_t at =
        (size_t)snprintf(message, sizeof message, "'%.60s' is none of the points: ", name);

    for (size_t i = 0; i < gv_case_point_count(item) && at < sizeof message; i++)
        at += (size_t)snprintf(message + at, sizeof message - at, "%s%.60s", i ? ", " : "",
                               gv_case_point_name(item, i));
    gv_complain("show", message);
    return 3;
}

static int show(const gv_case *item, void *context) {
    const gv_arguments *arguments = context;
    const size_t point = find_point(item, arguments->point);
    gv_error error = {GV_OK, ""};
    gv_subject *subject = NULL;
    gv_status status;

    if (point == SIZE_MAX)
        return no_such_point(item, arguments->point);
    status = gv_case_subject(item, point, NULL, &subject, &error);
    if (status == GV_OK && arguments->names) {
        print_names(subject);
    } else if (status == GV_OK) {
        print_title(item, gv_case_point_name(item, point));
        status = print_subject(item, subject, arguments->all);
    }
    gv_subject_destroy(subject);
    if (status == GV_OK)
        return 0;
    gv_complain("show", *error.message ? error.message : gv_status_message(status));
    return status == GV_ERR_SUBJECT ? 3 : 4;
}

static int run(const gv_invocation *invocation) {
    const gv_list *operands = &invocation->arguments->operands;
    gv_arguments arguments = *invocation->arguments;
    int code = 0;

    if (operands->count == 0) {
        gv_complain("show", "which case? Give its file, or its name");
        return 3;
    }
    for (size_t i = 0; i < operands->count; i++) {
        if (i)
            putchar('\n');
        code =
            gv_exit_code_worst(code, gv_one_case("show", operands->items[i], show, &arguments));
    }
    return code;
}

static const gv_example examples[] = {
    {"gradgate show fixtures/shared.yaml", "a case by its file"},
    {"gradgate show shared --point jittered --all", "by its name, every entry, elsewhere"},
    {NULL, NULL},
};

const gv_subcommand gv_command_show = {
    .name = "show",
    .synopsis = "CASE...",
    .summary = "Shows the model of a case: steps, parameters, ties, uses, values, gradients.",
    .details = "CASE is a case file, or the name of a case below 'fixtures'. The gradient is "
               "the one that is claimed, with what each use of a parameter contributes to it: "
               "nothing is checked here.",
    .examples = examples,
    .run = run,
};
