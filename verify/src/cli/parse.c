/* The parser: one pass over the words, every flag looked up in the table. */
#include "cli/parse.h"
#include "case/numbers.h"
#include "case/words.h"
#include "cli/commands.h"
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define WORDS_MAX 64

typedef struct parsing {
    const char *command;
    int count; /* of words */
    char *const *words;
    int next; /* word to be looked at */
    gv_arguments *into;
    gv_error *error;
} parsing;

static const char *nearest_of(const char *wrong, const char *(*word)(size_t number)) {
    const char *words[WORDS_MAX];
    size_t count = 0;

    while (word && count < WORDS_MAX && word(count)) {
        words[count] = word(count);
        count++;
    }
    return count ? gv_nearest_word(wrong, words, count) : NULL;
}

gv_status gv_usage_error(gv_error *error, const char *wrong, const char *(*word)(size_t number),
                         const char *format, ...) {
    const char *nearest = nearest_of(wrong, word);
    char message[400];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    error->status = GV_ERR_INPUT;
    snprintf(error->message, sizeof error->message, "%s%s%s%s", message,
             nearest ? "; did you mean '" : "", nearest ? nearest : "", nearest ? "'?" : "");
    return GV_ERR_INPUT;
}

static const gv_flag *find_long(const char *name, size_t length) {
    for (const gv_flag *flag = gv_flag_list; flag->name; flag++)
        if (strlen(flag->name) == length && strncmp(flag->name, name, length) == 0)
            return flag;
    return NULL;
}

static const gv_flag *find_letter(char letter) {
    for (const gv_flag *flag = gv_flag_list; flag->name; flag++)
        if (flag->letter == letter)
            return flag;
    return NULL;
}

static gv_status out_of_range(const parsing *in, const gv_flag *flag, const char *text) {
    return gv_usage_error(in->error, text, NULL, "--%s: %.60s is not between %g and %g",
                          flag->name, text, flag->low, flag->high);
}

static gv_status take_real(const parsing *in, const gv_flag *flag, const char *text, void *at) {
    double number;

    if (!gv_parse_real(text, &number))
        return gv_usage_error(in->error, text, NULL, "--%s: '%.60s' is not a number",
                              flag->name, text);
    if (!(number >= flag->low && number <= flag->high))
        return out_of_range(in, flag, text);
    *(double *)at = number;
    return GV_OK;
}

static gv_status take_whole(const parsing *in, const gv_flag *flag, const char *text,
                            void *at) {
    uint64_t number;

    if (!gv_parse_whole(text, &number))
        return gv_usage_error(in->error, text, NULL,
                              "--%s: '%.60s' is not a whole number from 0 to 2^64 - 1",
                              flag->name, text);
    if (flag->type == GV_FLAG_SEED) {
        *(uint64_t *)at = number;
        return GV_OK;
    }
    if (!((double)number >= flag->low && (double)number <= flag->high))
        return out_of_range(in, flag, text);
    *(size_t *)at = (size_t)number;
    return GV_OK;
}

/* The place of a word among those of the flag. */
static gv_status find_word(const parsing *in, const gv_flag *flag, const char *text,
                           int *place) {
    char all[200] = "";
    size_t at = 0;

    for (*place = 0; flag->word((size_t)*place); ++*place)
        if (strcmp(flag->word((size_t)*place), text) == 0)
            return GV_OK;
    for (size_t i = 0; flag->word(i) && at < sizeof all; i++)
        at += (size_t)snprintf(all + at, sizeof all - at, "%s%s", i ? ", " : "", flag->word(i));
    return gv_usage_error(in->error, text, flag->word, "--%s: '%.60s' is none of %s",
                          flag->name, text, all);
}

static gv_status append(const parsing *in, gv_list *list, const char *text) {
    if (!list->items)
        list->items = calloc((size_t)in->count + 1, sizeof *list->items);
    if (!list->items) {
        *in->error = (gv_error){GV_ERR_MEMORY, "out of memory"};
        return GV_ERR_MEMORY;
    }
    list->items[list->count++] = text;
    return GV_OK;
}

