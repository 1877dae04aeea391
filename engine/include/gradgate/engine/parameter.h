/* Parameters: named tensors that own their data and their gradient.
 * A tie is the same ag_parameter held in several places, never a copy, so what is changed
 * through one place is seen in every other. Reference counted; not thread-safe. */
#ifndef GRADGATE_ENGINE_PARAMETER_H
#define GRADGATE_ENGINE_PARAMETER_H

#include <gradgate/engine/shape.h>
#include <gradgate/engine/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Read any field; write the entries of `data` and `grad`, and `requires_grad`. */
typedef struct ag_parameter {
    char *name;
    ag_shape shape;
    size_t size;        /* number of entries */
    double *data;       /* owned, never moves */
    double *grad;       /* owned, never moves; backward adds to it */
    bool requires_grad; /* false: frozen; a graph recorded afterwards takes it as a constant */
    size_t references;
} ag_parameter;

/* A parameter of zeros with one reference, the caller's.
 * Returns: NULL when memory is short or the shape is not valid.
 * Owns:    a copy of `name` (NULL: ""). */
ag_parameter *ag_parameter_create(const char *name, ag_shape shape);

/* One more reference. Returns: parameter (NULL stays NULL). */
ag_parameter *ag_parameter_retain(ag_parameter *parameter);

/* One reference less; the last one frees. NULL is accepted. */
void ag_parameter_release(ag_parameter *parameter);

/* Give it another name (copied). Returns: AG_OK or AG_ERR_MEMORY (name unchanged). */
ag_status ag_parameter_rename(ag_parameter *parameter, const char *name);

/* Set the gradients of `count` parameters to zero. */
void ag_zero_grad(ag_parameter *const *parameters, size_t count);

#ifdef __cplusplus
}
#endif
#endif
