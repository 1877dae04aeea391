/* Drawn at most ten times a second, and cleared before anything else is said. */
#include "cli/progress.h"
#include "report/utf8.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SECONDS_BETWEEN 0.1

static bool is_due(gv_meter *meter) {
    struct timespec now;
    double passed;

    clock_gettime(CLOCK_MONOTONIC, &now);
    passed = (double)(now.tv_sec - meter->last.tv_sec) +
             1e-9 * (double)(now.tv_nsec - meter->last.tv_nsec);
    if (meter->shown && passed < SECONDS_BETWEEN)
        return false;
    meter->last = now;
    return true;
}

static void draw(gv_meter *meter, const char *kind, size_t done, size_t total) {
    if (!meter->wanted || !is_due(meter))
        return;
    fprintf(stderr, "\r\033[K[%zu/%zu] ", meter->number, meter->of);
    gv_print_safe(stderr, meter->name, 40);
    if (kind)
        fprintf(stderr, ": %s %zu/%zu", kind, done, total);
    fflush(stderr);
    meter->shown = true;
}

static void begins(void *context, const char *name, size_t number, size_t of) {
    gv_meter *meter = context;

    meter->name = name;
    meter->number = number;
    meter->of = of;
    draw(meter, NULL, 0, 0);
}

static void tick(void *context, const char *kind, size_t done, size_t total) {
    draw(context, kind, done, total);
}

gv_watch gv_meter_start(gv_meter *meter) {
    const char *terminal = getenv("TERM");

    *meter = (gv_meter){.name = "",
                        .wanted =
                            isatty(STDERR_FILENO) && terminal && strcmp(terminal, "dumb") != 0};
    return (gv_watch){begins, {tick, meter}, meter};
}

void gv_meter_stop(gv_meter *meter) {
    if (meter->shown)
        fputs("\r\033[K", stderr);
    meter->shown = false;
}
