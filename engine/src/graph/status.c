/* The messages of the statuses, from the one list. */
#include <gradgate/engine/status.h>

static const char *const messages[AG_STATUS_COUNT] = {
#define AG_STATUS_TEXT(name, message) message,
    AG_STATUS_LIST(AG_STATUS_TEXT)
#undef AG_STATUS_TEXT
};

const char *ag_status_message(ag_status status) {
    if ((unsigned)status >= AG_STATUS_COUNT)
        return "unknown status";
    return messages[status];
}
