/* The section `model`: which kind of model, and its ties. */
#include "case/spec.h"

#include <stddef.h>

const gv_kind *const gv_model_list[] = {
    &gv_model_layers.kind,
    &gv_model_mlp.kind,
    &gv_model_graph.kind,
    NULL,
};

static bool check_ties(gv_reading *reading, const gv_node *ties) {
    if (!gv_expect_list(reading, ties, "ties"))
        return false;
    bool good = true;
    for (const gv_node *tie = ties->first; tie != NULL; tie = tie->next) {
        if (!gv_expect_list(reading, tie, "names of parameters")) {
            good = false;
        } else if (tie->count < 2) {
            gv_blame(reading, tie, "a tie needs two names of parameters or more");
            good = false;
        } else {
            good &= gv_read_texts(reading, tie, "name of a parameter") != NULL;
        }
    }
    return good;
}

bool gv_read_model(gv_reading *reading, const gv_node *node, gv_case *item) {
    static const char *const modes[] = {"train", "eval", NULL};
    static const gv_field extra[] = {
        {.name = "mode",
         .read = gv_field_choice,
         .offset = offsetof(gv_model, mode),
         .words = modes,
         .meaning = "train (left out): dropout masks; eval: it passes everything on"},
        {.name = "ties",
         .read = gv_field_node,
         .offset = offsetof(gv_model, ties),
         .meaning = "list of [a.weight, b.weight]: all are the first one"},
    };
    const gv_node *settings;
    const gv_kind *kind = gv_read_one_of(reading, node, gv_model_list, "kind of model", extra,
                                         2, &item->model, &settings);
    if (kind == NULL)
        return false;
    item->model.kind = (const gv_model_kind *)kind;
    item->model.node = settings;
    item->loss = item->model.kind->loss;
    bool good = item->model.kind->read(reading, settings, item);
    if (item->model.ties != NULL && !check_ties(reading, item->model.ties)) {
        item->model.ties = NULL;
        good = false;
    }
    return good;
}
