/* The kinds of loss: what makes one number of predictions and targets. */
#include "case/layer.h"

#include <stdio.h>

/* ---- what they share ---- */

static bool misfit(gv_reading *reading, const gv_case *item, const gv_flow *flow,
                   const char *wants) {
    gv_blame(reading, item->sections.loss,
             "%s needs %s, but %s gives shape %s and there %s %zu target column%s",
             item->loss->kind.name, wants, flow->from,
             gv_layer_shape_text(reading, &flow->shape), item->data.columns == 1 ? "is" : "are",
             item->data.columns, item->data.columns == 1 ? "" : "s");
    return false;
}

static void complain_of_target(gv_reading *reading, const gv_case *item, size_t index,
                               const char *wants) {
    double target = item->data.targets[index];
    if (item->data.places != NULL)
        gv_source_complain(item->data.source, item->data.places[index], reading->issues,
                           "target %g: expected %s", target, wants);
    else
        gv_blame(reading, item->sections.loss, "target %g of the data: expected %s", target,
                 wants);
}

static size_t target_count(const gv_case *item) {
    size_t rows = item->data.flow.shape.extent[0];
    return item->data.flow.steps * rows * item->data.columns;
}

/* Does every target pass?  All that do not are complained of; one, if they stand nowhere. */
static bool targets_pass(gv_reading *reading, const gv_case *item,
                         bool (*passes)(double target, size_t classes), size_t classes,
                         const char *wants) {
    bool good = true;
    for (size_t i = 0; i < target_count(item) && (good || item->data.places != NULL); i++)
        if (!passes(item->data.targets[i], classes)) {
            complain_of_target(reading, item, i, wants);
            good = false;
        }
    return good;
}

static bool same_columns(gv_reading *reading, const gv_case *item, const gv_flow *flow) {
    if (flow->below > 0 || flow->shape.rank != 2 || flow->shape.extent[1] != item->data.columns)
        return misfit(reading, item, flow, "as many features as target columns");
    return true;
}

/* The targets of prediction `index`, as a leaf. Fewer predictions than time steps are those of
 * the last steps. */
static ag_node target_of(const gv_data *data, ag_graph *graph,
                         const gv_predictions *predictions, size_t index, ag_shape shape) {
    size_t steps = data->flow.steps;
    size_t skipped = predictions->count < steps ? steps - predictions->count : 0;
    return ag_input(graph, shape, data->targets + (skipped + index) * ag_shape_size(&shape));
}

typedef ag_node pair_loss(ag_graph *graph, ag_node prediction, ag_node target);

/* Sum over all predictions, or divided by the number of their entries the mean. */
static ag_node sum_pairs(const gv_data *data, ag_graph *graph,
                         const gv_predictions *predictions, pair_loss *loss, bool mean) {
    ag_node sum = AG_NO_NODE;
    size_t entries = 0;
    for (size_t i = 0; i < predictions->count; i++) {
        const ag_shape *shape = ag_graph_shape(graph, predictions->nodes[i]);
        if (shape == NULL)
            return AG_NO_NODE;
        ag_node target = target_of(data, graph, predictions, i, *shape);
        ag_node part = loss(graph, predictions->nodes[i], target);
        sum = i == 0 ? part : ag_add(graph, sum, part);
        entries += ag_shape_size(shape);
    }
    return mean ? ag_scale(graph, sum, 1.0 / (double)entries) : sum;
}

/* ---- cross_entropy ---- */

static bool is_class(double target, size_t classes) {
    return target >= 0 && target < (double)classes && target == (double)(size_t)target;
}

static bool cross_entropy_fits(gv_reading *reading, const gv_case *item, const gv_flow *flow) {
    if (flow->below > 0 || flow->shape.rank != 2 || flow->shape.extent[1] < 2 ||
        item->data.columns != 1)
        return misfit(reading, item, flow,
                      "one target column of classes and two features or more");
    size_t classes = flow->shape.extent[1];
    char wants[64];
    snprintf(wants, sizeof wants, "a class, 0 to %zu", classes - 1);
    return targets_pass(reading, item, is_class, classes, wants);
}

