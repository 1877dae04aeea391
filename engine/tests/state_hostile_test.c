/* safetensors that are not: every rule of the format broken, one at a time, and bytes at
 * random. What is refused says which tensor and why. */
#include "support.h"

static unsigned char bytes[1 << 16];

/* A file of this header and `data` bytes behind it. Returns: its size. */
static size_t file_of(const char *header, size_t data) {
    const size_t length = strlen(header);
    ck_assert_uint_lt(8 + length + data, sizeof bytes);
    for (size_t i = 0; i < 8; i++)
        bytes[i] = (unsigned char)(length >> (8 * i));
    for (size_t i = 0; i < length; i++)
        bytes[8 + i] = (unsigned char)header[i];
    memset(bytes + 8 + length, 0x3F, data);
    return 8 + length + data;
}

typedef struct hostile {
    const char *header;
    size_t data;
    const char *words; /* in the message; NULL: the file is good */
} hostile;

#define A "\"a\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[0,16]}"

static const hostile files[] = {
    {"{" A "}", 16, NULL},
    {"{" A "}   ", 16, NULL},
    {"{\"__metadata__\":{\"format\":\"pt\"}," A "}", 16, NULL},
    {"{\"a\":{\"dtype\":\"F32\",\"shape\":[2,1,1],\"data_offsets\":[0,8]}}", 8, NULL},
    {"{}", 0, NULL},
    /* the frame */
    {"", 0, "does not begin with {"},
    {" {" A "}", 16, "does not begin with {"},
    {"[]", 0, "does not begin with {"},
    {"{" A "}x", 16, "not JSON"},
    {"{" A ",}", 16, "not JSON"},
    {"{" A "," A "}", 16, "duplicate"},
    {"{\"a\\u0000b\":{}}", 0, "not JSON"},
    {"{\"\xFF\":{}}", 0, "not JSON"},
    {"{\"__metadata__\":7}", 0, "__metadata__ is not an object"},
    {"{\"__metadata__\":{\"n\":7}}", 0, "__metadata__: n is not a string"},
    /* one entry */
    {"{\"a\":[]}", 0, "\"a\": its entry is not an object"},
    {"{\"a\":{\"shape\":[2],\"data_offsets\":[0,16]}}", 16, "\"a\": dtype is missing"},
    {"{\"a\":{\"dtype\":\"F64\",\"data_offsets\":[0,16]}}", 16, "\"a\": shape is missing"},
    {"{\"a\":{\"dtype\":\"F64\",\"shape\":[2]}}", 16, "\"a\": data_offsets is missing"},
    {"{\"a\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[0,16],\"stride\":1}}", 16,
     "\"a\": stride is not known"},
    {"{\"a\":{\"dtype\":64,\"shape\":[2],\"data_offsets\":[0,16]}}", 16,
     "dtype is not a string"},
    {"{\"a\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[0,4]}}", 4,
     "\"a\": dtype BF16 is not read"},
    {"{\"a\":{\"dtype\":\"f64\",\"shape\":[2],\"data_offsets\":[0,16]}}", 16, "dtype f64"},
    {"{\"a\":{\"dtype\":\"F64\",\"shape\":2,\"data_offsets\":[0,16]}}", 16,
     "shape is not a list"},
    {"{\"a\":{\"dtype\":\"F64\",\"shape\":[2.0],\"data_offsets\":[0,16]}}", 16,
     "not a whole number"},
    {"{\"a\":{\"dtype\":\"F64\",\"shape\":[-2],\"data_offsets\":[0,16]}}", 16,
     "not a whole number"},
    {"{\"a\":{\"dtype\":\"F64\",\"shape\":[true],\"data_offsets\":[0,8]}}", 8,
     "not a whole number"},
    {"{\"a\":{\"dtype\":\"F64\",\"shape\":[1,1,1,1,1,1,2],\"data_offsets\":[0,16]}}", 16,
     "rank 7 is above 6"},
    {"{\"a\":{\"dtype\":\"F64\",\"shape\":[0],\"data_offsets\":[0,0]}}", 0, "no entries"},
    {"{\"a\":{\"dtype\":\"F64\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,0]}}", 0,
     "too many"},
    {"{\"a\":{\"dtype\":\"F64\",\"shape\":[2305843009213693954],\"data_offsets\":[0,16]}}", 16,
     "too many"},
    {"{\"a\":{\"dtype\":\"F64\",\"shape\":[99999999999999999999],\"data_offsets\":[0,8]}}", 8,
     "not JSON"},
    /* places */
    {"{\"a\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[0]}}", 16, "two whole numbers"},
    {"{\"a\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[0,16,32]}}", 16,
     "two whole numbers"},
    {"{\"a\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":{}}}", 16, "two whole numbers"},
    {"{\"a\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[-16,0]}}", 16,
     "two whole numbers"},
    {"{\"a\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[16,0]}}", 16,
     "not among the file's 16"},
    {"{" A "}", 15, "not among the file's 15"},
    {"{\"a\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[9223372036854775791,"
     "9223372036854775807]}}",
     16, "not among"},
    {"{\"a\":{\"dtype\":\"F64\",\"shape\":[3],\"data_offsets\":[0,16]}}", 16,
     "16 bytes, but its type and shape take 24"},
    {"{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,16]}}", 16,
     "16 bytes, but its type and shape take 8"},
    {"{" A "}", 17, "1 bytes at the end are nobody's"},
    {"{}", 8, "8 bytes at the end are nobody's"},
    {"{\"a\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[8,16]}}", 16,
     "8 bytes in front of it are nobody's"},
    {"{" A ",\"b\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[24,32]}}", 32,
     "\"b\": 8 bytes in front of it"},
    {"{" A ",\"b\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[8,16]}}", 16,
     "\"b\": overlaps \"a\""},
    {"{" A ",\"b\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[0,16]}}", 16, "overlaps"},
};

