/* Initializers: they fill a parameter's data in entry order. */
#include <math.h>
#include <string.h>

#include <gradgate/engine/init.h>

void ag_init_normal(ag_parameter *parameter, ag_random *random, double mean, double deviation) {
    for (size_t i = 0; i < parameter->size; i++)
        parameter->data[i] = mean + deviation * ag_random_normal(random);
}

void ag_init_uniform(ag_parameter *parameter, ag_random *random, double low, double high) {
    for (size_t i = 0; i < parameter->size; i++)
        parameter->data[i] = low + (high - low) * ag_random_uniform(random);
}

void ag_init_constant(ag_parameter *parameter, double value) {
    for (size_t i = 0; i < parameter->size; i++)
        parameter->data[i] = value;
}

void ag_init_zeros(ag_parameter *parameter) {
    ag_init_constant(parameter, 0.0);
}

void ag_init_ones(ag_parameter *parameter) {
    ag_init_constant(parameter, 1.0);
}

/* ---- by fan ---- */

ag_status ag_init_fans(const ag_shape *shape, size_t *fan_in, size_t *fan_out) {
    if (shape->rank < 2)
        return AG_ERR_SHAPE;
    size_t kernel = 1;
    for (size_t i = 2; i < shape->rank; i++)
        kernel *= shape->extent[i];
    if (fan_in != NULL)
        *fan_in = shape->extent[1] * kernel;
    if (fan_out != NULL)
        *fan_out = shape->extent[0] * kernel;
    return AG_OK;
}

ag_status ag_init_gain(const char *nonlinearity, double slope, double *gain) {
    const struct {
        const char *name;
        double gain;
    } gains[] = {
        {"linear", 1.0},
        {"sigmoid", 1.0},
        {"tanh", 5.0 / 3.0},
        {"relu", sqrt(2.0)},
        {"leaky_relu", sqrt(2.0 / (1.0 + slope * slope))},
        {"selu", 0.75},
    };
    for (size_t i = 0; i < sizeof gains / sizeof *gains; i++)
        if (strcmp(gains[i].name, nonlinearity) == 0) {
            *gain = gains[i].gain;
            return AG_OK;
        }
    return AG_ERR_NAME;
}

static ag_status xavier_deviation(const ag_shape *shape, double gain, double *deviation) {
    size_t fan_in = 0, fan_out = 0;
    const ag_status status = ag_init_fans(shape, &fan_in, &fan_out);
    if (status == AG_OK)
        *deviation = gain * sqrt(2.0 / (double)(fan_in + fan_out));
    return status;
}

static ag_status kaiming_deviation(const ag_shape *shape, ag_fan fan, double gain,
                                   double *deviation) {
    size_t fan_in = 0, fan_out = 0;
    const ag_status status = ag_init_fans(shape, &fan_in, &fan_out);
    if (status == AG_OK)
        *deviation = gain / sqrt((double)(fan == AG_FAN_IN ? fan_in : fan_out));
    return status;
}

/* A uniform distribution in +-b has the deviation b / sqrt 3. */
static void uniform_of_deviation(ag_parameter *parameter, ag_random *random, double deviation) {
    const double bound = sqrt(3.0) * deviation;
    ag_init_uniform(parameter, random, -bound, bound);
}

ag_status ag_init_xavier_normal(ag_parameter *parameter, ag_random *random, double gain) {
    double deviation = 0.0;
    const ag_status status = xavier_deviation(&parameter->shape, gain, &deviation);
    if (status == AG_OK)
        ag_init_normal(parameter, random, 0.0, deviation);
    return status;
}

ag_status ag_init_xavier_uniform(ag_parameter *parameter, ag_random *random, double gain) {
    double deviation = 0.0;
    const ag_status status = xavier_deviation(&parameter->shape, gain, &deviation);
    if (status == AG_OK)
        uniform_of_deviation(parameter, random, deviation);
    return status;
}

ag_status ag_init_kaiming_normal(ag_parameter *parameter, ag_random *random, ag_fan fan,
                                 double gain) {
    double deviation = 0.0;
    const ag_status status = kaiming_deviation(&parameter->shape, fan, gain, &deviation);
    if (status == AG_OK)
        ag_init_normal(parameter, random, 0.0, deviation);
    return status;
}

ag_status ag_init_kaiming_uniform(ag_parameter *parameter, ag_random *random, ag_fan fan,
                                  double gain) {
    double deviation = 0.0;
    const ag_status status = kaiming_deviation(&parameter->shape, fan, gain, &deviation);
    if (status == AG_OK)
        uniform_of_deviation(parameter, random, deviation);
    return status;
}
