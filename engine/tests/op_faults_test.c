/* NOLINTBEGIN(clang-analyzer-core.*): the call ends before its operands do. */
/* The test of an op is itself under test: with any fault planted in the vjp, jvp or hvp of any
 * op of the list it must complain, and name the op. */
#include "op_checks.h"

/* ---- faults ---- */

/* What a fault does with the right contribution to an adjoint, or with the right tangent. */
typedef struct op_fault {
    const char *name;
    void (*pass)(double *adjoint, const double *right, size_t size);
    void (*move)(double *tangent, const double *right, size_t size);
    void (*bend)(double *adjoint, const double *right, size_t size); /* in hvp, like pass */
    bool needs_two;                                                  /* entries */
} op_fault;

/* As coarse as the checker's tolerance. */
static const double factor = 1.0 + 1e-6;

static void pass_flipped(double *adjoint, const double *right, size_t size) {
    for (size_t i = 0; i < size; i++)
        adjoint[i] -= right[i];
}

static void pass_scaled(double *adjoint, const double *right, size_t size) {
    for (size_t i = 0; i < size; i++)
        adjoint[i] += factor * right[i];
}

static void pass_nothing(double *adjoint, const double *right, size_t size) {
    (void)adjoint, (void)right, (void)size;
}

/* Index of the entry with the largest absolute value. */
static size_t largest(const double *values, size_t size) {
    size_t best = 0;
    for (size_t i = 1; i < size; i++)
        best = fabs(values[i]) > fabs(values[best]) ? i : best;
    return best;
}

static void pass_but_one(double *adjoint, const double *right, size_t size) {
    const size_t lost = largest(right, size);
    for (size_t i = 0; i < size; i++)
        adjoint[i] += i == lost ? 0.0 : right[i];
}

static void pass_overwriting(double *adjoint, const double *right, size_t size) {
    memcpy(adjoint, right, size * sizeof *right);
}

static void pass_twice(double *adjoint, const double *right, size_t size) {
    for (size_t i = 0; i < size; i++)
        adjoint[i] += 2.0 * right[i];
}

static void pass_shifted(double *adjoint, const double *right, size_t size) {
    for (size_t i = 0; i < size; i++)
        adjoint[i] += right[(i + 1) % size];
}

/* Right, and something more: for ops whose second derivatives are zero. */
static void bend_more(double *adjoint, const double *right, size_t size) {
    for (size_t i = 0; i < size; i++)
        adjoint[i] += right[i] + (i == size / 2 ? factor - 1.0 : 0.0);
}

static void move_flipped(double *tangent, const double *right, size_t size) {
    for (size_t i = 0; i < size; i++)
        tangent[i] = -right[i];
}

static void move_scaled(double *tangent, const double *right, size_t size) {
    for (size_t i = 0; i < size; i++)
        tangent[i] = factor * right[i];
}

static void move_but_one(double *tangent, const double *right, size_t size) {
    memcpy(tangent, right, size * sizeof *right);
    tangent[largest(right, size)] = 0.0;
}

static void move_adding(double *tangent, const double *right, size_t size) {
    for (size_t i = 0; i < size; i++)
        tangent[i] = (isfinite(tangent[i]) ? tangent[i] : 0.0) + right[i];
}

static const op_fault faults[] = {
    {.name = "vjp with another sign", .pass = pass_flipped},
    {.name = "vjp off by 1e-6", .pass = pass_scaled},
    {.name = "vjp that loses an input", .pass = pass_nothing},
    {.name = "vjp that loses an entry", .pass = pass_but_one},
    {.name = "vjp that overwrites", .pass = pass_overwriting},
    {.name = "vjp that adds twice", .pass = pass_twice},
    {.name = "vjp one place off", .pass = pass_shifted, .needs_two = true},
    {.name = "jvp with another sign", .move = move_flipped},
    {.name = "jvp off by 1e-6", .move = move_scaled},
    {.name = "jvp that loses an entry", .move = move_but_one},
    {.name = "jvp that adds", .move = move_adding},
    {.name = "jvp that loses an input"},
    {.name = "hvp with another sign", .bend = pass_flipped},
    {.name = "hvp off by 1e-6", .bend = pass_scaled},
    {.name = "hvp that loses an input", .bend = pass_nothing},
    {.name = "hvp that loses an entry", .bend = pass_but_one},
    {.name = "hvp that overwrites", .bend = pass_overwriting},
    {.name = "hvp that adds twice", .bend = pass_twice},
    {.name = "hvp one place off", .bend = pass_shifted},
    {.name = "hvp that adds more", .bend = bend_more},
    {.name = "hvp that loses a motion"},
};

/* The faults of hvp come last. */
static bool is_of_hvp(const op_fault *fault) {
    return strncmp(fault->name, "hvp", 3) == 0;
}

/* ---- an op with a fault ---- */

