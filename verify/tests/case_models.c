/* Layers in blocks, blocks in blocks, lists of them; freezing, and the mode of a model. */
#include "case/spec.h"
#include "case_support.h"
#include "subject/engine.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { YAML_BYTES = 4096 };

/* ---- every kind inside of blocks ---- */

#define ROWS "random: {rows: 3, inputs: 12, classes: 2}"
#define TOKENS "tokens: {text: \"what a block holds\", context: 4}"

/* One layer of each kind, and what has to come in. */
static const struct {
    const char *kind, *layer, *before, *data;
} samples[] = {
    {"linear", "{kind: linear, out: 5}", "identity", ROWS},
    {"embedding", "{kind: embedding, out: 5}", NULL, TOKENS},
    {"relu", "relu", "{kind: linear, out: 5}", ROWS},
    {"leaky_relu", "{kind: leaky_relu, slope: 0.2}", "{kind: linear, out: 5}", ROWS},
    {"tanh", "tanh", "{kind: linear, out: 5}", ROWS},
    {"sigmoid", "sigmoid", "{kind: linear, out: 5}", ROWS},
    {"softplus", "softplus", "{kind: linear, out: 5}", ROWS},
    {"silu", "silu", "{kind: linear, out: 5}", ROWS},
    {"gelu", "{kind: gelu, approximate: true}", "{kind: linear, out: 5}", ROWS},
    {"softmax", "softmax", "{kind: linear, out: 5}", ROWS},
    {"log_softmax", "log_softmax", "{kind: linear, out: 5}", ROWS},
    {"identity", "identity", "{kind: linear, out: 5}", ROWS},
    {"layer_norm", "{kind: layer_norm, epsilon: 0.01}", "{kind: linear, out: 5}", ROWS},
    {"rms_norm", "rms_norm", "{kind: linear, out: 5}", ROWS},
    {"dropout", "{kind: dropout, rate: 0.4, mask: 6}", "{kind: linear, out: 5}", ROWS},
    {"conv2d", "{kind: conv2d, out: 3, kernel: 2}", "{kind: reshape, shape: [2, 2, 3]}", ROWS},
    {"max_pool2d", "{kind: max_pool2d, kernel: 2, stride: 1}",
     "{kind: reshape, shape: [2, 2, 3]}", ROWS},
    {"avg_pool2d", "{kind: avg_pool2d, kernel: 2, stride: 1}",
     "{kind: reshape, shape: [2, 2, 3]}", ROWS},
    {"rnn_cell", "{kind: rnn_cell, out: 5}", "{kind: linear, out: 4}", ROWS},
    {"rnn", "{kind: rnn, out: 5, layers: 2}", "{kind: reshape, shape: [3, 4]}", ROWS},
    {"lstm", "{kind: lstm, out: 5}", "{kind: reshape, shape: [3, 4]}", ROWS},
    {"gru", "{kind: gru, out: 5}", "{kind: reshape, shape: [3, 4]}", ROWS},
    {"attention", "{kind: attention, heads: 2}", "{kind: embedding, out: 6}", TOKENS},
    {"transformer", "{kind: transformer, heads: 2, hidden: 5, causal: true, dropout: 0.2}",
     "{kind: embedding, out: 6}", TOKENS},
    {"flatten", "flatten", "{kind: reshape, shape: [3, 4]}", ROWS},
    {"reshape", "{kind: reshape, shape: [6, 2]}", "identity", ROWS},
    {"last", "last", "{kind: embedding, out: 6}", TOKENS},
    {"sequential", "{kind: sequential, layers: [{kind: linear, out: 5}, tanh]}", "identity",
     ROWS},
    {"module_list",
     "{name: held, kind: module_list, layers: [{kind: linear, out: 3}, tanh]}, {use: held.1}, "
     "{use: held.0}, {use: held.1}",
     "{kind: linear, out: 5}", ROWS},
};
enum { SAMPLES = sizeof samples / sizeof *samples };

