/* What a case file says, after reading: plain values that refer to the document they came from.
 * Only for the files of this folder.
 *
 * A section is read by one file.  Where a section has kinds (of layer, of data, of loss, of
 * initial values, of point), each kind is one const descriptor that begins with a gv_kind and
 * stands in one list. */
#ifndef GV_CASE_SPEC_H
#define GV_CASE_SPEC_H

#include "case/case.h"
#include "case/reader.h"
#include "fault/fault.h"
#include "subject/engine.h"
#include <gradgate/engine/state.h>

/* Tolerances and resolutions are shares of an entry; with one of all of it a claim of 0 would
 * pass. */
#define GV_SHARE_LEAST 1e-15
#define GV_SHARE_MOST 0.999

/* Beyond these a case is refused: a numerical check of more would never end. */
enum { GV_MAX_LAYERS = 256, GV_MAX_EXTENT = 1 << 16, GV_MAX_STEPS = 1024 };
enum { GV_MAX_ENTRIES = 1 << 24, GV_MAX_INPUTS = 64 };

/* Streams of a case's random numbers: one for each thing that draws them. */
enum {
    GV_STREAM_DATA = 1,
    GV_STREAM_JITTER = 1 << 20,
    GV_STREAM_SHUFFLE = 1 << 22,
    GV_STREAM_INIT = 1 << 24
};

/* ---- layers ---- */

/* What is handed from layer to layer: one tensor for each time step. */
typedef struct gv_flow {
    const char *from; /* "the data set", "layer 'hidden'" */
    size_t steps;     /* 1: without time; 0: nothing is known, for the data are broken */
    ag_shape shape;   /* of each; the first axis is the rows */
    size_t below;     /* the entries are indices below this; 0: real numbers */
    size_t places;    /* layers that it went through, those of blocks each time */
    size_t entries;   /* of their parameters */
} gv_flow;

typedef struct gv_layer gv_layer;

/* A kind of layer.  Adding one: a descriptor in a layer_*.c and a line of layer_list.h. */
typedef struct gv_layer_kind {
    gv_kind kind;
    /* Sets what the file leaves open and turns the flow into that of the output.
     * Returns: false when they do not fit, having complained unless nothing is known. */
    bool (*shape)(gv_reading *reading, gv_layer *layer, gv_flow *flow);
    /* Entries of all parameters of its own; NULL: none. */
    size_t (*count)(const gv_layer *layer);
    /* The module, without the layers inside: from the layer's settings, or where there are
     * none by `plain`. */
    ag_module *(*create)(const gv_layer *layer);
    ag_module *(*plain)(void);
    /* Records the layer on the nodes of all steps, in place, and may lower their number; NULL:
     * each step goes through the module. */
    void (*record)(const gv_layer *layer, const ag_module *module, ag_graph *graph,
                   ag_node *nodes, size_t *steps);
} gv_layer_kind;

extern const gv_kind *const gv_layer_list[]; /* of gv_layer_kind */

struct gv_layer {
    const gv_layer_kind *kind;
    const gv_node *node;
    const char *name;
    const char *path; /* "encoder.first": its name under those of the blocks it stands in */
    gv_layer *shared; /* the layer that is used again here; NULL: its own */
    bool reached;     /* something flows through it */
    size_t in, out;   /* features, or rows and columns of an embedding's table */
    bool bias;
    bool last;                      /* rnn_cell: only the last state is handed on */
    size_t kernel, stride, padding; /* windows of images */
    size_t heads, hidden, depth;    /* attention; layers of lstm, gru, rnn */
    double slope, epsilon, rate;    /* leaky_relu, normalizations, dropout */
    size_t mask;                    /* dropout: seed */
    bool causal, gelu, approximate; /* attention, gelu */
    const gv_node *extents;         /* reshape */
    ag_shape row;                   /* reshape: without the rows */
    ag_shape result;                /* of what comes out of it */
    const gv_node *inside;          /* sequential, module_list */
    gv_layer *layers;               /* those inside */
    size_t layer_count;
};

/* ---- data ---- */

typedef struct gv_data {
    const struct gv_data_kind *kind;
    const gv_node *node;
    gv_flow flow;
    const double *inputs;  /* flow.steps tensors of flow.shape */
    const double *targets; /* flow.steps matrices of rows x columns */
    size_t columns;
    const gv_source *source; /* where the targets stand */
    const gv_place *places;  /* per target; NULL: nowhere, they were made up */
} gv_data;

