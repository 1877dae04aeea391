/* Adam and AdamW. With g the gradient, m and v the moments, all by entry:
 *   m_t = beta1 m_{t-1} + (1 - beta1) g,         v_t = beta2 v_{t-1} + (1 - beta2) g^2,
 *   p <- p - rate mhat / (sqrt(vhat) + epsilon), mhat = m_t / (1 - beta1^t), vhat alike.
 * They differ in where the decay goes: Adam adds weight_decay p to g, so that it is divided by
 * sqrt(vhat) like the rest of the gradient; AdamW shrinks p by 1 - rate weight_decay instead.
 * Sources: Kingma & Ba, Adam, ICLR 2015, algorithm 1; Loshchilov & Hutter, Decoupled weight
 * decay regularization, ICLR 2019, algorithm 2 (with PyTorch's rate in front of the decay). */
#include <math.h>

#include <gradgate/engine/optim.h>

#include "setting.h"

/* One step of parameter p; `l2` is the decay that enters the gradient. */
static void step(const ag_optimizer_settings *s, uint64_t t, ag_parameter *p, double *slots,
                 double l2) {
    double *m = slots, *v = slots + p->size;
    const double correction1 = 1.0 - pow(s->beta1, (double)t);
    const double correction2 = 1.0 - pow(s->beta2, (double)t);
    for (size_t i = 0; i < p->size; i++) {
        const double g = p->grad[i] + l2 * p->data[i];
        m[i] = s->beta1 * m[i] + (1.0 - s->beta1) * g;
        v[i] = s->beta2 * v[i] + (1.0 - s->beta2) * g * g;
        p->data[i] -= s->rate * (m[i] / correction1) / (sqrt(v[i] / correction2) + s->epsilon);
    }
}

static void adam_step(const ag_optimizer_settings *s, uint64_t t, ag_parameter *p,
                      double *slots) {
    step(s, t, p, slots, s->weight_decay);
}

static void adamw_step(const ag_optimizer_settings *s, uint64_t t, ag_parameter *p,
                       double *slots) {
    for (size_t i = 0; i < p->size; i++)
        p->data[i] *= 1.0 - s->rate * s->weight_decay;
    step(s, t, p, slots, 0.0);
}

#define ADAM_SETTINGS                                                                          \
    AG_SETTING(rate, 1e-3, 0.0, HUGE_VAL, "length of a step"),                                 \
        AG_SETTING(beta1, 0.9, 0.0, 1.0, "decay of the mean of gradients"),                    \
        AG_SETTING(beta2, 0.999, 0.0, 1.0, "decay of the mean of squared gradients"),          \
        AG_SETTING(epsilon, 1e-8, 0.0, HUGE_VAL, "added to the root, against division by 0")

static const ag_setting_spec adam_settings[] = {
    ADAM_SETTINGS,
    AG_SETTING(weight_decay, 0.0, 0.0, HUGE_VAL, "times p is added to the gradient"),
};

static const ag_setting_spec adamw_settings[] = {
    ADAM_SETTINGS,
    AG_SETTING(weight_decay, 0.01, 0.0, HUGE_VAL, "times rate: the share p loses each step"),
};

const ag_optimizer_kind ag_optimizer_adam = {
    .name = "adam",
    .slots = 2,
    .step = adam_step,
    .settings = adam_settings,
    .setting_count = sizeof adam_settings / sizeof *adam_settings,
    .formula = "g = grad + weight_decay p; m = beta1 m + (1 - beta1) g; v = beta2 v + "
               "(1 - beta2) g^2; p -= rate mhat / (sqrt(vhat) + epsilon)",
    .source = "Kingma & Ba 2015, algorithm 1",
};

const ag_optimizer_kind ag_optimizer_adamw = {
    .name = "adamw",
    .slots = 2,
    .step = adamw_step,
    .settings = adamw_settings,
    .setting_count = sizeof adamw_settings / sizeof *adamw_settings,
    .formula = "p -= rate weight_decay p, then Adam without decay",
    .source = "Loshchilov & Hutter 2019, algorithm 2",
};
