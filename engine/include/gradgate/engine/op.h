/* Ops: everything about one operation in one const descriptor.
 * Adding one touches its family's file and one line of src/ops/op_list.h; tests and case files
 * find it there. Who wraps an op (to plant a fault, to count calls) makes a larger struct whose
 * first member is an ag_op and installs it with ag_graph_wrap: `call->op` is that member. */
#ifndef GRADGATE_ENGINE_OP_H
#define GRADGATE_ENGINE_OP_H

#include <stdint.h>

#include <gradgate/engine/parameter.h>
#include <gradgate/engine/shape.h>
#include <gradgate/engine/status.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ag_op ag_op;

/* ---- attributes ---- */

typedef enum ag_attribute_kind {
    AG_ATTRIBUTE_INT,
    AG_ATTRIBUTE_REAL,
    AG_ATTRIBUTE_BOOL,
    AG_ATTRIBUTE_INTS
} ag_attribute_kind;

/* The field of its kind holds the value. */
typedef struct ag_attribute_value {
    int64_t integer;
    double real;
    bool flag;
    const int64_t *integers;
    size_t integer_count;
} ag_attribute_value;

/* Schema: what an op takes besides its inputs. */
typedef struct ag_attribute_spec {
    const char *name;
    ag_attribute_kind kind;
    bool required;
    ag_attribute_value fallback; /* when not required and not given */
    const char *meaning;
} ag_attribute_spec;

/* A named attribute as given by the one who records; make one with ag_attribute_int etc. */
typedef struct ag_attribute {
    const char *name;
    ag_attribute_kind kind;
    ag_attribute_value value;
} ag_attribute;

ag_attribute ag_attribute_int(const char *name, int64_t value);
ag_attribute ag_attribute_real(const char *name, double value);
ag_attribute ag_attribute_bool(const char *name, bool value);
ag_attribute ag_attribute_ints(const char *name, const int64_t *values, size_t count);

/* The value of `axis` that means all axes at once (fallback of sum and mean). */
#define AG_ALL_AXES INT64_MIN

/* ---- calls ---- */

/* Shape rule: fill `out`, or fill `error` with words that name the op and the shapes. */
typedef struct ag_shape_call {
    const ag_op *op;
    const ag_attribute_value *attributes; /* in the order of op->attributes */
    size_t input_count;
    const ag_shape *const *input_shapes;
} ag_shape_call;

/* One input of `forward`. Lane l reads data + l * lane_stride. */
typedef struct ag_forward_input {
    const double *data;
    size_t lane_stride; /* 0: shared by all lanes, equal to base, nothing in it is dirty */
    const double *base; /* the unperturbed value; the same as data while recording */
    const ag_shape *shape;
    const ag_region *dirty; /* per lane, where it may differ from base; NULL: everywhere */
} ag_forward_input;

/* Evaluate `lanes` perturbed copies at once. If output_dirty is not NULL, lane l of the output
 * holds output_base outside the region output_dirty[l], and just that region is to be written.
 * If it is NULL everything is to be written. What is computed for a lane must depend on that
 * lane's inputs alone. Plain recording is one lane, all strides 0 and no base. */
typedef struct ag_forward_call {
    const ag_op *op;
    const ag_attribute_value *attributes;
    size_t lanes;
    size_t input_count;
    const ag_forward_input *inputs;
    double *output;
    size_t output_stride;
    const double *output_base; /* the unperturbed value; output itself while recording */
    const ag_shape *output_shape;
    size_t output_size; /* number of entries */
    const ag_region *output_dirty;
    uint32_t node; /* place on the tape: a key of random masks */
} ag_forward_call;

/* Reverse: add J' ybar to the adjoint of each input. */
typedef struct ag_vjp_call {
    const ag_op *op;
    const ag_attribute_value *attributes;
    size_t input_count;
    const double *const *inputs;
    const ag_shape *const *input_shapes;
    const double *output;
    const ag_shape *output_shape;
    size_t output_size;      /* number of entries */
    const double *cotangent; /* ybar, shape of the output */
    double *const *adjoints; /* per input, to be added to; NULL: not wanted */
    uint32_t node;           /* as in forward */
    ag_parameter *parameter; /* op "parameter": whose grad the cotangent is added to */
} ag_vjp_call;

