/* Points and outline of a case in JSON, both ways. */
#include "report/json_inside.h"
#include "verdict/outline.h"
#include <math.h>
#include <stdlib.h>

/* ---- writing ---- */

static json_t *loss(const void *thing, const void *context) {
    (void)context;
    return gv_json_object(gv_json_loss, thing);
}

static json_t *point(const void *thing, const void *context) {
    const gv_point_finding *from = thing;
    bool failed = false;
    json_t *object = gv_json_object(gv_json_point, from);

    (void)context;
    gv_json_put_some(
        object, "losses",
        gv_json_array(from->losses, from->loss_count, sizeof *from->losses, loss, NULL),
        &failed);
    return gv_json_whole(object, failed);
}

void gv_json_put_points(json_t *object, const gv_case_finding *finding, bool *failed) {
    gv_json_put_some(object, "points",
                     gv_json_array(finding->points, finding->point_count,
                                   sizeof *finding->points, point, NULL),
                     failed);
}

static json_t *block(const void *thing, const void *context) {
    const gv_outline_block *from = thing;
    bool failed = false;
    json_t *object = gv_json_object(gv_json_block, from);

    (void)context;
    gv_json_put(object, "shape", gv_json_sizes(from->shape, from->rank), &failed);
    return gv_json_whole(object, failed);
}

static json_t *use(const void *thing, const void *context) {
    (void)context;
    return gv_json_object(gv_json_use, thing);
}

static json_t *parameter(const void *thing, const void *context) {
    const gv_outline_parameter *from = thing;
    bool failed = false;
    json_t *object = gv_json_object(gv_json_parameter, from);

    (void)context;
    gv_json_put(object, "shape", gv_json_sizes(from->shape, from->rank), &failed);
    gv_json_put_some(object, "uses",
                     gv_json_array(from->uses, from->use_count, sizeof *from->uses, use, NULL),
                     &failed);
    return gv_json_whole(object, failed);
}

static json_t *term(const void *thing, const void *context) {
    const gv_outline_term *from = thing;
    bool failed = false;
    json_t *object = gv_json_object(gv_json_term, from);

    (void)context;
    gv_json_put_some(object, "covers", gv_json_sizes(from->covers, from->cover_count), &failed);
    return gv_json_whole(object, failed);
}

void gv_json_put_outline(json_t *object, const gv_outline *outline, bool *failed) {
    json_t *model = json_object();

    if (outline->parameter_count + outline->block_count == 0) {
        json_decref(model);
        return;
    }
    gv_json_put_some(model, "blocks",
                     gv_json_array(outline->blocks, outline->block_count,
                                   sizeof *outline->blocks, block, NULL),
                     failed);
    gv_json_put_some(model, "parameters",
                     gv_json_array(outline->parameters, outline->parameter_count,
                                   sizeof *outline->parameters, parameter, NULL),
                     failed);
    gv_json_put_some(
        model, "terms",
        gv_json_array(outline->terms, outline->term_count, sizeof *outline->terms, term, NULL),
        failed);
    gv_json_put(object, "model", model, failed);
}

/* ---- reading ---- */

/* The text of a field that has to be there. */
static const char *text_of(const json_t *object, const char *name) {
    return json_string_value(json_object_get(object, name));
}

static gv_status take_losses(const gv_json_reader *in, const json_t *array,
                             gv_point_finding *into) {
    gv_status status =
        json_array_size(array) > GV_LOSSES_MAX ? gv_json_bad(in, "losses") : GV_OK;
    void *room = NULL;

    if (status == GV_OK)
        status = gv_json_room(in, array, "losses", sizeof *into->losses, &room);
    into->losses = room;
    for (size_t i = 0; i < json_array_size(array) && status == GV_OK; i++) {
        into->loss_count = i + 1;
        status = gv_json_take(in, json_array_get(array, i), gv_json_loss, &into->losses[i]);
    }
    return status;
}

static gv_status take_point(const gv_json_reader *in, const json_t *object,
                            gv_case_finding *finding) {
    const char *name = text_of(object, "name");
    const size_t before = finding->point_count;
    gv_point_finding *into;

    if (!name)
        return gv_json_bad(in, "name");
    into = gv_case_point(finding, name);
    if (!into)
        return gv_json_no_memory(in);
    if (finding->point_count == before)
        return gv_json_bad(in, "points"); /* twice */
    free(into->name);                     /* the table reads it with the rest */
    into->name = NULL;
    const gv_status status = gv_json_take(in, object, gv_json_point, into);
    return status == GV_OK ? take_losses(in, json_object_get(object, "losses"), into) : status;
}

