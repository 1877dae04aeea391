/* The section `load`: initial values from a safetensors file, every parameter or none.  What
 * does not fit is said of each tensor, at the place of the file's name in the case. */
#include "case/build.h"

#include <math.h>
#include <stdio.h>
#include <sys/stat.h>

/* A model of GV_MAX_ENTRIES numbers of 8 bytes, each parameter under two names, fits. */
enum { MAX_BYTES = 2 * 8 * GV_MAX_ENTRIES };

static void blame_mismatch(gv_reading *reading, const gv_node *node, const ag_mismatch *m) {
    char wanted[128], found[128];
    switch (m->kind) {
    case AG_MISMATCH_MISSING:
        gv_blame(reading, node, "the file has no '%s'", m->name);
        break;
    case AG_MISMATCH_UNEXPECTED:
        gv_blame(reading, node, "the file has '%s', which the model has not", m->name);
        break;
    case AG_MISMATCH_SHAPE:
        gv_blame(reading, node, "'%s' has shape %s in the file, %s in the model", m->name,
                 ag_shape_text(&m->found, found, sizeof found),
                 ag_shape_text(&m->wanted, wanted, sizeof wanted));
        break;
    case AG_MISMATCH_TIE:
        gv_blame(reading, node, "'%s' and '%s' are tied, but differ in the file", m->name,
                 m->other);
        break;
    case AG_MISMATCH_KIND_COUNT:
        break;
    }
}

/* A NaN would make every claim and every measurement one. */
static bool is_finite(gv_reading *reading, const gv_node *node, const ag_state *state) {
    for (size_t i = 0; i < ag_state_count(state); i++) {
        const ag_parameter *p = ag_state_parameter(state, i);
        for (size_t k = 0; k < p->size; k++)
            if (!isfinite(p->data[k])) {
                gv_blame(reading, node, "entry %zu of '%s' is not finite in the file", k,
                         ag_state_name(state, i));
                return false;
            }
    }
    return true;
}

static bool fits_model(gv_reading *reading, const gv_node *node, const gv_case *item) {
    ag_module *module = gv_build_module(item);
    ag_mismatches list = {0};
    ag_status status = module == NULL ? AG_ERR_MEMORY : AG_ERR_MISMATCH;
    if (module != NULL && gv_tie_module(item, module, NULL)) /* or that was said */
        status = ag_state_load(module, item->state, &list);
    for (size_t i = 0; i < list.count; i++)
        blame_mismatch(reading, node, &list.at[i]);
    reading->issues->starved |= status != AG_OK && status != AG_ERR_MISMATCH;
    ag_mismatches_destroy(&list);
    ag_module_release(module);
    return status == AG_OK;
}

static bool is_small(gv_reading *reading, const gv_node *node, const char *path) {
    struct stat about;
    if (stat(path, &about) != 0 || about.st_size <= MAX_BYTES)
        return true; /* what cannot be opened is told when it is read */
    gv_blame(reading, node, "the file is too large: the limit is %d bytes", MAX_BYTES);
    return false;
}

bool gv_read_load(gv_reading *reading, const gv_node *node, gv_case *item) {
    ag_error error = {.status = AG_OK};
    if (item->sections.init != NULL)
        gv_blame(reading, item->sections.init->key,
                 "with 'load' every parameter is of the file: 'init' has no place beside it");
    if (!gv_expect_text(reading, node, "path of a safetensors file"))
        return false;
    const char *path = gv_resolve_path(reading, node->text);
    if (path == NULL || !is_small(reading, node, path))
        return false;
    item->state = ag_state_read(path, &error);
    if (item->state == NULL && error.status == AG_ERR_MEMORY)
        reading->issues->starved = true;
    else if (item->state == NULL)
        gv_blame(reading, node, "%s", error.message);
    if (item->state == NULL || item->parameter_count == 0) /* the model is broken */
        return false;
    return is_finite(reading, node, item->state) && fits_model(reading, node, item);
}
