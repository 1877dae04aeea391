/* The loop of training.  It moves a model of its own, which is always in training: dropout has
 * another mask in each step on a batch.  The model of the checks takes over the values, and its
 * loss, in its own mode and on all rows, is what is told and what must fall. */
#include "case/training.h"
#include "case/batches.h"
#include "error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct loop {
    gv_building *seen;   /* by the checks */
    gv_building *moving; /* in training */
    const gv_training *training;
    const gv_case_overrides *overrides;
    ag_optimizer *optimizer;
    ag_graph *whole; /* of `seen`, on all rows */
    ag_graph *graph; /* of `moving`, on all rows or on a batch */
    ag_node whole_loss, loss;
    ag_node *terms;
    gv_batches batches;
    ag_random random;
    double first, last; /* loss */
    gv_error *error;
} loop;

/* ---- what it works with ---- */

static void copy_values(const gv_building *from, const gv_building *to) {
    for (size_t i = 0; i < from->parameter_count; i++)
        memcpy(to->parameters[i]->data, from->parameters[i]->data,
               from->parameters[i]->size * sizeof(double));
}

static gv_status no_memory(gv_error *error) {
    return gv_fail(error, GV_ERR_MEMORY, "out of memory");
}

/* A fresh recording in place of *graph. */
static gv_status record(loop *l, gv_building *b, const gv_data *data, ag_graph **graph,
                        ag_node *loss) {
    ag_graph_destroy(*graph);
    *graph = ag_graph_create();
    if (*graph == NULL)
        return no_memory(l->error);
    *loss = gv_building_record(b, data, *graph, l->terms);
    if (*loss != AG_NO_NODE)
        return GV_OK;
    return gv_fail(l->error, GV_ERR_SUBJECT, "%s", ag_graph_error(*graph)->message);
}

static gv_status add_groups(loop *l) {
    const gv_building *b = l->moving;
    ag_parameter **members = calloc(b->parameter_count + 1, sizeof(ag_parameter *));
    ag_status status = members == NULL ? AG_ERR_MEMORY : AG_OK;
    ag_error error = {.status = AG_OK};
    for (size_t g = 0; g < l->training->group_count && status == AG_OK; g++) {
        const gv_training_group *group = &l->training->groups[g];
        size_t count = 0;
        for (size_t i = 0; i < b->parameter_count; i++)
            if (group->members[i])
                members[count++] = b->parameters[i];
        if (count > 0)
            status =
                ag_optimizer_add_group(l->optimizer, members, count, &group->settings, &error);
    }
    free(members);
    if (status == AG_OK)
        return GV_OK;
    return status == AG_ERR_MEMORY ? no_memory(l->error)
                                   : gv_fail(l->error, GV_ERR_SUBJECT, "%s", error.message);
}

static gv_status start(loop *l) {
    const gv_case *item = l->seen->item;
    l->moving = gv_building_create(item);
    l->optimizer = ag_optimizer_create(l->training->kind);
    l->terms = calloc(item->l2_count + 1, sizeof *l->terms);
    if (l->moving == NULL || l->optimizer == NULL || l->terms == NULL ||
        ag_module_train(l->moving->module, true) != AG_OK)
        return no_memory(l->error);
    if (l->training->batch > 0 &&
        !gv_batches_start(&l->batches, &item->data, l->training->batch))
        return no_memory(l->error);
    copy_values(l->seen, l->moving);
    gv_status status = add_groups(l);
    if (status == GV_OK)
        status = record(l, l->seen, &item->data, &l->whole, &l->whole_loss);
    if (status == GV_OK && l->training->batch == 0)
        status = record(l, l->moving, &item->data, &l->graph, &l->loss);
    return status;
}

static void end(loop *l) {
    ag_graph_destroy(l->whole);
    ag_graph_destroy(l->graph);
    ag_optimizer_destroy(l->optimizer);
    gv_building_destroy(l->moving);
    gv_batches_clear(&l->batches);
    free(l->terms);
}

/* ---- the loop ---- */

static gv_status diverged(const loop *l) {
    return gv_fail(l->error, GV_ERR_SUBJECT,
                   "training left the finite numbers: lower the rate");
}

static gv_status tell(const loop *l, const gv_training_news *news) {
    if (l->overrides != NULL && l->overrides->told != NULL)
        l->overrides->told(l->overrides->context, news);
    return news->measured && !isfinite(news->loss) ? diverged(l) : GV_OK;
}