/* Every item of an array that may be missing. */
static gv_status each(const gv_json_reader *in, const json_t *object, const char *name,
                      gv_status (*take_one)(const gv_json_reader *in, const json_t *item,
                                            void *into),
                      void *into) {
    const json_t *array = json_object_get(object, name);
    gv_status status = array && !json_is_array(array) ? gv_json_bad(in, name) : GV_OK;

    for (size_t i = 0; i < json_array_size(array) && status == GV_OK; i++)
        status = take_one(in, json_array_get(array, i), into);
    return status;
}

static gv_status take_one_point(const gv_json_reader *in, const json_t *item, void *into) {
    return take_point(in, item, into);
}

gv_status gv_json_take_points(const gv_json_reader *in, const json_t *object,
                              gv_case_finding *finding) {
    return each(in, object, "points", take_one_point, finding);
}

static gv_status take_block(const gv_json_reader *in, const json_t *item, void *into) {
    const char *name = text_of(item, "name"), *kind = text_of(item, "kind");
    gv_outline_block *added;

    if (!name || !kind)
        return gv_json_bad(in, name ? "kind" : "name");
    added = gv_outline_add_block(into, name, kind);
    if (!added)
        return gv_json_no_memory(in);
    return gv_json_take_sizes(in, json_object_get(item, "shape"), "shape", GV_RANK_MAX,
                              added->shape, &added->rank);
}

static gv_status take_use(const gv_json_reader *in, const json_t *item, void *into) {
    const char *name = text_of(item, "name");
    const json_int_t of = json_integer_value(json_object_get(item, "term"));

    if (!name || of < 0)
        return gv_json_bad(in, name ? "term" : "name");
    return gv_outline_add_use(into, name, (size_t)of) == GV_OK ? GV_OK : gv_json_no_memory(in);
}

static gv_status take_parameter(const gv_json_reader *in, const json_t *item, void *into) {
    const char *name = text_of(item, "name");
    gv_outline_parameter *added;
    gv_status status;

    if (!name)
        return gv_json_bad(in, "name");
    added = gv_outline_add_parameter(into, name);
    if (!added)
        return gv_json_no_memory(in);
    status = each(in, item, "uses", take_use, added);
    if (status == GV_OK)
        status = gv_json_take_sizes(in, json_object_get(item, "shape"), "shape", GV_RANK_MAX,
                                    added->shape, &added->rank);
    free(added->name);
    added->name = NULL;
    return status == GV_OK ? gv_json_take(in, item, gv_json_parameter, added) : status;
}

static gv_status take_term(const gv_json_reader *in, const json_t *item, void *into) {
    const char *name = text_of(item, "name");
    const json_t *covers = json_object_get(item, "covers");
    gv_outline_term *added;
    void *room = NULL;
    gv_status status;

    if (!name)
        return gv_json_bad(in, "name");
    added = gv_outline_add_term(into, name, 0.0);
    if (!added)
        return gv_json_no_memory(in);
    free(added->name);
    added->name = NULL;
    status = gv_json_take(in, item, gv_json_term, added);
    if (status == GV_OK)
        status = gv_json_room(in, covers, "covers", sizeof *added->covers, &room);
    added->covers = room;
    return status == GV_OK ? gv_json_take_sizes(in, covers, "covers", json_array_size(covers),
                                                added->covers, &added->cover_count)
                           : status;
}

/* Uses name terms, and terms parameters, by their places: are those there? */
static bool is_sound(const gv_outline *outline) {
    for (size_t p = 0; p < outline->parameter_count; p++)
        for (size_t u = 0; u < outline->parameters[p].use_count; u++)
            if (outline->parameters[p].uses[u].term >= outline->term_count)
                return false;
    for (size_t t = 0; t < outline->term_count; t++)
        for (size_t i = 0; i < outline->terms[t].cover_count; i++)
            if (outline->terms[t].covers[i] >= outline->parameter_count)
                return false;
    return true;
}

gv_status gv_json_take_outline(const gv_json_reader *in, const json_t *object,
                               gv_outline *outline) {
    const json_t *model = json_object_get(object, "model");
    gv_status status = each(in, model, "blocks", take_block, outline);

    if (status == GV_OK)
        status = each(in, model, "parameters", take_parameter, outline);
    if (status == GV_OK)
        status = each(in, model, "terms", take_term, outline);
    return status == GV_OK && !is_sound(outline) ? gv_json_bad(in, "model") : status;
}
