/* list: the cases there are, and the checks and formats that this program knows. */
#include "cli/commands.h"
#include "cli/model.h"
#include "report/table.h"
#include "report/utf8.h"
#include <sys/stat.h>

typedef struct listing {
    gv_table table;
} listing;

/* Parameters and their entries at the first point; "?" where it cannot be reached. */
static void add_sizes(const gv_case *item, gv_table *table) {
    gv_subject *subject = NULL;
    gv_error error;

    if (gv_case_subject(item, 0, NULL, &subject, &error) == GV_OK) {
        gv_table_add(table, "%zu", subject->parameter_count);
        gv_table_add(table, "%zu", subject->count);
    } else {
        gv_table_add(table, "?");
        gv_table_add(table, "?");
    }
    gv_subject_destroy(subject);
}

static void add_checks(const gv_case *item, gv_table *table) {
    size_t count = 0;
    const gv_request *requests = gv_case_requests(item, &count);
    char text[200] = "";
    size_t at = 0;

    for (size_t i = 0; i < count && at < sizeof text; i++)
        at += (size_t)snprintf(text + at, sizeof text - at, "%s%s", i ? " " : "",
                               requests[i].kind);
    gv_table_add(table, "%s", text);
}

static gv_status take_name(void *context, const gv_case *item, size_t number, size_t of) {
    (void)context, (void)number, (void)of;
    puts(gv_case_name(item));
    return GV_OK;
}

static gv_status take(void *context, const gv_case *item, size_t number, size_t of) {
    gv_table *table = &((listing *)context)->table;

    (void)number, (void)of;
    gv_table_add(table, "%s", gv_case_name(item));
    gv_table_add(table, "%s", gv_verdict_name(gv_case_expected(item)));
    gv_table_add(table, "%zu", gv_case_point_count(item));
    add_sizes(item, table);
    gv_table_add(table, "%s", gv_case_file(item));
    add_checks(item, table);
    return GV_OK;
}

static int list_cases(const gv_arguments *arguments, const gv_words *paths) {
    static const char *const heads[] = {"case",    "expected", "points", "parameters",
                                        "entries", "file",     "checks"};
    const gv_words names = {arguments->cases.items, arguments->cases.count};
    listing list = {{.columns = 7, .left = {true, true, false, false, false, true, true}}};
    gv_outcome outcome = {0};
    gv_error error = {GV_OK, ""};
    gv_status status;

    for (size_t i = 0; i < list.table.columns && !arguments->names; i++)
        gv_table_add(&list.table, "%s", heads[i]);
    status = gv_cases_each(paths, &names, &outcome, arguments->names ? take_name : take, &list,
                           &error);
    if (!gv_table_print(&list.table, 0, stdout) && status == GV_OK)
        status = GV_ERR_MEMORY;
    gv_print_refused(&outcome);
    const int code = outcome.issue_count ? 3 : outcome.empty_count ? 2 : 0;
    gv_outcome_clear(&outcome);
    if (status == GV_OK)
        return code;
    gv_complain("list", gv_status_message(status));
    return 4;
}

static void list_known(void) {
    fputs("Checks (run --check NAME):\n", stdout);
    for (const gv_check_kind *const *kind = gv_check_list; *kind; kind++)
        printf("  %-14s%s%s\n", (*kind)->name, (*kind)->question,
               (*kind)->standard ? "" : " (only where asked for)");
    fputs("\nReport formats (run --output NAME=FILE):\n", stdout);
    for (const gv_format *const *format = gv_format_list; *format; format++)
        printf("  %-14s%s\n", (*format)->name, (*format)->description);
}

static int run(const gv_invocation *invocation) {
    static const char *const fixtures = "fixtures";
    const gv_arguments *arguments = invocation->arguments;
    const gv_list *operands = &arguments->operands;
    const gv_words given = {operands->items, operands->count};
    const gv_words usual = {&fixtures, 1};
    struct stat about;
    int code = 0;

    if (operands->count || stat(fixtures, &about) == 0) {
        code = list_cases(arguments, operands->count ? &given : &usual);
        if (!arguments->names)
            putchar('\n');
    }
    if (!arguments->names)
        list_known();
    return code;
}

static const gv_example examples[] = {
    {"gradgate list", "cases below 'fixtures', checks, report formats"},
    {"gradgate list --case 'iris*' fixtures/must-fail", "some of the cases of a folder"},
    {"gradgate list --names", "the names of the cases alone"},
    {NULL, NULL},
};

const gv_subcommand gv_command_list_cases = {
    .name = "list",
    .synopsis = "[PATH...]",
    .summary = "Lists cases, checks and report formats.",
    .details = "PATH is a case file or a folder of them; 'fixtures' when none is given and "
               "there is one.",
    .examples = examples,
    .run = run,
};
