/* safetensors, written: length of the header, the header as JSON, the numbers as F64, all in
 * little-endian order. The header is padded with spaces, so that the numbers start at a
 * multiple of eight bytes.
 * Source: https://github.com/huggingface/safetensors#format. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "inside.h"

/* ---- header ---- */

static json_t *shape_json(const ag_shape *shape) {
    json_t *list = json_array();
    for (size_t i = 0; i < shape->rank; i++)
        json_array_append_new(list, json_integer((json_int_t)shape->extent[i]));
    return list;
}

/* Entry of one parameter whose numbers begin `begin` bytes after the header. */
static json_t *entry_json(const ag_parameter *parameter, size_t begin) {
    const size_t end = begin + parameter->size * sizeof(double);
    return json_pack("{s:s, s:o, s:[I, I]}", "dtype", "F64", "shape",
                     shape_json(&parameter->shape), "data_offsets", (json_int_t)begin,
                     (json_int_t)end);
}

static ag_status add_entries(json_t *header, const ag_state *state, ag_error *error) {
    size_t begin = 0;
    for (size_t i = 0; i < ag_state_count(state); i++) {
        const ag_parameter *parameter = ag_state_parameter(state, i);
        const char *name = ag_state_name(state, i);
        if (strcmp(name, "__metadata__") == 0)
            return ag_state_fail(error, AG_ERR_NAME,
                                 "a parameter cannot be saved under the name __metadata__");
        if (json_object_set_new(header, name, entry_json(parameter, begin)) != 0)
            return ag_state_fail(error, AG_ERR_NAME, "the name of parameter %zu is not UTF-8",
                                 i);
        begin += parameter->size * sizeof(double);
    }
    return AG_OK;
}

/* The header as text, to be freed. Returns: NULL with words in `error`, and the status. */
static char *header_text(const ag_state *state, ag_status *status, ag_error *error) {
    json_t *header = json_object();
    char *text = NULL;
    *status = header == NULL ? AG_ERR_MEMORY : add_entries(header, state, error);
    if (*status == AG_OK)
        text = json_dumps(header, JSON_COMPACT);
    json_decref(header);
    if (text != NULL && strlen(text) <= AG_SAFETENSORS_MAX_HEADER - 8)
        return text;
    if (text != NULL)
        *status = ag_state_fail(error, AG_ERR_NAME, "the names need a header above %u bytes",
                                AG_SAFETENSORS_MAX_HEADER);
    else if (*status == AG_OK || *status == AG_ERR_MEMORY)
        *status = ag_state_fail(error, AG_ERR_MEMORY, "no memory for the header");
    free(text);
    return NULL;
}

/* ---- bytes ---- */

static void put_word(FILE *file, uint64_t word) {
    unsigned char bytes[8];
    for (int i = 0; i < 8; i++)
        bytes[i] = (unsigned char)(word >> (8 * i) & 0xFF);
    fwrite(bytes, 1, sizeof bytes, file);
}

static void put_numbers(FILE *file, const double *data, size_t count) {
    for (size_t i = 0; i < count; i++) {
        uint64_t word;
        memcpy(&word, &data[i], sizeof word);
        put_word(file, word);
    }
}

/* Errors stay on the file, and are seen when it is closed. */
static void put_state(FILE *file, const char *header, const ag_state *state) {
    const size_t length = strlen(header), padding = (8 - length % 8) % 8;
    put_word(file, length + padding);
    fwrite(header, 1, length, file);
    fwrite("        ", 1, padding, file);
    for (size_t i = 0; i < ag_state_count(state) && !ferror(file); i++) {
        const ag_parameter *parameter = ag_state_parameter(state, i);
        put_numbers(file, parameter->data, parameter->size);
    }
}

ag_status ag_state_save(const ag_state *state, const char *path, ag_error *error) {
    ag_draft draft;
    ag_status status;
    char *header = header_text(state, &status, error);
    if (header == NULL)
        return status;
    status = ag_draft_open(&draft, path, error);
    if (status == AG_OK) {
        put_state(draft.file, header, state);
        status = ag_draft_close(&draft, path, error);
    }
    free(header);
    return status;
}
