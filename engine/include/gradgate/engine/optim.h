/* Optimizers see only the flat list of parameters and write into their data in place, so every
 * alias of a parameter is moved by the one update. Each kind is a const descriptor; its
 * settings have a schema, so that a case file can name any of them. */
#ifndef GRADGATE_ENGINE_OPTIM_H
#define GRADGATE_ENGINE_OPTIM_H

#include <stdint.h>

#include <gradgate/engine/parameter.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Formula: p <- p - rate * grad, every entry of every parameter with requires_grad. The list
 * must hold each parameter once, as ag_module_parameters gives it. */
void ag_sgd_step(ag_parameter *const *parameters, size_t count, double rate);

/* ---- kinds ---- */

/* Of one group of parameters; each kind reads those of its schema. */
typedef struct ag_optimizer_settings {
    double rate;
    double weight_decay;
    double momentum;
    double dampening;
    bool nesterov;
    double beta1, beta2; /* decay of the first and second moment */
    double epsilon;
} ag_optimizer_settings;

/* Schema of one setting. */
typedef struct ag_setting_spec {
    const char *name;
    size_t offset; /* in ag_optimizer_settings; of a bool if `is_flag`, else of a double */
    bool is_flag;
    double fallback;
    double low, below; /* low <= value < below */
    const char *meaning;
} ag_setting_spec;

typedef struct ag_optimizer_kind {
    const char *name;
    size_t slots; /* numbers it keeps per entry, all 0 before the first step */
    /* Step number t = 1, 2, ... of one parameter; slot k of entry i is slots[k * size + i]. */
    void (*step)(const ag_optimizer_settings *settings, uint64_t t, ag_parameter *parameter,
                 double *slots);
    /* NULL, or words if settings that are each in range do not go together. */
    const char *(*conflict)(const ag_optimizer_settings *settings);
    const ag_setting_spec *settings;
    size_t setting_count;
    const char *formula;
    const char *source;
} ag_optimizer_kind;

extern const ag_optimizer_kind ag_optimizer_sgd;   /* momentum, dampening, Nesterov, decay */
extern const ag_optimizer_kind ag_optimizer_adam;  /* decay enters the gradient */
extern const ag_optimizer_kind ag_optimizer_adamw; /* decay acts on the parameter */

/* Every kind. */
extern const ag_optimizer_kind *const ag_optimizer_kinds[];
extern const size_t ag_optimizer_kind_count;

/* Kind of this name. Returns: NULL if there is none. */
const ag_optimizer_kind *ag_optimizer_kind_find(const char *name);

/* PyTorch's settings of a kind, but for SGD's rate, which has no fallback there: 1e-3. */
ag_optimizer_settings ag_optimizer_defaults(const ag_optimizer_kind *kind);

/* Set one by its name in the schema.
 * Returns: AG_OK; AG_ERR_NAME, AG_ERR_ARGUMENT if out of range (settings unchanged). */
ag_status ag_optimizer_set(const ag_optimizer_kind *kind, ag_optimizer_settings *settings,
                           const char *name, double value);

/* Are all in range, and do they go together? Returns: AG_OK; AG_ERR_ARGUMENT with words in
 * `error` (may be NULL). */
ag_status ag_optimizer_check(const ag_optimizer_kind *kind,
                             const ag_optimizer_settings *settings, ag_error *error);

/* ---- an optimizer ---- */

typedef struct ag_optimizer ag_optimizer;

/* One without groups. Returns: NULL when memory is short. */
ag_optimizer *ag_optimizer_create(const ag_optimizer_kind *kind);
void ag_optimizer_destroy(ag_optimizer *optimizer);

/* A group of parameters with settings of its own. One that is listed twice is taken once;
 * frozen ones are taken too, and move once they are thawed.
 * Returns: AG_OK; AG_ERR_ARGUMENT for a NULL, for one that is in an earlier group, or for
 *          settings that do not hold; AG_ERR_MEMORY. Words in `error` (may be NULL). After an
 *          error the optimizer is as before.
 * Owns:    a reference to each parameter; the state of each, sized here. */
ag_status ag_optimizer_add_group(ag_optimizer *optimizer, ag_parameter *const *parameters,
                                 size_t count, const ag_optimizer_settings *settings,
                                 ag_error *error);

size_t ag_optimizer_group_count(const ag_optimizer *optimizer);

/* Settings of a group, to read or to change between steps (a schedule of rates). Returns: NULL
 * out of range. */
ag_optimizer_settings *ag_optimizer_group(ag_optimizer *optimizer, size_t group);

/* One step of every parameter with requires_grad, each once. Allocates nothing. */
void ag_optimizer_step(ag_optimizer *optimizer);

/* Set the gradients of all its parameters to zero. */
void ag_optimizer_zero_grad(ag_optimizer *optimizer);

/* Parameters of all groups in the order they came. NULL out of range. */
size_t ag_optimizer_parameter_count(const ag_optimizer *optimizer);
ag_parameter *ag_optimizer_parameter(const ag_optimizer *optimizer, size_t index);

/* Its state: steps taken, and the numbers of one slot, of the parameter's shape (SGD: 0
 * momentum; Adam: 0 first, 1 second moment). NULL out of range. */
uint64_t ag_optimizer_steps(const ag_optimizer *optimizer, size_t index);
const double *ag_optimizer_slot(const ag_optimizer *optimizer, size_t index, size_t slot);

#ifdef __cplusplus
}
#endif
#endif
