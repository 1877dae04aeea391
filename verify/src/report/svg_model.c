#include "report/svg_model.h"
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum {
    WIDTH = 460,
    ROW = 40,
    BOX = 32,
    BLOCK_LEFT = 2,
    BLOCK_WIDTH = 168,
    PARAMETER_LEFT = 270,
    PARAMETER_WIDTH = 186,
    SHOWN_MAX = 24,
    LETTERS = 26
};

void gv_shape_print(const size_t *shape, size_t rank, char *text, size_t size) {
    size_t at = 0;

    snprintf(text, size, "scalar");
    for (size_t i = 0; i < rank && at < size; i++)
        at += (size_t)snprintf(text + at, size - at, "%s%zu", i ? ", " : "(", shape[i]);
    if (rank && at < size)
        snprintf(text + at, size - at, ")");
}

/* Does the dotted name `use` go on below `block`?  Indices in brackets are passed over. */
static bool begins_with(const char *use, const char *block) {
    while (*block && *use == *block) {
        use++;
        block++;
    }
    return *block == '\0' && (*use == '.' || *use == '[' || *use == '\0' || *use == ' ');
}

/* The name behind "row[3].": what repeats the whole model for each row. */
static const char *behind_row(const char *use) {
    const char *end = strstr(use, "].");

    return strncmp(use, "row[", 4) == 0 && end ? end + 2 : use;
}

size_t gv_block_of_use(const gv_outline *outline, const char *use) {
    size_t found = outline->block_count, length = 0;

    use = behind_row(use);
    for (size_t i = 0; i < outline->block_count; i++) {
        const char *name = outline->blocks[i].name;
        if (begins_with(use, name) && strlen(name) > length) {
            found = i;
            length = strlen(name);
        }
    }
    return found;
}

/* Which blocks read a parameter: a bit for each that is shown. */
static uint32_t readers(const gv_outline *outline, const gv_outline_parameter *parameter) {
    uint32_t blocks = 0;

    for (size_t u = 0; u < parameter->use_count; u++) {
        const size_t block = gv_block_of_use(outline, parameter->uses[u].name);
        if (block < outline->block_count && block < SHOWN_MAX)
            blocks |= (uint32_t)1 << block;
    }
    return blocks;
}

static size_t lesser(size_t a, size_t b) {
    return a < b ? a : b;
}

static double middle_of(size_t row) {
    return (double)row * ROW + BOX / 2.0 + 2.0;
}

/* ---- boxes ---- */

static void draw_box(gv_markup *m, const char *class, double x, size_t row, double width,
                     const char *name, const char *below) {
    const double y = (double)row * ROW + 2.0;

    gv_svg_rect(m, class, x, y, width, BOX);
    gv_svg_text_safe(m, "strong", GV_START, x + 6, y + 13, name, LETTERS - 2);
    gv_svg_text_safe(m, NULL, GV_START, x + 6, y + 27, below, LETTERS + 2);
}

static void draw_block(gv_markup *m, const gv_outline_block *block, size_t row) {
    char shape[GV_RANK_MAX * 22], below[160];

    gv_shape_print(block->shape, block->rank, shape, sizeof shape);
    snprintf(below, sizeof below, "%.60s %.90s", block->kind, shape);
    draw_box(m, "box", BLOCK_LEFT, row, BLOCK_WIDTH, block->name, below);
    if (row > 0)
        gv_svg_line(m, "wire", BLOCK_LEFT + BLOCK_WIDTH / 2.0, middle_of(row - 1) + BOX / 2.0,
                    BLOCK_LEFT + BLOCK_WIDTH / 2.0, (double)row * ROW + 2.0);
}

/* The factors of the L2 terms that cover it, and how many those are. */
static double lambda_of(const gv_outline *outline, size_t parameter, size_t *terms) {
    double lambda = 0.0;

    *terms = 0;
    for (size_t t = 0; t < outline->term_count; t++)
        for (size_t i = 0; i < outline->terms[t].cover_count; i++)
            if (outline->terms[t].covers[i] == parameter) {
                lambda += outline->terms[t].lambda;
                ++*terms;
            }
    return lambda;
}

size_t gv_places_of(const gv_outline *outline, size_t parameter) {
    const size_t uses = outline->parameters[parameter].uses_in_all;
    size_t terms = 0;

    (void)lambda_of(outline, parameter, &terms);
    return uses > terms ? uses - terms : 0;
}

/* What stands on the right: a parameter, or many scalars that the same blocks read. */
typedef struct box {
    size_t first; /* the parameter, or the first of the scalars */
    size_t count;
    uint32_t blocks;
} box;

static bool is_like(const gv_outline *outline, const box *one, size_t p, uint32_t blocks) {
    return outline->parameters[one->first].rank == 0 && outline->parameters[p].rank == 0 &&
           one->blocks == blocks &&
           gv_places_of(outline, one->first) == gv_places_of(outline, p);
}

/* Scalars are put together where there are more parameters than fit.  What has no place any
 * more is counted only.  Returns: how many boxes there are. */
