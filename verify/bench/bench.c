/* gradgate_bench: rounds of samples, each round one of everything, and then the table. Its exit
 * code says whether it could measure, never how fast anything is: see ci/bench. */
#include "numeric/gsl.h"
#include "table.h"
#include "torch.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS_MAX = 16, EXIT_BROKEN = 70 };

/* Where ci/bench opens the conversation with torch_nets.py. */
enum { TORCH_ANSWERS = 3, TORCH_QUESTIONS = 4 };

typedef struct settings {
    size_t rounds;
    const char *net;        /* only nets of this name; NULL: all */
    const char *activation; /* only with this one; NULL: both */
    const char *measure;    /* only this one; NULL: all */
    bool torch;
} settings;

static const char usage[] =
    "usage: gradgate_bench [--rounds N] [--net 2-16-16-1] [--activation NAME]\n"
    "                      [--measure NAME] [--torch]\n"
    "  --rounds N         samples of everything, 1 to 1000 (default 7)\n"
    "  --net WIDTHS       only this net\n"
    "  --activation NAME  only relu, or tanh\n"
    "  --measure NAME     only check, loop, gradcheck, step or torch-step\n"
    "  --torch            ask torch_nets.py, which ci/bench starts, on descriptors 3 and 4\n";

static bool parse(int count, char **words, settings *s) {
    for (int i = 1; i < count; i++) {
        const char *next = i + 1 < count ? words[i + 1] : NULL;
        if (strcmp(words[i], "--torch") == 0) {
            s->torch = true;
            continue;
        }
        if (next == NULL)
            return false;
        if (strcmp(words[i], "--rounds") == 0)
            s->rounds = strtoul(next, NULL, 10);
        else if (strcmp(words[i], "--net") == 0)
            s->net = next;
        else if (strcmp(words[i], "--activation") == 0)
            s->activation = next;
        else if (strcmp(words[i], "--measure") == 0)
            s->measure = next;
        else
            return false;
        i++;
    }
    return s->rounds >= 1 && s->rounds <= 1000;
}

static bool is_wanted(const bench_model *model, const settings *s) {
    return (s->net == NULL || strcmp(s->net, model->name) == 0) &&
           (s->activation == NULL || strcmp(s->activation, model->activation->name) == 0);
}

static bool create_row(bench_row *row, const settings *s) {
    for (int m = 0; m < BENCH_MEASURES; m++) {
        row->seconds[m] = calloc(s->rounds, sizeof *row->seconds[m]);
        if (row->seconds[m] == NULL)
            return false;
    }
    return true;
}

/* Nets by activations, as far as they are wanted. */
static bool create_rows(bench_row *rows, size_t *count, const settings *s) {
    for (size_t n = 0; n < bench_net_count; n++)
        for (size_t a = 0; a < bench_activation_count && *count < ROWS_MAX; a++) {
            bench_row *row = &rows[(*count)++];
            if (!bench_model_create(&row->model, &bench_nets[n], &bench_activations[a]) ||
                !create_row(row, s))
                return false;
            if (is_wanted(&row->model, s))
                continue;
            bench_model_destroy(&row->model);
            for (int m = 0; m < BENCH_MEASURES; m++)
                free(row->seconds[m]);
            *row = (bench_row){.rounds = {0}};
            (*count)--;
        }
    return true;
}

static void destroy_rows(bench_row *rows, size_t count) {
    for (size_t i = 0; i < count; i++) {
        bench_model_destroy(&rows[i].model);
        for (int m = 0; m < BENCH_MEASURES; m++)
            free(rows[i].seconds[m]);
    }
}

static bool take_round(bench_row *rows, size_t count, const settings *s) {
    for (size_t i = 0; i < count; i++)
        for (int m = 0; m < BENCH_MEASURES; m++) {
            const bench_measure *measure = &bench_measures[m];
            bench_row *row = &rows[i];
            if (s->measure != NULL && strcmp(s->measure, measure->name) != 0)
                continue;
            if (!measure->applies(&row->model))
                continue;
            if (!measure->take(&row->model, &row->last[m]))
                return false;
            row->seconds[m][row->rounds[m]++] = row->last[m].seconds;
        }
    return true;
}

static void print_head(const settings *s) {
    const char *torch = bench_torch_version();
    printf("gradgate, GSL %s, %s; %s; %zu rounds\n", gv_gsl_version(), ag_blas_description(),
           torch != NULL ? torch : "without torch", s->rounds);
    (void)fflush(stdout);
}

int main(int argc, char **argv) {
    settings s = {.rounds = 7};
    static bench_row rows[ROWS_MAX];
    size_t count = 0;
    int status = EXIT_BROKEN;
    if (!parse(argc, argv, &s)) {
        (void)fputs(usage, stderr);
        return EXIT_BROKEN;
    }
    ag_blas_single_thread();
    if (s.torch && !bench_torch_open(TORCH_ANSWERS, TORCH_QUESTIONS))
        printf("torch does not answer: measured without it\n");
    print_head(&s);
    if (!create_rows(rows, &count, &s))
        goto out;
    for (size_t round = 0; round < s.rounds; round++)
        if (!take_round(rows, count, &s))
            goto out;
    bench_table_print(rows, count);
    status = 0;
out:
    if (status != 0)
        (void)fputs("gradgate_bench: could not measure\n", stderr);
    bench_torch_close();
    destroy_rows(rows, count);
    return status;
}
