/* Lanes of every op alone: the bits of a lane are its own, a lane that changes nothing has the
 * bits of the recording, and what a lane writes leaves nothing behind for the next batch. */
#include "support.h"

enum { LANES = 32 };

typedef void (*lanes_check)(net *n, const ag_op *op, ag_random *random);

static void for_every_op(lanes_check check) {
    for (size_t i = 0; i < ag_op_count; i++)
        for (size_t j = 0; j < ag_op_list[i]->example_count; j++)
            for (int behind = 0; behind < 2; behind++) {
                ag_random random = ag_random_create(i, j);
                net n = net_of_op(ag_op_list[i], &ag_op_list[i]->examples[j], 7 * i + j,
                                  behind == 1);
                check(&n, ag_op_list[i], &random);
                net_destroy(&n);
            }
}

/* Entries at random, of all inputs. */
static void draw_changes(net *n, ag_random *random, ag_change changes[LANES]) {
    for (size_t i = 0; i < LANES; i++) {
        ag_parameter *p = n->parameters[ag_random_next(random) % n->parameter_count];
        changes[i] = ag_change_none();
        changes[i].parameter = p;
        changes[i].entry = ag_random_next(random) % p->size;
        changes[i].at = p->data[changes[i].entry] + 0.03 * random_signed(random);
    }
}

static bool same_bits(double a, double b) {
    return memcmp(&a, &b, sizeof a) == 0;
}

static void check_bits(net *n, const ag_op *op, ag_random *random) {
    ag_lanes *lanes = ag_lanes_create(n->graph, LANES);
    ag_change changes[LANES];
    double alone, all[LANES], again[LANES];
    const double base = *ag_graph_value(n->graph, n->loss);
    for (int trial = 0; trial < 6; trial++) {
        draw_changes(n, random, changes);
        changes[LANES / 2] = ag_change_none();
        changes[LANES / 3].at = changes[LANES / 3].parameter->data[changes[LANES / 3].entry];
        ag_lanes_evaluate(lanes, changes, LANES, &n->loss, 1, all);
        ag_lanes_evaluate(lanes, changes, 1, &n->loss, 1, &alone);
        ag_lanes_evaluate(lanes, changes, LANES, &n->loss, 1, again);
        ck_assert_msg(same_bits(alone, all[0]), "%s: %.17g is %.17g", op->name, alone, all[0]);
        ck_assert_msg(memcmp(all, again, sizeof all) == 0, "%s: again", op->name);
        ck_assert_msg(same_bits(all[LANES / 2], base), "%s: unperturbed", op->name);
        ck_assert_msg(same_bits(all[LANES / 3], base), "%s: a change by 0", op->name);
    }
    ag_lanes_destroy(lanes);
}

START_TEST(the_bits_of_a_lane_are_its_own_for_every_op) {
    for_every_op(check_bits);
}
END_TEST

enum { BATCHES = 12 };

/* Alternates between changes of one input and of another, so that regions move; replays only
 * afterwards, for a replay lets the lanes start afresh. */
static void check_alternation(net *n, const ag_op *op, ag_random *random) {
    ag_lanes *lanes = ag_lanes_create(n->graph, 2);
    ag_change changes[BATCHES];
    double values[BATCHES][2];
    for (size_t i = 0; i < BATCHES; i++) {
        ag_change pair[2] = {ag_change_none(), ag_change_none()};
        ag_parameter *p = n->parameters[i % n->parameter_count];
        changes[i] = ag_change_none();
        changes[i].parameter = p;
        changes[i].entry = ag_random_next(random) % p->size;
        changes[i].at = p->data[changes[i].entry] + 0.0317;
        pair[i % 3 == 0 ? 0 : 1] = changes[i];
        ag_lanes_evaluate(lanes, pair, 2, &n->loss, 1, values[i]);
    }
    ag_lanes_destroy(lanes);
    const double rest = *ag_graph_value(n->graph, n->loss);
    for (size_t i = 0; i < BATCHES; i++) {
        double *entry = &changes[i].parameter->data[changes[i].entry], before = *entry;
        double scale = 1.0;
        *entry = changes[i].at;
        const double want = net_value(n);
        for (size_t j = 0; j < ag_shape_size(ag_graph_shape(n->graph, n->output)); j++)
            scale += fabs(ag_graph_value(n->graph, n->output)[j]);
        *entry = before;
        ASSERT_NEAR(values[i][i % 3 == 0 ? 0 : 1], want, 4e-14 * scale, "%s: batch %zu",
                    op->name, i);
        ck_assert_msg(same_bits(values[i][i % 3 == 0 ? 1 : 0], rest), "%s: batch %zu, rest",
                      op->name, i);
    }
}

START_TEST(nothing_is_left_behind_from_batch_to_batch_for_any_op) {
    for_every_op(check_alternation);
}
END_TEST

int main(void) {
    ag_blas_single_thread();
    const TTest *const tests[] = {
        the_bits_of_a_lane_are_its_own_for_every_op,
        nothing_is_left_behind_from_batch_to_batch_for_any_op,
    };
    return run_tests("op_lanes", tests, sizeof tests / sizeof *tests);
}
