/* Modules: trees of named parameters. A module holds references to its parameters and children,
 * so both can be shared (a tie) by being held in several places. Reference counted: create
 * returns one reference, the caller's; whatever holds a module takes its own. */
#ifndef GRADGATE_ENGINE_MODULE_H
#define GRADGATE_ENGINE_MODULE_H

#include <gradgate/engine/graph.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ag_module ag_module;

/* What a kind of module does. */
typedef struct ag_module_kind {
    const char *name; /* "Linear" */
    /* One tensor in, one out; NULL if the kind works on scalars only. */
    ag_node (*forward)(const ag_module *module, ag_graph *graph, ag_node input);
    /* An array of scalar nodes in, an array out (ag_module_scalar_outputs of them); or NULL. */
    ag_status (*forward_scalars)(const ag_module *module, ag_graph *graph,
                                 const ag_node *inputs, size_t input_count, ag_node *outputs);
    size_t (*scalar_outputs)(const ag_module *module);
} ag_module_kind;

/* A bare module of a kind: no parameters, no children, `state_size` zeroed bytes of its own
 * (freed with it). Returns: NULL when memory is short. */
ag_module *ag_module_create(const ag_module_kind *kind, size_t state_size);
ag_module *ag_module_retain(ag_module *module);
void ag_module_release(ag_module *module);

const ag_module_kind *ag_module_get_kind(const ag_module *module);
void *ag_module_state(const ag_module *module);

/* Add a field. The order of adding is the order of ag_module_parameters. The module takes a
 * reference of its own; the _take_ forms consume the caller's instead, also on failure (NULL
 * in: AG_ERR_MEMORY, so that a failed create can be passed on). Names may hold dots.
 * Returns: AG_OK; AG_ERR_NAME if a field of that name is there; AG_ERR_ARGUMENT for a child
 *          that is or holds the module itself; AG_ERR_MEMORY. */
ag_status ag_module_add_parameter(ag_module *module, const char *name, ag_parameter *parameter);
ag_status ag_module_take_parameter(ag_module *module, const char *name,
                                   ag_parameter *parameter);
ag_status ag_module_add_child(ag_module *module, const char *name, ag_module *child);
ag_status ag_module_take_child(ag_module *module, const char *name, ag_module *child);

/* Own parameters and children by place, and their names. NULL out of range. */
size_t ag_module_parameter_count(const ag_module *module); /* own fields only */
ag_parameter *ag_module_parameter_at(const ag_module *module, size_t index);
const char *ag_module_parameter_name(const ag_module *module, size_t index);
size_t ag_module_child_count(const ag_module *module);
ag_module *ag_module_child_at(const ag_module *module, size_t index);
const char *ag_module_child_name(const ag_module *module, size_t index);

/* A parameter, or a child, by dotted name from here ("layers.0.neurons.3.w.1"). NULL if none.
 */
ag_parameter *ag_module_parameter(const ag_module *module, const char *dotted_name);
ag_module *ag_module_child(const ag_module *module, const char *dotted_name);

/* Tie: put `parameter` in the place `dotted_name`, instead of what is there.
 * Returns: AG_ERR_NAME if there is no such place, AG_ERR_SHAPE if the shape differs. */
ag_status ag_module_tie(ag_module *module, const char *dotted_name, ag_parameter *parameter);

/* All parameters, depth first in field order (own before children's), each once however often
 * tied. Writes at most `capacity`. Returns: how many there are. Owns: nothing. */
size_t ag_module_parameters(const ag_module *module, ag_parameter **parameters,
                            size_t capacity);

/* Sum of the sizes of all parameters, each once. */
size_t ag_module_scalar_count(const ag_module *module);

/* A visit; any status but AG_OK ends the walk and is returned. */
typedef ag_status (*ag_parameter_visitor)(void *context, const char *dotted_name,
                                          ag_parameter *parameter);
typedef ag_status (*ag_module_visitor)(void *context, const char *dotted_name,
                                       ag_module *module);

/* Every place that holds a parameter, with its state name; a tied one comes once per name. */
ag_status ag_module_named_parameters(const ag_module *module, ag_parameter_visitor visitor,
                                     void *context);

/* Every module once, the root (named "") last, children before parents, as in PyTorch's apply;
 * a module held in two places is visited under its first name. */
ag_status ag_module_apply(ag_module *module, ag_module_visitor visitor, void *context);

/* Give each parameter its (first) dotted name. Returns: AG_OK, AG_ERR_MEMORY. */
ag_status ag_module_name_parameters(ag_module *module);

/* Training (as created) or evaluation, for the module and all below it: a Dropout masks what is
 * recorded while training, and passes it on otherwise. What is recorded already stays as it is.
 * Returns: AG_OK, AG_ERR_MEMORY. */
ag_status ag_module_train(ag_module *module, bool training);
ag_status ag_module_eval(ag_module *module);
bool ag_module_is_training(const ag_module *module);

/* Freeze (false) or thaw every parameter of the module: no gradient reaches a frozen one in
 * what is recorded from now on, optimizers pass it by, its state is saved and loaded as ever. A
 * tied parameter is frozen wherever it is used. Returns: AG_OK, AG_ERR_MEMORY. */
ag_status ag_module_require_grad(ag_module *module, bool required);

/* Record the module. Uses are named by the path of the place, as "2.weight".
 * Returns: the output node; AG_NO_NODE with the graph's error set. */
ag_node ag_module_forward(const ag_module *module, ag_graph *graph, ag_node input);

/* Record child number `index`, its uses under its name: what a kind's forward calls. */
ag_node ag_module_forward_child(const ag_module *module, size_t index, ag_graph *graph,
                                ag_node input);

/* Record a module of scalars. Shapes: `outputs` has ag_module_scalar_outputs entries. */
ag_status ag_module_forward_scalars(const ag_module *module, ag_graph *graph,
                                    const ag_node *inputs, size_t input_count,
                                    ag_node *outputs);
size_t ag_module_scalar_outputs(const ag_module *module); /* 0: not a module of scalars */

#ifdef __cplusplus
}
#endif
#endif
