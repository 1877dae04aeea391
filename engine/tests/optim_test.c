/* Optimizers: first steps by hand, trajectories against PyTorch, groups, ties, frozen ones, L2
 * as a term and as decay, micrograd's loop. */
#include "support.h"

#include "reference/optim_reference.h"

static ag_optimizer *optimizer_of(const ag_optimizer_kind *kind, ag_parameter **list,
                                  size_t count, ag_optimizer_settings settings) {
    ag_optimizer *optimizer = ag_optimizer_create(kind);
    ck_assert_int_eq(ag_optimizer_add_group(optimizer, list, count, &settings, NULL), AG_OK);
    return optimizer;
}

static ag_parameter *pair(double first, double second) {
    ag_parameter *p = ag_parameter_create("p", ag_shape_vector(2));
    p->data[0] = first;
    p->data[1] = second;
    p->grad[0] = 0.4217;
    p->grad[1] = -0.0519;
    return p;
}

/* ---- formulas ---- */

START_TEST(first_steps_are_what_they_are_by_hand) {
    ag_parameter *p = pair(0.7731, -1.3947);
    ag_optimizer_settings s = ag_optimizer_defaults(&ag_optimizer_sgd);
    s.rate = 0.1;
    s.weight_decay = 0.5;
    ag_optimizer *sgd = optimizer_of(&ag_optimizer_sgd, &p, 1, s);
    ag_optimizer_step(sgd);
    ASSERT_NEAR(p->data[0], 0.7731 - 0.1 * (0.4217 + 0.5 * 0.7731), 1e-16, "sgd");
    ag_optimizer_destroy(sgd);

    /* At t = 1 mhat = g and vhat = g^2: Adam moves every entry by rate g / (|g| + epsilon). */
    p->data[0] = 0.7731;
    p->data[1] = -1.3947;
    s = ag_optimizer_defaults(&ag_optimizer_adam);
    s.rate = 0.1;
    s.epsilon = 0.01;
    ag_optimizer *adam = optimizer_of(&ag_optimizer_adam, &p, 1, s);
    ag_optimizer_step(adam);
    ASSERT_NEAR(p->data[0], 0.7731 - 0.1 * 0.4217 / 0.4317, 1e-16, "adam");
    ASSERT_NEAR(p->data[1], -1.3947 + 0.1 * 0.0519 / 0.0619, 3e-16, "adam");
    ag_optimizer_destroy(adam);

    p->data[0] = 0.7731;
    s.weight_decay = 0.3;
    ag_optimizer *adamw = optimizer_of(&ag_optimizer_adamw, &p, 1, s);
    ag_optimizer_step(adamw);
    ASSERT_NEAR(p->data[0], 0.97 * 0.7731 - 0.1 * 0.4217 / 0.4317, 2e-16, "adamw");
    ag_optimizer_destroy(adamw);
    ag_parameter_release(p);
}
END_TEST

static void follow(const struct optim_case *c) {
    const ag_optimizer_kind *kind = ag_optimizer_kind_find(c->kind);
    ag_optimizer_settings settings = ag_optimizer_defaults(kind);
    for (size_t i = 0; i < 6 && c->settings[i].name != NULL; i++)
        ck_assert_int_eq(
            ag_optimizer_set(kind, &settings, c->settings[i].name, c->settings[i].value),
            AG_OK);
    ag_parameter *p = pair(optim_start[0], optim_start[1]);
    ag_optimizer *optimizer = optimizer_of(kind, &p, 1, settings);
    for (size_t t = 0; t < 6; t++) {
        memcpy(p->grad, optim_gradients[t], sizeof optim_gradients[t]);
        ag_optimizer_step(optimizer);
        for (size_t i = 0; i < 2; i++)
            ASSERT_NEAR(p->data[i], c->after[t][i], 4e-15, "%s, step %zu", c->name, t + 1);
    }
    ck_assert_uint_eq(ag_optimizer_steps(optimizer, 0), 6);
    ag_optimizer_destroy(optimizer);
    ag_parameter_release(p);
}

START_TEST(six_steps_of_every_kind_are_those_of_pytorch) {
    for (size_t i = 0; i < sizeof optim_cases / sizeof *optim_cases; i++)
        follow(&optim_cases[i]);
}
END_TEST

