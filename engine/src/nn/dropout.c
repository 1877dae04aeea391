/* Dropout: a mask while training, nothing at all in evaluation.
 * Source: Srivastava et al., Dropout, JMLR 15 (2014), in the inverted form. */
#include <gradgate/engine/nn.h>
#include <gradgate/engine/ops.h>

typedef struct dropout_state {
    double rate;
    int64_t seed;
} dropout_state;

static ag_node dropout_forward(const ag_module *module, ag_graph *graph, ag_node input) {
    const dropout_state *d = ag_module_state(module);
    if (!ag_module_is_training(module))
        return input;
    return ag_dropout(graph, input, d->rate, d->seed, true);
}

static const ag_module_kind dropout = {.name = "Dropout", .forward = dropout_forward};

ag_module *ag_dropout_create(double rate, int64_t seed) {
    if (!(rate >= 0.0 && rate <= 1.0))
        return NULL;
    ag_module *module = ag_module_create(&dropout, sizeof(dropout_state));
    if (module != NULL)
        *(dropout_state *)ag_module_state(module) = (dropout_state){rate, seed};
    return module;
}

static ag_status set_seed(void *context, const char *dotted_name, ag_module *module) {
    (void)dotted_name;
    if (ag_module_get_kind(module) == &dropout)
        ((dropout_state *)ag_module_state(module))->seed = *(const int64_t *)context;
    return AG_OK;
}

ag_status ag_module_set_dropout_seed(ag_module *module, int64_t seed) {
    return ag_module_apply(module, set_seed, &seed);
}
