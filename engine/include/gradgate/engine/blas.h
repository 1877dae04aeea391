/* The BLAS below the matrix product. */
#ifndef GRADGATE_ENGINE_BLAS_H
#define GRADGATE_ENGINE_BLAS_H

#ifdef __cplusplus
extern "C" {
#endif

/* Hold OpenBLAS to one thread in this whole process. A program that owns its process calls it;
 * the library never does, for the setting is global and not its own. */
void ag_blas_single_thread(void);

/* Name, version and kernel of the BLAS. Returns: a static string. */
const char *ag_blas_description(void);

#ifdef __cplusplus
}
#endif
#endif
