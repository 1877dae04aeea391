/* Stochastic gradient descent, with momentum, dampening, Nesterov's form and weight decay.
 * With g = grad + weight_decay p and momentum mu > 0, buffer b (b_1 = g, without dampening):
 *   b_t = mu b_{t-1} + (1 - dampening) g,   d = b_t, or g + mu b_t for Nesterov,   p <- p -
 * rate d. Sources: Robbins & Monro, Annals of Mathematical Statistics 22 (1951); Sutskever et
 * al., On the importance of initialization and momentum in deep learning, ICML 2013; in
 * PyTorch's form (torch.optim.SGD), in which the rate is outside of the buffer. */
#include <math.h>

#include <gradgate/engine/optim.h>

#include "setting.h"

void ag_sgd_step(ag_parameter *const *parameters, size_t count, double rate) {
    for (size_t i = 0; i < count; i++) {
        ag_parameter *p = parameters[i];
        if (!p->requires_grad)
            continue;
        for (size_t j = 0; j < p->size; j++)
            p->data[j] -= rate * p->grad[j];
    }
}

static void sgd_step(const ag_optimizer_settings *s, uint64_t t, ag_parameter *p,
                     double *buffer) {
    const double mu = s->momentum;
    for (size_t i = 0; i < p->size; i++) {
        const double g = p->grad[i] + s->weight_decay * p->data[i];
        buffer[i] = t == 1 || mu == 0.0 ? g : mu * buffer[i] + (1.0 - s->dampening) * g;
        p->data[i] -= s->rate * (s->nesterov ? g + mu * buffer[i] : buffer[i]);
    }
}

static const char *sgd_conflict(const ag_optimizer_settings *s) {
    if (s->nesterov && (s->momentum == 0.0 || s->dampening != 0.0))
        return "nesterov needs a momentum and no dampening";
    return NULL;
}

static const ag_setting_spec settings[] = {
    AG_SETTING(rate, 1e-3, 0.0, HUGE_VAL, "length of a step"),
    AG_SETTING(momentum, 0.0, 0.0, HUGE_VAL, "share of the last step's buffer that is kept"),
    AG_SETTING(dampening, 0.0, -HUGE_VAL, HUGE_VAL, "share of the gradient kept out of it"),
    AG_SETTING(weight_decay, 0.0, 0.0, HUGE_VAL, "times p is added to the gradient"),
    AG_SETTING_FLAG(nesterov, "look ahead along the buffer"),
};

const ag_optimizer_kind ag_optimizer_sgd = {
    .name = "sgd",
    .slots = 1,
    .step = sgd_step,
    .conflict = sgd_conflict,
    .settings = settings,
    .setting_count = sizeof settings / sizeof *settings,
    .formula = "g = grad + weight_decay p; b = momentum b + (1 - dampening) g, at first b = g; "
               "p -= rate b, or rate (g + momentum b)",
    .source = "Robbins & Monro 1951; Sutskever et al. 2013; torch.optim.SGD",
};
