/* What a recorded model looks like from outside: its parameters under their names, where each
 * is read, and the terms. */
#include "subject/engine_inside.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- names ---- */

/* A printed text that the subject owns.  Returns: NULL when memory is short. */
static const char *keep_text(gv_engine_subject *s, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static const char *keep_text(gv_engine_subject *s, const char *format, ...) {
    char text[512];
    va_list list;
    va_start(list, format);
    vsnprintf(text, sizeof text, format, list);
    va_end(list);
    size_t size = strlen(text) + 1;
    if (s->text_count == s->text_capacity) {
        size_t capacity = s->text_capacity * 2 + 64;
        char **texts = realloc(s->texts, capacity * sizeof *texts);
        if (texts == NULL)
            return NULL;
        s->texts = texts;
        s->text_capacity = capacity;
    }
    char *copy = malloc(size);
    if (copy != NULL)
        s->texts[s->text_count++] = memcpy(copy, text, size);
    return copy;
}

/* Walks the names; with `counting` only counts them. */
typedef struct naming {
    gv_engine_subject *subject;
    bool counting;
} naming;

static size_t find_held(const gv_engine_subject *s, const ag_parameter *parameter) {
    size_t i = 0;
    while (i < s->base.parameter_count && s->held[i].parameter != parameter)
        i++;
    return i;
}

static ag_status take_name(void *context, const char *name, ag_parameter *parameter) {
    naming *n = context;
    size_t i = find_held(n->subject, parameter);
    if (i == n->subject->base.parameter_count)
        return AG_OK; /* frozen */
    gv_engine_parameter *held = &n->subject->held[i];
    if (!n->counting) {
        held->names[held->name_count] = keep_text(n->subject, "%s", name);
        if (held->names[held->name_count] == NULL)
            return AG_ERR_MEMORY;
    }
    held->name_count++;
    return AG_OK;
}

static bool name_parameters(gv_engine_subject *s, const ag_module *module) {
    naming n = {s, true};
    ag_module_named_parameters(module, take_name, &n);
    for (size_t i = 0; i < s->base.parameter_count; i++) {
        s->held[i].names = calloc(s->held[i].name_count + 1, sizeof(const char *));
        if (s->held[i].names == NULL)
            return false;
        s->held[i].name_count = 0;
    }
    n.counting = false;
    return ag_module_named_parameters(module, take_name, &n) == AG_OK;
}

/* ---- parameters ---- */

/* The trainable ones, each once, with a reference. */
static bool hold_parameters(gv_engine_subject *s, const gv_engine_model *model) {
    const ag_module *module = model->module;
    size_t all = ag_module_parameters(module, NULL, 0);
    ag_parameter **list = calloc(all + 1, sizeof(ag_parameter *));
    s->held = calloc(all + 1, sizeof *s->held);
    s->parameters = calloc(all + 1, sizeof *s->parameters);
    bool good = list != NULL && s->held != NULL && s->parameters != NULL;
    good = good && ag_module_parameters(module, list, all) == all;
    for (size_t i = 0; good && i < all; i++) {
        if (!list[i]->requires_grad)
            continue;
        gv_engine_parameter *held = &s->held[s->base.parameter_count++];
        held->parameter = ag_parameter_retain(list[i]);
        if (model->settings != NULL)
            held->setting = model->settings[i];
    }
    free(list);
    return good;
}

static void describe_parameters(gv_engine_subject *s) {
    size_t offset = 0;
    for (size_t i = 0; i < s->base.parameter_count; i++) {
        const gv_engine_parameter *held = &s->held[i];
        gv_parameter *out = &s->parameters[i];
        out->group.name = held->name_count > 0 ? held->names[0] : held->parameter->name;
        out->group.rank = held->parameter->shape.rank;
        for (size_t axis = 0; axis < out->group.rank; axis++)
            out->group.shape[axis] = held->parameter->shape.extent[axis];
        out->group.storage = held->setting.storage;
        out->group.tolerance = held->setting.tolerance;
        out->group.resolution = held->setting.resolution;
        out->group.settings = held->setting.settings;
        out->group.expect_zero = held->setting.expect_zero;
        out->offset = offset;
        out->count = held->parameter->size;
        out->uses = held->uses;
        out->use_count = held->use_count;
        offset += out->count;
    }
    s->base.count = offset;
}

/* ---- uses ---- */

/* The first term that each node is a part of; term_count for none. */
static void spread_term(const gv_engine_subject *s, size_t term, size_t *term_of) {
    ag_node root = s->term_nodes[term];
    size_t none = s->base.term_count;
    if (term_of[root] == none)
        term_of[root] = term;
    for (size_t i = (size_t)root + 1; i-- > 0;) {
        if (term_of[i] != term)
            continue;
        for (size_t k = 0; k < ag_graph_input_count(s->graph, (ag_node)i); k++) {
            ag_node input = ag_graph_node_input(s->graph, (ag_node)i, k);
            if (term_of[input] == none)
                term_of[input] = term;
        }
    }
}

/* Which held parameter each parameter of the graph is; parameter_count for a frozen one. */
static size_t *match_parameters(const gv_engine_subject *s) {
    size_t count = ag_graph_parameter_count(s->graph);
    size_t *held_of = calloc(count + 1, sizeof *held_of);
    for (size_t i = 0; held_of != NULL && i < count; i++)
        held_of[i] = s->base.parameter_count;
    for (size_t i = 0; held_of != NULL && i < s->base.parameter_count; i++)
        held_of[ag_graph_parameter_index(s->graph, s->held[i].parameter)] = i;
    return held_of;
}

static bool make_room_for_uses(gv_engine_subject *s, const size_t *held_of) {
    for (size_t l = 0; l < ag_graph_leaf_count(s->graph); l++) {
        size_t i = held_of[ag_graph_leaf(s->graph, l).parameter_index];
        if (i < s->base.parameter_count)
            s->held[i].use_count++;
    }
    for (size_t i = 0; i < s->base.parameter_count; i++) {
        gv_engine_parameter *held = &s->held[i];
        held->uses = calloc(held->use_count + 1, sizeof *held->uses);
        held->leaves = calloc(held->use_count + 1, sizeof *held->leaves);
        if (held->uses == NULL || held->leaves == NULL)
            return false;
        held->use_count = 0;
    }
    return true;
}

static bool describe_uses(gv_engine_subject *s, const size_t *held_of, const size_t *term_of) {
    for (size_t l = 0; l < ag_graph_leaf_count(s->graph); l++) {
        ag_leaf leaf = ag_graph_leaf(s->graph, l);
        size_t i = held_of[leaf.parameter_index];
        if (i == s->base.parameter_count || term_of[leaf.node] == s->base.term_count)
            continue;
        gv_engine_parameter *held = &s->held[i];
        size_t term = term_of[leaf.node];
        const char *name = s->terms[term].lambda != 0
                               ? keep_text(s, "term %s", s->terms[term].name)
                               : keep_text(s, "%s", leaf.use);
        if (name == NULL)
            return false;
        held->leaves[held->use_count] = leaf.node;
        held->uses[held->use_count++] = (gv_use){name, term};
    }
    return true;
}

static bool find_uses(gv_engine_subject *s) {
    size_t nodes = ag_graph_node_count(s->graph);
    size_t *term_of = calloc(nodes, sizeof *term_of);
    size_t *held_of = match_parameters(s);
    bool good = term_of != NULL && held_of != NULL && make_room_for_uses(s, held_of);
    for (size_t i = 0; good && i < nodes; i++)
        term_of[i] = s->base.term_count;
    for (size_t t = 0; good && t < s->base.term_count; t++)
        spread_term(s, t, term_of);
    good = good && describe_uses(s, held_of, term_of);
    free(held_of);
    free(term_of);
    return good;
}

/* ---- terms ---- */

static int compare_indices(const void *a, const void *b) {
    size_t x = *(const size_t *)a, y = *(const size_t *)b;
    return (x > y) - (x < y);
}

static bool describe_terms(gv_engine_subject *s, const gv_engine_model *model) {
    s->covers = calloc(model->term_count * s->base.parameter_count + 1, sizeof *s->covers);
    if (s->covers == NULL)
        return false;
    for (size_t t = 0; t < model->term_count; t++) {
        const gv_engine_term *term = &model->terms[t];
        size_t *covers = s->covers + t * s->base.parameter_count;
        gv_term *out = &s->terms[t];
        *out = (gv_term){keep_text(s, "%s", term->name), term->lambda, covers, 0};
        if (out->name == NULL)
            return false;
        for (size_t k = 0; k < term->cover_count; k++) {
            size_t i = find_held(s, term->covers[k]);
            if (i < s->base.parameter_count)
                covers[out->cover_count++] = i;
        }
        qsort(covers, out->cover_count, sizeof *covers, compare_indices);
    }
    return true;
}

gv_status gv_engine_describe(gv_engine_subject *s, const gv_engine_model *model) {
    s->terms = calloc(model->term_count + 1, sizeof *s->terms);
    bool good = s->terms != NULL && hold_parameters(s, model) &&
                name_parameters(s, model->module) && describe_terms(s, model) && find_uses(s);
    if (!good)
        return GV_ERR_MEMORY;
    describe_parameters(s);
    s->base.parameters = s->parameters;
    s->base.terms = s->terms;
    return GV_OK;
}

void gv_engine_undescribe(gv_engine_subject *s) {
    for (size_t i = 0; s->held != NULL && i < s->base.parameter_count; i++) {
        ag_parameter_release(s->held[i].parameter);
        free(s->held[i].names);
        free(s->held[i].uses);
        free(s->held[i].leaves);
    }
    free(s->covers);
    for (size_t i = 0; i < s->text_count; i++)
        free(s->texts[i]);
    free(s->texts);
    free(s->held);
    free(s->parameters);
    free(s->terms);
}
