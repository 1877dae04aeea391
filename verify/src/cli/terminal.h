/* What may be sent to where people look. */
#ifndef GV_CLI_TERMINAL_H
#define GV_CLI_TERMINAL_H

#include "cli/flags.h"

/* Colour: what the flags say; else on a terminal that is not "dumb", unless NO_COLOR is set. */
bool gv_wants_color(const gv_arguments *arguments, int descriptor);

/* Columns: of the terminal; else COLUMNS; else 80. */
size_t gv_terminal_width(int descriptor);

/* Is text taken as UTF-8 in the user's locale? */
bool gv_takes_utf8(void);

#endif
