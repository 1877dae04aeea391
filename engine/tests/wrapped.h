/* The engine's calls of malloc and its kin, which the linker's --wrap sends here; those inside
 * OpenBLAS or libm are not the engine's. A test defines `static bool refuses(void)` before it
 * includes this: asked once per call, whether it is to fail. */
#ifndef GRADGATE_ENGINE_TESTS_WRAPPED_H
#define GRADGATE_ENGINE_TESTS_WRAPPED_H

#include <stddef.h>

/* The linker prescribes these names. NOLINTBEGIN(bugprone-reserved-identifier) */
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);
void *__real_aligned_alloc(size_t align, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *memory, size_t size);
void *__wrap_aligned_alloc(size_t align, size_t size);

void *__wrap_malloc(size_t size) {
    return refuses() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size) {
    return refuses() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *memory, size_t size) {
    return refuses() ? NULL : __real_realloc(memory, size);
}

void *__wrap_aligned_alloc(size_t align, size_t size) {
    return refuses() ? NULL : __real_aligned_alloc(align, size);
}
/* NOLINTEND(bugprone-reserved-identifier) */

#endif
