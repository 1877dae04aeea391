/* Every kind of module at random points: gradients of parameters and input against central
 * differences, tangents, lanes against replay. */
#include "nn_cases.h"

/* Bound: h = 1e-5, so h^2 / 6 of a third derivative of some 100, and rounding / h of values of
 * some 10. */
START_TEST(gradients_of_every_module_agree_with_differences) {
    for (size_t i = 0; i < nn_case_count; i++)
        for (uint64_t seed = 1; seed < 4; seed++) {
            net n = net_of_case(&nn_cases[i], seed);
            ck_assert_int_eq(ag_backward(n.graph, n.loss), AG_OK);
            for (size_t j = 0; j < n.parameter_count; j++)
                for (size_t k = 0; k < n.parameters[j]->size; k++) {
                    double *at = &n.parameters[j]->data[k];
                    const double x = *at, h = 1e-5;
                    *at = x + h;
                    const double up = net_value(&n);
                    *at = x - h;
                    const double down = net_value(&n);
                    *at = x;
                    ASSERT_NEAR(n.parameters[j]->grad[k], (up - down) / (2.0 * h), 1e-8,
                                "%s: %s[%zu]", nn_cases[i].name, n.parameters[j]->name, k);
                }
            net_destroy(&n);
        }
}
END_TEST

START_TEST(every_parameter_of_every_module_has_a_gradient) {
    for (size_t i = 0; i < nn_case_count; i++) {
        net n = net_of_case(&nn_cases[i], 4);
        ag_backward(n.graph, n.loss);
        for (size_t j = 0; j < n.parameter_count; j++) {
            double largest = 0.0;
            for (size_t k = 0; k < n.parameters[j]->size; k++)
                largest = fmax(largest, fabs(n.parameters[j]->grad[k]));
            ck_assert_msg(largest > 1e-3, "%s: %s", nn_cases[i].name, n.parameters[j]->name);
        }
        net_destroy(&n);
    }
}
END_TEST

START_TEST(tangents_of_every_module_agree_with_its_gradient) {
    for (size_t i = 0; i < nn_case_count; i++) {
        net n = net_of_case(&nn_cases[i], 5);
        ag_random random = ag_random_create(i, 4);
        double *tangents[32], tangent, sum = 0.0;
        ag_backward(n.graph, n.loss);
        for (size_t j = 0; j < n.parameter_count; j++) {
            tangents[j] = calloc(n.parameters[j]->size, sizeof(double));
            fill_random(&random, tangents[j], n.parameters[j]->size);
            for (size_t k = 0; k < n.parameters[j]->size; k++)
                sum += tangents[j][k] * n.parameters[j]->grad[k];
        }
        ag_jvp(n.graph, n.parameters, (const double *const *)tangents, n.parameter_count,
               n.loss, &tangent);
        ASSERT_NEAR(tangent, sum, 1e-11, "%s", nn_cases[i].name);
        for (size_t j = 0; j < n.parameter_count; j++)
            free(tangents[j]);
        net_destroy(&n);
    }
}
END_TEST

/* One entry of each parameter, in lanes and by replay. */
START_TEST(lanes_of_every_module_equal_replay) {
    for (size_t i = 0; i < nn_case_count; i++) {
        net n = net_of_case(&nn_cases[i], 6);
        ag_lanes *lanes = ag_lanes_create(n.graph, 0);
        ag_change changes[32];
        double values[32];
        for (size_t j = 0; j < n.parameter_count; j++) {
            changes[j] = ag_change_none();
            changes[j].parameter = n.parameters[j];
            changes[j].entry = n.parameters[j]->size / 2;
            changes[j].at = 0.4217 + 0.01 * (double)j;
        }
        ck_assert_int_eq(
            ag_lanes_evaluate(lanes, changes, n.parameter_count, &n.loss, 1, values), AG_OK);
        ag_lanes_destroy(lanes);
        for (size_t j = 0; j < n.parameter_count; j++) {
            double *at = &n.parameters[j]->data[changes[j].entry];
            const double x = *at;
            *at = changes[j].at;
            ASSERT_NEAR(values[j], net_value(&n), 1e-13, "%s: %s", nn_cases[i].name,
                        n.parameters[j]->name);
            *at = x;
        }
        net_destroy(&n);
    }
}
END_TEST

int main(void) {
    const TTest *const tests[] = {
        gradients_of_every_module_agree_with_differences,
        every_parameter_of_every_module_has_a_gradient,
        tangents_of_every_module_agree_with_its_gradient,
        lanes_of_every_module_equal_replay,
    };
    return run_tests("nn, gradients", tests, sizeof tests / sizeof *tests);
}
