#include "case/batches.h"

#include <stdlib.h>
#include <string.h>

bool gv_batches_start(gv_batches *batches, const gv_data *all, size_t size) {
    const size_t rows = all->flow.shape.extent[0];
    const size_t width = ag_shape_size(&all->flow.shape) / rows;
    *batches = (gv_batches){.all = all, .rows = rows, .size = size};
    batches->order = calloc(rows, sizeof *batches->order);
    batches->inputs = calloc(all->flow.steps * size * width, sizeof *batches->inputs);
    batches->targets = calloc(all->flow.steps * size * all->columns, sizeof(double));
    if (batches->order == NULL || batches->inputs == NULL || batches->targets == NULL)
        return false;
    for (size_t i = 0; i < rows; i++)
        batches->order[i] = i;
    return true;
}

void gv_batches_clear(gv_batches *batches) {
    free(batches->order);
    free(batches->inputs);
    free(batches->targets);
    *batches = (gv_batches){.all = NULL};
}

size_t gv_batches_per_epoch(size_t rows, size_t size) {
    return (rows + size - 1) / size;
}

void gv_batches_shuffle(gv_batches *batches, ag_random *random) {
    batches->at = 0;
    for (size_t i = batches->rows; i > 1; i--) {
        const size_t k = (size_t)(ag_random_uniform(random) * (double)i);
        const size_t other = batches->order[k];
        batches->order[k] = batches->order[i - 1];
        batches->order[i - 1] = other;
    }
}

/* `count` chosen rows of each of `steps` matrices of `rows` x `width`. */
static void gather(const gv_batches *batches, size_t count, const double *from, size_t width,
                   double *to) {
    for (size_t t = 0; t < batches->all->flow.steps; t++)
        for (size_t i = 0; i < count; i++, to += width)
            memcpy(to, from + (t * batches->rows + batches->order[batches->at + i]) * width,
                   width * sizeof *to);
}

const gv_data *gv_batches_next(gv_batches *batches) {
    const gv_data *all = batches->all;
    const size_t left = batches->rows - batches->at;
    const size_t count = left < batches->size ? left : batches->size;
    if (count == 0) {
        batches->at = 0;
        return NULL;
    }
    batches->batch = *all;
    batches->batch.flow.shape.extent[0] = count;
    gather(batches, count, all->inputs, ag_shape_size(&all->flow.shape) / batches->rows,
           batches->inputs);
    gather(batches, count, all->targets, all->columns, batches->targets);
    batches->batch.inputs = batches->inputs;
    batches->batch.targets = batches->targets;
    batches->at += count;
    return &batches->batch;
}