START_TEST(every_kind_tells_its_settings_and_where_they_end) {
    for (size_t i = 0; i < ag_optimizer_kind_count; i++) {
        const ag_optimizer_kind *kind = ag_optimizer_kinds[i];
        ag_optimizer_settings s = ag_optimizer_defaults(kind);
        ck_assert_int_eq(ag_optimizer_check(kind, &s, NULL), AG_OK);
        ck_assert(strlen(kind->formula) > 0 && strlen(kind->source) > 0);
        for (size_t j = 0; j < kind->setting_count; j++) {
            const ag_setting_spec *spec = &kind->settings[j];
            ck_assert(strlen(spec->meaning) > 0);
            ck_assert_int_eq(ag_optimizer_set(kind, &s, spec->name, NAN), AG_ERR_ARGUMENT);
            ck_assert_int_eq(ag_optimizer_set(kind, &s, spec->name, spec->below),
                             AG_ERR_ARGUMENT);
        }
        ck_assert_int_eq(ag_optimizer_set(kind, &s, "speed", 0.1), AG_ERR_NAME);
    }
    ck_assert_ptr_null(ag_optimizer_kind_find("rmsprop"));
}
END_TEST

START_TEST(settings_that_do_not_hold_are_refused_in_words) {
    ag_parameter *p = pair(0.7731, -1.3947);
    ag_optimizer *optimizer = ag_optimizer_create(&ag_optimizer_sgd);
    ag_optimizer_settings s = ag_optimizer_defaults(&ag_optimizer_sgd);
    ag_error error = {.status = AG_OK};
    s.nesterov = true;
    ck_assert_int_eq(ag_optimizer_add_group(optimizer, &p, 1, &s, &error), AG_ERR_ARGUMENT);
    ck_assert_str_eq(error.message, "sgd: nesterov needs a momentum and no dampening");
    s.momentum = 0.9;
    s.rate = -0.1;
    ck_assert_int_eq(ag_optimizer_add_group(optimizer, &p, 1, &s, &error), AG_ERR_ARGUMENT);
    ck_assert_str_eq(error.message, "sgd: rate is -0.1, which is not in [0, inf)");
    s.rate = NAN;
    ck_assert_int_eq(ag_optimizer_add_group(optimizer, &p, 1, &s, NULL), AG_ERR_ARGUMENT);
    ck_assert_uint_eq(ag_optimizer_group_count(optimizer), 0);
    ck_assert_uint_eq(ag_optimizer_parameter_count(optimizer), 0);
    ag_optimizer_destroy(optimizer);
    ag_optimizer_destroy(NULL);
    ag_parameter_release(p);
}
END_TEST

/* ---- groups, ties, frozen ---- */

START_TEST(groups_have_rates_and_decays_of_their_own) {
    ag_parameter *p = pair(0.7731, -1.3947), *q = pair(0.2113, 0.6173);
    ag_optimizer_settings s = ag_optimizer_defaults(&ag_optimizer_sgd);
    s.rate = 0.1;
    ag_optimizer *optimizer = optimizer_of(&ag_optimizer_sgd, &p, 1, s);
    s.rate = 0.02;
    s.weight_decay = 0.7;
    ck_assert_int_eq(ag_optimizer_add_group(optimizer, &q, 1, &s, NULL), AG_OK);
    ag_optimizer_step(optimizer);
    ASSERT_NEAR(p->data[0], 0.7731 - 0.1 * 0.4217, 1e-16, "first group");
    ASSERT_NEAR(q->data[0], 0.2113 - 0.02 * (0.4217 + 0.7 * 0.2113), 1e-16, "second group");
    ag_optimizer_group(optimizer, 1)->rate = 0.0;
    const double rested = q->data[0];
    ag_optimizer_step(optimizer);
    ck_assert_double_eq(q->data[0], rested);
    ck_assert_uint_eq(ag_optimizer_group_count(optimizer), 2);
    ck_assert_ptr_null(ag_optimizer_group(optimizer, 2));
    ck_assert_ptr_eq(ag_optimizer_parameter(optimizer, 1), q);
    ck_assert_ptr_null(ag_optimizer_parameter(optimizer, 2));
    ck_assert_ptr_null(ag_optimizer_slot(optimizer, 2, 0));
    ck_assert_ptr_null(ag_optimizer_slot(optimizer, 0, 1));
    ck_assert_uint_eq(ag_optimizer_steps(optimizer, 2), 0);
    ag_optimizer_destroy(optimizer);
    ag_parameter_release(p);
    ag_parameter_release(q);
}
END_TEST

START_TEST(a_parameter_is_in_one_group_only_and_a_failed_group_leaves_nothing) {
    ag_parameter *p = pair(0.7731, -1.3947), *q = pair(0.2113, 0.6173);
    const ag_optimizer_settings s = ag_optimizer_defaults(&ag_optimizer_adam);
    ag_optimizer *optimizer = optimizer_of(&ag_optimizer_adam, &p, 1, s);
    ag_parameter *list[] = {q, p}, *with_null[] = {q, NULL};
    ag_error error = {.status = AG_OK};
    ck_assert_int_eq(ag_optimizer_add_group(optimizer, list, 2, &s, &error), AG_ERR_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(error.message, "p is in an earlier group"));
    ck_assert_int_eq(ag_optimizer_add_group(optimizer, with_null, 2, &s, &error),
                     AG_ERR_ARGUMENT);
    ck_assert_uint_eq(ag_optimizer_parameter_count(optimizer), 1);
    ck_assert_uint_eq(ag_optimizer_group_count(optimizer), 1);
    ck_assert_uint_eq(q->references, 1);
    ck_assert_int_eq(ag_optimizer_add_group(optimizer, &q, 1, &s, NULL), AG_OK);
    ag_optimizer_destroy(optimizer);
    ag_parameter_release(p);
    ag_parameter_release(q);
}
END_TEST