static ag_node cross_entropy_record(const gv_data *data, ag_graph *graph,
                                    const gv_predictions *predictions) {
    ag_node sum = AG_NO_NODE;
    ag_shape rows = ag_shape_vector(data->flow.shape.extent[0]);
    for (size_t i = 0; i < predictions->count; i++) {
        ag_node classes = target_of(data, graph, predictions, i, rows);
        ag_node part = ag_cross_entropy(graph, predictions->nodes[i], classes);
        sum = i == 0 ? part : ag_add(graph, sum, part);
    }
    return predictions->count == 1 ? sum
                                   : ag_scale(graph, sum, 1.0 / (double)predictions->count);
}

static const gv_loss_kind cross_entropy = {
    .kind = {"cross_entropy", "mean over rows and time steps of -log softmax at the class",
             NULL, 0},
    .fits = cross_entropy_fits,
    .record = cross_entropy_record,
};

/* ---- squared errors ---- */

static ag_node squared_error_record(const gv_data *data, ag_graph *graph,
                                    const gv_predictions *predictions) {
    if (predictions->count > 1)
        return sum_pairs(data, graph, predictions, ag_squared_error, true);
    return sum_pairs(data, graph, predictions, ag_mean_squared_error, false);
}

static ag_node squared_error_sum_record(const gv_data *data, ag_graph *graph,
                                        const gv_predictions *predictions) {
    return sum_pairs(data, graph, predictions, ag_squared_error, false);
}

static const gv_loss_kind squared_error = {
    .kind = {"squared_error", "mean of (y - t)^2 over all entries", NULL, 0},
    .fits = same_columns,
    .record = squared_error_record,
};

static const gv_loss_kind squared_error_sum = {
    .kind = {"squared_error_sum", "sum of (y - t)^2 over all entries", NULL, 0},
    .fits = same_columns,
    .record = squared_error_sum_record,
};

/* ---- hinge ---- */

static bool is_sign(double target, size_t classes) {
    (void)classes;
    return target == 1 || target == -1;
}

static bool hinge_fits(gv_reading *reading, const gv_case *item, const gv_flow *flow) {
    return same_columns(reading, item, flow) &&
           targets_pass(reading, item, is_sign, 0, "1 or -1");
}

static ag_node margin(ag_graph *graph, ag_node y, ag_node t) {
    ag_node rest = ag_sub(graph, ag_scalar(graph, 1.0), ag_mul(graph, t, y));
    return ag_sum(graph, ag_relu(graph, rest));
}

static ag_node hinge_record(const gv_data *data, ag_graph *graph,
                            const gv_predictions *predictions) {
    return sum_pairs(data, graph, predictions, margin, true);
}

static const gv_loss_kind hinge = {
    .kind = {"hinge", "mean of max(0, 1 - t y), targets 1 and -1", NULL, 0},
    .fits = hinge_fits,
    .record = hinge_record,
};

/* ---- a node of a graph ---- */

static bool always_fits(gv_reading *reading, const gv_case *item, const gv_flow *flow) {
    (void)reading, (void)item, (void)flow;
    return true;
}

static ag_node first_prediction(const gv_data *data, ag_graph *graph,
                                const gv_predictions *predictions) {
    (void)data, (void)graph;
    return predictions->nodes[0];
}

const gv_loss_kind gv_loss_of_graph = {
    .kind = {"graph", "the scalar node that the graph ends in", NULL, 0},
    .fits = always_fits,
    .record = first_prediction,
};

const gv_kind *const gv_loss_list[] = {
    &cross_entropy.kind, &squared_error.kind, &squared_error_sum.kind, &hinge.kind, NULL,
};

bool gv_read_loss(gv_reading *reading, const gv_node *node, gv_case *item) {
    item->loss = (const gv_loss_kind *)gv_find_kind(reading, node, gv_loss_list, "loss");
    return item->loss != NULL;
}
