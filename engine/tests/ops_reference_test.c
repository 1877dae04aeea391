/* NOLINTBEGIN(clang-analyzer-core.*): sizes come from a file that was checked. */
/* Every op against PyTorch: values and gradients, with PyTorch's conventions at kinks and ties.
 */
#include "support.h"

#include "reference/ops_reference.h"

enum { REFERENCES = sizeof op_references / sizeof *op_references };

/* Both sides round each of some dozen operations. */
static const double rounding = 32.0 * 0x1p-52;

static void expect_equal(const struct op_reference *r, const char *what, const double *got,
                         const double *want, size_t size) {
    double scale = 0.0;
    for (size_t i = 0; i < size; i++)
        if (isfinite(want[i]) && fabs(want[i]) > scale)
            scale = fabs(want[i]);
    for (size_t i = 0; i < size; i++) {
        if (got[i] == want[i] || (isnan(got[i]) && isnan(want[i])))
            continue;
        ASSERT_NEAR(got[i], want[i], rounding * scale, "%s (reference %zu): %s [%zu]", r->op,
                    (size_t)(r - op_references), what, i);
    }
}

static ag_node leaf_of(ag_graph *graph, const struct op_reference *r, size_t i,
                       ag_parameter **parameter) {
    *parameter = NULL;
    if (r->gradients[i] == NULL)
        return ag_constant(graph, r->shapes[i], r->inputs[i]);
    *parameter = ag_parameter_create("x", r->shapes[i]);
    memcpy((*parameter)->data, r->inputs[i], (*parameter)->size * sizeof(double));
    return ag_use(graph, *parameter, NULL);
}

static void check_reference(const struct op_reference *r) {
    ag_graph *graph = ag_graph_create();
    ag_parameter *parameters[AG_MAX_EXAMPLE_INPUTS];
    ag_node inputs[AG_MAX_EXAMPLE_INPUTS];
    for (size_t i = 0; i < r->input_count; i++)
        inputs[i] = leaf_of(graph, r, i, &parameters[i]);
    ck_assert_msg(ag_op_find(r->op) != NULL, "%s is an op", r->op);
    const ag_node y = ag_record(graph, ag_op_find(r->op), inputs, r->input_count, r->attributes,
                                r->attribute_count);
    ck_assert_msg(y != AG_NO_NODE, "%s: %s", r->op, ag_graph_error(graph)->message);
    ck_assert_msg(ag_shape_equal(ag_graph_shape(graph, y), &r->output_shape), "%s: shape",
                  r->op);
    expect_equal(r, "value", ag_graph_value(graph, y), r->output,
                 ag_shape_size(&r->output_shape));
    ck_assert_int_eq(ag_vjp(graph, y, r->cotangent), AG_OK);
    for (size_t i = 0; i < r->input_count; i++) {
        if (parameters[i] != NULL)
            expect_equal(r, "gradient", parameters[i]->grad, r->gradients[i],
                         parameters[i]->size);
        ag_parameter_release(parameters[i]);
    }
    ag_graph_destroy(graph);
}

START_TEST(values_and_gradients_are_those_of_pytorch) {
    for (size_t i = 0; i < REFERENCES; i++)
        check_reference(&op_references[i]);
}
END_TEST

int main(void) {
    const TTest *const tests[] = {
        values_and_gradients_are_those_of_pytorch,
    };
    return run_tests("ops_reference", tests, sizeof tests / sizeof *tests);
}
/* NOLINTEND(clang-analyzer-core.*) */