static gv_case *load_sample(size_t i, const char *open, const char *close) {
    char yaml[YAML_BYTES];
    const bool tokens = strcmp(samples[i].data, TOKENS) == 0;
    snprintf(yaml, sizeof yaml,
             "schema: 1\nname: x\nseed: 41\nmodel:\n  layers: [%s%s%s%s%s, flatten, {kind: "
             "linear, out: %d}]\ndata:\n  %s\nloss: cross_entropy\n",
             samples[i].before != NULL ? samples[i].before : "",
             samples[i].before != NULL ? ", " : "", open, samples[i].layer, close,
             tokens ? 12 : 2, samples[i].data);
    return load_good(yaml);
}

START_TEST(every_kind_of_layer_has_a_sample_here) {
    for (size_t k = 0; gv_layer_list[k] != NULL; k++) {
        bool found = false;
        for (size_t i = 0; i < SAMPLES; i++)
            found |= strcmp(samples[i].kind, gv_layer_list[k]->name) == 0;
        ck_assert_msg(found, "%s", gv_layer_list[k]->name);
    }
}
END_TEST

START_TEST(a_layer_computes_the_same_inside_of_two_blocks) {
    gv_case *flat = load_sample((size_t)_i, "", "");
    gv_case *deep = load_sample((size_t)_i,
                                "{name: outer, kind: sequential, layers: [{name: "
                                "inner, kind: sequential, layers: [",
                                "]}]}");
    gv_subject *a = subject_of(flat, 0), *b = subject_of(deep, 0);
    const gv_probe rest_a = at_rest(a, GV_WHOLE), rest_b = at_rest(b, GV_WHOLE);
    const double value = value_at(a, &rest_a), same = value_at(b, &rest_b);
    ck_assert(same_bits(&value, &same, sizeof value));
    ck_assert_uint_eq(a->count, b->count);
    double *first = claim(a, GV_WHOLE), *second = claim(b, GV_WHOLE), largest = 0;
    ck_assert(same_bits(first, second, a->count * sizeof *first));
    for (size_t k = 0; k < a->count; k++)
        largest = fmax(largest, fabs(first[k]));
    ck_assert_double_gt(largest, 0);
    free(first);
    free(second);
    gv_subject_destroy(a);
    gv_subject_destroy(b);
    gv_case_destroy(flat);
    gv_case_destroy(deep);
}
END_TEST

/* ---- names and ties ---- */

static const char blocks[] =
    "schema: 1\nname: x\nseed: 8\nmodel:\n  layers:\n"
    "    - {name: scale, kind: linear, out: 4}\n"
    "    - name: block\n      kind: sequential\n      layers:\n"
    "        - {name: scale, kind: linear, out: 4}\n"
    "        - tanh\n"
    "        - name: inner\n          kind: sequential\n"
    "          layers: [{use: scale}, {name: far, kind: linear, out: 4}]\n"
    "    - {name: again, use: block}\n"
    "    - {name: far, use: block.inner.far}\n"
    "    - {name: inner, use: block.inner}\n"
    "    - {name: out, kind: linear, out: 1}\n"
    "data:\n  random: {rows: 5, inputs: 3, outputs: 1}\nloss: squared_error\n";

static void expect_uses(const gv_subject *subject, const char *name, size_t count,
                        const char *const *uses) {
    const gv_parameter *p = &subject->parameters[parameter_named(subject, name)];
    ck_assert_uint_eq(p->use_count, count);
    for (size_t i = 0; i < count; i++)
        ck_assert_str_eq(p->uses[i].name, uses[i]);
}

START_TEST(a_block_used_again_ties_all_that_is_inside) {
    static const char *const scale[] = {"block.scale.weight", "block.inner.0.weight",
                                        "again.scale.weight", "again.inner.0.weight",
                                        "inner.0.weight"};
    static const char *const far[] = {"block.inner.far.bias", "again.inner.far.bias",
                                      "far.bias", "inner.far.bias"};
    gv_case *item = load_good(blocks);
    gv_subject *subject = subject_of(item, 0);
    const char *const *names;
    ck_assert_uint_eq(subject->parameter_count, 8);
    expect_uses(subject, "block.scale.weight", 5, scale);
    expect_uses(subject, "block.inner.far.bias", 4, far);
    const size_t place = parameter_named(subject, "block.inner.far.weight");
    ck_assert_uint_eq(gv_engine_subject_names(subject, place, &names), 4);
    ck_assert_str_eq(names[1], "again.inner.far.weight");
    gv_subject_destroy(subject);
    gv_case_destroy(item);
}
END_TEST

