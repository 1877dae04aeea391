/* The gradients that the engine claims.  Its backward adds to the gradient in the parameters;
 * so the caller's buffer is put there, and what was there before is put back. */
#include "subject/engine_inside.h"

#include <string.h>

void gv_engine_swap_in(gv_engine_subject *s, const double *gradient) {
    for (size_t i = 0; i < s->base.parameter_count; i++) {
        const gv_parameter *p = &s->parameters[i];
        double *grad = s->held[i].parameter->grad;
        memcpy(s->kept_grad + p->offset, grad, p->count * sizeof *grad);
        memcpy(grad, gradient + p->offset, p->count * sizeof *grad);
    }
}

void gv_engine_swap_out(gv_engine_subject *s, double *gradient) {
    for (size_t i = 0; i < s->base.parameter_count; i++) {
        const gv_parameter *p = &s->parameters[i];
        double *grad = s->held[i].parameter->grad;
        if (gradient != NULL)
            memcpy(gradient + p->offset, grad, p->count * sizeof *grad);
        memcpy(grad, s->kept_grad + p->offset, p->count * sizeof *grad);
    }
}

gv_eval gv_engine_gradient(gv_subject *base, size_t term, double *gradient) {
    gv_engine_subject *s = (gv_engine_subject *)base;
    if (term != GV_WHOLE && term >= s->base.term_count)
        return GV_EVAL_ERROR;
    gv_engine_swap_in(s, gradient);
    ag_status status = ag_backward(s->graph, term == GV_WHOLE ? s->loss : s->term_nodes[term]);
    gv_engine_swap_out(s, gradient);
    s->adjoints_of_loss = status == AG_OK && term == GV_WHOLE;
    return status == AG_OK ? GV_EVAL_OK : GV_EVAL_ERROR;
}

gv_eval gv_engine_gradient_at(gv_subject *base, const double *x, double *gradient) {
    gv_engine_subject *s = (gv_engine_subject *)base;
    gv_engine_load(s, x);
    ag_status status = ag_graph_replay(s->graph, 0);
    gv_eval eval = GV_EVAL_ERROR;
    if (status == AG_OK)
        eval = gv_engine_gradient(base, GV_WHOLE, gradient);
    s->adjoints_of_loss = false; /* of another point */
    gv_engine_load(s, s->point);
    status = ag_graph_replay(s->graph, 0);
    return status == AG_OK ? eval : GV_EVAL_ERROR;
}

/* One backward serves all uses: its adjoints stay until the next. */
static bool renew_adjoints(gv_engine_subject *s) {
    if (s->adjoints_of_loss)
        return true;
    gv_engine_swap_in(s, s->point); /* any numbers: what is deposited is not looked at */
    s->adjoints_of_loss = ag_backward(s->graph, s->loss) == AG_OK;
    gv_engine_swap_out(s, NULL);
    return s->adjoints_of_loss;
}

gv_eval gv_engine_gradient_use(gv_subject *base, size_t parameter, size_t use,
                               double *gradient) {
    gv_engine_subject *s = (gv_engine_subject *)base;
    if (parameter >= s->base.parameter_count || use >= s->held[parameter].use_count ||
        !renew_adjoints(s))
        return GV_EVAL_ERROR;
    size_t count = s->parameters[parameter].count;
    const double *adjoint = ag_graph_adjoint(s->graph, s->held[parameter].leaves[use]);
    if (adjoint != NULL)
        memcpy(gradient, adjoint, count * sizeof *gradient);
    else
        memset(gradient, 0, count * sizeof *gradient);
    return GV_EVAL_OK;
}
