#include "report/options_text.h"
#include "report/json_fields.h"
#include <inttypes.h>
#include <stdio.h>

static int tell(const gv_json_field *field, const void *at, const char *joint, char *text,
                size_t size) {
    switch (field->kind) {
    case GV_JSON_NUMBER:
        return snprintf(text, size, "%s%s %g", joint, field->name, *(const double *)at);
    case GV_JSON_COUNT:
        return snprintf(text, size, "%s%s %zu", joint, field->name, *(const size_t *)at);
    case GV_JSON_SEED:
        return snprintf(text, size, "%s%s %" PRIu64, joint, field->name, *(const uint64_t *)at);
    case GV_JSON_PRECISION:
        return snprintf(text, size, "%s%s %s", joint, field->name,
                        gv_precision_name(*(const gv_precision *)at));
    case GV_JSON_METHOD:
        return snprintf(text, size, "%s%s %s", joint, field->name,
                        gv_method_name(*(const gv_method *)at));
    case GV_JSON_POLICY:
        return snprintf(text, size, "%s%s %s", joint, field->name,
                        gv_policy_name(*(const gv_on_inconclusive *)at));
    default:
        return 0;
    }
}

void gv_options_text(const gv_options *options, const gv_options *usual, char *text,
                     size_t size) {
    size_t used = 0;

    text[0] = '\0';
    for (const gv_json_field *field = gv_json_options; field->name && used < size; field++) {
        const void *at = (const char *)options + field->at;
        int length = 0;
        if (!gv_json_same_field(field, options, usual))
            length = tell(field, at, used ? ", " : "", text + used, size - used);
        used += length > 0 ? (size_t)length : 0;
    }
}

void gv_own_options_text(const gv_check_finding *check, const gv_options *common, char *text,
                         size_t size) {
    gv_options usual = *common;

    usual.tolerance = check->options.tolerance;
    usual.resolution = check->options.resolution;
    gv_options_text(&check->options, &usual, text, size);
}
