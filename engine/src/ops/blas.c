/* What is to be said to and about OpenBLAS. Its own openblas_config.h is not used: it defines
 * macros without a prefix. */
#include <gradgate/engine/blas.h>

#include <cblas.h>

void ag_blas_single_thread(void) {
    openblas_set_num_threads(1);
}

const char *ag_blas_description(void) {
    return openblas_get_config();
}
