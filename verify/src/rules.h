/* Is a rule of the verdict in force?  See gv_rule_list in gradgate/verify/options.h. */
#ifndef GV_RULES_H
#define GV_RULES_H

#include <gradgate/verify/options.h>

static inline bool gv_rule_on(unsigned without, gv_rule rule) {
    return (without & (1u << rule)) == 0;
}

#endif
