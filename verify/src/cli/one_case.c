#include "cli/one_case.h"
#include "case/words.h"
#include "cli/commands.h"
#include <stdlib.h>
#include <string.h>

/* Names that are remembered, for the nearest when there is none of the name that was given. */
#define NAMES_MAX 1000

typedef struct looking {
    const char *name; /* the case is looked for by name; NULL: by file */
    int (*take)(const gv_case *item, void *context);
    void *context;
    bool found;
    int code;
    char *names[NAMES_MAX];
    size_t count;
} looking;

static gv_status look_at(void *context, const gv_case *item, size_t number, size_t of) {
    looking *l = context;

    (void)number, (void)of;
    if (l->found)
        return GV_OK;
    if (!l->name || strcmp(gv_case_name(item), l->name) == 0) {
        l->found = true;
        l->code = l->take(item, l->context);
    } else if (l->count < NAMES_MAX) {
        char *copy = strdup(gv_case_name(item));
        if (!copy)
            return GV_ERR_MEMORY;
        l->names[l->count++] = copy;
    }
    return GV_OK;
}

static void complain(const char *command, const looking *l) {
    const char *nearest = gv_nearest_word(l->name, (const char *const *)l->names, l->count);
    char message[400];

    snprintf(message, sizeof message,
             "there is no file '%.100s', and no case of that name below 'fixtures'%s%.100s%s",
             l->name, nearest ? "; did you mean '" : "", nearest ? nearest : "",
             nearest ? "'?" : "");
    gv_complain(command, message);
}

static void forget(looking *l) {
    for (size_t i = 0; i < l->count; i++)
        free(l->names[i]);
    free(l);
}

int gv_one_case(const char *command, const char *operand,
                int (*take)(const gv_case *item, void *context), void *context) {
    static const char *const fixtures = "fixtures";
    const gv_words every = {NULL, 0};
    gv_outcome outcome = {0};
    gv_error error = {GV_OK, ""};
    FILE *file = fopen(operand, "r");
    const bool by_file = file || strchr(operand, '/');
    const gv_words paths = {by_file ? &operand : &fixtures, 1};
    looking *l = calloc(1, sizeof *l);
    gv_status status = GV_ERR_MEMORY;
    int code = 4;

    if (file)
        fclose(file);
    if (l) {
        l->name = by_file ? NULL : operand;
        l->take = take;
        l->context = context;
        status = gv_cases_each(&paths, &every, &outcome, look_at, l, &error);
        code = l->found ? l->code : 3;
        if (!l->found && by_file)
            gv_print_refused(&outcome);
        else if (!l->found && status == GV_OK)
            complain(command, l);
        forget(l);
    }
    gv_outcome_clear(&outcome);
    if (status == GV_OK)
        return code;
    gv_complain(command, gv_status_message(status));
    return 4;
}