START_TEST(a_tied_parameter_moves_once_however_often_it_is_listed) {
    for (size_t i = 0; i < ag_optimizer_kind_count; i++) {
        ag_parameter *p = pair(0.7731, -1.3947), *q = pair(0.7731, -1.3947);
        ag_parameter *twice[] = {p, p, p};
        const ag_optimizer_settings s = ag_optimizer_defaults(ag_optimizer_kinds[i]);
        ag_optimizer *many = optimizer_of(ag_optimizer_kinds[i], twice, 3, s);
        ag_optimizer *one = optimizer_of(ag_optimizer_kinds[i], &q, 1, s);
        ag_optimizer_step(many);
        ag_optimizer_step(one);
        ck_assert_double_eq(p->data[1], q->data[1]);
        ck_assert_uint_eq(ag_optimizer_parameter_count(many), 1);
        ag_optimizer_destroy(many);
        ag_optimizer_destroy(one);
        ag_parameter_release(p);
        ag_parameter_release(q);
    }
}
END_TEST

START_TEST(a_frozen_parameter_rests_and_its_state_with_it) {
    ag_parameter *p = pair(0.7731, -1.3947);
    const ag_optimizer_settings s = ag_optimizer_defaults(&ag_optimizer_adamw);
    ag_optimizer *optimizer = optimizer_of(&ag_optimizer_adamw, &p, 1, s);
    p->requires_grad = false;
    ag_optimizer_step(optimizer);
    ck_assert_double_eq(p->data[0], 0.7731);
    ck_assert_double_eq(ag_optimizer_slot(optimizer, 0, 1)[1], 0.0);
    ck_assert_uint_eq(ag_optimizer_steps(optimizer, 0), 0);
    p->requires_grad = true;
    ag_optimizer_step(optimizer);
    ck_assert_double_ne(p->data[0], 0.7731);
    ASSERT_NEAR(ag_optimizer_slot(optimizer, 0, 0)[0], 0.1 * 0.4217, 1e-16, "first moment");
    ck_assert_uint_eq(ag_optimizer_steps(optimizer, 0), 1);
    ag_optimizer_zero_grad(optimizer);
    ck_assert_double_eq(p->grad[0], 0.0);
    ag_optimizer_destroy(optimizer);
    ag_parameter_release(p);
}
END_TEST

START_TEST(a_parameter_outlives_its_owner_in_the_optimizer) {
    ag_parameter *p = pair(0.7731, -1.3947);
    const ag_optimizer_settings s = ag_optimizer_defaults(&ag_optimizer_sgd);
    ag_optimizer *optimizer = optimizer_of(&ag_optimizer_sgd, &p, 1, s);
    ag_parameter_release(p);
    ag_optimizer_step(optimizer);
    ck_assert_double_ne(ag_optimizer_parameter(optimizer, 0)->data[0], 0.7731);
    ag_optimizer_destroy(optimizer);
}
END_TEST

/* ---- L2 as a term of the loss, and as decay ---- */

/* Ten steps of the shared-layer net along its data term with an L2 term of strength lambda on
 * every parameter, or with a decay. */
static net trained(const ag_optimizer_kind *kind, double lambda, double decay) {
    net n = net_with_shared_layer(21);
    ag_graph_clear(n.graph);
    const double x[12] = {0.77, -1.39, 0.21, 0.61, -0.42, 1.10,
                          0.33, -0.91, 0.05, 0.28, -0.66, 0.12};
    n.output =
        ag_module_forward(n.module, n.graph, ag_constant(n.graph, ag_shape_matrix(3, 4), x));
    n.loss = ag_add(n.graph, ag_sum_squares(n.graph, n.output),
                    ag_l2(n.graph, n.parameters, n.parameter_count, lambda));
    ag_optimizer_settings s = ag_optimizer_defaults(kind);
    s.rate = 0.01;
    s.weight_decay = decay;
    ag_optimizer *optimizer = optimizer_of(kind, n.parameters, n.parameter_count, s);
    for (int t = 0; t < 10; t++) {
        ag_optimizer_zero_grad(optimizer);
        ck_assert_int_eq(ag_backward(n.graph, n.loss), AG_OK);
        ag_optimizer_step(optimizer);
        ag_graph_replay(n.graph, 0);
    }
    ag_optimizer_destroy(optimizer);
    return n;
}

