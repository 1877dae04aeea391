/* The names and sentences of the public lists. */
#include <gradgate/verify/verify.h>

typedef struct named {
    const char *name, *text;
} named;

static const char *const statuses[] = {
#define STATUS(name, text) text,
    GV_STATUS_LIST(STATUS)
#undef STATUS
};

static const char *const verdicts[] = {
#define VERDICT(name, id) id,
    GV_VERDICT_LIST(VERDICT)
#undef VERDICT
};

static const named reasons[] = {
#define REASON(name, id, text) {id, text},
    GV_REASON_LIST(REASON)
#undef REASON
};

static const named rules[] = {
#define RULE(name, id, text) {id, text},
    GV_RULE_LIST(RULE)
#undef RULE
};

static const char letters[] = {
#define STATE(name, letter, text) letter,
    GV_STATE_LIST(STATE)
#undef STATE
};

static const char *const states[] = {
#define STATE(name, letter, text) text,
    GV_STATE_LIST(STATE)
#undef STATE
};

static const char *const precisions[] = {
#define PRECISION(name, id, digits, tiny) id,
    GV_PRECISION_LIST(PRECISION)
#undef PRECISION
};

const char *gv_status_message(gv_status status) {
    return (unsigned)status < GV_STATUS_COUNT ? statuses[status] : "unknown status";
}

const char *gv_verdict_name(gv_verdict verdict) {
    return (unsigned)verdict < GV_VERDICT_COUNT ? verdicts[verdict] : "unknown";
}

const char *gv_reason_name(gv_reason reason) {
    return (unsigned)reason < GV_REASON_COUNT ? reasons[reason].name : "unknown";
}

const char *gv_reason_text(gv_reason reason) {
    return (unsigned)reason < GV_REASON_COUNT ? reasons[reason].text : "unknown";
}

const char *gv_rule_name(gv_rule rule) {
    return (unsigned)rule < GV_RULE_COUNT ? rules[rule].name : "unknown";
}

const char *gv_rule_text(gv_rule rule) {
    return (unsigned)rule < GV_RULE_COUNT ? rules[rule].text : "unknown";
}

const char *gv_precision_name(gv_precision precision) {
    return (unsigned)precision < GV_PRECISION_COUNT ? precisions[precision] : "unknown";
}

char gv_state_letter(gv_state state) {
    return (unsigned)state < GV_STATE_COUNT ? letters[state] : '?';
}

const char *gv_state_text(gv_state state) {
    return (unsigned)state < GV_STATE_COUNT ? states[state] : "unknown";
}
