/* Convolution, pooling and flattening of images. */
#include <gradgate/engine/nn.h>
#include <gradgate/engine/ops.h>

#include "rows.h"

/* So large is no image, and every product of two fits. */
#define LARGEST INT32_MAX

/* ---- convolution ---- */

static ag_node conv2d_forward(const ag_module *module, ag_graph *graph, ag_node input) {
    const ag_conv2d_options *o = ag_module_state(module);
    const int64_t stride = (int64_t)o->stride, padding = (int64_t)o->padding;
    const ag_node weight = ag_use(graph, ag_module_parameter_at(module, 0), "weight");
    if (!o->bias)
        return ag_conv2d(graph, input, weight, stride, padding);
    const ag_node bias = ag_use(graph, ag_module_parameter_at(module, 1), "bias");
    return ag_conv2d_biased(graph, input, weight, bias, stride, padding);
}

static const ag_module_kind conv2d = {.name = "Conv2d", .forward = conv2d_forward};

ag_module *ag_conv2d_create(const ag_conv2d_options *options) {
    ag_conv2d_options o = *options;
    o.columns = o.columns == 0 ? o.rows : o.columns;
    o.stride = o.stride == 0 ? 1 : o.stride;
    if (o.stride > LARGEST || o.padding > LARGEST)
        return NULL;
    ag_module *module = ag_module_create(&conv2d, sizeof o);
    if (module == NULL)
        return NULL;
    *(ag_conv2d_options *)ag_module_state(module) = o;
    const size_t extents[] = {o.outputs, o.inputs, o.rows, o.columns};
    ag_status status = ag_module_new_parameter(module, "weight", ag_shape_make(4, extents));
    if (status == AG_OK && o.bias)
        status = ag_module_new_parameter(module, "bias", ag_shape_vector(o.outputs));
    return ag_module_finish(module, status);
}

/* ---- pooling ---- */

typedef struct window {
    int64_t kernel, stride, padding;
} window;

static ag_node max_pool2d_forward(const ag_module *module, ag_graph *graph, ag_node input) {
    const window *w = ag_module_state(module);
    return ag_max_pool2d(graph, input, w->kernel, w->stride, w->padding);
}

static ag_node avg_pool2d_forward(const ag_module *module, ag_graph *graph, ag_node input) {
    const window *w = ag_module_state(module);
    return ag_avg_pool2d(graph, input, w->kernel, w->stride, w->padding);
}

static const ag_module_kind max_pool2d = {.name = "MaxPool2d", .forward = max_pool2d_forward};
static const ag_module_kind avg_pool2d = {.name = "AvgPool2d", .forward = avg_pool2d_forward};

static ag_module *create_pool(const ag_module_kind *kind, size_t kernel, size_t stride,
                              size_t padding) {
    if (kernel == 0 || kernel > LARGEST || stride > LARGEST || padding > kernel / 2)
        return NULL;
    ag_module *module = ag_module_create(kind, sizeof(window));
    if (module != NULL)
        *(window *)ag_module_state(module) =
            (window){.kernel = (int64_t)kernel,
                     .stride = (int64_t)(stride == 0 ? kernel : stride),
                     .padding = (int64_t)padding};
    return module;
}

ag_module *ag_max_pool2d_create(size_t kernel, size_t stride, size_t padding) {
    return create_pool(&max_pool2d, kernel, stride, padding);
}

ag_module *ag_avg_pool2d_create(size_t kernel, size_t stride, size_t padding) {
    return create_pool(&avg_pool2d, kernel, stride, padding);
}

/* ---- flattening ---- */

static ag_node flatten_forward(const ag_module *module, ag_graph *graph, ag_node input) {
    const ag_shape *shape = ag_graph_shape(graph, input);
    (void)module;
    if (shape == NULL || shape->rank == 0)
        return ag_reshape(graph, input, ag_shape_matrix(1, 1));
    const size_t rows = shape->extent[0];
    return ag_reshape(graph, input, ag_shape_matrix(rows, ag_shape_size(shape) / rows));
}

static const ag_module_kind flatten = {.name = "Flatten", .forward = flatten_forward};

ag_module *ag_flatten_create(void) {
    return ag_module_create(&flatten, 0);
}
