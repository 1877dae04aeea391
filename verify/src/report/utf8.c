/* UTF-8 as The Unicode Standard defines it (chapter 3, table 3-7), and what of it is fit for a
 * terminal.  Widths are a rough cut of UAX #11: good enough to line up columns. */
#include "report/utf8.h"
#include <stdlib.h>
#include <string.h>

typedef struct range {
    uint32_t first, last;
} range;

static int within(const range *ranges, size_t count, uint32_t character) {
    for (size_t i = 0; i < count; i++)
        if (character >= ranges[i].first && character <= ranges[i].last)
            return 1;
    return 0;
}

#define WITHIN(ranges, character)                                                              \
    within(ranges, sizeof(ranges) / sizeof((ranges)[0]), character)

static const range combining[] = {
    {0x0300, 0x036F}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F},
};

static const range wide[] = {
    {0x1100, 0x115F}, {0x2E80, 0xA4CF},   {0xAC00, 0xD7A3},
    {0xF900, 0xFAFF}, {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},
    {0xFFE0, 0xFFE6}, {0x1F300, 0x1FAFF}, {0x20000, 0x3FFFD},
};

static const range harmful[] = {
    {0x0000, 0x001F}, {0x007F, 0x009F}, {0x00AD, 0x00AD},   {0x061C, 0x061C},
    {0x200B, 0x200F}, {0x2028, 0x202E}, {0x2060, 0x206F},   {0xFEFF, 0xFEFF},
    {0xFFF9, 0xFFFB}, {0xFFFE, 0xFFFF}, {0xE0000, 0xE0FFF}, {0x110000, GV_UTF8_BROKEN},
};

/* Bytes that a lead byte promises to follow; the smallest character of that length; 0xFF: no
 * lead byte. */
static size_t following(unsigned char lead, uint32_t *least, uint32_t *bits) {
    if (lead < 0x80) {
        *least = 0;
        *bits = lead;
        return 0;
    }
    if (lead >= 0xC2 && lead <= 0xDF) {
        *least = 0x80;
        *bits = lead & 0x1Fu;
        return 1;
    }
    if (lead >= 0xE0 && lead <= 0xEF) {
        *least = 0x800;
        *bits = lead & 0x0Fu;
        return 2;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        *least = 0x10000;
        *bits = lead & 0x07u;
        return 3;
    }
    return 0xFF;
}

size_t gv_utf8_next(const char *text, uint32_t *character) {
    uint32_t least = 0, value = 0;
    const size_t rest = following((unsigned char)text[0], &least, &value);

    *character = GV_UTF8_BROKEN;
    if (rest == 0xFF)
        return 1;
    for (size_t i = 1; i <= rest; i++) { /* the ending NUL is no continuation */
        const unsigned char byte = (unsigned char)text[i];
        if ((byte & 0xC0u) != 0x80u)
            return 1;
        value = value << 6 | (byte & 0x3Fu);
    }
    if (value < least || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
        return 1;
    *character = value;
    return rest + 1;
}

size_t gv_utf8_width(uint32_t character) {
    if (WITHIN(combining, character))
        return 0;
    return WITHIN(wide, character) ? 2 : 1;
}

int gv_utf8_harmful(uint32_t character) {
    return WITHIN(harmful, character);
}

/* One character as it is shown. */
static size_t spell(const char *text, char shown[16], size_t *columns) {
    uint32_t character;
    const size_t bytes = gv_utf8_next(text, &character);

    if (!gv_utf8_harmful(character)) {
        memcpy(shown, text, bytes);
        shown[bytes] = '\0';
        *columns = gv_utf8_width(character);
        return bytes;
    }
    if (character == GV_UTF8_BROKEN || character < 0x80)
        snprintf(shown, 16, "\\x%02x", (unsigned)(unsigned char)text[0]);
    else
        snprintf(shown, 16, "\\u{%x}", (unsigned)character);
    *columns = strlen(shown);
    return bytes;
}

/* Bytes of text that fit into `columns`, and what they take.  Looks no further than that. */
static size_t fit(const char *text, size_t columns, size_t *taken) {
    char shown[16];
    size_t at = 0, more = 0;

    *taken = 0;
    while (text[at]) {
        const size_t bytes = spell(text + at, shown, &more);
        /* A tower of combining marks takes no column and all the space: four bytes each. */
        if (*taken + more > columns || at > 8 * columns)
            break;
        at += bytes;
        *taken += more;
    }
    return at;
}

/* Bytes that are shown of text, what they take with the "..." where it is cut. */
static size_t cut(const char *text, size_t columns, size_t *taken, int *is_cut) {
    size_t bytes = fit(text, columns, taken);

    *is_cut = text[bytes] != '\0';
    if (*is_cut) {
        bytes = fit(text, columns > 3 ? columns - 3 : 1, taken);
        *taken += 3;
    }
    return bytes;
}

size_t gv_print_safe(FILE *out, const char *text, size_t columns) {
    size_t taken = 0, one = 0;
    int is_cut = 0;
    char shown[16];
    const size_t bytes = cut(text, columns, &taken, &is_cut);

    for (size_t at = 0; at < bytes;) {
        at += spell(text + at, shown, &one);
        fputs(shown, out);
    }
    if (is_cut)
        fputs("...", out);
    return taken;
}

size_t gv_safe_width(const char *text, size_t columns) {
    size_t taken = 0;
    int is_cut = 0;

    cut(text, columns, &taken, &is_cut);
    return taken;
}

char *gv_utf8_clean(const char *text) {
    char *clean = malloc(3 * strlen(text) + 1);
    char *end = clean;
    uint32_t character;

    if (!clean)
        return NULL;
    while (*text) {
        const size_t bytes = gv_utf8_next(text, &character);
        const char *from = character == GV_UTF8_BROKEN ? "\xEF\xBF\xBD" : text;
        const size_t length = character == GV_UTF8_BROKEN ? 3 : bytes;
        memcpy(end, from, length);
        end += length;
        text += bytes;
    }
    *end = '\0';
    return clean;
}
