/* The list of issues, and how they look. */
#include "case/issues.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* What is shown of a line; a longer one is cut around the place. */
enum { SHOWN_CHARACTERS = 160, SHOWN_BEFORE = 60 };

static char *copy_text(const char *text) {
    if (text == NULL)
        return NULL;
    size_t size = strlen(text) + 1;
    char *copy = malloc(size);
    if (copy != NULL)
        memcpy(copy, text, size);
    return copy;
}

static char *print_text(const char *format, va_list list) {
    va_list again;
    va_copy(again, list);
    int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    char *text = length < 0 ? NULL : malloc((size_t)length + 1);
    if (text != NULL)
        vsnprintf(text, (size_t)length + 1, format, list);
    return text;
}

static void free_issue(gv_issue *issue) {
    free(issue->file);
    free(issue->message);
    free(issue->text);
}

/* A place in the list for one more.  Returns: NULL when there is none. */
static gv_issue *next_issue(gv_issues *issues) {
    if (issues->count == GV_ISSUES_MAX) {
        issues->more++;
        return NULL;
    }
    if (issues->items == NULL)
        issues->items = calloc(GV_ISSUES_MAX, sizeof *issues->items);
    issues->starved |= issues->items == NULL;
    return issues->items == NULL ? NULL : &issues->items[issues->count];
}

void gv_issues_add(gv_issues *issues, const char *file, gv_place place, const char *text,
                   const char *format, ...) {
    gv_issue *issue = next_issue(issues);
    if (issue == NULL)
        return;
    va_list list;
    va_start(list, format);
    *issue = (gv_issue){.file = copy_text(file),
                        .place = place,
                        .message = print_text(format, list),
                        .text = copy_text(text)};
    va_end(list);
    if (issue->file == NULL || issue->message == NULL || (text && issue->text == NULL)) {
        free_issue(issue);
        issues->starved = true;
        return;
    }
    issues->count++;
}

size_t gv_issues_total(const gv_issues *issues) {
    return issues->count + issues->more;
}

/* Does b belong before a? */
static bool is_before(const gv_issue *b, const gv_issue *a, const char *file) {
    bool b_other = strcmp(b->file, file) != 0, a_other = strcmp(a->file, file) != 0;
    if (b_other || a_other)
        return !b_other && a_other;
    if (b->place.line != a->place.line)
        return b->place.line < a->place.line;
    return b->place.column < a->place.column;
}

void gv_issues_sort(gv_issues *issues, size_t first, const char *file) {
    for (size_t i = first + 1; i < issues->count; i++) {
        gv_issue moved = issues->items[i];
        size_t k = i;
        for (; k > first && is_before(&moved, &issues->items[k - 1], file); k--)
            issues->items[k] = issues->items[k - 1];
        issues->items[k] = moved;
    }
}

void gv_issues_clear(gv_issues *issues) {
    for (size_t i = 0; i < issues->count; i++)
        free_issue(&issues->items[i]);
    free(issues->items);
    *issues = (gv_issues){0};
}

/* ---- rendering ---- */

static bool continues_character(char c) {
    return ((unsigned char)c & 0xC0) == 0x80;
}

/* The text from character `index` on; the end of the text if it is shorter. */
static const char *character_at(const char *text, size_t index) {
    while (*text != '\0' && index > 0) {
        text++;
        while (continues_character(*text))
            text++;
        index--;
    }
    return text;
}

/* One byte of the file, made harmless for a terminal. */
static void put_byte(char c, FILE *stream) {
    unsigned char byte = (unsigned char)c;
    bool control = byte < 0x20 || byte == 0x7F;
    fputc(control ? (c == '\t' ? ' ' : '?') : byte, stream);
}

static void put_text(const char *text, FILE *stream) {
    for (; *text != '\0'; text++)
        put_byte(*text, stream);
}

static void render_line(const gv_issue *issue, FILE *stream) {
    size_t column = issue->place.column > 0 ? issue->place.column - 1 : 0;
    size_t skipped = column > SHOWN_CHARACTERS - SHOWN_BEFORE ? column - SHOWN_BEFORE : 0;
    const char *from = character_at(issue->text, skipped);
    const char *to = character_at(from, SHOWN_CHARACTERS);
    fprintf(stream, "%5zu | %s", issue->place.line, skipped > 0 ? "..." : "");
    for (const char *c = from; c < to; c++)
        put_byte(*c, stream);
    fprintf(stream, "%s\n      | %*s", *to != '\0' ? "..." : "",
            (int)(column - skipped + (skipped > 0 ? 3 : 0)), "");
    size_t length = issue->place.length;
    if (length > SHOWN_CHARACTERS - (column - skipped))
        length = SHOWN_CHARACTERS - (column - skipped);
    fputc('^', stream);
    for (size_t i = 1; i < length; i++)
        fputc('~', stream);
    fputc('\n', stream);
}

static void render_issue(const gv_issue *issue, FILE *stream) {
    put_text(issue->file, stream);
    if (issue->place.line > 0)
        fprintf(stream, ":%zu:%zu", issue->place.line, issue->place.column);
    fputs(": error: ", stream);
    put_text(issue->message, stream);
    fputc('\n', stream);
    if (issue->text != NULL)
        render_line(issue, stream);
}

bool gv_issues_render(const gv_issues *issues, FILE *stream) {
    for (size_t i = 0; i < issues->count; i++)
        render_issue(&issues->items[i], stream);
    if (issues->more > 0)
        fprintf(stream, "and %zu more\n", issues->more);
    if (issues->starved)
        fputs("error: out of memory while errors were collected\n", stream);
    return !ferror(stream);
}
