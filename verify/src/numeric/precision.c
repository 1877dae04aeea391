#include "numeric/precision.h"
#include <math.h>

typedef struct format {
    int digits; /* of the significand, the hidden one included */
    int tiny;   /* exponent of the smallest subnormal */
} format;

static const format formats[GV_PRECISION_COUNT] = {
#define FORMAT(name, text, digits, tiny) [name] = {digits, tiny},
    GV_PRECISION_LIST(FORMAT)
#undef FORMAT
};

double gv_ulp_of(gv_precision precision, double x) {
    const format *f = &formats[precision];
    int exponent = 0;
    if (!isfinite(x))
        return x;
    (void)frexp(x, &exponent);
    if (x == 0.0 || exponent - f->digits < f->tiny)
        return ldexp(1.0, f->tiny);
    return ldexp(1.0, exponent - f->digits);
}

/* Ties to even, whatever the rounding mode: v has at most 53 significant bits, so floor(v) and
 * the rest are exact. */
static double to_integer(double v) {
    const double below = floor(v), rest = v - below;
    const bool odd = fmod(below, 2.0) != 0.0;
    return rest > 0.5 || (rest == 0.5 && odd) ? below + 1.0 : below;
}

double gv_round_to(gv_precision precision, double x) {
    if (precision == GV_FLOAT64 || !isfinite(x))
        return x;
    const double ulp = gv_ulp_of(precision, x);
    return copysign(to_integer(x / ulp) * ulp, x); /* both exact: ulp is a power of two */
}

double gv_unit_roundoff(gv_precision precision) {
    return ldexp(1.0, -formats[precision].digits);
}
