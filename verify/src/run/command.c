/* Quoting.  Source: POSIX.1-2017, Shell Command Language, 2.2.2 and 2.13.1. */
#include "run/command.h"
#include <stdlib.h>
#include <string.h>

static void add_bytes(gv_command_line *line, const char *bytes, size_t count) {
    if (line->length + count + 1 > line->room) {
        const size_t room = 2 * (line->length + count + 1) + 64;
        char *text = realloc(line->text, room);
        if (!text) {
            line->failed = true;
            return;
        }
        line->text = text;
        line->room = room;
    }
    memcpy(line->text + line->length, bytes, count);
    line->length += count;
    line->text[line->length] = '\0';
}

/* Letters, digits and these mean themselves everywhere in a word. */
static bool is_plain(const char *word) {
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "0123456789_-./:=,+@%";

    return *word && strspn(word, plain) == strlen(word);
}

static void add_quoted(gv_command_line *line, const char *word) {
    if (is_plain(word)) {
        add_bytes(line, word, strlen(word));
        return;
    }
    add_bytes(line, "'", 1);
    for (const char *at = word; *at; at++) {
        if (*at == '\'')
            add_bytes(line, "'\\''", 4);
        else
            add_bytes(line, at, 1);
    }
    add_bytes(line, "'", 1);
}

void gv_command_add(gv_command_line *line, const char *word) {
    if (line->length)
        add_bytes(line, " ", 1);
    add_quoted(line, word);
}

void gv_command_add_path(gv_command_line *line, const char *path) {
    if (line->length)
        add_bytes(line, " ", 1);
    if (*path == '-')
        add_bytes(line, "./", 2);
    add_quoted(line, path);
}

void gv_command_add_glob(gv_command_line *line, const char *name) {
    char *pattern = malloc(2 * strlen(name) + 1);
    char *end = pattern;

    if (!pattern) {
        line->failed = true;
        return;
    }
    for (; *name; name++) {
        if (strchr("*?[]\\", *name))
            *end++ = '\\';
        *end++ = *name;
    }
    *end = '\0';
    gv_command_add(line, pattern);
    free(pattern);
}
