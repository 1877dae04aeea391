/* fixtures/ops.yaml, a formula that holds every op of the engine's list.  It is generated from
 * the descriptors: with GRADGATE_UPDATE set in the environment it is written anew, and a test
 * fails when an op of the list is missing in it. */
#include "case/graph.h"
#include "case_support.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define FILE_NAME "ops.yaml"

/* ---- generating ---- */

/* An op's first example: its shapes, its attributes, and what comes out. */
typedef struct sample {
    const ag_op *op;
    const ag_op_example *example;
    size_t inputs;
    ag_shape output;
} sample;

static sample sample_of(const ag_op *op) {
    sample s = {.op = op, .example = &op->examples[0]};
    const ag_shape *shapes[AG_MAX_EXAMPLE_INPUTS];
    ag_attribute_value values[16];
    ag_error error;
    s.inputs = op->arity == AG_VARIADIC ? s.example->input_count : op->arity;
    ck_assert_uint_le(op->attribute_count, sizeof values / sizeof *values);
    for (size_t i = 0; i < s.inputs; i++)
        shapes[i] = &s.example->shapes[i];
    for (size_t i = 0; i < op->attribute_count; i++)
        values[i] = op->attributes[i].fallback;
    for (size_t i = 0; i < s.example->attribute_count; i++)
        values[ag_op_attribute_index(op, s.example->attributes[i].name)] =
            s.example->attributes[i].value;
    const ag_shape_call call = {op, values, s.inputs, shapes};
    ck_assert_msg(op->shape(&call, &s.output, &error) == AG_OK, "%s: %s", op->name,
                  error.message);
    return s;
}

static bool is_index(const ag_op *op, size_t input) {
    return input < 32 && (op->index_inputs >> input & 1U) != 0;
}

static void print_shape(FILE *out, const ag_shape *shape) {
    fputc('[', out);
    for (size_t axis = 0; axis < shape->rank; axis++)
        fprintf(out, "%s%zu", axis > 0 ? ", " : "", shape->extent[axis]);
    fputc(']', out);
}

/* Indices with repetitions, in nested lists. */
static void print_indices(FILE *out, const ag_shape *shape, size_t axis, size_t below,
                          size_t *at) {
    if (axis == shape->rank) {
        fprintf(out, "%zu", *at * *at * 7 % 31 % below);
        ++*at;
        return;
    }
    fputc('[', out);
    for (size_t i = 0; i < shape->extent[axis]; i++) {
        fputs(i > 0 ? ", " : "", out);
        print_indices(out, shape, axis + 1, below, at);
    }
    fputc(']', out);
}

static void print_attribute(FILE *out, const ag_attribute *attribute) {
    fprintf(out, ", %s: ", attribute->name);
    switch (attribute->kind) {
    case AG_ATTRIBUTE_INT:
        fprintf(out, "%" PRId64, attribute->value.integer);
        break;
    case AG_ATTRIBUTE_REAL:
        fprintf(out, "%.17g", attribute->value.real);
        break;
    case AG_ATTRIBUTE_BOOL:
        fputs(attribute->value.flag ? "true" : "false", out);
        break;
    case AG_ATTRIBUTE_INTS:
        for (size_t i = 0; i < attribute->value.integer_count; i++)
            fprintf(out, "%s%" PRId64, i > 0 ? ", " : "[", attribute->value.integers[i]);
        fputs(attribute->value.integer_count > 0 ? "]" : "[]", out);
        break;
    }
}

static void print_parameters(FILE *out) {
    fputs("    parameters:\n", out);
    for (size_t i = 0; i < ag_op_count; i++) {
        const sample s = sample_of(ag_op_list[i]);
        for (size_t k = 0; k < s.inputs; k++) {
            if (is_index(s.op, k))
                continue;
            fprintf(out, "      %s.x%zu: ", s.op->name, k);
            print_shape(out, &s.example->shapes[k]);
            fputc('\n', out);
        }
    }
}

static void print_constants(FILE *out) {
    fputs("    constants:\n", out);
    for (size_t i = 0; i < ag_op_count; i++) {
        const sample s = sample_of(ag_op_list[i]);
        for (size_t k = 0; k < s.inputs; k++) {
            size_t at = 1;
            if (!is_index(s.op, k))
                continue;
            fprintf(out, "      %s.x%zu: ", s.op->name, k);
            print_indices(out, &s.example->shapes[k], 0, s.example->index_below, &at);
            fputc('\n', out);
        }
        fprintf(out, "      %s.v: {shape: ", s.op->name);
        print_shape(out, &s.output);
        fputs(", kind: normal, deviation: 1}\n", out);
    }
}

