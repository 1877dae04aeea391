/* Values at probes.  Probes of an entry go through lanes, in batches of one width; those along
 * a direction change everything, so the parameters are set and the graph replayed, which takes
 * the very steps of a fresh recording. */
#include "numeric/precision.h"
#include "subject/engine_inside.h"

#include <stdlib.h>
#include <string.h>

static ag_node target_of(const gv_engine_subject *s, size_t term) {
    return term == GV_WHOLE ? s->loss : s->term_nodes[term];
}

/* ---- entries, by lanes ---- */

/* gv_subject_parameter_of by halving: a model of scalar neurons has thousands. */
static size_t parameter_of(const gv_engine_subject *s, size_t entry) {
    size_t low = 0, high = s->base.parameter_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (s->parameters[middle].offset <= entry)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static ag_change change_of(const gv_engine_subject *s, const gv_probe *probe) {
    size_t i = parameter_of(s, probe->entry);
    const gv_engine_parameter *held = &s->held[i];
    ag_change change = ag_change_none();
    if (held->use_count == 0 || probe->at == s->point[probe->entry])
        return change; /* it feeds nothing, or stays: the value is that of the recording */
    change.parameter = held->parameter;
    change.entry = probe->entry - s->parameters[i].offset;
    change.at = probe->at;
    if (probe->use != GV_WHOLE)
        change.leaf = held->leaves[probe->use];
    return change;
}

/* Evaluates the first `count` gathered changes and gives their values to their probes. */
static bool flush(gv_engine_subject *s, ag_node target, size_t count, double *values,
                  gv_eval *evals) {
    if (!gv_engine_evaluate(s, count, target))
        return false;
    for (size_t i = 0; i < count; i++) {
        values[s->places[i]] = s->values[i];
        evals[s->places[i]] = GV_EVAL_OK;
    }
    return true;
}

/* All probes of one term, in order. */
static bool evaluate_term(gv_engine_subject *s, size_t term, const gv_probe *probes,
                          size_t count, double *values, gv_eval *evals) {
    size_t gathered = 0;
    for (size_t i = 0; i < count; i++) {
        if (probes[i].term != term || probes[i].direction != NULL)
            continue;
        s->changes[gathered] = change_of(s, &probes[i]);
        s->places[gathered++] = i;
        if (gathered == s->capacity) {
            if (!flush(s, target_of(s, term), gathered, values, evals))
                return false;
            gathered = 0;
        }
    }
    return gathered == 0 || flush(s, target_of(s, term), gathered, values, evals);
}

/* ---- directions, by replay ---- */

static void load_direction(gv_engine_subject *s, const gv_probe *probe) {
    for (size_t i = 0; i < s->base.parameter_count; i++) {
        const gv_parameter *p = &s->parameters[i];
        double *data = s->held[i].parameter->data;
        for (size_t k = 0; k < p->count; k++) {
            double x = s->point[p->offset + k], by = probe->direction[p->offset + k];
            data[k] = by == 0 ? x : gv_round_to(p->group.storage, x + probe->step * by);
        }
    }
}

static bool evaluate_directions(gv_engine_subject *s, const gv_probe *probes, size_t count,
                                double *values, gv_eval *evals) {
    bool moved = false, good = true;
    for (size_t i = 0; good && i < count; i++) {
        if (probes[i].direction == NULL)
            continue;
        load_direction(s, &probes[i]);
        moved = true;
        good = ag_graph_replay(s->graph, 0) == AG_OK;
        values[i] = *ag_graph_value(s->graph, target_of(s, probes[i].term));
        evals[i] = GV_EVAL_OK;
    }
    if (moved) {
        gv_engine_load(s, s->point);
        good = ag_graph_replay(s->graph, 0) == AG_OK && good;
    }
    return good;
}

/* ---- the calls ---- */

static bool is_valid(const gv_engine_subject *s, const gv_probe *probe) {
    if (probe->reference || (probe->term != GV_WHOLE && probe->term >= s->base.term_count))
        return false;
    if (probe->direction != NULL)
        return true;
    if (probe->entry >= s->base.count)
        return false;
    size_t i = parameter_of(s, probe->entry);
    return probe->use == GV_WHOLE || probe->use < s->held[i].use_count;
}

gv_status gv_engine_values(gv_subject *base, const gv_probe *probes, size_t count,
                           double *values, gv_eval *evals) {
    gv_engine_subject *s = (gv_engine_subject *)base;
    bool whole = false, parts = false;
    for (size_t i = 0; i < count; i++) {
        if (!is_valid(s, &probes[i]))
            return GV_ERR_ARGUMENT;
        whole |= probes[i].term == GV_WHOLE;
        parts |= probes[i].term != GV_WHOLE;
    }
    bool good = !whole || evaluate_term(s, GV_WHOLE, probes, count, values, evals);
    for (size_t t = 0; good && parts && t < s->base.term_count; t++)
        good = evaluate_term(s, t, probes, count, values, evals);
    good = good && evaluate_directions(s, probes, count, values, evals);
    return good ? GV_OK : GV_ERR_SUBJECT;
}

/* As a probe to x would set them: in their storage. */
static void load_rounded(gv_engine_subject *s, const double *x) {
    gv_engine_load(s, x);
    for (size_t i = 0; i < s->base.parameter_count; i++) {
        double *data = s->held[i].parameter->data;
        for (size_t k = 0; k < s->parameters[i].count; k++)
            data[k] = gv_round_to(s->parameters[i].group.storage, data[k]);
    }
}

gv_eval gv_engine_value_anew(gv_subject *base, const double *x, double *value) {
    gv_engine_subject *s = (gv_engine_subject *)base;
    ag_node *terms = calloc(s->base.term_count, sizeof *terms);
    ag_graph *graph = ag_graph_create();
    gv_eval eval = GV_EVAL_ERROR;
    if (terms == NULL || graph == NULL)
        goto out;
    load_rounded(s, x);
    ag_node loss = s->record(s->context, graph, terms);
    if (loss != AG_NO_NODE) {
        *value = *ag_graph_value(graph, loss);
        eval = GV_EVAL_OK;
    }
    gv_engine_load(s, s->point);
out:
    ag_graph_destroy(graph);
    free(terms);
    return eval;
}
