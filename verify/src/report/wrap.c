#include "report/wrap.h"
#include <string.h>

void gv_print_wrapped(const char *text, size_t at, size_t indent, size_t width, FILE *out) {
    while (*text) {
        const size_t length = strcspn(text, " ");
        if (at + length > width && at > indent) {
            fprintf(out, "\n%*s", (int)indent, "");
            at = indent;
        }
        fprintf(out, "%.*s", (int)length, text);
        at += length;
        text += length;
        if (*text == ' ') {
            text++;
            if (at < width && at + 1 + strcspn(text, " ") <= width) {
                fputc(' ', out);
                at++;
            } else {
                at = width;
            }
        }
    }
    fputc('\n', out);
}
