/* Status codes and errors. A call that can fail returns an ag_status; the graph also keeps
 * the first error in words. Nothing here prints, exits or aborts. */
#ifndef GRADGATE_ENGINE_STATUS_H
#define GRADGATE_ENGINE_STATUS_H

#ifdef __cplusplus
extern "C" {
#endif

/* The one list of statuses: name, message. */
#define AG_STATUS_LIST(X)                                                                      \
    X(AG_OK, "no error")                                                                       \
    X(AG_ERR_ARGUMENT, "invalid argument")                                                     \
    X(AG_ERR_SHAPE, "shapes do not fit")                                                       \
    X(AG_ERR_NODE, "no such node in this graph")                                               \
    X(AG_ERR_ATTRIBUTE, "invalid attribute of an op")                                          \
    X(AG_ERR_NAME, "no such name")                                                             \
    X(AG_ERR_MEMORY, "out of memory")                                                          \
    X(AG_ERR_FILE, "the file cannot be read or written")                                       \
    X(AG_ERR_FORMAT, "the file does not keep to its format")                                   \
    X(AG_ERR_MISMATCH, "the state does not fit the module")

#define AG_STATUS_ENUM(name, message) name,
typedef enum ag_status { AG_STATUS_LIST(AG_STATUS_ENUM) AG_STATUS_COUNT } ag_status;
#undef AG_STATUS_ENUM

#define AG_ERROR_MESSAGE_SIZE 240

/* What went wrong, in words; `message` is always terminated. */
typedef struct ag_error {
    ag_status status;
    char message[AG_ERROR_MESSAGE_SIZE];
} ag_error;

/* The general message of a status. Returns: a static string, never NULL. */
const char *ag_status_message(ag_status status);

#ifdef __cplusplus
}
#endif
#endif