/* Forward mode: set the output's tangent to J xdot. */
typedef struct ag_jvp_call {
    const ag_op *op;
    const ag_attribute_value *attributes;
    size_t input_count;
    const double *const *inputs;
    const ag_shape *const *input_shapes;
    const double *output;
    const ag_shape *output_shape;
    size_t output_size;            /* number of entries */
    const double *const *tangents; /* xdot per input; NULL: zero (at least one is not NULL) */
    double *output_tangent;        /* ydot, to be overwritten */
    uint32_t node;                 /* as in forward */
} ag_jvp_call;

/* Second order: the change of J' ybar as the inputs move along xdot and ybar rests. Add to the
 * adjoint of each input i, with k over the entries of the output and j over those of all
 * inputs, sum_k ybar_k sum_j d2 y_k / (dx_i dx_j) xdot_j. */
typedef struct ag_hvp_call {
    const ag_op *op;
    const ag_attribute_value *attributes;
    size_t input_count;
    const double *const *inputs;
    const ag_shape *const *input_shapes;
    const double *output;
    const ag_shape *output_shape;
    size_t output_size;            /* number of entries */
    const double *cotangent;       /* ybar, shape of the output */
    const double *const *tangents; /* xdot per input; NULL: zero (at least one is not NULL) */
    double *const *adjoints;       /* per input, to be added to; NULL: not wanted */
    uint32_t node;                 /* as in forward */
} ag_hvp_call;

/* Where the derivative jumps: how far may one entry move before it does? */
typedef struct ag_kink_call {
    const ag_op *op;
    const ag_attribute_value *attributes;
    size_t input_count;
    const double *const *inputs;
    const ag_shape *const *input_shapes;
} ag_kink_call;

/* ---- the descriptor ---- */

#define AG_MAX_EXAMPLE_INPUTS 4
#define AG_MAX_EXAMPLE_ATTRIBUTES 4
#define AG_VARIADIC SIZE_MAX

/* Where inputs may be drawn from, so that the op is defined and well-conditioned. */
typedef struct ag_domain {
    double low;
    double high;
} ag_domain;

/* A way to call the op, for tests and checks of it alone. */
typedef struct ag_op_example {
    ag_shape shapes[AG_MAX_EXAMPLE_INPUTS];
    size_t index_below; /* inputs of op->index_inputs hold integers 0 <= i < index_below */
    ag_attribute attributes[AG_MAX_EXAMPLE_ATTRIBUTES];
    size_t attribute_count;
    size_t input_count; /* of a variadic op; 0: the op's arity */
} ag_op_example;

struct ag_op {
    const char *name;
    size_t arity;       /* number of inputs; AG_VARIADIC: from least to most */
    size_t least, most; /* of a variadic op; 0: one, and no end */
    ag_status (*shape)(const ag_shape_call *call, ag_shape *out, ag_error *error);
    void (*forward)(const ag_forward_call *call); /* NULL: a leaf */
    void (*vjp)(const ag_vjp_call *call);         /* NULL: no gradient passes */
    void (*jvp)(const ag_jvp_call *call);
    /* ag_op_flat where the second derivatives are zero. NULL: not known, and ag_hvp refuses. */
    void (*hvp)(const ag_hvp_call *call);
    /* Fill regions[lane] with where the output may differ from its base. NULL, or false: a
     * lane that differs in any input differs everywhere, and forward gets no output_dirty.
     * call->output is not set. */
    bool (*dirty)(const ag_forward_call *call, ag_region *regions);
    const ag_attribute_spec *attributes;
    size_t attribute_count;
    uint32_t index_inputs; /* bit i: input i holds indices, and has no gradient */
    ag_domain domain;
    const double *kinks; /* inputs at which the derivative jumps */
    size_t kink_count;
    /* Kinks that are no fixed values (ties, ends given by attributes): the smallest distance of
     * the inputs from one, and where they are, in words. NULL: `kinks` says all. */
    double (*margin)(const ag_kink_call *call);
    const char *kink_place;
    const ag_op_example *examples;
    size_t example_count;
    const char *formula;
    const char *source;
};

/* The `hvp` of ops that are made of straight pieces: adds nothing. */
void ag_op_flat(const ag_hvp_call *call);

/* Every op that can be recorded by name, in the order of the list. */
extern const ag_op *const ag_op_list[];
extern const size_t ag_op_count;

/* Op of this name. Returns: NULL if there is none. */
const ag_op *ag_op_find(const char *name);

/* Can it be recorded with so many inputs? */
bool ag_op_takes(const ag_op *op, size_t input_count);

/* The schema's place of an attribute. Returns: op->attribute_count if there is none. */
size_t ag_op_attribute_index(const ag_op *op, const char *name);

#ifdef __cplusplus
}
#endif
#endif
