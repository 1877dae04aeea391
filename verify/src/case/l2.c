/* The section `l2`: lambda times the sum of squares over chosen parameters, in groups. */
#include "case/spec.h"

#include <stddef.h>
#include <string.h>

static const gv_field fields[] = {
    {.name = "name",
     .read = gv_field_text,
     .offset = offsetof(gv_l2, name),
     .meaning = "the term is called l2.NAME; left out: l2, or l2.0, l2.1, ..."},
    {.name = "lambda",
     .read = gv_field_real,
     .offset = offsetof(gv_l2, lambda),
     .required = true,
     .low = 1e-12,
     .high = 1e6,
     .meaning = "the factor, above zero"},
    {.name = "parameters",
     .read = gv_field_node,
     .offset = offsetof(gv_l2, parameters),
     .meaning = "all (the default), weights, biases, or a list of parameters and layers"},
    {.name = "except",
     .read = gv_field_node,
     .offset = offsetof(gv_l2, except),
     .meaning = "what is left out of them, in the same words"},
};

/* Which parameters a group covers; a tied one is covered once, under any of its names. */
static bool choose(gv_reading *reading, const gv_case *item, const gv_node *node, gv_l2 *l2) {
    bool *taken = gv_reading_alloc(reading, item->parameter_count, sizeof *taken);
    bool *left_out = gv_reading_alloc(reading, item->parameter_count, sizeof *left_out);
    l2->covers = gv_reading_alloc(reading, item->parameter_count, sizeof *l2->covers);
    if (taken == NULL || left_out == NULL || l2->covers == NULL || item->frozen == NULL)
        return false;
    if (l2->parameters == NULL)
        memset(taken, true, item->parameter_count * sizeof *taken);
    bool good =
        l2->parameters == NULL || gv_select_parameters(reading, item, l2->parameters, taken);
    if (l2->except != NULL)
        good &= gv_select_parameters(reading, item, l2->except, left_out);
    size_t trained = 0;
    for (size_t i = 0; i < item->parameter_count; i++)
        if (taken[i] && !left_out[i]) {
            l2->covers[l2->cover_count++] = i;
            trained += !item->frozen[i];
        }
    if (good && trained == 0)
        gv_blame(reading, node, "this term covers no parameter%s",
                 l2->cover_count > 0 ? " that is not frozen" : "");
    return good && trained > 0;
}

static bool name_term(gv_reading *reading, gv_case *item, const gv_node *node, size_t index) {
    gv_l2 *l2 = &item->l2[index];
    if (l2->name != NULL)
        l2->name = gv_arena_print(reading->arena, "l2.%s", l2->name);
    else if (item->l2_count == 1)
        l2->name = "l2";
    else
        l2->name = gv_arena_print(reading->arena, "l2.%zu", index);
    if (l2->name == NULL)
        return false;
    for (size_t i = 0; i < index; i++)
        if (strcmp(item->l2[i].name, l2->name) == 0) {
            gv_blame(reading, node, "there are two terms '%s'", l2->name);
            return false;
        }
    return true;
}

bool gv_read_l2(gv_reading *reading, const gv_node *node, gv_case *item) {
    if (!gv_expect_list(reading, node, "L2 terms"))
        return false;
    item->l2 = gv_reading_alloc(reading, node->count, sizeof *item->l2);
    if (item->l2 == NULL)
        return false;
    item->l2_count = node->count;
    bool good = true;
    size_t i = 0;
    for (const gv_node *child = node->first; child != NULL; child = child->next, i++) {
        gv_l2 *l2 = &item->l2[i];
        bool read = gv_read_fields(reading, child, fields, sizeof fields / sizeof *fields, l2);
        good &= read & name_term(reading, item, child, i);
        if (item->parameter_count > 0 && child->kind == GV_NODE_MAPPING)
            good &= choose(reading, item, child, l2);
    }
    return good;
}
