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
    return own;
}