const gv_format *gv_output_split(const char *text, const char **path) {
    const char *equals = strchr(text, '=');

    *path = equals ? equals + 1 : "";
    for (const gv_format *const *format = gv_format_list; *format && **path; format++)
        if (strlen((*format)->name) == (size_t)(equals - text) &&
            strncmp((*format)->name, text, (size_t)(equals - text)) == 0)
            return *format;
    return NULL;
}

static gv_status take_output(const parsing *in, const gv_flag *flag, const char *text,
                             void *at) {
    const char *path;
    char name[32];

    if (gv_output_split(text, &path))
        return append(in, at, text);
    if (!*path)
        return gv_usage_error(in->error, text, NULL, "--%s: '%.60s' is not FORMAT=FILE",
                              flag->name, text);
    snprintf(name, sizeof name, "%.*s", (int)strcspn(text, "="), text);
    return gv_usage_error(in->error, name, flag->word, "--%s: there is no format '%s'",
                          flag->name, name);
}

static gv_status take_value(const parsing *in, const gv_flag *flag, const char *text,
                            void *at) {
    int place = 0;
    gv_status status;

    switch (flag->type) {
    case GV_FLAG_SWITCH:
        *(bool *)at = true;
        return GV_OK;
    case GV_FLAG_REAL:
        return take_real(in, flag, text, at);
    case GV_FLAG_COUNT:
    case GV_FLAG_SEED:
        return take_whole(in, flag, text, at);
    case GV_FLAG_WORD:
        status = find_word(in, flag, text, &place);
        if (status == GV_OK)
            *(int *)at = place;
        return status;
    case GV_FLAG_TEXT:
        *(const char **)at = text;
        return GV_OK;
    case GV_FLAG_LIST:
        status = flag->word ? find_word(in, flag, text, &place) : GV_OK;
        return status == GV_OK ? append(in, at, text) : status;
    case GV_FLAG_OUTPUT:
        return take_output(in, flag, text, at);
    }
    return GV_ERR_INTERNAL;
}

static size_t option_size(const gv_flag *flag) {
    switch (flag->type) {
    case GV_FLAG_REAL:
        return sizeof(double);
    case GV_FLAG_COUNT:
        return sizeof(size_t);
    case GV_FLAG_SEED:
        return sizeof(uint64_t);
    default:
        return sizeof(int);
    }
}

/* Remembers that this field of the options is set. */
static void note_override(gv_overrides *overrides, const gv_flag *flag) {
    for (size_t i = 0; i < overrides->count; i++)
        if (overrides->fields[i].at == flag->at)
            return;
    if (overrides->count < GV_OVERRIDES_MAX)
        overrides->fields[overrides->count++] = (gv_override){flag->at, option_size(flag)};
    overrides->has_seed = overrides->has_seed || flag->type == GV_FLAG_SEED;
}

static void note_setting(gv_command_line *settings, const gv_flag *flag, const char *text) {
    char name[40];

    snprintf(name, sizeof name, "--%s", flag->name);
    gv_command_add(settings, name);
    gv_command_add(settings, text);
}

static gv_status take_flag(const parsing *in, const gv_flag *flag, const char *text) {
    char *base = flag->option ? (char *)&in->into->overrides.values : (char *)in->into;
    const gv_status status = take_value(in, flag, text, base + flag->at);

    if (status != GV_OK)
        return status;
    if (flag->option)
        note_override(&in->into->overrides, flag);
    if (flag->repeat)
        note_setting(&in->into->settings, flag, text);
    return GV_OK;
}

/* "'--seed' is no flag of 'gradgate show', but of run, explain". */
static gv_status not_here(const parsing *in, const gv_flag *flag) {
    char others[200] = "";
    size_t at = 0;

    for (size_t i = 0; gv_subcommand_word(i) && at < sizeof others; i++)
        if (gv_flag_applies(flag, gv_subcommand_word(i)))
            at += (size_t)snprintf(others + at, sizeof others - at, "%s%s", at ? ", " : "",
                                   gv_subcommand_word(i));
    return gv_usage_error(in->error, flag->name, NULL,
                          "'--%s' is no flag of 'gradgate%s%s', but of %s", flag->name,
                          in->command ? " " : "", in->command ? in->command : "", others);
}

