/* Files are read whole, within a limit, and refused unless they are UTF-8 without NUL. */
#include "case/source.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { READ_BYTES = 1 << 16, MESSAGE_BYTES = 1024 };

/* Bytes of the UTF-8 character at `s`; 0 if it is none. `s` is terminated by a NUL.
 * Source: RFC 3629, section 4 (no surrogates, no overlong forms). */
static size_t character_bytes(const unsigned char *s) {
    if (s[0] < 0x80)
        return 1;
    size_t bytes = s[0] >= 0xF0 ? 4 : s[0] >= 0xE0 ? 3 : 2;
    if (s[0] < 0xC2 || s[0] > 0xF4)
        return 0;
    for (size_t i = 1; i < bytes; i++)
        if ((s[i] & 0xC0) != 0x80)
            return 0;
    bool overlong = (s[0] == 0xE0 && s[1] < 0xA0) || (s[0] == 0xF0 && s[1] < 0x90);
    bool surrogate = s[0] == 0xED && s[1] > 0x9F;
    bool too_large = s[0] == 0xF4 && s[1] > 0x8F;
    return overlong || surrogate || too_large ? 0 : bytes;
}

/* Finds the first byte that is no text.  Returns: true if there is none. */
static bool is_text(const gv_source *source, gv_place *place) {
    const unsigned char *s = (const unsigned char *)source->text;
    *place = (gv_place){1, 1, 1};
    for (size_t i = 0; i < source->length;) {
        size_t bytes = s[i] == 0 ? 0 : character_bytes(s + i);
        if (bytes == 0)
            return false;
        place->column = s[i] == '\n' ? 1 : place->column + 1;
        place->line += s[i] == '\n';
        i += bytes;
    }
    return true;
}

static void complain_of_file(const char *path, gv_issues *issues, const char *message,
                             const char *detail) {
    gv_issues_add(issues, path, (gv_place){0}, NULL, "%s%s", message, detail);
}

/* Reads up to limit + 1 bytes, so that the caller sees that there are more. */
static char *read_stream(FILE *stream, size_t limit, size_t *length) {
    size_t size = 0;
    char *text = NULL;
    *length = 0;
    while (*length <= limit) {
        if (size - *length < READ_BYTES + 1) {
            size = size * 2 + READ_BYTES + 1;
            char *larger = realloc(text, size);
            if (larger == NULL)
                break;
            text = larger;
        }
        size_t got = fread(text + *length, 1, READ_BYTES, stream);
        *length += got;
        if (got == 0)
            return text;
    }
    if (*length > limit)
        return text;
    free(text);
    return NULL;
}

static bool read_file(gv_arena *arena, FILE *stream, size_t limit, gv_source *out,
                      gv_issues *issues) {
    bool good = false;
    char *text = read_stream(stream, limit, &out->length);
    if (text == NULL) {
        issues->starved = true;
        goto out;
    }
    if (ferror(stream)) {
        complain_of_file(out->path, issues, "cannot be read: ", strerror(errno));
        goto out;
    }
    if (out->length > limit) {
        char detail[64];
        snprintf(detail, sizeof detail, "%zu bytes", limit);
        complain_of_file(out->path, issues, "is too large: the limit is ", detail);
        goto out;
    }
    out->text = gv_arena_copy(arena, text, out->length);
    issues->starved |= out->text == NULL;
    good = out->text != NULL;
out:
    free(text);
    return good;
}

bool gv_source_read(gv_arena *arena, const char *path, size_t limit, gv_source *out,
                    gv_issues *issues) {
    *out = (gv_source){.path = path};
    FILE *stream = fopen(path, "rb");
    if (stream == NULL) {
        complain_of_file(path, issues, "cannot be read: ", strerror(errno));
        return false;
    }
    bool good = read_file(arena, stream, limit, out, issues);
    fclose(stream);
    gv_place place;
    if (good && !is_text(out, &place)) {
        gv_issues_add(issues, path, place, NULL, "not a text: this byte is no UTF-8, or a NUL");
        return false;
    }
    return good;
}

/* The line as a copy, without its end.  Returns: NULL if there is no such line. */
static char *copy_line(const gv_source *source, size_t line) {
    const char *from = source->text;
    for (size_t i = 1; i < line && from != NULL; i++) {
        from = strchr(from, '\n');
        from = from == NULL ? NULL : from + 1;
    }
    if (from == NULL)
        return NULL;
    size_t length = strcspn(from, "\r\n");
    char *copy = malloc(length + 1);
    if (copy == NULL)
        return NULL;
    memcpy(copy, from, length);
    copy[length] = '\0';
    return copy;
}

void gv_source_complain(const gv_source *source, gv_place place, gv_issues *issues,
                        const char *format, ...) {
    char message[MESSAGE_BYTES];
    va_list list;
    va_start(list, format);
    vsnprintf(message, sizeof message, format, list);
    va_end(list);
    /* Finding a line takes as long as the file: not for what is only counted. */
    char *line = issues->count < GV_ISSUES_MAX ? copy_line(source, place.line) : NULL;
    gv_issues_add(issues, source->path, place, line, "%s", message);
    free(line);
}
