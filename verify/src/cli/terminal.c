#include "cli/terminal.h"
#include "case/numbers.h"
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

bool gv_wants_color(const gv_arguments *arguments, int descriptor) {
    const char *no_color = getenv("NO_COLOR"); /* https://no-color.org: set, and not empty */
    const char *terminal = getenv("TERM");

    if (arguments->no_color || arguments->color == GV_NEVER)
        return false;
    if (arguments->color == GV_ALWAYS)
        return true;
    return !(no_color && *no_color) && terminal && strcmp(terminal, "dumb") != 0 &&
           isatty(descriptor);
}

size_t gv_terminal_width(int descriptor) {
    enum { USUAL = 80, MOST = 1000 };
    struct winsize size = {0};
    const char *columns = getenv("COLUMNS");
    uint64_t number = 0;

    if (ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    if (columns && gv_parse_whole(columns, &number) && number > 0 && number <= MOST)
        return (size_t)number;
    return USUAL;
}

/* Only the character set is asked for: numbers stay those of the C locale. */
bool gv_takes_utf8(void) {
    return setlocale(LC_CTYPE, "") && strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}
