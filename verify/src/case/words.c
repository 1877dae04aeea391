/* Edit distance with swaps of neighbours.
 * Source: Damerau, CACM 7 (1964); the restricted form, each letter edited at most once. */
#include "case/words.h"

#include <string.h>

enum { WORD_MAX = 63 };

static size_t smaller(size_t a, size_t b) {
    return a < b ? a : b;
}

/* Distance of two words of at most WORD_MAX letters. */
static size_t distance(const char *a, size_t m, const char *b, size_t n) {
    size_t rows[3][WORD_MAX + 1];
    for (size_t j = 0; j <= n; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= m; i++) {
        size_t *row = rows[i % 3];
        const size_t *above = rows[(i + 2) % 3];
        row[0] = i;
        for (size_t j = 1; j <= n; j++) {
            row[j] = smaller(above[j - 1] + (a[i - 1] != b[j - 1]),
                             smaller(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = smaller(row[j], rows[(i + 1) % 3][j - 2] + 1);
        }
    }
    return rows[m % 3][n];
}

const char *gv_nearest_word(const char *word, const char *const *words, size_t count) {
    size_t length = strlen(word);
    if (length == 0 || length > WORD_MAX)
        return NULL;
    size_t best = (length < 3 ? 3 : length) / 3 + 1;
    const char *nearest = NULL;
    for (size_t i = 0; i < count; i++) {
        size_t n = strlen(words[i]);
        size_t d = n <= WORD_MAX ? distance(word, length, words[i], n) : best;
        if (d < best) {
            best = d;
            nearest = words[i];
        }
    }
    return nearest;
}
