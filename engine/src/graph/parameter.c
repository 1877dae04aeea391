/* Parameters: storage that never moves, counted references. */
#include <stdlib.h>
#include <string.h>

#include <gradgate/engine/parameter.h>

static char *copy_text(const char *text) {
    const size_t size = strlen(text) + 1;
    char *copy = malloc(size);
    if (copy != NULL)
        memcpy(copy, text, size);
    return copy;
}

static void destroy(ag_parameter *parameter) {
    free(parameter->name);
    free(parameter->data);
    free(parameter->grad);
    free(parameter);
}

ag_parameter *ag_parameter_create(const char *name, ag_shape shape) {
    const size_t size = ag_shape_size(&shape);
    if (size == 0)
        return NULL;
    ag_parameter *parameter = calloc(1, sizeof *parameter);
    if (parameter == NULL)
        return NULL;
    parameter->name = copy_text(name == NULL ? "" : name);
    parameter->shape = shape;
    parameter->size = size;
    parameter->data = calloc(size, sizeof(double));
    parameter->grad = calloc(size, sizeof(double));
    parameter->requires_grad = true;
    parameter->references = 1;
    if (parameter->name == NULL || parameter->data == NULL || parameter->grad == NULL) {
        destroy(parameter);
        return NULL;
    }
    return parameter;
}

ag_parameter *ag_parameter_retain(ag_parameter *parameter) {
    if (parameter != NULL)
        parameter->references++;
    return parameter;
}

void ag_parameter_release(ag_parameter *parameter) {
    if (parameter != NULL && --parameter->references == 0)
        destroy(parameter);
}

ag_status ag_parameter_rename(ag_parameter *parameter, const char *name) {
    char *copy = copy_text(name);
    if (copy == NULL)
        return AG_ERR_MEMORY;
    free(parameter->name);
    parameter->name = copy;
    return AG_OK;
}

void ag_zero_grad(ag_parameter *const *parameters, size_t count) {
    for (size_t i = 0; i < count; i++)
        memset(parameters[i]->grad, 0, parameters[i]->size * sizeof(double));
}