/* Where data come from.  Adding one: a descriptor and a line of gv_data_list. */
typedef struct gv_data_kind {
    gv_kind kind;
    bool (*read)(gv_reading *reading, const gv_node *node, gv_case *item);
} gv_data_kind;

extern const gv_kind *const gv_data_list[]; /* of gv_data_kind */
extern const gv_data_kind gv_data_csv, gv_data_random, gv_data_values, gv_data_tokens;

/* ---- model ---- */

/* What a model gives to the loss: nodes of one shape, in the order of the targets. */
typedef struct gv_predictions {
    ag_node *nodes; /* room for GV_MAX_STEPS, or rows * outputs of scalars */
    size_t count;
} gv_predictions;

/* A way to describe a model.  Adding one: a descriptor and a line of gv_model_list. */
typedef struct gv_model_kind {
    gv_kind kind;
    bool (*read)(gv_reading *reading, const gv_node *node, gv_case *item);
    bool (*shape)(gv_reading *reading, gv_case *item, gv_flow *flow);
    ag_module *(*create)(const gv_case *item);
    size_t (*prediction_count)(const gv_case *item);
    /* Records it on the case's data, or on a batch of them. */
    void (*record)(const gv_case *item, const gv_data *data, const ag_module *module,
                   ag_graph *graph, gv_predictions *predictions);
    const struct gv_loss_kind *loss; /* of a model that ends in its loss; NULL: the case's */
    gv_status (*outline)(const gv_case *item, gv_outline *outline); /* appends its blocks */
} gv_model_kind;

/* Appends a block with the shape of what comes out of it. */
gv_status gv_outline_step(gv_outline *outline, const char *name, const char *kind,
                          const ag_shape *shape);

extern const gv_kind *const gv_model_list[]; /* of gv_model_kind */
extern const gv_model_kind gv_model_layers, gv_model_mlp, gv_model_graph;

typedef struct gv_model {
    const gv_model_kind *kind;
    const gv_node *node, *ties;
    size_t mode;      /* 0: as in training; 1: as in evaluation */
    gv_layer *layers; /* kind "layers" */
    size_t layer_count;
    size_t inputs, *widths, width_count; /* kind "mlp" */
    struct gv_graph *graph;              /* kind "graph" */
} gv_model;

/* ---- loss and L2 ---- */

typedef struct gv_loss_kind {
    gv_kind kind;
    /* Do predictions of this flow fit the targets? */
    bool (*fits)(gv_reading *reading, const gv_case *item, const gv_flow *flow);
    /* One node of rank 0. */
    ag_node (*record)(const gv_data *data, ag_graph *graph, const gv_predictions *predictions);
} gv_loss_kind;

extern const gv_kind *const gv_loss_list[]; /* of gv_loss_kind */

/* The loss of a graph is one of its nodes: the one prediction. */
extern const gv_loss_kind gv_loss_of_graph;

typedef struct gv_l2 {
    const char *name; /* of the term */
    double lambda;
    const gv_node *parameters, *except;
    size_t *covers; /* places in the list of parameters, ascending */
    size_t cover_count;
} gv_l2;

/* ---- initial values and points ---- */

typedef struct gv_init gv_init;
typedef struct gv_init_kind {
    gv_kind kind;
    void (*fill)(const gv_init *init, ag_parameter *parameter, ag_random *random);
    bool needs_fans; /* two axes or more; every key can be left out */
} gv_init_kind;

extern const gv_kind *const gv_init_list[]; /* of gv_init_kind */
extern const gv_init_kind gv_init_normal, gv_init_uniform, gv_init_values;

struct gv_init {
    const gv_init_kind *kind;
    const gv_node *node; /* NULL: what a case says nothing about */
    double mean, deviation, low, high, value, slope;
    size_t nonlinearity, fan;
    const gv_node *values; /* kind "values": as in the file, then of this shape */
    ag_shape shape;
    const double *numbers;
};

/* Parameters that an optimizer moves by settings of their own. */
typedef struct gv_training_group {
    bool *members; /* per parameter */
    ag_optimizer_settings settings;
} gv_training_group;

typedef struct gv_training {
    const gv_node *node;
    size_t steps; /* of the optimizer; 0: no training */
    size_t epochs, batch;
    bool shuffle;
    double rate, falls_below;
    const gv_node *optimizer;
    const ag_optimizer_kind *kind;
    gv_training_group *groups; /* the last: what is in no other */
    size_t group_count;
} gv_training;