static size_t find_boxes(const gv_outline *outline, box boxes[SHOWN_MAX], size_t *left_out) {
    const bool gather = outline->parameter_count > SHOWN_MAX;
    size_t count = 0;

    *left_out = 0;
    for (size_t p = 0; p < outline->parameter_count; p++) {
        const uint32_t blocks = readers(outline, &outline->parameters[p]);
        size_t place = 0;
        while (place < count && !(gather && is_like(outline, &boxes[place], p, blocks)))
            place++;
        if (place < count)
            boxes[place].count++;
        else if (count < SHOWN_MAX)
            boxes[count++] = (box){p, 1, blocks};
        else
            ++*left_out;
    }
    return count;
}

static void draw_parameter(gv_markup *m, const gv_outline *outline, const box *one,
                           size_t row) {
    const gv_outline_parameter *parameter = &outline->parameters[one->first];
    const size_t places = gv_places_of(outline, one->first);
    size_t terms = 0;
    const double lambda = lambda_of(outline, one->first, &terms);
    char shape[GV_RANK_MAX * 22], below[260], decay[40] = "", tie[40] = "", many[64];

    gv_shape_print(parameter->shape, parameter->rank, shape, sizeof shape);
    snprintf(many, sizeof many, "%zu scalars", one->count);
    if (lambda > 0.0)
        snprintf(decay, sizeof decay, ", L2 %.3g", lambda);
    if (places > 1)
        snprintf(tie, sizeof tie, ", %zu uses%s", places, one->count > 1 ? " each" : "");
    snprintf(below, sizeof below, "%.90s%s%s", one->count > 1 ? "of that block" : shape, tie,
             decay);
    draw_box(m, places > 1 ? "tied" : "box", PARAMETER_LEFT, row, PARAMETER_WIDTH,
             one->count > 1 ? many : parameter->name, below);
}

static void draw_wires(gv_markup *m, uint32_t blocks, size_t row, bool tied) {
    gv_path path;

    gv_path_start(&path);
    for (size_t b = 0; b < SHOWN_MAX; b++)
        if (blocks >> b & 1) {
            gv_path_move(&path, PARAMETER_LEFT, middle_of(row));
            gv_path_to(&path, BLOCK_LEFT + BLOCK_WIDTH, middle_of(b));
        }
    gv_path_end(&path, m, tied ? "tie" : "wire");
}

static void count_rest(gv_markup *m, double x, size_t row, size_t rest, const char *what) {
    char text[64];

    if (!rest)
        return;
    snprintf(text, sizeof text, "and %zu more %s", rest, what);
    gv_svg_text(m, "label", GV_START, x + 6, (double)row * ROW + 16, text);
}

void gv_svg_model(gv_markup *m, const gv_outline *outline, const char *id) {
    box boxes[SHOWN_MAX];
    size_t left_out = 0;
    const size_t blocks = lesser(outline->block_count, SHOWN_MAX);
    const size_t count = find_boxes(outline, boxes, &left_out);
    const size_t more = outline->block_count > blocks || left_out > 0;
    const size_t rows = (blocks > count ? blocks : count) + more;
    char description[200];

    snprintf(description, sizeof description,
             "%zu blocks from top to bottom, %zu parameters beside them; a tied one has a line "
             "to each block that reads it.",
             outline->block_count, outline->parameter_count);
    gv_svg_start(m, WIDTH, (double)rows * ROW + 2, id, "The model", NULL, description);
    for (size_t i = 0; i < count; i++)
        draw_wires(m, boxes[i].blocks, i, gv_places_of(outline, boxes[i].first) > 1);
    for (size_t b = 0; b < blocks; b++)
        draw_block(m, &outline->blocks[b], b);
    for (size_t i = 0; i < count; i++)
        draw_parameter(m, outline, &boxes[i], i);
    count_rest(m, BLOCK_LEFT, blocks, outline->block_count - blocks, "blocks");
    count_rest(m, PARAMETER_LEFT, count, left_out, "parameters");
    gv_svg_end(m);
}

/* ---- training ---- */

void gv_svg_loss(gv_markup *m, const gv_point_finding *point, const char *id) {
    const size_t n = point->loss_count;
    double low = INFINITY, high = -INFINITY;
    char description[200];
    gv_path path;

    if (n < 2)
        return;
    for (size_t i = 0; i < n; i++)
        if (isfinite(point->losses[i].value)) {
            low = fmin(low, point->losses[i].value);
            high = fmax(high, point->losses[i].value);
        }
    const gv_scale x = gv_scale_of(0, (double)point->losses[n - 1].step, 58, 448, false);
    const gv_scale y = gv_scale_of(low, high, 150, 26, false);
    snprintf(description, sizeof description,
             "From %.6g before the first step to %.6g after %zu.", point->losses[0].value,
             point->losses[n - 1].value, point->losses[n - 1].step);
    gv_svg_start(m, WIDTH, 186, id, "The loss over the steps of training", NULL, description);
    gv_svg_axis_y(m, &y, 58, 448, "loss");
    gv_svg_axis_x(m, &x, 150, 26, "step");
    gv_path_start(&path);
    for (size_t i = 0; i < n; i++) {
        const double at = gv_scale_at(&x, (double)point->losses[i].step);
        const double value = gv_scale_at(&y, point->losses[i].value);
        if (i == 0)
            gv_path_move(&path, at, value);
        else
            gv_path_to(&path, at, value);
    }
    gv_path_end(&path, m, "measure");
    gv_svg_end(m);
}