/* A flag that was found under `shown`; `value` is what stands behind its '=', or NULL. */
static gv_status parse_flag(parsing *in, const gv_flag *flag, const char *shown,
                            const char *value) {
    if (!gv_flag_applies(flag, in->command))
        return not_here(in, flag);
    if (!flag->argument && value)
        return gv_usage_error(in->error, shown, NULL, "--%s takes no value", flag->name);
    if (flag->argument && !value) {
        if (in->next >= in->count)
            return gv_usage_error(in->error, shown, NULL, "--%s needs a value: %s", flag->name,
                                  flag->argument);
        value = in->words[in->next++];
    }
    return take_flag(in, flag, value);
}

/* The nearest among the flags that the command has. */
static const char *nearest_flag(const parsing *in, const char *wrong) {
    const char *words[WORDS_MAX];
    size_t count = 0;

    for (const gv_flag *flag = gv_flag_list; flag->name && count < WORDS_MAX; flag++)
        if (gv_flag_applies(flag, in->command))
            words[count++] = flag->name;
    return gv_nearest_word(wrong, words, count);
}

static gv_status parse_long(parsing *in, const char *word) {
    const size_t length = strcspn(word + 2, "=");
    const gv_flag *flag = find_long(word + 2, length);
    char name[64];

    if (flag)
        return parse_flag(in, flag, word, word[2 + length] ? word + 3 + length : NULL);
    snprintf(name, sizeof name, "%.*s", (int)(length < 60 ? length : 60), word + 2);
    const char *nearest = nearest_flag(in, name);
    return gv_usage_error(in->error, name, NULL, "unknown flag '--%s'%s%s%s", name,
                          nearest ? "; did you mean '--" : "", nearest ? nearest : "",
                          nearest ? "'?" : "");
}

/* "-qv"; the last letter may take a value: "-o json=x" or "-ojson=x". */
static gv_status parse_letters(parsing *in, const char *word) {
    gv_status status = GV_OK;

    for (const char *at = word + 1; *at && status == GV_OK; at++) {
        const gv_flag *flag = find_letter(*at);
        if (!flag)
            return gv_usage_error(in->error, word, NULL, "unknown flag '-%c' in '%.60s'", *at,
                                  word);
        if (flag->argument)
            return parse_flag(in, flag, word, at[1] ? at + 1 : NULL);
        status = parse_flag(in, flag, word, NULL);
    }
    return status;
}

gv_status gv_arguments_parse(const char *command, int count, char *const *words,
                             gv_arguments *arguments, gv_error *error) {
    parsing in = {command, count, words, 0, arguments, error};
    gv_status status = GV_OK;
    bool flags = true;

    *arguments = (gv_arguments){.overrides.values = gv_options_default()};
    while (in.next < count && status == GV_OK) {
        const char *word = words[in.next++];
        if (!flags || word[0] != '-' || word[1] == '\0')
            status = append(&in, &arguments->operands, word);
        else if (strcmp(word, "--") == 0)
            flags = false;
        else if (word[1] == '-')
            status = parse_long(&in, word);
        else
            status = parse_letters(&in, word);
    }
    if (status == GV_OK && arguments->settings.failed) {
        *error = (gv_error){GV_ERR_MEMORY, "out of memory"};
        status = GV_ERR_MEMORY;
    }
    return status;
}

void gv_arguments_clear(gv_arguments *arguments) {
    free(arguments->cases.items);
    free(arguments->checks.items);
    free(arguments->json.items);
    free(arguments->html.items);
    free(arguments->outputs.items);
    free(arguments->operands.items);
    free(arguments->settings.text);
    *arguments = (gv_arguments){0};
}
