/* The entry of one tensor in a safetensors header: its type, its shape, its place. */
#include "safetensors.h"

#include <stdlib.h>
#include <string.h>

/* ---- element types ---- */

uint64_t ag_little_endian(const unsigned char *bytes, size_t size) {
    uint64_t word = 0;
    for (size_t i = size; i-- > 0;)
        word = word << 8 | bytes[i];
    return word;
}

static double read_f64(const unsigned char *bytes) {
    const uint64_t word = ag_little_endian(bytes, 8);
    double x;
    memcpy(&x, &word, sizeof x);
    return x;
}

static double read_f32(const unsigned char *bytes) {
    const uint32_t word = (uint32_t)ag_little_endian(bytes, 4);
    float x;
    memcpy(&x, &word, sizeof x);
    return (double)x;
}

static const ag_element_type element_types[] = {{"F64", 8, read_f64}, {"F32", 4, read_f32}};

static const ag_element_type *find_type(const char *name) {
    for (size_t i = 0; i < sizeof element_types / sizeof *element_types; i++)
        if (strcmp(element_types[i].name, name) == 0)
            return &element_types[i];
    return NULL;
}

/* ---- one entry of the header ---- */

/* Only what the format has, and all of it. */
static ag_status check_fields(const char *name, json_t *entry, ag_error *error) {
    static const char *const fields[] = {"dtype", "shape", "data_offsets"};
    const char *key;
    json_t *value;
    if (!json_is_object(entry))
        return ag_state_fail(error, AG_TENSOR_ERROR "its entry is not an object", name);
    for (size_t i = 0; i < 3; i++)
        if (json_object_get(entry, fields[i]) == NULL)
            return ag_state_fail(error, AG_TENSOR_ERROR "%s is missing", name, fields[i]);
    json_object_foreach(entry, key, value) {
        if (strcmp(key, fields[0]) != 0 && strcmp(key, fields[1]) != 0 &&
            strcmp(key, fields[2]) != 0)
            return ag_state_fail(error, AG_TENSOR_ERROR "%.40s is not known", name, key);
    }
    return AG_OK;
}

static ag_status read_type(ag_tensor_entry *t, const json_t *value, ag_error *error) {
    if (!json_is_string(value))
        return ag_state_fail(error, AG_TENSOR_ERROR "dtype is not a string", t->name);
    t->type = find_type(json_string_value(value));
    if (t->type == NULL)
        return ag_state_fail(error, AG_TENSOR_ERROR "dtype %.20s is not read (F64 and F32 are)",
                             t->name, json_string_value(value));
    return AG_OK;
}

/* A whole number that is not negative. */
static bool read_size(const json_t *value, size_t *out) {
    if (!json_is_integer(value) || json_integer_value(value) < 0 ||
        (uint64_t)json_integer_value(value) > SIZE_MAX)
        return false;
    *out = (size_t)json_integer_value(value);
    return true;
}

static ag_status read_shape(ag_tensor_entry *t, const json_t *value, ag_error *error) {
    if (!json_is_array(value))
        return ag_state_fail(error, AG_TENSOR_ERROR "shape is not a list", t->name);
    const size_t rank = json_array_size(value);
    if (rank > AG_MAX_RANK)
        return ag_state_fail(error, AG_TENSOR_ERROR "rank %zu is above %d", t->name, rank,
                             AG_MAX_RANK);
    size_t extents[AG_MAX_RANK] = {0};
    for (size_t i = 0; i < rank; i++)
        if (!read_size(json_array_get(value, i), &extents[i]))
            return ag_state_fail(error, AG_TENSOR_ERROR "an extent is not a whole number",
                                 t->name);
    t->shape = ag_shape_make(rank, extents);
    t->size = ag_shape_size(&t->shape);
    if (t->size == 0 || t->size > SIZE_MAX / t->type->size)
        return ag_state_fail(error, AG_TENSOR_ERROR "its shape has no entries, or too many",
                             t->name);
    return AG_OK;
}

static ag_status read_offsets(ag_tensor_entry *t, const json_t *value, size_t available,
                              ag_error *error) {
    if (!json_is_array(value) || json_array_size(value) != 2 ||
        !read_size(json_array_get(value, 0), &t->begin) ||
        !read_size(json_array_get(value, 1), &t->end))
        return ag_state_fail(error, AG_TENSOR_ERROR "data_offsets are not two whole numbers",
                             t->name);
    if (t->begin > t->end || t->end > available)
        return ag_state_fail(error,
                             AG_TENSOR_ERROR "bytes %zu to %zu are not among the file's %zu",
                             t->name, t->begin, t->end, available);
    if (t->end - t->begin != t->size * t->type->size)
        return ag_state_fail(error,
                             AG_TENSOR_ERROR "%zu bytes, but its type and shape take %zu",
                             t->name, t->end - t->begin, t->size * t->type->size);
    return AG_OK;
}

ag_status ag_tensor_entry_read(ag_tensor_entry *t, json_t *object, size_t available,
                               ag_error *error) {
    ag_status status = check_fields(t->name, object, error);
    if (status == AG_OK)
        status = read_type(t, json_object_get(object, "dtype"), error);
    if (status == AG_OK)
        status = read_shape(t, json_object_get(object, "shape"), error);
    if (status == AG_OK)
        status = read_offsets(t, json_object_get(object, "data_offsets"), available, error);
    return status;
}
