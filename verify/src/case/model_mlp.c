/* micrograd's MLP: Neurons of scalar parameters, one graph of scalars for each row of data.
 * Source: Karpathy, micrograd, nn.py (2020). */
#include "case/spec.h"

#include <stddef.h>
#include <stdio.h>

enum { MAX_WIDTH = 1024, MAX_LAYERS = 16, MAX_SCALAR_READS = 1 << 20 };

typedef struct mlp_settings {
    size_t inputs;
    const gv_node *sizes;
} mlp_settings;

static bool read_sizes(gv_reading *reading, const gv_node *node, gv_model *model) {
    static const gv_field size = {.name = "sizes", .low = 1, .high = MAX_WIDTH};
    if (!gv_expect_list(reading, node, "widths"))
        return false;
    if (node->count > MAX_LAYERS) {
        gv_blame(reading, node, "too many layers: the limit is 16");
        return false;
    }
    model->widths = gv_reading_alloc(reading, node->count, sizeof *model->widths);
    if (model->widths == NULL)
        return false;
    bool good = true;
    for (const gv_node *child = node->first; child != NULL; child = child->next)
        good &= gv_field_size(reading, child, &size, &model->widths[model->width_count++]);
    return good;
}

static bool mlp_read(gv_reading *reading, const gv_node *node, gv_case *item) {
    static const gv_field fields[] = {
        {.name = "inputs",
         .read = gv_field_size,
         .offset = offsetof(mlp_settings, inputs),
         .required = true,
         .low = 1,
         .high = MAX_WIDTH,
         .meaning = "numbers taken"},
        {.name = "sizes",
         .read = gv_field_node,
         .offset = offsetof(mlp_settings, sizes),
         .required = true,
         .meaning = "neurons in each layer; relu in all but the last"},
    };
    mlp_settings settings = {0};
    bool good = gv_read_fields(reading, node, fields, 2, &settings);
    item->model.inputs = settings.inputs;
    return settings.sizes != NULL && read_sizes(reading, settings.sizes, &item->model) && good;
}

static size_t count_entries(const gv_model *model) {
    size_t entries = 0, inputs = model->inputs;
    for (size_t i = 0; i < model->width_count; i++) {
        entries += model->widths[i] * (inputs + 1);
        inputs = model->widths[i];
    }
    return entries;
}

static bool mlp_shape(gv_reading *reading, gv_case *item, gv_flow *flow) {
    const gv_model *model = &item->model;
    if (flow->steps == 0)
        *flow = (gv_flow){
            .from = "the data set", .steps = 1, .shape = ag_shape_matrix(1, model->inputs)};
    if (flow->below > 0 || flow->steps > 1 || flow->shape.rank != 2 ||
        flow->shape.extent[1] != model->inputs) {
        char text[128];
        gv_blame(reading, model->node,
                 "the mlp takes %zu numbers per row, but %s gives %s of shape %s",
                 model->inputs, flow->from, flow->below > 0 ? "indices" : "numbers",
                 ag_shape_text(&flow->shape, text, sizeof text));
        return false;
    }
    size_t entries = count_entries(model);
    if (entries > MAX_SCALAR_READS / flow->shape.extent[0]) {
        gv_blame(reading, model->node,
                 "%zu scalar parameters times %zu rows are too many: the limit is 1048576",
                 entries, flow->shape.extent[0]);
        return false;
    }
    flow->shape.extent[1] = model->widths[model->width_count - 1];
    flow->from = "the mlp";
    return true;
}

static ag_module *mlp_create(const gv_case *item) {
    return ag_mlp_create(item->model.inputs, item->model.widths, item->model.width_count);
}

static size_t mlp_prediction_count(const gv_case *item) {
    return item->data.flow.shape.extent[0] * item->model.widths[item->model.width_count - 1];
}

/* Row by row, each a use of its own of every parameter. */
static void mlp_record(const gv_case *item, const gv_data *data, const ag_module *module,
                       ag_graph *graph, gv_predictions *predictions) {
    size_t inputs = item->model.inputs, outputs = ag_module_scalar_outputs(module);
    size_t rows = data->flow.shape.extent[0];
    ag_node x[MAX_WIDTH];
    predictions->count = rows * outputs;
    for (size_t row = 0; row < rows; row++) {
        char scope[32];
        for (size_t i = 0; i < inputs; i++)
            x[i] = ag_input(graph, ag_shape_scalar(), data->inputs + row * inputs + i);
        snprintf(scope, sizeof scope, "row[%zu]", row);
        ag_graph_push_scope(graph, scope);
        ag_module_forward_scalars(module, graph, x, inputs, predictions->nodes + row * outputs);
        ag_graph_pop_scope(graph);
    }
}

static gv_status mlp_outline(const gv_case *item, gv_outline *outline) {
    const gv_model *model = &item->model;
    const size_t rows = item->data.flow.shape.extent[0];
    gv_status status = GV_OK;
    for (size_t i = 0; i < model->width_count && status == GV_OK; i++) {
        const ag_shape shape = ag_shape_matrix(rows, model->widths[i]);
        char name[32];
        snprintf(name, sizeof name, "layers.%zu", i);
        status = gv_outline_step(
            outline, name, i + 1 < model->width_count ? "neurons, relu" : "neurons", &shape);
    }
    return status;
}

const gv_model_kind gv_model_mlp = {
    .kind = {"mlp", "micrograd's MLP of scalar neurons", NULL, 0},
    .read = mlp_read,
    .shape = mlp_shape,
    .create = mlp_create,
    .prediction_count = mlp_prediction_count,
    .record = mlp_record,
    .outline = mlp_outline,
};
