#include "check/settings.h"

static double closer_number(double own, double general) {
    return own > 0.0 ? own : general;
}

/* A demand can be lifted, too. */
static double closer_demand(double own, double general) {
    return own < 0.0 ? 0.0 : closer_number(own, general);
}

static size_t closer_count(size_t own, size_t general) {
    return own > 0 ? own : general;
}

gv_options gv_options_for(const gv_options *options, const gv_parameter *parameter) {
    gv_options own = *options;
    if (!parameter)
        return own;
    const gv_group *group = &parameter->group;
    const gv_group_settings *set = &group->settings;
    own.tolerance = closer_number(group->tolerance, own.tolerance);
    own.resolution = closer_number(group->resolution, own.resolution);
    own.evaluations = closer_count(set->evaluations, own.evaluations);
    own.entries = set->entries == GV_EVERY_ENTRY ? 0 : closer_count(set->entries, own.entries);
    own.directions = closer_count(set->directions, own.directions);
    own.min_coverage = closer_demand(set->min_coverage, own.min_coverage);
    own.min_resolution = closer_demand(set->min_resolution, own.min_resolution);
    if (set->on_inconclusive != GV_POLICY_OF_RUN)
        own.on_inconclusive = set->on_inconclusive == GV_POLICY_FAIL ? GV_INCONCLUSIVE_FAIL
                                                                     : GV_INCONCLUSIVE_WARN;
    own.step = closer_number(set->step, own.step);
    if (set->method != GV_METHOD_OF_RUN)
        own.method = (gv_method)(set->method - GV_METHOD_CENTRAL);
    return own;
}

/* The walk starts at 2^-8 of what it takes for the size of the variable. */
void gv_options_guide(const gv_options *options, gv_line *line) {
    const double usual = 0x1p-8;
    if (options->step > 0.0)
        line->scale *= options->step / usual;
    if (options->method == GV_FORWARD)
        line->lower = fmax(line->lower, line->x);
    else if (options->method == GV_BACKWARD)
        line->upper = fmin(line->upper, line->x);
}

const char *gv_method_name(gv_method method) {
    static const char *const names[] = {
#define GV_METHOD_TEXT(name, text) text,
        GV_METHOD_LIST(GV_METHOD_TEXT)
#undef GV_METHOD_TEXT
    };
    return (unsigned)method < GV_METHOD_COUNT ? names[method] : "unknown";
}
