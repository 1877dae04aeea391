/* The list of optimizers, and their settings by name. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <gradgate/engine/optim.h>

const ag_optimizer_kind *const ag_optimizer_kinds[] = {
    &ag_optimizer_sgd,
    &ag_optimizer_adam,
    &ag_optimizer_adamw,
};
const size_t ag_optimizer_kind_count = sizeof ag_optimizer_kinds / sizeof *ag_optimizer_kinds;

const ag_optimizer_kind *ag_optimizer_kind_find(const char *name) {
    for (size_t i = 0; i < ag_optimizer_kind_count; i++)
        if (strcmp(ag_optimizer_kinds[i]->name, name) == 0)
            return ag_optimizer_kinds[i];
    return NULL;
}

static void put(const ag_setting_spec *spec, ag_optimizer_settings *settings, double value) {
    char *at = (char *)settings + spec->offset;
    if (spec->is_flag)
        *(bool *)(void *)at = value != 0.0;
    else
        *(double *)(void *)at = value;
}

static double get(const ag_setting_spec *spec, const ag_optimizer_settings *settings) {
    const char *at = (const char *)settings + spec->offset;
    return spec->is_flag ? *(const bool *)(const void *)at : *(const double *)(const void *)at;
}

/* Finite, as low is; NaN is not. */
static bool in_range(const ag_setting_spec *spec, double value) {
    return isfinite(value) && value >= spec->low && value < spec->below;
}

ag_optimizer_settings ag_optimizer_defaults(const ag_optimizer_kind *kind) {
    ag_optimizer_settings settings = {0};
    for (size_t i = 0; i < kind->setting_count; i++)
        put(&kind->settings[i], &settings, kind->settings[i].fallback);
    return settings;
}

ag_status ag_optimizer_set(const ag_optimizer_kind *kind, ag_optimizer_settings *settings,
                           const char *name, double value) {
    for (size_t i = 0; i < kind->setting_count; i++) {
        const ag_setting_spec *spec = &kind->settings[i];
        if (strcmp(spec->name, name) != 0)
            continue;
        if (!in_range(spec, value))
            return AG_ERR_ARGUMENT;
        put(spec, settings, value);
        return AG_OK;
    }
    return AG_ERR_NAME;
}

static ag_status refuse(ag_error *error, const char *kind, const char *what) {
    if (error != NULL) {
        error->status = AG_ERR_ARGUMENT;
        snprintf(error->message, sizeof error->message, "%s: %s", kind, what);
    }
    return AG_ERR_ARGUMENT;
}

ag_status ag_optimizer_check(const ag_optimizer_kind *kind,
                             const ag_optimizer_settings *settings, ag_error *error) {
    char text[AG_ERROR_MESSAGE_SIZE / 2];
    for (size_t i = 0; i < kind->setting_count; i++) {
        const ag_setting_spec *spec = &kind->settings[i];
        const double value = get(spec, settings);
        if (in_range(spec, value))
            continue;
        snprintf(text, sizeof text, "%s is %g, which is not in [%g, %g)", spec->name, value,
                 spec->low, spec->below);
        return refuse(error, kind->name, text);
    }
    const char *conflict = kind->conflict == NULL ? NULL : kind->conflict(settings);
    return conflict == NULL ? AG_OK : refuse(error, kind->name, conflict);
}