/* The loss that the checks see, after the values were taken over. */
static gv_status measure(loop *l, gv_training_news *news) {
    copy_values(l->moving, l->seen);
    if (ag_graph_replay(l->whole, 0) != AG_OK)
        return gv_fail(l->error, GV_ERR_SUBJECT, "the model cannot be evaluated again");
    l->last = news->loss = *ag_graph_value(l->whole, l->whole_loss);
    news->measured = true;
    return GV_OK;
}

/* The next batch, recorded; the first of an epoch after shuffling. */
static gv_status take_batch(loop *l, size_t step) {
    if (l->batches.at == 0 && l->training->shuffle)
        gv_batches_shuffle(&l->batches, &l->random);
    const gv_data *batch = gv_batches_next(&l->batches);
    if (ag_module_set_dropout_seed(l->moving->module, (int64_t)step) != AG_OK)
        return no_memory(l->error);
    return record(l, l->moving, batch, &l->graph, &l->loss);
}

static gv_status move(loop *l, size_t step) {
    if (l->training->batch > 0) {
        const gv_status status = take_batch(l, step);
        if (status != GV_OK)
            return status;
    } else if (step > 1 && ag_graph_replay(l->graph, 0) != AG_OK) {
        return gv_fail(l->error, GV_ERR_SUBJECT, "the model cannot be evaluated again");
    }
    if (!isfinite(*ag_graph_value(l->graph, l->loss)))
        return diverged(l);
    ag_optimizer_zero_grad(l->optimizer);
    const ag_status status = ag_backward(l->graph, l->loss);
    if (status != AG_OK)
        return gv_fail(l->error, GV_ERR_SUBJECT, "%s", ag_status_message(status));
    ag_optimizer_step(l->optimizer);
    if (l->training->batch > 0 && l->batches.at == l->batches.rows)
        gv_batches_next(&l->batches); /* none: an epoch is over */
    return GV_OK;
}

static gv_status run(loop *l) {
    gv_training_news news = {.steps = l->training->steps};
    gv_status status = measure(l, &news);
    l->first = l->last;
    if (status == GV_OK)
        status = tell(l, &news);
    for (size_t step = 1; step <= news.steps && status == GV_OK; step++) {
        status = move(l, step);
        if (status != GV_OK)
            break;
        const bool epoch = l->batches.at == 0;
        news.step = step;
        news.epoch += epoch;
        news.measured = false;
        if (epoch || step == news.steps)
            status = measure(l, &news);
        if (status == GV_OK)
            status = tell(l, &news);
    }
    return status;
}

static bool is_finite(const gv_building *b) {
    for (size_t i = 0; i < b->parameter_count; i++)
        for (size_t k = 0; k < b->parameters[i]->size; k++)
            if (!isfinite(b->parameters[i]->data[k]))
                return false;
    return true;
}

/* Did the loss fall as far as it is to? */
static gv_status judge(const loop *l) {
    const double share = l->training->falls_below;
    if (!is_finite(l->seen))
        return diverged(l);
    if (share == 0 || l->last < share * l->first)
        return GV_OK;
    return gv_fail(l->error, GV_ERR_SUBJECT,
                   "training took the loss from %.6g to %.6g, which is not below %g of it",
                   l->first, l->last, share);
}

gv_status gv_train(gv_building *b, const gv_training *training, uint64_t seed,
                   const gv_case_overrides *overrides, gv_error *error) {
    loop l = {.seen = b,
              .training = training,
              .overrides = overrides,
              .random = ag_random_create(seed, GV_STREAM_SHUFFLE),
              .error = error};
    gv_status status = start(&l);
    if (status == GV_OK)
        status = run(&l);
    if (status == GV_OK)
        status = judge(&l);
    end(&l);
    ag_zero_grad(b->parameters, b->parameter_count);
    return status;
}

gv_status gv_training_try(const gv_case *item, const gv_training *training, gv_error *error) {
    if (training->batch == 0)
        return GV_OK;
    loop l = {.seen = gv_building_create(item), .training = training, .error = error};
    gv_status status = l.seen == NULL ? no_memory(error) : start(&l);
    const size_t count = gv_batches_per_epoch(l.batches.rows, training->batch);
    for (size_t i = 0; i < count && status == GV_OK; i++)
        if (i > 0 && i + 1 < count) /* the first and the last: those between are as the first */
            gv_batches_next(&l.batches);
        else
            status = take_batch(&l, i);
    end(&l);
    gv_building_destroy(l.seen);
    return status;
}
