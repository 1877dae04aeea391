/* Every allocation of the engine may fail: the graph says so and stays usable, nothing leaks
 * (the sanitizer looks), gradients are not touched by a backward that failed. The call with
 * number `fails_at` is refused. */
#include "support.h"

static size_t calls, fails_at = SIZE_MAX;

static bool refuses(void) {
    return calls++ == fails_at;
}
#include "wrapped.h"

/* Check allocates too, so nothing is asserted while a call is to be refused. */
static const char *complaint;

static void expect(bool holds, const char *words) {
    if (!holds)
        complaint = words;
}

enum { PARAMETERS = 40 };

static ag_parameter *parameters[PARAMETERS];

static void make_parameters(void) {
    ag_random random = ag_random_create(9, 9);
    for (size_t i = 0; i < PARAMETERS; i++) {
        parameters[i] = ag_parameter_create("p", ag_shape_matrix(3, 5));
        fill_random(&random, parameters[i]->data, parameters[i]->size);
    }
}

static void release_parameters(void) {
    for (size_t i = 0; i < PARAMETERS; i++)
        ag_parameter_release(parameters[i]);
}

/* Wide (40 inputs), long (more nodes than one chunk holds), with names and lists. */
static ag_node record_all(ag_graph *graph) {
    static const double data[15] = {0.7731, -1.3947};
    ag_node uses[PARAMETERS];
    for (size_t i = 0; i < PARAMETERS; i++) {
        ag_graph_push_scope(graph, "a scope with a name of some length");
        uses[i] = ag_use(graph, parameters[i], "use");
    }
    while (ag_graph_error(graph)->status == AG_OK && ag_graph_node_count(graph) < 600)
        ag_neg(graph, uses[0]);
    const int64_t axes[2] = {1, 0};
    const ag_node y = ag_permute(graph, ag_concatenate(graph, uses, PARAMETERS, 0), axes, 2);
    const ag_node t = ag_constant(graph, ag_shape_matrix(5, 3), data);
    const ag_node wide = ag_concatenate(graph, (const ag_node[]){y, t, y}, 3, 1);
    return ag_sum(graph, ag_tanh(graph, ag_matmul_transposed(graph, y, true, wide, false)));
}

static void use_lanes(ag_graph *graph, ag_node loss) {
    ag_lanes *lanes = ag_lanes_create(graph, 0);
    ag_change change = ag_change_none();
    double value;
    if (lanes == NULL)
        return;
    change.parameter = parameters[3];
    change.at = 0.4173;
    expect(ag_lanes_evaluate(lanes, &change, 1, &loss, 1, &value) == AG_OK && isfinite(value),
           "lanes that could be made evaluate");
    ag_lanes_destroy(lanes);
}

static bool untouched(void) {
    for (size_t i = 0; i < PARAMETERS; i++)
        for (size_t j = 0; j < parameters[i]->size; j++)
            if (parameters[i]->grad[j] != 0.0)
                return false;
    return true;
}

static bool differentiate(ag_graph *graph, ag_node loss) {
    const double *direction = parameters[1]->data;
    double tangent;
    ag_zero_grad(parameters, PARAMETERS);
    const bool back = ag_backward(graph, loss) == AG_OK;
    expect(back || untouched(), "a backward that failed touches no gradient");
    expect(back || ag_backward(graph, loss) == AG_OK, "a second backward works");
    const ag_status status = ag_jvp(graph, parameters, &direction, 1, loss, &tangent);
    expect(status == AG_OK || status == AG_ERR_MEMORY, "jvp says why");
    double product[15] = {7.0}, *products = product;
    const ag_status second = ag_hvp(graph, loss, &parameters[1], &direction, &products, 1);
    expect(second == AG_OK || (second == AG_ERR_MEMORY && product[0] == 7.0),
           "hvp says why, and has written nothing");
    use_lanes(graph, loss);
    return back && status == AG_OK && second == AG_OK;
}

/* Returns: whether everything went well. */
static bool run_all(void) {
    ag_graph *graph = ag_graph_create();
    if (graph == NULL)
        return false;
    const ag_node loss = record_all(graph);
    bool well = ag_graph_error(graph)->status == AG_OK;
    expect(loss != AG_NO_NODE || !well, "a missing node has an error");
    if (loss != AG_NO_NODE)
        well = differentiate(graph, loss) && well;
    const ag_status status = ag_graph_error(graph)->status;
    expect(status == AG_OK || status == AG_ERR_MEMORY, "the graph says that memory was short");
    ag_graph_clear(graph);
    expect(calls <= fails_at || record_all(graph) != AG_NO_NODE, "it records again");
    ag_graph_destroy(graph);
    return well;
}

START_TEST(whichever_allocation_fails_the_graph_says_so_and_goes_on) {
    make_parameters();
    calls = 0;
    const bool well = run_all();
    const size_t total = calls;
    ck_assert(well);
    size_t failures = 0;
    ck_assert_uint_gt(total, 40);
    for (size_t i = 0; i < total; i++) {
        calls = 0;
        fails_at = i;
        failures += run_all() ? 0 : 1;
        fails_at = SIZE_MAX;
        ck_assert_msg(complaint == NULL, "call %zu of %zu: %s", i, total, complaint);
    }
    ck_assert_uint_gt(failures, 25);
    release_parameters();
}
END_TEST

START_TEST(a_parameter_that_cannot_be_made_is_null) {
    for (size_t i = 0; i < 4; i++) {
        calls = 0;
        fails_at = i;
        ag_parameter *none = ag_parameter_create("p", ag_shape_vector(3));
        fails_at = SIZE_MAX;
        ck_assert_ptr_null(none);
    }
    ag_parameter *p = ag_parameter_create("p", ag_shape_vector(3));
    calls = 0;
    fails_at = 0;
    const ag_status status = ag_parameter_rename(p, "q");
    fails_at = SIZE_MAX;
    ck_assert_int_eq(status, AG_ERR_MEMORY);
    ck_assert_str_eq(p->name, "p");
    ag_parameter_release(p);
}
END_TEST

int main(void) {
    const TTest *const tests[] = {
        whichever_allocation_fails_the_graph_says_so_and_goes_on,
        a_parameter_that_cannot_be_made_is_null,
    };
    return run_tests("memory", tests, sizeof tests / sizeof *tests);
}
