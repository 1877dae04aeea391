/* The graph: a tape of nodes in recorded order. Recording evaluates at once; a recorded graph
 * can be replayed after leaf data changed, without allocating. Values live in the graph's arena
 * and never move. A failed recording returns AG_NO_NODE and leaves an error on the graph; later
 * calls with that node return AG_NO_NODE too, so one look at ag_graph_error at the end is
 * enough. One graph belongs to one thread at a time. */
#ifndef GRADGATE_ENGINE_GRAPH_H
#define GRADGATE_ENGINE_GRAPH_H

#include <gradgate/engine/op.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ag_graph ag_graph;

/* Index of a node in its graph, 0, 1, ... in recorded order. */
typedef uint32_t ag_node;
#define AG_NO_NODE UINT32_MAX

/* An empty graph. Returns: NULL when memory is short. */
ag_graph *ag_graph_create(void);

/* Frees the graph, its values and its references to parameters. NULL is accepted. */
void ag_graph_destroy(ag_graph *graph);

/* Forgets all nodes and the error, keeps memory for the next recording. */
void ag_graph_clear(ag_graph *graph);

/* The first error since the last clear. Returns: never NULL; status AG_OK if there is none. */
const ag_error *ag_graph_error(const ag_graph *graph);
void ag_graph_clear_error(ag_graph *graph);

/* ---- leaves ---- */

/* One use of a parameter: a leaf that borrows the parameter's data. Each call is a use of its
 * own, with its own gradient; the parameter's gradient is the sum over its uses.
 * Owns: a reference to the parameter until the graph is cleared or destroyed; a copy of
 *       `use_name` (may be NULL), with the scope in front of it. */
ag_node ag_use(ag_graph *graph, ag_parameter *parameter, const char *use_name);

/* A leaf without gradient that holds a copy of `data`. */
ag_node ag_constant(ag_graph *graph, ag_shape shape, const double *data);

/* A leaf without gradient that borrows `data`, which must outlive the graph's use of it. */
ag_node ag_input(ag_graph *graph, ag_shape shape, const double *data);

/* A constant of rank 0. */
ag_node ag_scalar(ag_graph *graph, double value);

/* Put `name` and a dot in front of the use names recorded until the matching pop.
 * Returns: AG_OK, AG_ERR_MEMORY. */
ag_status ag_graph_push_scope(ag_graph *graph, const char *name);
void ag_graph_pop_scope(ag_graph *graph);

/* ---- recording ---- */

/* Record any op. Attributes may come in any order; those left out take their fallback.
 * Returns: the node, or AG_NO_NODE with the graph's error set. */
ag_node ag_record(ag_graph *graph, const ag_op *op, const ag_node *inputs, size_t input_count,
                  const ag_attribute *attributes, size_t attribute_count);

/* Evaluate again every node from `from` on, in place, after data of leaves changed (0: all).
 * Returns: AG_OK, AG_ERR_NODE. Allocates nothing. */
ag_status ag_graph_replay(ag_graph *graph, ag_node from);

/* ---- looking at it ---- */

size_t ag_graph_node_count(const ag_graph *graph);

/* Value and shape of a node. Returns: NULL for a bad node. */
const double *ag_graph_value(const ag_graph *graph, ag_node node);
const ag_shape *ag_graph_shape(const ag_graph *graph, ag_node node);

/* Descriptor, inputs, attributes of a node (NULL for a bad node or an unknown name). */
const ag_op *ag_graph_node_op(const ag_graph *graph, ag_node node);
size_t ag_graph_input_count(const ag_graph *graph, ag_node node);
ag_node ag_graph_node_input(const ag_graph *graph, ag_node node, size_t index);
const ag_attribute_value *ag_graph_attribute(const ag_graph *graph, ag_node node,
                                             const char *name);

/* Does a gradient reach a parameter through this node? */
bool ag_graph_node_active(const ag_graph *graph, ag_node node);

/* How far any one entry of the node's inputs may move before the derivative of its op jumps
 * (at 0, a tie, the end of a clamp). Returns: INFINITY for an op without kinks and a bad node;
 * NaN if an input is. */
