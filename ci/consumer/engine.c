/* A user of gradgate::engine: a Linear, a loss, one backward, held against the gradient worked
 * out by hand.
 *
 * loss = sum of (y - t)^2 with y = x W^T + b, so with r = 2 (y - t):
 * dloss/dW[o][i] = sum over rows of r[row][o] x[row][i],
 * dloss/db[o]    = sum over rows of r[row][o]. */
#include <gradgate/engine/engine.h>

#include <math.h>
#include <stdbool.h>
#include <stdio.h>

enum { ROWS = 5, INPUTS = 3, OUTPUTS = 2 };

static const double x[ROWS][INPUTS] = {{0.7731, -1.3947, 0.2113},
                                       {-0.9187, 0.4421, 1.1019},
                                       {1.6203, 0.8837, -0.3391},
                                       {-0.1259, -0.6673, 0.9551},
                                       {0.5087, 1.2347, -1.7713}};
static const double target[ROWS][OUTPUTS] = {{0.3119, -0.8233},
                                             {1.0457, 0.1907},
                                             {-0.7019, 0.5641},
                                             {0.2833, -1.1087},
                                             {0.9473, 0.4159}};
static const double weight[OUTPUTS][INPUTS] = {{0.4253, -0.7919, 0.1327},
                                               {-1.0141, 0.3559, 0.6871}};
static const double bias[OUTPUTS] = {-0.2239, 0.5987};

static double residual(int row, int output) {
    double y = bias[output];
    for (int i = 0; i < INPUTS; i++)
        y += x[row][i] * weight[output][i];
    return 2.0 * (y - target[row][output]);
}

static bool agree(double got, double expected) {
    return fabs(got - expected) <= 1e-12 * fabs(expected); /* false for NaN */
}

static bool gradients_agree(const ag_parameter *w, const ag_parameter *b) {
    bool good = true;
    for (int o = 0; o < OUTPUTS; o++) {
        double bias_gradient = 0.0;
        double weight_gradient[INPUTS] = {0.0};
        for (int row = 0; row < ROWS; row++) {
            bias_gradient += residual(row, o);
            for (int i = 0; i < INPUTS; i++)
                weight_gradient[i] += residual(row, o) * x[row][i];
        }
        good = agree(b->grad[o], bias_gradient) && good;
        for (int i = 0; i < INPUTS; i++)
            good = agree(w->grad[o * INPUTS + i], weight_gradient[i]) && good;
    }
    return good;
}

int main(void) {
    int result = 1;
    ag_graph *graph = ag_graph_create();
    ag_module *linear = ag_linear_create(INPUTS, OUTPUTS, true);
    if (!graph || !linear)
        goto out;

    ag_parameter *w = ag_module_parameter(linear, "weight");
    ag_parameter *b = ag_module_parameter(linear, "bias");
    for (int o = 0; o < OUTPUTS; o++) {
        b->data[o] = bias[o];
        for (int i = 0; i < INPUTS; i++)
            w->data[o * INPUTS + i] = weight[o][i];
    }

    const ag_node input = ag_input(graph, ag_shape_matrix(ROWS, INPUTS), &x[0][0]);
    const ag_node t = ag_input(graph, ag_shape_matrix(ROWS, OUTPUTS), &target[0][0]);
    const ag_node loss = ag_squared_error(graph, ag_module_forward(linear, graph, input), t);
    if (ag_backward(graph, loss) != AG_OK) {
        printf("backward: %s\n", ag_graph_error(graph)->message);
        goto out;
    }

    const bool good = gradients_agree(w, b);
    printf("gradgate::engine: loss %.6f, gradient of weight[0] %.6f: %s\n",
           *ag_graph_value(graph, loss), w->grad[0], good ? "as by hand" : "WRONG");
    result = good ? 0 : 1;

out:
    ag_module_release(linear);
    ag_graph_destroy(graph);
    return result;
}