typedef struct faulty_op {
    ag_op op; /* first: call->op is this */
    const ag_op *original;
    const op_fault *fault;
    size_t input;
    bool *differs; /* set when the fault of an hvp changed anything */
} faulty_op;

static void faulty_vjp(const ag_vjp_call *call) {
    const faulty_op *f = (const faulty_op *)call->op;
    double *adjoints[AG_MAX_EXAMPLE_INPUTS];
    ag_vjp_call inner = *call;
    inner.op = f->original;
    inner.adjoints = adjoints;
    memcpy(adjoints, call->adjoints, call->input_count * sizeof *adjoints);
    if (f->fault->pass == NULL || f->input >= call->input_count || adjoints[f->input] == NULL) {
        f->original->vjp(&inner);
        return;
    }
    const size_t size = ag_shape_size(call->input_shapes[f->input]);
    double *right = calloc(size, sizeof *right);
    adjoints[f->input] = right;
    f->original->vjp(&inner);
    f->fault->pass(call->adjoints[f->input], right, size);
    free(right);
}

/* Without the tangent of the chosen input. */
static void lose_input(const faulty_op *f, ag_jvp_call *inner) {
    const double *tangents[AG_MAX_EXAMPLE_INPUTS];
    bool moves = false;
    memcpy(tangents, inner->tangents, inner->input_count * sizeof *tangents);
    tangents[f->input] = NULL;
    inner->tangents = tangents;
    for (size_t i = 0; i < inner->input_count; i++)
        moves = moves || tangents[i] != NULL;
    if (moves)
        f->original->jvp(inner);
    else
        memset(inner->output_tangent, 0, inner->output_size * sizeof *inner->output_tangent);
}

static void faulty_jvp(const ag_jvp_call *call) {
    const faulty_op *f = (const faulty_op *)call->op;
    ag_jvp_call inner = *call;
    inner.op = f->original;
    if (f->fault->move != NULL) {
        double *right = calloc(call->output_size, sizeof *right);
        inner.output_tangent = right;
        f->original->jvp(&inner);
        f->fault->move(call->output_tangent, right, call->output_size);
        free(right);
    } else if (f->fault->pass == NULL && f->input < call->input_count) {
        lose_input(f, &inner);
    } else {
        f->original->jvp(&inner);
    }
}

/* What hvp adds to the chosen input, by itself, with or without that input's motion. */
static double *bent_alone(const faulty_op *f, const ag_hvp_call *call, bool motionless) {
    double *adjoints[AG_MAX_EXAMPLE_INPUTS] = {NULL};
    const double *tangents[AG_MAX_EXAMPLE_INPUTS];
    bool moves = false;
    ag_hvp_call inner = *call;
    double *right = calloc(ag_shape_size(call->input_shapes[f->input]), sizeof *right);
    memcpy(tangents, call->tangents, call->input_count * sizeof *tangents);
    if (motionless)
        tangents[f->input] = NULL;
    for (size_t i = 0; i < call->input_count; i++)
        moves = moves || tangents[i] != NULL;
    adjoints[f->input] = right;
    inner.op = f->original;
    inner.adjoints = adjoints;
    inner.tangents = tangents;
    if (moves)
        f->original->hvp(&inner);
    return right;
}

/* Every input's adjoint but the chosen one's is added to as it should be. */
static void faulty_hvp(const ag_hvp_call *call) {
    const faulty_op *f = (const faulty_op *)call->op;
    double *adjoints[AG_MAX_EXAMPLE_INPUTS];
    ag_hvp_call inner = *call;
    inner.op = f->original;
    inner.adjoints = adjoints;
    memcpy(adjoints, call->adjoints, call->input_count * sizeof *adjoints);
    if (f->input < call->input_count)
        adjoints[f->input] = NULL;
    for (size_t i = 0; i < call->input_count; i++)
        if (adjoints[i] != NULL) {
            f->original->hvp(&inner);
            break;
        }
    if (f->input >= call->input_count || call->adjoints[f->input] == NULL)
        return;
    const size_t size = ag_shape_size(call->input_shapes[f->input]);
    double *adjoint = call->adjoints[f->input], *right = bent_alone(f, call, false);
    double *before = calloc(size, sizeof *before);
    for (size_t i = 0; i < size; i++)
        before[i] = adjoint[i] + right[i];
    if (f->fault->bend != NULL) {
        f->fault->bend(adjoint, right, size);
    } else {
        double *less = bent_alone(f, call, true);
        for (size_t i = 0; i < size; i++)
            adjoint[i] += less[i];
        free(less);
    }
    *f->differs = *f->differs || memcmp(before, adjoint, size * sizeof *before) != 0;
    free(before);
    free(right);
}

/* ---- the tests ---- */

static size_t most_inputs(const ag_op *op) {
    size_t most = 0;
    for (size_t i = 0; i < op->example_count; i++) {
        const size_t count =
            op->examples[i].input_count > 0 ? op->examples[i].input_count : op->arity;
        most = count > most ? count : most;
    }
    return most;
}