double ag_graph_kink_margin(const ag_graph *graph, ag_node node);

/* Replace a node's descriptor, on leaves of parameters as on any other. The value is not
 * evaluated again.
 * Returns: AG_ERR_ARGUMENT if the arity or the attribute count differs.
 * Owns:    nothing; `replacement` must outlive the graph's use of it. */
ag_status ag_graph_wrap(ag_graph *graph, ag_node node, const ag_op *replacement);

/* ---- uses and parameters ---- */

typedef struct ag_leaf {
    ag_node node;
    ag_parameter *parameter;
    size_t parameter_index; /* in first-use order */
    size_t ordinal;         /* 0 for the first use of this parameter, 1 for the second, ... */
    const char *use;        /* place of use, or "" */
} ag_leaf;

/* Uses of parameters in recorded order (constants and inputs are not counted). */
size_t ag_graph_leaf_count(const ag_graph *graph);
ag_leaf ag_graph_leaf(const ag_graph *graph, size_t index);

/* Distinct parameters in the order of their first use.
 * ag_graph_parameter_index returns ag_graph_parameter_count for one that is not used. */
size_t ag_graph_parameter_count(const ag_graph *graph);
ag_parameter *ag_graph_parameter(const ag_graph *graph, size_t index);
size_t ag_graph_parameter_index(const ag_graph *graph, const ag_parameter *parameter);

/* ---- derivatives ---- */

/* Gradient of `loss` with respect to every parameter that feeds it.
 * Shapes:  loss is a scalar node; each parameter's grad has the parameter's shape.
 * Returns: AG_OK; AG_ERR_SHAPE if `loss` is not a scalar, AG_ERR_NODE, AG_ERR_MEMORY
 *          (gradients untouched in each case).
 * Owns:    nothing; gradients are added to what is there: call ag_zero_grad first.
 * Source:  Griewank & Walther, Evaluating Derivatives, 2nd ed., ch. 3. */
ag_status ag_backward(ag_graph *graph, ag_node loss);

/* The same from any node with a given cotangent (shape of the node): adds J' cotangent. */
ag_status ag_vjp(ag_graph *graph, ag_node node, const double *cotangent);

/* Adjoint of a node from the last backward; a leaf's is the gradient of that use.
 * Returns: NULL before a backward, for a bad node, and for a node without gradient. */
const double *ag_graph_adjoint(const ag_graph *graph, ag_node node);

/* Tangent of `node` when each parameters[i] moves along tangents[i] (all its uses), the rest
 * resting. Shapes: tangents[i] as parameters[i], `tangent` as node.
 * Returns: AG_OK, AG_ERR_NODE, AG_ERR_MEMORY. Parameters that are not used are ignored. */
ag_status ag_jvp(ag_graph *graph, ag_parameter *const *parameters,
                 const double *const *tangents, size_t count, ag_node node, double *tangent);

/* Product of the matrix of second derivatives of `loss` with a direction: how the gradient of
 * each parameters[i] changes when each moves along tangents[i] (all its uses), the rest
 * resting. At a kink it is that of the pieces that the gradient took. Shapes:  loss is a scalar
 * node; tangents[i] and products[i] as parameters[i]. tangents[i] NULL: it rests; products[i]
 * NULL: not wanted. Returns: AG_OK; AG_ERR_SHAPE if `loss` is not a scalar, AG_ERR_NODE,
 * AG_ERR_MEMORY, and AG_ERR_ARGUMENT, naming it, for an op on the way that has no hvp (products
 * untouched in each case). Products are 0 for parameters that the loss does not use, or that
 * are frozen. Each parameter may be given once. Owns:    nothing; products are overwritten;
 * gradients and adjoints stay as they are. Source:  Pearlmutter, Neural Computation 6 (1994);
 * Griewank & Walther, Evaluating Derivatives, 2nd ed., sec. 3.3 and ch. 5. */
ag_status ag_hvp(ag_graph *graph, ag_node loss, ag_parameter *const *parameters,
                 const double *const *tangents, double *const *products, size_t count);

#ifdef __cplusplus
}
#endif
#endif
