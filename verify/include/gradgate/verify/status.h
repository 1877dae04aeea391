/* What a call of the library can come back with.  A verdict is not a status: "the gradient is
 * wrong" is the result of a check that worked. */
#ifndef GRADGATE_VERIFY_STATUS_H
#define GRADGATE_VERIFY_STATUS_H

#ifdef __cplusplus
extern "C" {
#endif

#define GV_STATUS_LIST(X)                                                                      \
    X(GV_OK, "success")                                                                        \
    X(GV_ERR_ARGUMENT, "an argument is not valid")                                             \
    X(GV_ERR_MEMORY, "out of memory")                                                          \
    X(GV_ERR_INPUT, "bad input")                                                               \
    X(GV_ERR_SUBJECT, "the subject could not be evaluated")                                    \
    X(GV_ERR_IO, "a file could not be written or read")                                        \
    X(GV_ERR_INTERNAL, "internal error")

typedef enum gv_status {
#define GV_STATUS_ENUM(name, text) name,
    GV_STATUS_LIST(GV_STATUS_ENUM)
#undef GV_STATUS_ENUM
        GV_STATUS_COUNT
} gv_status;

/* A status with its story.  Filled on error by every call that takes one; never NULL-checked
 * by the caller: passing NULL is allowed and loses the message. */
typedef struct gv_error {
    gv_status status;
    char message[512];
} gv_error;

/* The sentence of a status.
 * Returns: a static string; "unknown status" outside the list. */
const char *gv_status_message(gv_status status);

#ifdef __cplusplus
}
#endif
#endif
