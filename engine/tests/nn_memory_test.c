/* Memory: modules replayed take none, and wherever memory ends while something is made, loaded
 * or saved, the call says so and leaks nothing (the sanitizer looks). */
#define _POSIX_C_SOURCE 200809L /* NOLINT(bugprone-reserved-identifier): POSIX has it so */
#include "nn_cases.h"

#include <unistd.h>

static size_t calls;
static size_t last = SIZE_MAX; /* the call from which on there is no memory */

static bool refuses(void) {
    return ++calls > last;
}
#include "wrapped.h"

/* What came of something that needs memory. Check itself needs some, so that nothing is
 * asserted before it is over. */
typedef enum outcome { WORKED, SHORT, WRONG } outcome;
typedef outcome (*attempt)(const void *what);

/* With memory for no call, one call, two calls, ... until it works. */
static void starve(const char *name, attempt try, const void *what) {
    for (size_t limit = 0; limit < 3000; limit++) {
        calls = 0;
        last = limit;
        const outcome came = try(what);
        last = SIZE_MAX;
        ck_assert_msg(came != WRONG, "%s with memory for %zu calls", name, limit);
        if (came == WORKED)
            return;
    }
    ck_abort_msg("%s never works", name);
}

static outcome outcome_of(bool worked, ag_status status) {
    if (worked)
        return status == AG_OK ? WORKED : WRONG;
    return status == AG_ERR_MEMORY ? SHORT : WRONG;
}

/* ---- hot paths ---- */

START_TEST(replay_backward_and_steps_of_every_module_allocate_nothing) {
    for (size_t i = 0; i < nn_case_count; i++)
        for (size_t k = 0; k < ag_optimizer_kind_count; k++) {
            net n = net_of_case(&nn_cases[i], i);
            ag_optimizer *optimizer = ag_optimizer_create(ag_optimizer_kinds[k]);
            const ag_optimizer_settings s = ag_optimizer_defaults(ag_optimizer_kinds[k]);
            ag_optimizer_add_group(optimizer, n.parameters, n.parameter_count, &s, NULL);
            ag_backward(n.graph, n.loss);
            calls = 0;
            ag_graph_replay(n.graph, 0);
            ag_optimizer_zero_grad(optimizer);
            ag_backward(n.graph, n.loss);
            ag_optimizer_step(optimizer);
            const size_t counted = calls;
            ck_assert_msg(counted == 0, "%s, %s: %zu calls", nn_cases[i].name,
                          ag_optimizer_kinds[k]->name, counted);
            ag_optimizer_destroy(optimizer);
            net_destroy(&n);
        }
}
END_TEST

/* ---- memory that ends ---- */

static outcome create_module(const void *what) {
    const nn_case *c = what;
    ag_module *module = c->create();
    const bool whole = module != NULL;
    ag_module_release(module);
    return whole ? WORKED : SHORT;
}

static outcome create_mlp(const void *what) {
    ag_module *module = ag_mlp_create(2, what, 2);
    const bool whole = module != NULL;
    ag_module_release(module);
    return whole ? WORKED : SHORT;
}

START_TEST(a_module_is_whole_or_null) {
    static const size_t widths[] = {3, 1};
    starve("mlp", create_mlp, widths);
    for (size_t i = 0; i < nn_case_count; i++)
        if (strcmp(nn_cases[i].name, "image_net") != 0 &&
            strcmp(nn_cases[i].name, "language_model") != 0) /* they do not look */
            starve(nn_cases[i].name, create_module, &nn_cases[i]);
}
END_TEST

typedef struct recording {
    const ag_module *module;
    ag_shape input;
} recording;

static outcome record_module(const void *what) {
    static const double data[240] = {0.7731, -1.3947, 0.2113};
    const recording *r = what;
    ag_graph *graph = ag_graph_create();
    if (graph == NULL)
        return SHORT;
    const ag_node y = ag_module_forward(r->module, graph, ag_input(graph, r->input, data));
    const outcome came = outcome_of(y != AG_NO_NODE, ag_graph_error(graph)->status);
    ag_graph_destroy(graph);
    return came;
}

START_TEST(recording_a_module_works_or_says_that_memory_is_short) {
    for (size_t i = 0; i < nn_case_count; i++) {
        ag_module *module = nn_cases[i].create();
        starve(nn_cases[i].name, record_module, &(recording){module, nn_cases[i].input});
        ag_module_release(module);
    }
}
END_TEST

static outcome record_scalars(const void *what) {
    ag_node x[2], y;
    ag_graph *graph = ag_graph_create();
    if (graph == NULL)
        return SHORT;
    x[0] = ag_scalar(graph, 0.7731);
    x[1] = ag_scalar(graph, -1.3947);
    const ag_status status = ag_module_forward_scalars(what, graph, x, 2, &y);
    ag_graph_destroy(graph);
    return outcome_of(status == AG_OK, status);
}

