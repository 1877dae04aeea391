/* The sections `checks` and `options`: what is asked of the case, and how strictly. */
#include "case/spec.h"

#include <stddef.h>

typedef struct settings {
    gv_options options;
    size_t on_inconclusive, method;
} settings;

/* In the order of gv_on_inconclusive. */
const char *const gv_inconclusive_words[] = {"warn", "fail", NULL};

const char *const gv_method_words[] = {
#define WORD(name, text) text,
    GV_METHOD_LIST(WORD)
#undef WORD
        NULL};

#define OPTION(member) offsetof(settings, options) + offsetof(gv_options, member)

static const gv_field option_fields[] = {
    {.name = "tolerance",
     .read = gv_field_real,
     .offset = OPTION(tolerance),
     .low = GV_SHARE_LEAST,
     .high = GV_SHARE_MOST,
     .meaning = "what counts as wrong, as a share of the entry"},
    {.name = "resolution",
     .read = gv_field_real,
     .offset = OPTION(resolution),
     .low = GV_SHARE_LEAST,
     .high = GV_SHARE_MOST,
     .meaning = "the coarsest error bound of a pass, as a share of the entry's scale"},
    {.name = "evaluations",
     .read = gv_field_size,
     .offset = OPTION(evaluations),
     .low = GV_EVALUATIONS_LEAST,
     .high = GV_EVALUATIONS_MOST,
     .meaning = "of the value, at most, for one entry"},
    {.name = "step",
     .read = gv_field_real,
     .offset = OPTION(step),
     .low = GV_SHARE_LEAST,
     .high = 1,
     .meaning = "the first one, as a share of the size of the variable"},
    {.name = "method",
     .read = gv_field_choice,
     .offset = offsetof(settings, method),
     .words = gv_method_words,
     .meaning = "central, forward or backward: the sides that are measured from"},
    {.name = "entries",
     .read = gv_field_size,
     .offset = OPTION(entries),
     .low = 0,
     .high = 1e9,
     .meaning = "checked one by one in each parameter; 0: all"},
    {.name = "directions",
     .read = gv_field_size,
     .offset = OPTION(directions),
     .low = 0,
     .high = 1e6,
     .meaning = "random ones for each parameter"},
    {.name = "seed",
     .read = gv_field_seed,
     .offset = OPTION(seed),
     .meaning = "of the check's random numbers; left out: the case's"},
    {.name = "on_inconclusive",
     .read = gv_field_choice,
     .offset = offsetof(settings, on_inconclusive),
     .words = gv_inconclusive_words,
     .meaning = "warn or fail"},
    {.name = "min_coverage",
     .read = gv_field_real,
     .offset = OPTION(min_coverage),
     .low = 0,
     .high = 1,
     .meaning = "share of the entries that must be decided"},
    {.name = "min_resolution",
     .read = gv_field_real,
     .offset = OPTION(min_resolution),
     .low = 0,
     .high = 1,
     .meaning = "a pass with a coarser relative bound does not count"},
    {.name = "notable",
     .read = gv_field_size,
     .offset = OPTION(notable),
     .low = 0,
     .high = 1e6,
     .meaning = "worst entries that are kept in full"},
    {.name = "precision", /* the last: read_options */
     .read = gv_field_precision,
     .offset = OPTION(precision),
     .meaning = "of storage and claim: a preset for the whole case"},
};

enum { OPTION_COUNT = sizeof option_fields / sizeof *option_fields };

/* `common`: of all checks, so that the precision may be among them; a check alone has none. */
static bool read_options(gv_reading *reading, const gv_node *node, bool common,
                         gv_options *options) {
    settings s = {*options, options->on_inconclusive == GV_INCONCLUSIVE_FAIL,
                  (size_t)options->method};
    if (!gv_read_fields(reading, node, option_fields, OPTION_COUNT - (common ? 0 : 1), &s))
        return false;
    *options = s.options;
    options->on_inconclusive =
        s.on_inconclusive == 0 ? GV_INCONCLUSIVE_WARN : GV_INCONCLUSIVE_FAIL;
    options->method = (gv_method)s.method;
    return true;
}

/* How many checks the list has; their names into `words` if there is room. */
static size_t list_checks(const char **words) {
    size_t count = 0;
    for (; gv_check_list[count] != NULL; count++)
        if (words != NULL)
            words[count] = gv_check_list[count]->name;
    return count;
}

static bool read_request(gv_reading *reading, const gv_node *node, const char *const *words,
                         size_t word_count, gv_request *request) {
    const gv_node *word = node, *options = NULL;
    if (node->kind == GV_NODE_MAPPING && node->count == 1) {
        word = node->first->key;
        options = node->first;
    }
    size_t index;
    if (word->kind != GV_NODE_SCALAR) {
        gv_blame(reading, node, "expected a check, as a word or as 'word: {settings}'");
        return false;
    }
    if (!gv_find_word(reading, word, words, word_count, "check", &index))
        return false;
    request->kind = gv_check_list[index]->name;
    return options == NULL || read_options(reading, options, false, &request->options);
}

static bool take_standard(gv_reading *reading, const gv_options *options, gv_case *item) {
    item->requests = gv_reading_alloc(reading, list_checks(NULL), sizeof *item->requests);
    if (item->requests == NULL)
        return false;
    item->request_count =
        gv_checks_standard(options, gv_case_samples(item), item->requests, list_checks(NULL));
    return true;
}

bool gv_read_checks(gv_reading *reading, const gv_node *checks, const gv_node *options,
                    gv_case *item) {
    gv_options common = gv_options_default();
    common.seed = item->seed;
    bool good = options == NULL || read_options(reading, options, true, &common);
    item->common = common;
    item->chooses_checks = checks != NULL;
    if (checks == NULL)
        return take_standard(reading, &common, item) && good;
    if (!gv_expect_list(reading, checks, "checks"))
        return false;
    size_t word_count = list_checks(NULL);
    const char **words = gv_reading_alloc(reading, word_count, sizeof *words);
    item->requests = gv_reading_alloc(reading, checks->count, sizeof *item->requests);
    if (words == NULL || item->requests == NULL)
        return false;
    list_checks(words);
    for (const gv_node *child = checks->first; child != NULL; child = child->next) {
        gv_request *request = &item->requests[item->request_count++];
        request->options = common;
        good &= read_request(reading, child, words, word_count, request);
    }
    return good;
}