START_TEST(every_broken_rule_is_refused_in_words) {
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        const size_t size = file_of(files[i].header, files[i].data);
        ag_error error = {.message = ""};
        ag_state *state = ag_state_parse(bytes, size, &error);
        if (files[i].words == NULL) {
            ck_assert_msg(state != NULL, "%s: %s", files[i].header, error.message);
        } else {
            ck_assert_msg(state == NULL, "%s is taken", files[i].header);
            ck_assert_int_eq(error.status, AG_ERR_FORMAT);
            ck_assert_msg(strstr(error.message, files[i].words) != NULL, "%s: \"%s\"",
                          files[i].header, error.message);
        }
        ag_state_destroy(state);
    }
}
END_TEST

START_TEST(a_file_cut_anywhere_is_refused) {
    const size_t size = file_of("{" A "}  ", 16);
    for (size_t cut = 0; cut < size; cut++) {
        unsigned char *part = malloc(cut + 1); /* so that the sanitizer sees its end */
        memcpy(part, bytes, cut);
        part = realloc(part, cut == 0 ? 1 : cut);
        ag_error error = {.message = ""};
        ck_assert_msg(ag_state_parse(part, cut, &error) == NULL, "cut at %zu", cut);
        ck_assert_str_ne(error.message, "");
        free(part);
    }
}
END_TEST

START_TEST(the_length_of_the_header_is_bounded) {
    static const unsigned long long lengths[] = {100000001ULL, 1ULL << 63, ~0ULL, 100000000ULL,
                                                 ~0ULL - 7};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        const size_t size = file_of("{" A "}", 16);
        ag_error error = {.message = ""};
        for (size_t j = 0; j < 8; j++)
            bytes[j] = (unsigned char)(lengths[i] >> (8 * j) & 0xFF);
        ck_assert_ptr_null(ag_state_parse(bytes, size, &error));
        ck_assert_ptr_nonnull(
            strstr(error.message, lengths[i] == 100000000ULL ? "follow" : "above 100000000"));
    }
    ck_assert_ptr_null(ag_state_parse(bytes, 3, NULL));
}
END_TEST

START_TEST(nesting_without_end_is_refused) {
    static char header[40000] = "{\"a\":";
    memset(header + 5, '[', sizeof header - 6);
    ck_assert_ptr_null(ag_state_parse(bytes, file_of(header, 0), NULL));
}
END_TEST

/* Whatever comes of it, nothing is read outside the bytes and nothing leaks. */
START_TEST(changed_bytes_never_break_the_reader) {
    ag_random random = ag_random_create(19, 1);
    size_t taken = 0;
    for (int round = 0; round < 20000; round++) {
        const size_t size = file_of(
            "{" A ",\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[16,20]}}", 20);
        for (int i = 0; i <= round % 3; i++)
            bytes[ag_random_next(&random) % size] ^=
                (unsigned char)(1U << (ag_random_next(&random) % 8));
        ag_state *state = ag_state_parse(bytes, size, NULL);
        taken += state != NULL;
        ag_state_destroy(state);
    }
    ck_assert_uint_gt(taken, 500); /* those that hit a number or a name */
}
END_TEST

int main(void) {
    const TTest *const tests[] = {
        every_broken_rule_is_refused_in_words, a_file_cut_anywhere_is_refused,
        the_length_of_the_header_is_bounded,   nesting_without_end_is_refused,
        changed_bytes_never_break_the_reader,
    };
    return run_tests("state, hostile", tests, sizeof tests / sizeof *tests);
}