static double largest_gap(const ag_optimizer_kind *kind, double lambda, double decay) {
    net term = trained(kind, lambda, 0.0), decayed = trained(kind, 0.0, decay);
    double gap = 0.0;
    for (size_t i = 0; i < term.parameter_count; i++)
        for (size_t j = 0; j < term.parameters[i]->size; j++)
            gap = fmax(gap, fabs(term.parameters[i]->data[j] - decayed.parameters[i]->data[j]));
    net_destroy(&term);
    net_destroy(&decayed);
    return gap;
}

START_TEST(l2_as_a_term_and_as_decay_agree_for_sgd_and_part_for_decoupled_adam) {
    const double lambda = 0.15;
    ck_assert_double_lt(largest_gap(&ag_optimizer_sgd, lambda, 2.0 * lambda), 1e-13);
    ck_assert_double_gt(largest_gap(&ag_optimizer_sgd, lambda, lambda), 1e-3);
    ck_assert_double_lt(largest_gap(&ag_optimizer_adam, lambda, 2.0 * lambda), 1e-9);
    ck_assert_double_gt(largest_gap(&ag_optimizer_adamw, lambda, 2.0 * lambda), 1e-3);
}
END_TEST

/* ---- whole loops ---- */

/* Karpathy's demonstration: MLP(3, [4, 4, 1]) on four points, squared error. */
static double micrograd_loop(const ag_optimizer_kind *kind, double rate, int steps) {
    static const double x[4][3] = {{2, 3, -1}, {3, -1, 0.5}, {0.5, 1, 1}, {1, 1, -1}};
    static const double t[4] = {1, -1, -1, 1};
    ag_module *mlp = ag_mlp_create(3, (const size_t[]){4, 4, 1}, 3);
    ag_graph *graph = ag_graph_create();
    ag_parameter *all[41];
    ag_random random = ag_random_create(1337, 0);
    ck_assert_uint_eq(ag_module_parameters(mlp, all, 41), 41);
    for (size_t i = 0; i < 41; i++)
        ag_init_uniform(all[i], &random, -1.0, 1.0);
    ag_node loss = ag_scalar(graph, 0.0);
    for (size_t row = 0; row < 4; row++) {
        ag_node in[3], out;
        for (size_t i = 0; i < 3; i++)
            in[i] = ag_scalar(graph, x[row][i]);
        ag_module_forward_scalars(mlp, graph, in, 3, &out);
        loss = ag_add(graph, loss,
                      ag_pow(graph, ag_sub(graph, out, ag_scalar(graph, t[row])), 2.0));
    }
    ag_optimizer_settings s = ag_optimizer_defaults(kind);
    s.rate = rate;
    ag_optimizer *optimizer = optimizer_of(kind, all, 41, s);
    const double start = *ag_graph_value(graph, loss);
    for (int step = 0; step < steps; step++) {
        ag_optimizer_zero_grad(optimizer);
        ck_assert_int_eq(ag_backward(graph, loss), AG_OK);
        ag_optimizer_step(optimizer);
        ag_graph_replay(graph, 0);
    }
    const double end = *ag_graph_value(graph, loss);
    ag_optimizer_destroy(optimizer);
    ag_graph_destroy(graph);
    ag_module_release(mlp);
    return end / start;
}

START_TEST(the_loss_of_micrograds_loop_falls_below_a_hundredth_of_its_start) {
    for (size_t i = 0; i < ag_optimizer_kind_count; i++) {
        const double left = micrograd_loop(ag_optimizer_kinds[i], 0.02, 300);
        ck_assert_msg(left < 0.01, "%s: %g of the start", ag_optimizer_kinds[i]->name, left);
    }
}
END_TEST

int main(void) {
    const TTest *const tests[] = {
        first_steps_are_what_they_are_by_hand,
        six_steps_of_every_kind_are_those_of_pytorch,
        every_kind_tells_its_settings_and_where_they_end,
        settings_that_do_not_hold_are_refused_in_words,
        groups_have_rates_and_decays_of_their_own,
        a_parameter_is_in_one_group_only_and_a_failed_group_leaves_nothing,
        a_tied_parameter_moves_once_however_often_it_is_listed,
        a_frozen_parameter_rests_and_its_state_with_it,
        a_parameter_outlives_its_owner_in_the_optimizer,
        l2_as_a_term_and_as_decay_agree_for_sgd_and_part_for_decoupled_adam,
        the_loss_of_micrograds_loop_falls_below_a_hundredth_of_its_start,
    };
    return run_tests("optim", tests, sizeof tests / sizeof *tests);
}