static void print_nodes(FILE *out) {
    fputs("    nodes:\n", out);
    for (size_t i = 0; i < ag_op_count; i++) {
        const sample s = sample_of(ag_op_list[i]);
        fprintf(out, "      %s: {op: %s, inputs: ", s.op->name, s.op->name);
        for (size_t k = 0; k < s.inputs; k++)
            fprintf(out, "%s%s.x%zu", k > 0 ? ", " : "[", s.op->name, k);
        fputc(']', out);
        for (size_t a = 0; a < s.example->attribute_count; a++)
            print_attribute(out, &s.example->attributes[a]);
        fprintf(out, "}\n      %s.vy: {op: mul, inputs: [%s, %s.v]}\n", s.op->name, s.op->name,
                s.op->name);
        fprintf(out, "      %s.sum: {op: sum, inputs: [%s.vy]}\n", s.op->name, s.op->name);
        if (i > 0)
            fprintf(out, "      %s.total: {op: add, inputs: [%s%s, %s.sum]}\n", s.op->name,
                    ag_op_list[i - 1]->name, i > 1 ? ".total" : ".sum", s.op->name);
    }
}

/* Inputs are drawn from the domain that the descriptor declares. */
static void print_init(FILE *out) {
    fputs("init:\n", out);
    for (size_t i = 0; i < ag_op_count; i++) {
        const sample s = sample_of(ag_op_list[i]);
        for (size_t k = 0; k < s.inputs; k++)
            if (!is_index(s.op, k))
                fprintf(out, "  %s.x%zu: {kind: uniform, low: %.17g, high: %.17g}\n",
                        s.op->name, k,
                        s.op->domain.low < s.op->domain.high ? s.op->domain.low : -2.0,
                        s.op->domain.low < s.op->domain.high ? s.op->domain.high : 2.0);
    }
}

START_TEST(the_fixture_is_written_anew_when_that_is_asked_for) {
    if (getenv("GRADGATE_UPDATE") == NULL)
        return;
    FILE *out = fopen(FIXTURES FILE_NAME, "wb");
    ck_assert_ptr_nonnull(out);
    fputs("# Written by verify/tests/case_ops.c with GRADGATE_UPDATE=1: not by hand.\n"
          "schema: 1\nname: ops\ndescription: every op of the engine, each with inputs of its "
          "own and a random cotangent v\nseed: 90217\nmodel:\n  graph:\n",
          out);
    print_parameters(out);
    print_constants(out);
    print_nodes(out);
    print_init(out);
    fputs("checks: [determinism, gradient, contract]\n", out);
    ck_assert_int_eq(fclose(out), 0);
}
END_TEST

/* ---- what must hold ---- */

START_TEST(the_fixture_of_ops_holds_every_op_of_the_list) {
    gv_case *item = load_fixture(FILE_NAME);
    const struct gv_graph *graph = item->model.graph;
    for (size_t i = 0; i < ag_op_count; i++) {
        bool found = false;
        for (size_t n = 0; n < graph->node_count; n++)
            found |=
                graph->nodes[n].op == ag_op_list[i] &&
                strcmp(graph->operands[graph->nodes[n].operand].name, ag_op_list[i]->name) == 0;
        ck_assert_msg(found,
                      "fixtures/" FILE_NAME " has no %s: write it anew with "
                      "GRADGATE_UPDATE=1 %s",
                      ag_op_list[i]->name, "verify/tests/case_ops");
    }
    gv_case_destroy(item);
}
END_TEST

START_TEST(every_input_of_every_op_gets_a_gradient) {
    gv_case *item = load_fixture(FILE_NAME);
    gv_subject *subject = subject_of(item, 0);
    double *gradient = claim(subject, GV_WHOLE);
    for (size_t p = 0; p < subject->parameter_count; p++) {
        const gv_parameter *parameter = &subject->parameters[p];
        double largest = 0;
        for (size_t i = 0; i < parameter->count; i++)
            largest = fmax(largest, fabs(gradient[parameter->offset + i]));
        ck_assert_msg(largest > 0, "%s", parameter->group.name);
    }
    free(gradient);
    gv_subject_destroy(subject);
    gv_case_destroy(item);
}
END_TEST

