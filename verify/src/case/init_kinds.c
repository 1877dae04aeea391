/* The kinds of initial values: the engine's, and numbers one by one. */
#include "case/spec.h"

#include <stddef.h>
#include <string.h>

/* Those of ag_init_gain. */
static const char *const nonlinearities[] = {"linear",     "sigmoid", "tanh", "relu",
                                             "leaky_relu", "selu",    NULL};

/* In the order of ag_fan. */
static const char *const fans[] = {"in", "out", NULL};

static void fill_normal(const gv_init *init, ag_parameter *parameter, ag_random *random) {
    ag_init_normal(parameter, random, init->mean, init->deviation);
}

static void fill_uniform(const gv_init *init, ag_parameter *parameter, ag_random *random) {
    ag_init_uniform(parameter, random, init->low, init->high);
}

static void fill_constant(const gv_init *init, ag_parameter *parameter, ag_random *random) {
    (void)random;
    ag_init_constant(parameter, init->value);
}

static void fill_zeros(const gv_init *init, ag_parameter *parameter, ag_random *random) {
    (void)init, (void)random;
    ag_init_zeros(parameter);
}

static void fill_ones(const gv_init *init, ag_parameter *parameter, ag_random *random) {
    (void)init, (void)random;
    ag_init_ones(parameter);
}

/* The gain that the nonlinearity behind the layer asks for. */
static double gain_of(const gv_init *init) {
    double gain = 1;
    ag_init_gain(nonlinearities[init->nonlinearity], init->slope, &gain);
    return gain;
}

static void fill_xavier_normal(const gv_init *init, ag_parameter *parameter,
                               ag_random *random) {
    ag_init_xavier_normal(parameter, random, gain_of(init));
}

static void fill_xavier_uniform(const gv_init *init, ag_parameter *parameter,
                                ag_random *random) {
    ag_init_xavier_uniform(parameter, random, gain_of(init));
}

static void fill_kaiming_normal(const gv_init *init, ag_parameter *parameter,
                                ag_random *random) {
    ag_init_kaiming_normal(parameter, random, (ag_fan)init->fan, gain_of(init));
}

static void fill_kaiming_uniform(const gv_init *init, ag_parameter *parameter,
                                 ag_random *random) {
    ag_init_kaiming_uniform(parameter, random, (ag_fan)init->fan, gain_of(init));
}

static void fill_values(const gv_init *init, ag_parameter *parameter, ag_random *random) {
    (void)random;
    memcpy(parameter->data, init->numbers, parameter->size * sizeof *parameter->data);
}

static const gv_field normal_fields[] = {
    {.name = "mean",
     .read = gv_field_real,
     .offset = offsetof(gv_init, mean),
     .low = -1e6,
     .high = 1e6,
     .meaning = "0 is the default"},
    {.name = "deviation",
     .read = gv_field_real,
     .offset = offsetof(gv_init, deviation),
     .required = true,
     .low = 1e-12,
     .high = 1e6,
     .meaning = "standard deviation"},
};

static const gv_field uniform_fields[] = {
    {.name = "low",
     .read = gv_field_real,
     .offset = offsetof(gv_init, low),
     .required = true,
     .low = -1e6,
     .high = 1e6,
     .meaning = "lower end"},
    {.name = "high",
     .read = gv_field_real,
     .offset = offsetof(gv_init, high),
     .required = true,
     .low = -1e6,
     .high = 1e6,
     .meaning = "upper end"},
};

static const gv_field constant_fields[] = {
    {.name = "value",
     .read = gv_field_real,
     .offset = offsetof(gv_init, value),
     .required = true,
     .low = -1e6,
     .high = 1e6,
     .meaning = "of every entry"},
};

static const gv_field values_fields[] = {
    {.name = "values",
     .read = gv_field_node,
     .offset = offsetof(gv_init, values),
     .required = true,
     .meaning = "nested lists, of the parameter's shape"},
};

/* The first two are of both families. */
static const gv_field fan_fields[] = {
    {.name = "nonlinearity",
     .read = gv_field_choice,
     .offset = offsetof(gv_init, nonlinearity),
     .words = nonlinearities,
     .meaning = "behind it, which gives the gain; linear is the default"},
    {.name = "slope",
     .read = gv_field_real,
     .offset = offsetof(gv_init, slope),
     .low = 0,
     .high = 1,
     .meaning = "of leaky_relu"},
    {.name = "fan",
     .read = gv_field_choice,
     .offset = offsetof(gv_init, fan),
     .words = fans,
     .meaning = "in (the default) or out: whose size keeps"},
};
enum { XAVIER_FIELDS = 2, KAIMING_FIELDS = 3 };

const gv_init_kind gv_init_normal = {
    .kind = {"normal", "normal distribution", normal_fields, 2}, .fill = fill_normal};
const gv_init_kind gv_init_uniform = {
    .kind = {"uniform", "uniform distribution", uniform_fields, 2}, .fill = fill_uniform};
static const gv_init_kind constant = {.kind = {"constant", "one value", constant_fields, 1},
                                      .fill = fill_constant};
static const gv_init_kind zeros = {.kind = {"zeros", "zeros", NULL, 0}, .fill = fill_zeros};
const gv_init_kind gv_init_values = {.kind = {"values", "numbers one by one", values_fields, 1},
                                     .fill = fill_values};

static const gv_init_kind ones = {.kind = {"ones", "ones", NULL, 0}, .fill = fill_ones};
static const gv_init_kind xavier_normal = {
    .kind = {"xavier_normal", "Glorot's normal distribution", fan_fields, XAVIER_FIELDS},
    .fill = fill_xavier_normal,
    .needs_fans = true};
static const gv_init_kind xavier_uniform = {
    .kind = {"xavier_uniform", "Glorot's uniform distribution", fan_fields, XAVIER_FIELDS},
    .fill = fill_xavier_uniform,
    .needs_fans = true};
static const gv_init_kind kaiming_normal = {
    .kind = {"kaiming_normal", "He's normal distribution", fan_fields, KAIMING_FIELDS},
    .fill = fill_kaiming_normal,
    .needs_fans = true};
static const gv_init_kind kaiming_uniform = {
    .kind = {"kaiming_uniform", "He's uniform distribution", fan_fields, KAIMING_FIELDS},
    .fill = fill_kaiming_uniform,
    .needs_fans = true};

const gv_kind *const gv_init_list[] = {
    &gv_init_normal.kind,
    &gv_init_uniform.kind,
    &constant.kind,
    &zeros.kind,
    &ones.kind,
    &gv_init_values.kind,
    &xavier_normal.kind,
    &xavier_uniform.kind,
    &kaiming_normal.kind,
    &kaiming_uniform.kind,
    NULL,
};