typedef struct gv_point gv_point;
typedef struct gv_point_kind {
    gv_kind kind;
    bool (*read)(gv_reading *reading, const gv_node *settings, gv_case *item, gv_point *point);
} gv_point_kind;

extern const gv_kind *const gv_point_list[]; /* of gv_point_kind */

struct gv_point {
    const gv_point_kind *kind;
    const char *name;
    double jitter; /* standard deviation of what is added to every entry */
    gv_training training;
};

/* ---- the case ---- */

/* A name under which the model knows a parameter; tied ones have several. */
typedef struct gv_alias {
    const char *name;
    size_t parameter; /* place in the list of parameters */
    ag_shape shape;
} gv_alias;

/* The sections as they stand in the file; NULL: left out. */
typedef struct gv_sections {
    const gv_node *model, *data, *loss, *init, *l2, *points, *checks, *options, *fault;
    const gv_node *parameters, *load;
} gv_sections;

struct gv_case {
    gv_arena *arena; /* owns all that follows */
    gv_source source;
    gv_sections sections;
    const char *name, *description;
    size_t schema, expected;
    uint64_t seed;
    gv_model model;
    gv_data data;
    const gv_loss_kind *loss;
    const gv_alias *aliases;
    size_t alias_count;
    gv_init *inits;  /* per parameter */
    ag_state *state; /* initial values from a file, in place of these; owned; or NULL */
    gv_engine_setting *settings; /* per parameter */
    bool *frozen;                /* per parameter */
    gv_precision claim;
    size_t parameter_count;
    gv_l2 *l2;
    size_t l2_count;
    gv_point *points;
    size_t point_count;
    gv_request *requests;
    size_t request_count;
    gv_options common;   /* of all checks */
    bool chooses_checks; /* the file names them */
    bool has_fault;
    gv_fault fault;
};

/* ---- one reader per section; each returns false having complained ---- */

bool gv_read_model(gv_reading *reading, const gv_node *node, gv_case *item);
bool gv_read_data(gv_reading *reading, const gv_node *node, gv_case *item);
bool gv_read_loss(gv_reading *reading, const gv_node *node, gv_case *item);
bool gv_read_l2(gv_reading *reading, const gv_node *node, gv_case *item);
bool gv_read_init(gv_reading *reading, const gv_node *node, gv_case *item);
bool gv_read_load(gv_reading *reading, const gv_node *node, gv_case *item);

/* The numbers of a tensor of this shape, given as initial values are, beside a key `shape`. */
bool gv_read_drawn(gv_reading *reading, const gv_node *node, const ag_shape *shape,
                   gv_init *init);
bool gv_read_settings(gv_reading *reading, const gv_node *node, gv_case *item);
bool gv_read_points(gv_reading *reading, const gv_node *node, gv_case *item);
bool gv_read_checks(gv_reading *reading, const gv_node *checks, const gv_node *options,
                    gv_case *item);
bool gv_read_fault(gv_reading *reading, const gv_node *node, gv_case *item);

/* Parameters that a node selects: "all", "weights", "biases", the name of a parameter or of a
 * layer, or a list of names.  Sets selected[i] for each.  Complains when `reading` is given. */
bool gv_select_parameters(gv_reading *reading, const gv_case *item, const gv_node *node,
                          bool *selected);

/* How closely a name tells a parameter: 1 for all of them, 2 for weights and biases, 3 for a
 * layer, more for one inside of it, GV_CLOSENESS_MAX for a parameter. */
enum { GV_CLOSENESS_MAX = 40 };
size_t gv_closeness(const gv_case *item, const char *name);

/* What is inconclusive: words for a gv_field, in the order of gv_on_inconclusive. */
extern const char *const gv_inconclusive_words[];

/* The same of gv_method. */
extern const char *const gv_method_words[];

/* Reader for gv_field.read of a gv_precision. */
bool gv_field_precision(gv_reading *reading, const gv_node *node, const gv_field *field,
                        void *out);

/* The first name of a parameter, by its place in the list. */
const char *gv_parameter_name(const gv_case *item, size_t parameter);

/* The parameter of a name.  Returns: parameter_count, having complained, when there is none. */
size_t gv_find_parameter(gv_reading *reading, const gv_case *item, const gv_node *node);

/* Lists the names of the model's parameters in the case. */
bool gv_list_aliases(gv_reading *reading, const ag_module *module, gv_case *item);

#endif