/* `use: scale` inside of `inner` is the block's, not the one outside. */
START_TEST(a_name_is_looked_for_in_the_nearest_block) {
    gv_case *item = load_good(blocks);
    gv_subject *subject = subject_of(item, 0);
    static const char *const own[] = {"scale.weight"};
    expect_uses(subject, "scale.weight", 1, own);
    gv_subject_destroy(subject);
    gv_case_destroy(item);
}
END_TEST

START_TEST(of_initial_values_the_inner_block_wins) {
    char yaml[YAML_BYTES];
    snprintf(yaml, sizeof yaml, "%s%s", blocks,
             "init:\n  block.inner: {kind: constant, value: 3}\n"
             "  block: {kind: constant, value: 2}\n  default: {kind: constant, value: 1}\n"
             "  block.inner.far.bias: {kind: constant, value: 4}\n");
    gv_case *item = load_good(yaml);
    gv_subject *subject = subject_of(item, 0);
    static const struct {
        const char *name;
        double value;
    } expected[] = {{"scale.weight", 1},
                    {"block.scale.weight", 3}, /* it is inner.0 too */
                    {"block.inner.far.weight", 3},
                    {"block.inner.far.bias", 4}};
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        const gv_parameter *p =
            &subject->parameters[parameter_named(subject, expected[i].name)];
        ck_assert_double_eq(subject->point[p->offset], expected[i].value);
    }
    gv_subject_destroy(subject);
    gv_case_destroy(item);
}
END_TEST

/* 2^20 uses of one layer in a few lines. */
START_TEST(blocks_that_multiply_are_refused) {
    static char text[1 << 14];
    char yaml[YAML_BYTES];
    size_t at = (size_t)snprintf(yaml, sizeof yaml,
                                 "schema: 1\nname: x\ndata: {random: {rows: 2, inputs: 2, "
                                 "outputs: 2}}\nloss: squared_error\nmodel:\n  layers:\n"
                                 "    - {name: b0, kind: linear, out: 2}\n");
    for (int i = 1; i <= 20; i++)
        at += (size_t)snprintf(yaml + at, sizeof yaml - at,
                               "    - {name: b%d, kind: sequential, layers: [{use: b%d}, "
                               "{use: b%d}]}\n",
                               i, i - 1, i - 1);
    ck_assert_int_eq(load_text(yaml, at, text, sizeof text), GV_ERR_INPUT);
    ck_assert_ptr_nonnull(strstr(text, "come to more than 4096 layers"));
}
END_TEST

/* ---- freezing ---- */

static const char frozen[] =
    "schema: 1\nname: x\nseed: 4\nmodel:\n  layers:\n"
    "    - {name: block, kind: sequential, layers: [{name: a, kind: linear, out: 3}, tanh]}\n"
    "    - {name: b, kind: linear, out: 3}\n"
    "    - {name: c, use: b}\n"
    "    - {name: d, kind: linear, out: 1}\n"
    "data:\n  random: {rows: 5, inputs: 2, outputs: 1}\nloss: squared_error\n"
    "l2: [{lambda: 0.1, parameters: weights}]\n"
    "points: [initial, {jitter: 0.1}, {train: {steps: 5, rate: 0.1}}]\n"
    "parameters:\n  block: {requires_grad: false}\n  block.a.bias: {requires_grad: true}\n"
    "  c.weight: {requires_grad: false}\n"
    "fault: {kind: sign, at: {parameter: d.bias}}\nexpect: fail\n";

