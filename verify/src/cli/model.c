/* Small questions to a subject. */
#include "cli/model.h"
#include <math.h>

/* A probe that changes nothing: the first entry set to what it is. */
double gv_value_at_point(gv_subject *subject, size_t term) {
    const gv_probe probe = {
        .term = term, .use = GV_WHOLE, .entry = 0, .at = subject->count ? *subject->point : 0};
    double value = (double)NAN;
    gv_eval eval = GV_EVAL_ERROR;

    if (subject->count == 0 ||
        subject->kind->values(subject, &probe, 1, &value, &eval) != GV_OK || eval != GV_EVAL_OK)
        return (double)NAN;
    return value;
}

bool gv_is_tied(const gv_subject *subject, size_t number) {
    const gv_parameter *parameter = &subject->parameters[number];
    size_t uses = 0;

    for (size_t i = 0; i < parameter->use_count; i++) {
        const size_t term = parameter->uses[i].term;
        uses += term >= subject->term_count || !(subject->terms[term].lambda != 0);
    }
    return uses > 1;
}
