/* What is written of each kind of object, field by field. */
#include "report/json_fields.h"

#define END                                                                                    \
    { NULL, GV_JSON_BOOL, 0, false }

#define FIELD(kind, name)                                                                      \
    { #name, GV_JSON_##kind, offsetof(gv_case_finding, name), false }
const gv_json_field gv_json_case[] = {
    FIELD(TEXT, name),
    FIELD(TEXT, file),
    FIELD(VERDICT, expected),
    FIELD(VERDICT, verdict),
    FIELD(REASON, reason),
    FIELD(TEXT, message),
    FIELD(PRECISION, claim),
    FIELD(NUMBER, noise),
    FIELD(COUNT, parameters),
    FIELD(COUNT, evaluations),
    FIELD(NUMBER, seconds),
    FIELD(TEXT, command),
    END,
};
#undef FIELD

#define FIELD(kind, name)                                                                      \
    { #name, GV_JSON_##kind, offsetof(gv_options, name), false }
const gv_json_field gv_json_options[] = {
    FIELD(NUMBER, tolerance),       FIELD(NUMBER, resolution),
    FIELD(COUNT, evaluations),      FIELD(NUMBER, step),
    FIELD(METHOD, method),          FIELD(COUNT, entries),
    FIELD(COUNT, directions),       FIELD(SEED, seed),
    FIELD(POLICY, on_inconclusive), FIELD(NUMBER, min_coverage),
    FIELD(NUMBER, min_resolution),  FIELD(PRECISION, precision),
    FIELD(COUNT, notable),          END,
};
#undef FIELD

#define FIELD(kind, name)                                                                      \
    { #name, GV_JSON_##kind, offsetof(gv_check_finding, name), false }
const gv_json_field gv_json_check[] = {
    FIELD(TEXT, point),
    FIELD(TEXT, parameter),
    FIELD(TEXT, use),
    FIELD(TEXT, term),
    FIELD(VERDICT, verdict),
    FIELD(REASON, reason),
    FIELD(TEXT, message),
    FIELD(NUMBER, detectable),
    FIELD(TEXT, diagnosis),
    FIELD(COUNT, evaluations),
    FIELD(NUMBER, tolerance),
    FIELD(NUMBER, resolution),
    END,
};
#undef FIELD

#define FIELD(kind, name)                                                                      \
    { #name, GV_JSON_##kind, offsetof(gv_counts, name), false }
#define SPARE(kind, name)                                                                      \
    { #name, GV_JSON_##kind, offsetof(gv_counts, name), true }
const gv_json_field gv_json_counts[] = {
    FIELD(COUNT, checked),    FIELD(COUNT, passed),
    FIELD(COUNT, failed),     FIELD(COUNT, inconclusive),
    FIELD(COUNT, negligible), SPARE(COUNT, skipped),
    SPARE(COUNT, zero),       SPARE(COUNT, at_kink),
    SPARE(COUNT, coarse),     END,
};
#undef SPARE
#undef FIELD

#define FIELD(kind, name)                                                                      \
    { #name, GV_JSON_##kind, offsetof(gv_entry, name), false }
#define SPARE(kind, name)                                                                      \
    { #name, GV_JSON_##kind, offsetof(gv_entry, name), true }
const gv_json_field gv_json_entry[] = {
    FIELD(VERDICT, verdict),   FIELD(REASON, reason),  FIELD(NUMBER, claimed),
    FIELD(NUMBER, measured),   FIELD(NUMBER, error),   FIELD(NUMBER, gap),
    FIELD(NUMBER, allowed),    FIELD(NUMBER, scale),   SPARE(NUMBER, scatter),
    FIELD(NUMBER, step),       SPARE(BOOL, one_sided), SPARE(BOOL, fitted),
    FIELD(COUNT, evaluations), FIELD(TEXT, advice),    END,
};
#undef FIELD
#undef SPARE

const gv_json_field gv_json_kink[] = {
    {"at", GV_JSON_NUMBER, offsetof(gv_entry, kink_at), false},
    {"left", GV_JSON_NUMBER, offsetof(gv_entry, slope_left), false},
    {"right", GV_JSON_NUMBER, offsetof(gv_entry, slope_right), false},
    END,
};

#define FIELD(kind, name)                                                                      \
    { #name, GV_JSON_##kind, offsetof(gv_rung, name), false }
const gv_json_field gv_json_rung[] = {
    FIELD(NUMBER, step),
    FIELD(NUMBER, estimate),
    FIELD(NUMBER, error),
    END,
};
#undef FIELD

#define FIELD(kind, name)                                                                      \
    { #name, GV_JSON_##kind, offsetof(gv_part, name), false }
const gv_json_field gv_json_part[] = {
    FIELD(TEXT, name),
    FIELD(NUMBER, claimed),
    FIELD(NUMBER, measured),
    FIELD(NUMBER, error),
    END,
};
#undef FIELD

#define FIELD(of, kind, name)                                                                  \
    { #name, GV_JSON_##kind, offsetof(of, name), false }
const gv_json_field gv_json_digest[] = {
    FIELD(gv_digest, NUMBER, claimed_norm),
    FIELD(gv_digest, NUMBER, measured_norm),
    FIELD(gv_digest, NUMBER, size),
    FIELD(gv_digest, NUMBER, checksum),
    FIELD(gv_digest, NUMBER, reach),
    FIELD(gv_digest, NUMBER, slack),
    END,
};
const gv_json_field gv_json_point[] = {
    FIELD(gv_point_finding, TEXT, name),
    FIELD(gv_point_finding, NUMBER, value),
    FIELD(gv_point_finding, NUMBER, noise),
    END,
};
const gv_json_field gv_json_loss[] = {
    FIELD(gv_loss_sample, COUNT, step),
    FIELD(gv_loss_sample, NUMBER, value),
    END,
};
const gv_json_field gv_json_block[] = {
    FIELD(gv_outline_block, TEXT, name),
    FIELD(gv_outline_block, TEXT, kind),
    END,
};
const gv_json_field gv_json_parameter[] = {
    FIELD(gv_outline_parameter, TEXT, name),
    FIELD(gv_outline_parameter, PRECISION, storage),
    FIELD(gv_outline_parameter, COUNT, uses_in_all),
    END,
};
const gv_json_field gv_json_use[] = {
    FIELD(gv_outline_use, TEXT, name),
    FIELD(gv_outline_use, COUNT, term),
    END,
};
const gv_json_field gv_json_term[] = {
    FIELD(gv_outline_term, TEXT, name),
    FIELD(gv_outline_term, NUMBER, lambda),
    END,
};
#undef FIELD

#define FIELD(kind, name)                                                                      \
    { #name, GV_JSON_##kind, offsetof(gv_provenance, name), false }
const gv_json_field gv_json_program[] = {FIELD(TEXT, version), END};
const gv_json_field gv_json_provenance[] = {
    FIELD(TEXT, commit),  FIELD(TEXT, gsl),
    FIELD(TEXT, blas),    FIELD(TEXT, compiler),
    FIELD(TEXT, system),  FIELD(TEXT, command),
    FIELD(TEXT, started), FIELD(NUMBER, seconds),
    FIELD(SEED, seed),    END,
};
#undef FIELD

#define FIELD(kind, name)                                                                      \
    { #name, GV_JSON_##kind, offsetof(gv_refusal, name), false }
const gv_json_field gv_json_refusal[] = {
    FIELD(TEXT, file),    FIELD(COUNT, line), FIELD(COUNT, column),
    FIELD(TEXT, message), FIELD(BOOL, empty), END,
};
#undef FIELD
