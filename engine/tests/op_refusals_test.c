/* Calls that an op must refuse, in words that name the op, and the shapes where shapes are the
 * matter. A table: what is recorded, and what the words must hold. */
#include "support.h"

#define INT(name, value)                                                                       \
    {                                                                                          \
        name, AG_ATTRIBUTE_INT, {                                                              \
            .integer = (value)                                                                 \
        }                                                                                      \
    }
#define REAL(name, value)                                                                      \
    {                                                                                          \
        name, AG_ATTRIBUTE_REAL, {                                                             \
            .real = (value)                                                                    \
        }                                                                                      \
    }
#define INTS(name, ...)                                                                        \
    {                                                                                          \
        name, AG_ATTRIBUTE_INTS, {                                                             \
            .integers = (const int64_t[]){__VA_ARGS__},                                        \
            .integer_count = sizeof(const int64_t[]){__VA_ARGS__} / sizeof(int64_t)            \
        }                                                                                      \
    }

typedef struct refusal {
    const char *op;
    ag_status status;
    size_t input_count;
    ag_shape shapes[4];
    ag_attribute attributes[3];
    const char *words[3]; /* NULL: no more */
} refusal;

#define S(...)                                                                                 \
    {                                                                                          \
        .rank = sizeof(size_t[]){__VA_ARGS__} / sizeof(size_t), .extent = { __VA_ARGS__ }      \
    }
#define SCALAR                                                                                 \
    { .rank = 0 }
#define SHAPE AG_ERR_SHAPE

static const refusal refusals[] = {
    {"power", SHAPE, 2, {S(3, 5), S(4)}, {{0}}, {"(3, 5)", "(4,)"}},
    {"maximum", SHAPE, 2, {S(3, 5), S(2, 5)}, {{0}}, {"(3, 5)", "(2, 5)"}},
    {"softmax", SHAPE, 1, {SCALAR}, {{0}}, {"axis", "()"}},
    {"softmax", SHAPE, 1, {S(3, 5)}, {INT("axis", 2)}, {"axis", "(3, 5)"}},
    {"cumulative_sum", SHAPE, 1, {S(3)}, {INT("axis", -2)}, {"axis", "(3,)"}},
    {"log_sum_exp", SHAPE, 1, {S(3, 5)}, {INT("axis", 2)}, {"axis", "(3, 5)"}},
    {"variance", SHAPE, 1, {S(3, 5)}, {INT("axis", -3)}, {"axis", "(3, 5)"}},
    {"max", SHAPE, 1, {SCALAR}, {INT("axis", 0)}, {"axis", "()"}},
    {"clamp", AG_ERR_ATTRIBUTE, 1, {S(3)}, {REAL("low", 0.5), REAL("high", 0.4)}, {"low"}},
    {"clamp", AG_ERR_ATTRIBUTE, 1, {S(3)}, {REAL("low", (double)NAN)}, {"low"}},
    {"dropout", AG_ERR_ATTRIBUTE, 1, {S(3)}, {REAL("rate", 1.1)}, {"rate"}},
    {"dropout", AG_ERR_ATTRIBUTE, 1, {S(3)}, {REAL("rate", (double)NAN)}, {"rate"}},
    {"causal_mask", SHAPE, 1, {S(5)}, {{0}}, {"(5,)"}},
    {"permute", SHAPE, 1, {S(3, 5)}, {INTS("axes", 0)}, {"axes", "(3, 5)"}},
    {"permute", SHAPE, 1, {S(3, 5)}, {INTS("axes", 1, -1)}, {"axes", "(3, 5)"}},
    {"permute", SHAPE, 1, {S(3, 5)}, {INTS("axes", 0, 2)}, {"axes", "(3, 5)"}},
    {"slice", SHAPE, 1, {S(3, 5)}, {INT("axis", 2)}, {"axis", "(3, 5)"}},
    {"slice", SHAPE, 1, {S(3, 5)}, {INT("step", 0)}, {"step", "(3, 5)"}},
    {"slice", SHAPE, 1, {S(3, 5)}, {INT("begin", 7)}, {"empty", "(3, 5)"}},
    {"slice", SHAPE, 1, {S(3, 5)}, {INT("end", -9)}, {"empty", "(3, 5)"}},
    {"concatenate", AG_ERR_ARGUMENT, 0, {{0}}, {{0}}, {"0 inputs"}},
    {"concatenate", SHAPE, 2, {S(3, 5), S(3, 4)}, {{0}}, {"(3, 5)", "(3, 4)"}},
    {"concatenate", SHAPE, 2, {S(3, 5), S(5)}, {{0}}, {"(3, 5)", "(5,)"}},
    {"concatenate", SHAPE, 2, {SCALAR, SCALAR}, {{0}}, {"axis", "()"}},
    {"gather", SHAPE, 2, {S(3, 5), S(4)}, {{0}}, {"axes", "(3, 5)", "(4,)"}},
    {"gather", SHAPE, 2, {S(3, 5), S(2, 6)}, {{0}}, {"beyond", "(3, 5)", "(2, 6)"}},
    {"gather", SHAPE, 2, {S(3), S(3)}, {INT("axis", 1)}, {"axis", "(3,)"}},
    {"index_select", SHAPE, 2, {S(3, 5), S(2, 2)}, {{0}}, {"vector", "(3, 5)", "(2, 2)"}},
    {"index_select", SHAPE, 2, {S(3), S(3)}, {INT("axis", 1)}, {"axis", "(3,)"}},
    {"batched_matmul", SHAPE, 2, {S(3, 5), S(5, 3)}, {{0}}, {"axes", "(3, 5)", "(5, 3)"}},
    {"batched_matmul", SHAPE, 2, {S(2, 3, 5), S(5, 3)}, {{0}}, {"axes", "(2, 3, 5)"}},
    {"batched_matmul", SHAPE, 2, {S(2, 3, 5), S(4, 5, 3)}, {{0}}, {"leading", "(4, 5, 3)"}},
    {"batched_matmul", SHAPE, 2, {S(2, 3, 5), S(2, 4, 3)}, {{0}}, {"inner", "(2, 4, 3)"}},
    {"layer_norm", SHAPE, 1, {SCALAR}, {{0}}, {"axis", "()"}},
    {"layer_norm", SHAPE, 2, {S(3, 5), S(3)}, {{0}}, {"scale", "(3, 5)", "(3,)"}},
    {"layer_norm", AG_ERR_ARGUMENT, 4, {S(5), S(5), S(5), S(5)}, {{0}}, {"4 inputs"}},
    {"rms_norm", SHAPE, 2, {S(3, 5), S(1, 5)}, {{0}}, {"scale", "(3, 5)", "(1, 5)"}},
    {"rms_norm", AG_ERR_ARGUMENT, 3, {S(5), S(5), S(5)}, {{0}}, {"3 inputs"}},
    {"conv2d", AG_ERR_ARGUMENT, 1, {S(1, 2, 3, 3)}, {{0}}, {"1 inputs"}},
    {"conv2d", SHAPE, 2, {S(2, 3, 3), S(1, 2, 2, 2)}, {{0}}, {"(2, 3, 3)", "(1, 2, 2, 2)"}},
    {"conv2d", SHAPE, 2, {S(1, 3, 3, 3), S(1, 2, 2, 2)}, {{0}}, {"(1, 3, 3, 3)"}},
    {"conv2d", SHAPE, 2, {S(1, 2, 3, 3), S(1, 2, 4, 1)}, {{0}}, {"fit", "(1, 2, 4, 1)"}},
    {"conv2d", SHAPE, 3, {S(1, 2, 3, 3), S(4, 2, 2, 2), S(3)}, {{0}}, {"bias", "(3,)"}},
    {"conv2d", SHAPE, 2, {S(1, 1, 3, 3), S(1, 1, 2, 2)}, {INTS("stride", 0)}, {"stride"}},
    {"conv2d", SHAPE, 2, {S(1, 1, 3, 3), S(1, 1, 2, 2)}, {INTS("stride", 1, 1, 1)}, {"fit"}},
    {"conv2d", SHAPE, 2, {S(1, 1, 3, 3), S(1, 1, 2, 2)}, {INTS("padding", -1)}, {"padding"}},
    {"conv2d", SHAPE, 2, {S(1, 1, 3, 3), S(1, 1, 2, 2)}, {INTS("padding", INT64_MAX)}, {"fit"}},
    {"max_pool2d", AG_ERR_ATTRIBUTE, 1, {S(1, 1, 3, 3)}, {{0}}, {"kernel"}},
    {"max_pool2d", SHAPE, 1, {S(3, 3)}, {INTS("kernel", 2)}, {"(3, 3)"}},
    {"max_pool2d", SHAPE, 1, {S(1, 1, 3, 3)}, {INTS("kernel", 4)}, {"fit", "(1, 1, 3, 3)"}},
    {"avg_pool2d", SHAPE, 1, {S(1, 1, 3, 3)}, {INTS("kernel", 2), INTS("padding", 2)}, {"fit"}},
    {"avg_pool2d", SHAPE, 1, {S(1, 1, 3, 3)}, {INTS("kernel", 2), INTS("stride", 0)}, {"fit"}},
    {"reshape", SHAPE, 1, {S(6)}, {INTS("shape", 2, -3)}, {"(6,)"}},
    {"reshape", SHAPE, 1, {S(6)}, {INTS("shape", 1, 1, 1, 1, 1, 1, 6)}, {"(6,)"}},
    {"embedding", SHAPE, 2, {S(3, 5), S(1, 1, 1, 1, 1, 2)}, {{0}}, {"axes", "(3, 5)"}},
};

