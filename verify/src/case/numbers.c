/* The form is checked here, so that strtod meets nothing but plain decimals. */
#include "case/numbers.h"

#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { NUMBER_BYTES = 64 };

static const char *skip_digits(const char *c, size_t *digits) {
    for (; *c >= '0' && *c <= '9'; c++)
        (*digits)++;
    return c;
}

/* [+-] digits [. digits] [e [+-] digits], with a digit before the e. */
static bool is_decimal(const char *c) {
    size_t mantissa = 0, exponent = 0;
    c += *c == '+' || *c == '-';
    c = skip_digits(c, &mantissa);
    if (*c == '.')
        c = skip_digits(c + 1, &mantissa);
    if (mantissa == 0)
        return false;
    if (*c == 'e' || *c == 'E') {
        c++;
        c += *c == '+' || *c == '-';
        c = skip_digits(c, &exponent);
        if (exponent == 0)
            return false;
    }
    return *c == '\0';
}

bool gv_parse_real(const char *text, double *out) {
    char local[NUMBER_BYTES];
    size_t length = strlen(text);
    if (length >= sizeof local || !is_decimal(text))
        return false;
    memcpy(local, text, length + 1);
    char *point = strchr(local, '.');
    if (point != NULL)
        *point = localeconv()->decimal_point[0];
    *out = strtod(local, NULL);
    return isfinite(*out);
}

bool gv_parse_whole(const char *text, uint64_t *out) {
    size_t digits = 0;
    if (*skip_digits(text, &digits) != '\0' || digits == 0)
        return false;
    *out = 0;
    for (; *text != '\0'; text++) {
        uint64_t digit = (uint64_t)(*text - '0');
        if (*out > (UINT64_MAX - digit) / 10)
            return false;
        *out = *out * 10 + digit;
    }
    return true;
}
