/* safetensors, read strictly. The header says where each tensor lies; nothing is allocated for
 * a tensor before its place was held against the bytes that are there, so a file cannot ask for
 * more memory than a fixed multiple of its size.
 * Source: https://github.com/huggingface/safetensors#format. */
#include <stdlib.h>
#include <string.h>

#include "safetensors.h"

/* ---- the header ---- */

typedef struct reading {
    ag_tensor_entry *tensors;
    size_t count;
    const unsigned char *data; /* behind the header */
    size_t size;
    ag_error *error;
} reading;

/* "__metadata__" is an object of strings, which are not looked at. */
static ag_status check_metadata(json_t *metadata, ag_error *error) {
    const char *key;
    json_t *value;
    if (!json_is_object(metadata))
        return ag_state_fail(error, AG_ERR_FORMAT, "__metadata__ is not an object");
    json_object_foreach(metadata, key, value) {
        if (!json_is_string(value))
            return ag_state_fail(error, AG_ERR_FORMAT, "__metadata__: %.80s is not a string",
                                 key);
    }
    return AG_OK;
}

static ag_status read_entries(reading *r, json_t *header) {
    const char *key;
    json_t *value;
    r->tensors = calloc(json_object_size(header) + 1, sizeof *r->tensors);
    if (r->tensors == NULL)
        return ag_state_fail(r->error, AG_ERR_MEMORY, "no memory for the header");
    json_object_foreach(header, key, value) {
        ag_tensor_entry *t = &r->tensors[r->count];
        ag_status status;
        if (strcmp(key, "__metadata__") == 0) {
            status = check_metadata(value, r->error);
        } else {
            *t = (ag_tensor_entry){.name = key};
            status = ag_tensor_entry_read(t, value, r->size, r->error);
            r->count++;
        }
        if (status != AG_OK)
            return status;
    }
    return AG_OK;
}

static int by_begin(const void *a, const void *b) {
    const ag_tensor_entry *const *left = a, *const *right = b;
    return ((*left)->begin > (*right)->begin) - ((*left)->begin < (*right)->begin);
}

/* Tensors lie one behind the other, from the first byte to the last. */
static ag_status check_layout(const reading *r, const ag_tensor_entry **sorted) {
    size_t end = 0;
    for (size_t i = 0; i < r->count; i++)
        sorted[i] = &r->tensors[i];
    qsort(sorted, r->count, sizeof(const ag_tensor_entry *), by_begin);
    for (size_t i = 0; i < r->count; i++) {
        if (sorted[i]->begin < end)
            return ag_state_fail(r->error, AG_TENSOR_ERROR "overlaps \"%.80s\"",
                                 sorted[i]->name, sorted[i - 1]->name);
        if (sorted[i]->begin > end)
            return ag_state_fail(r->error,
                                 AG_TENSOR_ERROR "%zu bytes in front of it are nobody's",
                                 sorted[i]->name, sorted[i]->begin - end);
        end = sorted[i]->end;
    }
    if (end != r->size)
        return ag_state_fail(r->error, AG_ERR_FORMAT, "%zu bytes at the end are nobody's",
                             r->size - end);
    return AG_OK;
}

static ag_status add_tensor(const reading *r, const ag_tensor_entry *t, ag_state *state) {
    ag_parameter *parameter = ag_parameter_create(t->name, t->shape);
    if (parameter == NULL)
        return AG_ERR_MEMORY;
    const unsigned char *from = r->data + t->begin;
    for (size_t i = 0; i < t->size; i++)
        parameter->data[i] = t->type->read(from + i * t->type->size);
    const ag_status status = ag_state_add(state, t->name, parameter);
    ag_parameter_release(parameter);
    return status;
}

static ag_status build_state(const reading *r, ag_state **out) {
    const ag_tensor_entry **sorted = calloc(r->count + 1, sizeof *sorted);
    ag_state *state = ag_state_create();
    ag_status status = AG_ERR_MEMORY;
    if (sorted != NULL && state != NULL)
        status = check_layout(r, sorted);
    for (size_t i = 0; i < r->count && status == AG_OK; i++)
        status = add_tensor(r, &r->tensors[i], state);
    free(sorted);
    if (status == AG_OK) {
        *out = state;
        return AG_OK;
    }
    ag_state_destroy(state);
    return status == AG_ERR_MEMORY ? ag_state_fail(r->error, status, "no memory for the state")
                                   : status;
}

/* ---- the file ---- */

/* Where the header ends. */
static ag_status check_frame(const unsigned char *bytes, size_t size, size_t *end,
                             ag_error *error) {
    if (size < 8)
        return ag_state_fail(error, AG_ERR_FORMAT, "%zu bytes are too few for safetensors",
                             size);
    const uint64_t length = ag_little_endian(bytes, 8);
    if (length > AG_SAFETENSORS_MAX_HEADER)
        return ag_state_fail(error, AG_ERR_FORMAT, "a header of %llu bytes is above %u",
                             (unsigned long long)length, AG_SAFETENSORS_MAX_HEADER);
    if (length > size - 8)
        return ag_state_fail(error, AG_ERR_FORMAT,
                             "the header takes %llu bytes, but only %zu follow",
                             (unsigned long long)length, size - 8);
    if (length == 0 || bytes[8] != '{')
        return ag_state_fail(error, AG_ERR_FORMAT, "the header does not begin with {");
    *end = 8 + (size_t)length;
    return AG_OK;
}

ag_state *ag_state_parse(const void *bytes, size_t size, ag_error *error) {
    size_t end = 0;
    ag_state *state = NULL;
    if (check_frame(bytes, size, &end, error) != AG_OK)
        return NULL;
    reading r = {
        .data = (const unsigned char *)bytes + end, .size = size - end, .error = error};
    json_error_t json_error;
    json_t *header =
        json_loadb((const char *)bytes + 8, end - 8, JSON_REJECT_DUPLICATES, &json_error);
    if (header == NULL)
        ag_state_fail(error, AG_ERR_FORMAT, "the header is not JSON, at byte %d: %s",
                      json_error.position, json_error.text);
    else if (read_entries(&r, header) == AG_OK)
        build_state(&r, &state);
    free(r.tensors);
    json_decref(header);
    return state;
}

ag_state *ag_state_read(const char *path, ag_error *error) {
    unsigned char *bytes;
    size_t size = 0;
    if (ag_file_read(path, &bytes, &size, error) != AG_OK)
        return NULL;
    ag_state *state = ag_state_parse(bytes, size, error);
    free(bytes);
    return state;
}
