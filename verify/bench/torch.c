/* For fdopen; POSIX prescribes the name. NOLINTNEXTLINE(bugprone-reserved-identifier) */
#define _POSIX_C_SOURCE 200809L
#include "torch.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static FILE *from, *to;
static char version[64];

bool bench_torch_open(int answers, int questions) {
    from = fdopen(answers, "r");
    to = fdopen(questions, "w");
    if (from != NULL && to != NULL && fgets(version, sizeof version, from) != NULL) {
        version[strcspn(version, "\n")] = '\0';
        return true;
    }
    bench_torch_close();
    return false;
}

void bench_torch_close(void) {
    if (from != NULL)
        (void)fclose(from);
    if (to != NULL)
        (void)fclose(to);
    from = to = NULL;
    version[0] = '\0';
}

const char *bench_torch_version(void) {
    return from == NULL ? NULL : version;
}

bool bench_torch_ask(const char *what, const bench_model *model, bench_torch_sample *sample) {
    const bench_net *net = model->net;
    char answer[160];
    if (from == NULL)
        return false;
    fprintf(to, "%s %s %s %g %zu", what, model->activation->name,
            net->classes ? "classes" : "squares", bench_lambda, net->rows);
    for (size_t i = 0; i <= net->layers; i++)
        fprintf(to, " %zu", net->widths[i]);
    fprintf(to, "\n");
    (void)fflush(to);
    if (fgets(answer, sizeof answer, from) == NULL) {
        fprintf(stderr, "torch_nets.py went away\n");
        bench_torch_close();
        return false;
    }
    char *rest = answer;
    sample->seconds = strtod(rest, &rest);
    sample->evaluations = strtoul(rest, &rest, 10);
    sample->passed = strtoul(rest, &rest, 10) == 1;
    return sample->seconds > 0.0;
}