static void check_refusal(const refusal *r) {
    static const double data[64] = {0.7731};
    ag_graph *graph = ag_graph_create();
    ag_node inputs[4] = {0};
    size_t given = 0;
    for (size_t i = 0; i < r->input_count; i++)
        inputs[i] = ag_input(graph, r->shapes[i], data);
    while (given < 3 && r->attributes[given].name != NULL)
        given++;
    const ag_node node =
        ag_record(graph, ag_op_find(r->op), inputs, r->input_count, r->attributes, given);
    const ag_error *error = ag_graph_error(graph);
    ck_assert_msg(node == AG_NO_NODE, "%s: refusal %zu", r->op, (size_t)(r - refusals));
    ck_assert_msg(error->status == r->status, "%s: status %d", error->message,
                  (int)error->status);
    ck_assert_msg(strstr(error->message, r->op) == error->message, "\"%s\" names %s",
                  error->message, r->op);
    for (size_t i = 0; i < 3 && r->words[i] != NULL; i++)
        ck_assert_msg(strstr(error->message, r->words[i]) != NULL, "\"%s\" says %s",
                      error->message, r->words[i]);
    ag_graph_destroy(graph);
}

START_TEST(what_makes_no_sense_is_refused_in_words) {
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++)
        check_refusal(&refusals[i]);
}
END_TEST

int main(void) {
    const TTest *const tests[] = {what_makes_no_sense_is_refused_in_words};
    return run_tests("op_refusals", tests, sizeof tests / sizeof *tests);
}
