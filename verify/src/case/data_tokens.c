/* Data for language models: a text (each character is a token) or a list of whole numbers, of
 * which every token is to be told from those before it.
 *
 * With `context: k` a row is k tokens and its target the next one.  With `steps: t` a row is a
 * piece of t tokens, handed on one by one over time, and every step has a target of its own. */
#include "case/spec.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_TOKENS = 1 << 16 };

typedef struct token_settings {
    const char *text;
    const gv_node *list;
    size_t context, steps;
} token_settings;

static const gv_field token_fields[] = {
    {.name = "text",
     .read = gv_field_text,
     .offset = offsetof(token_settings, text),
     .meaning = "every character is a token; its number is its place among the sorted ones"},
    {.name = "list",
     .read = gv_field_node,
     .offset = offsetof(token_settings, list),
     .meaning = "instead of text: the tokens as whole numbers from 0"},
    {.name = "context",
     .read = gv_field_size,
     .offset = offsetof(token_settings, context),
     .low = 1,
     .high = GV_MAX_STEPS,
     .meaning = "tokens in a row, which tell the next"},
    {.name = "steps",
     .read = gv_field_size,
     .offset = offsetof(token_settings, steps),
     .low = 2,
     .high = GV_MAX_STEPS,
     .meaning = "instead of context: time steps of a row"},
};

typedef struct tokens {
    double *values;
    size_t count;
    size_t below; /* number of different ones */
} tokens;

/* One code point of valid UTF-8.  Source: RFC 3629, section 3. */
static uint32_t next_character(const unsigned char **at) {
    const unsigned char *s = *at;
    size_t more = s[0] < 0x80 ? 0 : s[0] < 0xE0 ? 1 : s[0] < 0xF0 ? 2 : 3;
    uint32_t character = more == 0 ? s[0] : s[0] & (0x3FU >> more);
    for (size_t i = 1; i <= more; i++)
        character = character << 6 | (s[i] & 0x3FU);
    *at = s + 1 + more;
    return character;
}

static int compare_characters(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static bool number_characters(gv_reading *reading, const char *text, tokens *out) {
    size_t bytes = strlen(text);
    uint32_t *all = gv_reading_alloc(reading, bytes, sizeof *all);
    uint32_t *sorted = gv_reading_alloc(reading, bytes, sizeof *sorted);
    out->values = gv_reading_alloc(reading, bytes, sizeof *out->values);
    if (all == NULL || sorted == NULL || out->values == NULL)
        return false;
    for (const unsigned char *at = (const unsigned char *)text; *at != '\0';)
        all[out->count++] = next_character(&at);
    memcpy(sorted, all, out->count * sizeof *sorted);
    qsort(sorted, out->count, sizeof *sorted, compare_characters);
    for (size_t i = 0; i < out->count; i++)
        if (i == 0 || sorted[i] != sorted[i - 1])
            sorted[out->below++] = sorted[i];
    for (size_t i = 0; i < out->count; i++) {
        const uint32_t *place =
            bsearch(&all[i], sorted, out->below, sizeof *sorted, compare_characters);
        out->values[i] = (double)(place - sorted);
    }
    return true;
}

static bool read_list(gv_reading *reading, const gv_node *node, tokens *out) {
    static const gv_field token = {.name = "token", .low = 0, .high = GV_MAX_EXTENT - 1};
    if (!gv_expect_list(reading, node, "tokens"))
        return false;
    out->values = gv_reading_alloc(reading, node->count, sizeof *out->values);
    bool good = out->values != NULL;
    for (const gv_node *child = node->first; good && child != NULL; child = child->next) {
        size_t value;
        good = gv_field_size(reading, child, &token, &value);
        out->values[out->count++] = good ? (double)value : 0;
        out->below = good && value >= out->below ? value + 1 : out->below;
    }
    return good;
}

static bool read_tokens(gv_reading *reading, const token_settings *settings,
                        const gv_node *node, tokens *out) {
    if ((settings->text == NULL) == (settings->list == NULL)) {
        gv_blame(reading, node->key, "tokens need either 'text' or 'list'");
        return false;
    }
    if ((settings->context == 0) == (settings->steps == 0)) {
        gv_blame(reading, node->key, "tokens need either 'context' or 'steps'");
        return false;
    }
    *out = (tokens){0};
    if (!(settings->text != NULL ? number_characters(reading, settings->text, out)
                                 : read_list(reading, settings->list, out)))
        return false;
    size_t least = (settings->context > 0 ? settings->context : settings->steps) + 1;
    if (out->count >= least && out->count <= MAX_TOKENS && out->below > 1)
        return true;
    gv_blame(reading, node->key,
             "%zu tokens, %zu different: expected %zu to 65536, 2 different", out->count,
             out->below, least);
    return false;
}

/* Rows of overlapping windows: inputs (rows, context), targets (rows). */
static bool cut_windows(gv_reading *reading, const tokens *all, size_t context, gv_data *data) {
    size_t rows = all->count - context;
    if (rows > GV_MAX_ENTRIES / context) {
        gv_blame(reading, data->node->key, "%zu rows of %zu tokens are too many", rows,
                 context);
        return false;
    }
    double *inputs = gv_reading_alloc(reading, rows * context, sizeof *inputs);
    if (inputs == NULL)
        return false;
    for (size_t i = 0; i < rows; i++)
        memcpy(inputs + i * context, all->values + i, context * sizeof *inputs);
    data->flow = (gv_flow){.from = "the data set",
                           .steps = 1,
                           .shape = ag_shape_matrix(rows, context),
                           .below = all->below};
    data->inputs = inputs;
    data->targets = all->values + context;
    return true;
}

/* Pieces without overlap: inputs and targets (steps, rows), step by step. */
static bool cut_pieces(gv_reading *reading, const tokens *all, size_t steps, gv_data *data) {
    size_t rows = (all->count - 1) / steps;
    double *inputs = gv_reading_alloc(reading, rows * steps, sizeof *inputs);
    double *targets = gv_reading_alloc(reading, rows * steps, sizeof *targets);
    if (inputs == NULL || targets == NULL)
        return false;
    for (size_t t = 0; t < steps; t++)
        for (size_t i = 0; i < rows; i++) {
            inputs[t * rows + i] = all->values[i * steps + t];
            targets[t * rows + i] = all->values[i * steps + t + 1];
        }
    data->flow = (gv_flow){.from = "the data set",
                           .steps = steps,
                           .shape = ag_shape_vector(rows),
                           .below = all->below};
    data->inputs = inputs;
    data->targets = targets;
    return true;
}

static bool tokens_read(gv_reading *reading, const gv_node *node, gv_case *item) {
    token_settings settings = {0};
    tokens all;
    if (!gv_read_fields(reading, node, token_fields, sizeof token_fields / sizeof *token_fields,
                        &settings) ||
        !read_tokens(reading, &settings, node, &all))
        return false;
    item->data.columns = 1;
    return settings.context > 0 ? cut_windows(reading, &all, settings.context, &item->data)
                                : cut_pieces(reading, &all, settings.steps, &item->data);
}

const gv_data_kind gv_data_tokens = {
    .kind = {"tokens", "a text or a list of tokens, for language models", token_fields,
             sizeof token_fields / sizeof *token_fields},
    .read = tokens_read,
};