START_TEST(a_frozen_parameter_has_no_gradient_and_never_moves) {
    gv_case *item = load_good(frozen);
    ck_assert_uint_eq(gv_case_frozen_count(item), 2);
    ck_assert_str_eq(gv_case_frozen_name(item, 0), "block.a.weight");
    ck_assert_str_eq(gv_case_frozen_name(item, 1), "b.weight");
    double first[6];
    for (size_t point = 0; point < 3; point++) {
        gv_subject *subject = subject_of(item, point);
        ck_assert_uint_eq(subject->parameter_count, 4);
        ck_assert_str_eq(subject->parameters[0].group.name, "block.a.bias");
        ck_assert_str_eq(subject->parameters[3].group.name, "d.bias");
        const ag_graph *graph = gv_engine_subject_graph(subject);
        const double *values = NULL;
        for (size_t i = 0; i < ag_graph_parameter_count(graph); i++)
            if (strcmp(ag_graph_parameter(graph, i)->name, "block.a.weight") == 0)
                values = ag_graph_parameter(graph, i)->data;
        ck_assert_ptr_nonnull(values);
        if (point == 0)
            memcpy(first, values, sizeof first);
        ck_assert(same_bits(first, values, sizeof first));
        gv_subject_destroy(subject);
    }
    gv_case_destroy(item);
}
END_TEST

START_TEST(a_fault_finds_its_parameter_behind_frozen_ones) {
    gv_case *item = load_good(frozen);
    gv_subject *subject = subject_of(item, 0);
    double *wrong = claim(subject, GV_WHOLE);
    item->has_fault = false;
    gv_subject *good = subject_of(item, 0);
    double *right = claim(good, GV_WHOLE);
    const size_t bias = subject->parameters[3].offset;
    ck_assert_double_ne(right[bias], 0);
    for (size_t i = 0; i < subject->count; i++)
        ck_assert_double_eq(wrong[i], i == bias ? -right[i] : right[i]);
    free(wrong);
    free(right);
    gv_subject_destroy(subject);
    gv_subject_destroy(good);
    gv_case_destroy(item);
}
END_TEST

/* ---- mode ---- */

static double value_of(const char *middle, const char *mode) {
    char yaml[YAML_BYTES];
    snprintf(yaml, sizeof yaml,
             "schema: 1\nname: x\nseed: 4\nmodel:\n  mode: %s\n  layers: [{kind: linear, out: "
             "7}, {name: b, kind: sequential, layers: [%s]}, {kind: linear, out: 1}]\n"
             "data:\n  random: {rows: 5, inputs: 2, outputs: 1}\nloss: squared_error\n"
             "points: [{train: {steps: 1, rate: 0.000001}}, initial]\n",
             mode, middle);
    gv_case *item = load_good(yaml);
    gv_subject *trained = subject_of(item, 0), *subject = subject_of(item, 1);
    const gv_probe rest = at_rest(subject, GV_WHOLE);
    const double value = value_at(subject, &rest);
    ck_assert_double_eq_tol(value_at(trained, &rest), value, 1e-3 * value);
    gv_subject_destroy(trained);
    gv_subject_destroy(subject);
    gv_case_destroy(item);
    return value;
}

START_TEST(in_evaluation_dropout_passes_everything_on) {
    const double plain = value_of("identity", "train");
    ck_assert_double_eq(value_of("{kind: dropout, rate: 0.5}", "eval"), plain);
    ck_assert_double_ne(value_of("{kind: dropout, rate: 0.5}", "train"), plain);
    ck_assert_double_ne(value_of("{kind: dropout, rate: 0.5, mask: 9}", "train"),
                        value_of("{kind: dropout, rate: 0.5}", "train"));
}
END_TEST

int main(void) {
    Suite *suite = suite_create("models of cases");
    TCase *tests = tcase_create("models of cases");
    tcase_set_timeout(tests, 0); /* ctest keeps the time */
    tcase_add_test(tests, every_kind_of_layer_has_a_sample_here);
    tcase_add_loop_test(tests, a_layer_computes_the_same_inside_of_two_blocks, 0, SAMPLES);
    tcase_add_test(tests, a_block_used_again_ties_all_that_is_inside);
    tcase_add_test(tests, a_name_is_looked_for_in_the_nearest_block);
    tcase_add_test(tests, of_initial_values_the_inner_block_wins);
    tcase_add_test(tests, blocks_that_multiply_are_refused);
    tcase_add_test(tests, a_frozen_parameter_has_no_gradient_and_never_moves);
    tcase_add_test(tests, a_fault_finds_its_parameter_behind_frozen_ones);
    tcase_add_test(tests, in_evaluation_dropout_passes_everything_on);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