/* The value of a formula, by hand. */
START_TEST(a_formula_is_what_it_says) {
    gv_case *item = load_good(
        "schema: 1\nname: x\nmodel:\n  graph:\n    parameters: {w: [2, 2], b: [2], c: []}\n"
        "    constants: {k: [0.5, -2]}\n    nodes:\n"
        "      moved: {op: add, inputs: [w, k]}\n"
        "      gram: {op: matmul, inputs: [moved, moved], transpose_a: true}\n"
        "      part: {op: slice, inputs: [gram], axis: 0, begin: -1}\n"
        "      scaled: {op: mul, inputs: [part, b]}\n"
        "      lower: {op: sub, inputs: [scaled, c]}\n"
        "      halves: {op: mul, inputs: [lower, 0.5]}\n"
        "      loss: {op: sum, inputs: [halves]}\n"
        "      after: {op: exp, inputs: [loss]}\n"
        "    loss: loss\n"
        "init:\n  w: {kind: values, values: [[1.5, -0.25], [0.75, 2]]}\n"
        "  b: {kind: values, values: [3, -0.5]}\n  c: {kind: values, values: 0.125}\n");
    gv_subject *subject = subject_of(item, 0);
    const double m[2][2] = {{2.0, -2.25}, {1.25, 0.0}};
    const double g0 = m[0][1] * m[0][0] + m[1][1] * m[1][0];
    const double g1 = m[0][1] * m[0][1] + m[1][1] * m[1][1];
    const gv_probe whole = at_rest(subject, GV_WHOLE);
    ck_assert_double_eq_tol(value_at(subject, &whole),
                            0.5 * (3 * g0 - 0.125 + -0.5 * g1 - 0.125), 1e-14);
    ck_assert_uint_eq(subject->parameter_count, 3);
    ck_assert_uint_eq(subject->parameters[2].group.rank, 0);
    gv_subject_destroy(subject);
    gv_case_destroy(item);
}
END_TEST

START_TEST(data_are_inputs_of_a_formula) {
    gv_case *item = load_good("schema: 1\nname: x\nmodel:\n  graph:\n"
                              "    parameters: {w: [2, 1]}\n    nodes:\n"
                              "      y: {op: matmul, inputs: [inputs, w]}\n"
                              "      loss: {op: squared_error, inputs: [y, column]}\n"
                              "    constants: {column: [[1], [2], [3]]}\n"
                              "data: {values: {inputs: [[1, 2], [3, 4], [5, 6]],"
                              " target: [1, 2, 3]}}\n"
                              "init: {w: {kind: values, values: [[0.5], [-1]]}}\n");
    gv_subject *subject = subject_of(item, 0);
    const gv_probe whole = at_rest(subject, GV_WHOLE);
    const double a = 0.5 - 2 - 1, b = 1.5 - 4 - 2, c = 2.5 - 6 - 3;
    ck_assert_double_eq_tol(value_at(subject, &whole), a * a + b * b + c * c, 1e-13);
    gv_subject_destroy(subject);
    gv_case_destroy(item);
}
END_TEST

START_TEST(a_parameter_that_a_node_reads_twice_has_two_uses) {
    gv_case *item = load_fixture("formula.yaml");
    gv_subject *subject = subject_of(item, 0);
    const gv_parameter *v = &subject->parameters[parameter_named(subject, "V")];
    ck_assert_uint_eq(v->use_count, 3);
    ck_assert_str_eq(v->uses[0].name, "gram.V (input 0)");
    ck_assert_str_eq(v->uses[1].name, "gram.V (input 1)");
    ck_assert_str_eq(subject->parameters[0].uses[0].name, "product.W");
    gv_subject_destroy(subject);
    gv_case_destroy(item);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("formulas");
    TCase *tests = tcase_create("formulas");
    tcase_set_timeout(tests, 0); /* ctest keeps the time */
    tcase_add_test(tests, the_fixture_is_written_anew_when_that_is_asked_for);
    tcase_add_test(tests, the_fixture_of_ops_holds_every_op_of_the_list);
    tcase_add_test(tests, every_input_of_every_op_gets_a_gradient);
    tcase_add_test(tests, a_formula_is_what_it_says);
    tcase_add_test(tests, data_are_inputs_of_a_formula);
    tcase_add_test(tests, a_parameter_that_a_node_reads_twice_has_two_uses);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