static void expect_complaint(const ag_op *op, const op_fault *fault, size_t input) {
    faulty_op f = {.op = *op, .original = op, .fault = fault, .input = input};
    op_words words;
    f.op.vjp = faulty_vjp;
    f.op.jvp = faulty_jvp;
    ck_assert_msg(!op_is_sound(&f.op, &words), "%s: a %s, input %zu, is not found", op->name,
                  fault->name, input);
    ck_assert_msg(strncmp(words.text, op->name, strlen(op->name)) == 0, "\"%s\" names %s",
                  words.text, op->name);
}

START_TEST(a_fault_in_any_op_is_found_and_named) {
    const op_fault *fault = &faults[_i];
    for (size_t i = 0; i < ag_op_count; i++) {
        const ag_op *op = ag_op_list[i];
        const size_t inputs = fault->move != NULL ? 1 : most_inputs(op);
        for (size_t input = 0; input < inputs; input++)
            if ((op->index_inputs >> input & 1U) == 0)
                expect_complaint(op, fault, input);
    }
}
END_TEST

/* A fault that changed no bit (in an op without second derivatives in that input) is none. */
static bool bends_visibly(const ag_op *op, const op_fault *fault, size_t input) {
    bool differs = false;
    faulty_op f = {
        .op = *op, .original = op, .fault = fault, .input = input, .differs = &differs};
    op_words words;
    f.op.hvp = faulty_hvp;
    const bool sound = op_curves_soundly(&f.op, &words);
    ck_assert_msg(sound != differs, "%s: a %s, input %zu, is not found", op->name, fault->name,
                  input);
    ck_assert_msg(sound || strncmp(words.text, op->name, strlen(op->name)) == 0,
                  "\"%s\" names %s", words.text, op->name);
    return differs;
}

START_TEST(a_fault_in_the_second_order_of_any_op_is_found_and_named) {
    const op_fault *fault = &faults[_i];
    for (size_t i = 0; i < ag_op_count; i++) {
        const ag_op *op = ag_op_list[i];
        bool differs = false;
        for (size_t input = 0; input < most_inputs(op); input++)
            if ((op->index_inputs >> input & 1U) == 0)
                differs = bends_visibly(op, fault, input) || differs;
        /* An op that is linear in each of its inputs loses nothing with one's own motion. */
        const bool may_not = op->hvp == ag_op_flat || fault->bend == NULL;
        ck_assert_msg(differs || may_not, "%s: a %s changes nothing", op->name, fault->name);
    }
}
END_TEST

/* So that the complaints above come from the faults. */
START_TEST(a_wrapper_without_fault_is_sound) {
    static const op_fault none = {.name = "none", .pass = pass_twice};
    for (size_t i = 0; i < ag_op_count; i++) {
        faulty_op f = {.op = *ag_op_list[i], .original = ag_op_list[i], .fault = &none};
        op_words words;
        f.input = SIZE_MAX;
        f.op.vjp = faulty_vjp;
        f.op.jvp = faulty_jvp;
        f.op.hvp = faulty_hvp;
        ck_assert_msg(op_is_sound(&f.op, &words), "%s", words.text);
        ck_assert_msg(op_curves_soundly(&f.op, &words), "%s", words.text);
    }
}
END_TEST

START_TEST(an_op_without_examples_or_words_is_refused) {
    op_words words;
    ag_op op = *ag_op_find("max");
    op.example_count = 0;
    ck_assert(!op_is_described(&op, &words));
    ck_assert_str_eq(words.text, "max has no examples");
    op = *ag_op_find("max");
    op.source = NULL;
    ck_assert(!op_is_described(&op, &words));
    op = *ag_op_find("max");
    op.kink_place = NULL;
    ck_assert(!op_is_described(&op, &words));
    op = *ag_op_find("max");
    op.domain.low = op.domain.high;
    ck_assert(!op_is_described(&op, &words));
    op = *ag_op_find("max");
    op.arity = 5;
    ck_assert(!op_is_described(&op, &words));
}
END_TEST

int main(void) {
    Suite *suite = suite_create("op_faults");
    TCase *cases = tcase_create("op_faults");
    tcase_set_timeout(cases, 300);
    const int count = (int)(sizeof faults / sizeof *faults);
    int first = 0; /* of hvp */
    while (first < count && !is_of_hvp(&faults[first]))
        first++;
    tcase_add_loop_test(cases, a_fault_in_any_op_is_found_and_named, 0, first);
    tcase_add_loop_test(cases, a_fault_in_the_second_order_of_any_op_is_found_and_named, first,
                        count);
    tcase_add_test(cases, a_wrapper_without_fault_is_sound);
    tcase_add_test(cases, an_op_without_examples_or_words_is_refused);
    suite_add_tcase(suite, cases);
    return run_suite(suite);
}
/* NOLINTEND(clang-analyzer-core.*) */
