/* How a kind of optimizer writes the schema of its settings. */
#ifndef GRADGATE_ENGINE_SRC_SETTING_H
#define GRADGATE_ENGINE_SRC_SETTING_H

#include <stddef.h>

#include <gradgate/engine/optim.h>

#define AG_SETTING(field, value, least, bound, words)                                          \
    {                                                                                          \
        .name = #field, .offset = offsetof(ag_optimizer_settings, field), .fallback = (value), \
        .low = (least), .below = (bound), .meaning = (words)                                   \
    }

#define AG_SETTING_FLAG(field, words)                                                          \
    {                                                                                          \
        .name = #field, .offset = offsetof(ag_optimizer_settings, field), .is_flag = true,     \
        .below = 2.0, .meaning = (words)                                                       \
    }

#endif
