/* One tensor of a safetensors file, as its header describes it. */
#ifndef GRADGATE_ENGINE_SRC_SAFETENSORS_H
#define GRADGATE_ENGINE_SRC_SAFETENSORS_H

#include <stdint.h>

#include <jansson.h>

#include "inside.h"

/* A type of element that is read. */
typedef struct ag_element_type {
    const char *name;
    size_t size; /* bytes */
    double (*read)(const unsigned char *bytes);
} ag_element_type;

typedef struct ag_tensor_entry {
    const char *name; /* borrowed from the header */
    const ag_element_type *type;
    ag_shape shape;
    size_t size;       /* number of entries */
    size_t begin, end; /* bytes behind the header */
} ag_tensor_entry;

/* What an error says of a tensor begins so, and the name follows. */
#define AG_TENSOR_ERROR AG_ERR_FORMAT, "tensor \"%.80s\": "

/* `size` bytes, the least first. */
uint64_t ag_little_endian(const unsigned char *bytes, size_t size);

/* Fill `entry`, whose name is set, from the header's object, and hold it against the
 * `available` bytes behind the header. Returns: AG_OK, AG_ERR_FORMAT. */
ag_status ag_tensor_entry_read(ag_tensor_entry *entry, json_t *object, size_t available,
                               ag_error *error);

#endif