START_TEST(recording_scalars_works_or_says_that_memory_is_short) {
    ag_module *mlp = ag_mlp_create(2, (const size_t[]){3, 1}, 2);
    starve("mlp", record_scalars, mlp);
    ag_module_release(mlp);
}
END_TEST

static ag_status visit(void *context, const char *name, ag_module *module) {
    (void)name;
    (void)module;
    ++*(size_t *)context;
    return AG_OK;
}

static outcome walk(const void *what) {
    ag_module *module = (ag_module *)(uintptr_t)what;
    size_t visits = 0;
    ag_status status = ag_module_name_parameters(module);
    if (status == AG_OK)
        status = ag_module_train(module, true);
    if (status == AG_OK)
        status = ag_module_apply(module, visit, &visits);
    return outcome_of(visits == 5, status);
}

START_TEST(walks_say_that_memory_is_short) {
    ag_module *outer = ag_sequential_create(), *inner = ag_sequential_create();
    ag_sequential_take(inner, ag_linear_create(2, 3, true));
    ag_sequential_take(inner, ag_relu_create());
    ag_sequential_take(outer, inner);
    ag_sequential_take(outer, ag_linear_create(3, 2, true));
    starve("walk", walk, outer);
    ag_module_release(outer);
}
END_TEST

static outcome add_group(const void *what) {
    const net *n = what;
    ag_error error = {.status = AG_OK};
    const ag_optimizer_settings s = ag_optimizer_defaults(&ag_optimizer_adam);
    ag_optimizer *optimizer = ag_optimizer_create(&ag_optimizer_adam);
    if (optimizer == NULL)
        return SHORT;
    const ag_status status =
        ag_optimizer_add_group(optimizer, n->parameters, n->parameter_count, &s, &error);
    const size_t members = ag_optimizer_parameter_count(optimizer);
    ag_optimizer_destroy(optimizer);
    if (error.status != status || members != (status == AG_OK ? n->parameter_count : 0))
        return WRONG;
    return outcome_of(status == AG_OK, status);
}

START_TEST(a_group_is_added_whole_or_not) {
    net n = net_with_shared_layer(2);
    starve("group", add_group, &n);
    net_destroy(&n);
}
END_TEST

/* ---- state ---- */

static char path[] = "/tmp/gradgate-memory-XXXXXX";

/* A stream without a buffer of the C library's is an error of the file. */
static outcome save(const void *what) {
    ag_error error = {.status = AG_OK};
    ag_state *state = ag_state_of_module(what);
    if (state == NULL)
        return SHORT;
    const ag_status status = ag_state_save(state, path, &error);
    ag_state_destroy(state);
    if (error.status != status)
        return WRONG;
    return outcome_of(status == AG_OK, status == AG_ERR_FILE ? AG_ERR_MEMORY : status);
}

static outcome read_and_load(const void *what) {
    ag_module *module = (ag_module *)(uintptr_t)what;
    ag_error error = {.status = AG_OK};
    ag_state *state = ag_state_read(path, &error);
    if (state == NULL)
        return outcome_of(false, error.status);
    const ag_status status = ag_state_load(module, state, NULL);
    ag_state_destroy(state);
    return outcome_of(status == AG_OK, status);
}

/* An empty state: every parameter is missing, in words. */
static outcome mismatch(const void *what) {
    ag_module *module = (ag_module *)(uintptr_t)what;
    ag_mismatches list = {0};
    ag_state *state = ag_state_create();
    if (state == NULL)
        return SHORT;
    const ag_status status = ag_state_load(module, state, &list);
    char *text = status == AG_ERR_MISMATCH ? ag_mismatches_text(&list) : NULL;
    const bool worked = text != NULL;
    free(text);
    ag_mismatches_destroy(&list);
    ag_state_destroy(state);
    if (status == AG_ERR_MISMATCH)
        return worked ? WORKED : SHORT;
    return outcome_of(false, status);
}

START_TEST(state_is_saved_read_and_loaded_or_memory_is_short) {
    net n = net_with_shared_layer(5);
    const int file = mkstemp(path);
    ck_assert_int_ge(file, 0);
    close(file);
    starve("save", save, n.module);
    starve("load", read_and_load, n.module);
    starve("mismatch", mismatch, n.module);
    unlink(path);
    net_destroy(&n);
}
END_TEST

int main(void) {
    const TTest *const tests[] = {
        replay_backward_and_steps_of_every_module_allocate_nothing,
        a_module_is_whole_or_null,
        recording_a_module_works_or_says_that_memory_is_short,
        recording_scalars_works_or_says_that_memory_is_short,
        walks_say_that_memory_is_short,
        a_group_is_added_whole_or_not,
        state_is_saved_read_and_loaded_or_memory_is_short,
    };
    return run_tests("nn, memory", tests, sizeof tests / sizeof *tests);
}
