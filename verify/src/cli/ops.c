/* ops: what the engine can compute, drawn from its descriptors: the names that a formula in a
 * case can use, with their attributes, and how a node with them is written. */
#include "cli/commands.h"
#include <gradgate/engine/op.h>
#include <inttypes.h>
#include <string.h>

/* Where the texts stand, and where they are broken. */
#define COLUMN 14
#define WIDTH 96

static const char *op_word(size_t number) {
    return number < ag_op_count ? ag_op_list[number]->name : NULL;
}

/* "  label     text", the text broken between words. */
static void print_line(const char *label, const char *text) {
    size_t at = COLUMN;

    printf("  %-*s", COLUMN - 2, label);
    while (*text) {
        const size_t length = strcspn(text, " ");
        if (at > COLUMN && at + 1 + length > WIDTH) {
            printf("\n%*s", COLUMN, "");
            at = COLUMN;
        } else if (at > COLUMN) {
            putchar(' ');
            at++;
        }
        printf("%.*s", (int)length, text);
        at += length;
        text += length + (text[length] == ' ');
    }
    putchar('\n');
}

static size_t fewest_inputs(const ag_op *op) {
    return op->arity != AG_VARIADIC ? op->arity : op->least ? op->least : 1;
}

static void print_inputs(const ag_op *op) {
    if (op->arity != AG_VARIADIC)
        printf("%zu input%s", op->arity, op->arity == 1 ? "" : "s");
    else if (op->most > 0)
        printf("%zu to %zu inputs", fewest_inputs(op), op->most);
    else
        printf("%zu or more inputs", fewest_inputs(op));
    for (size_t i = 0; i < 32; i++)
        if (op->index_inputs >> i & 1U)
            printf(", input %zu holds indices", i);
    putchar('\n');
}

static void print_kinks(const ag_op *op) {
    char text[400];
    size_t at = 0;

    for (size_t i = 0; i < op->kink_count && at < sizeof text; i++)
        at += (size_t)snprintf(text + at, sizeof text - at, "%sx = %g", i ? ", " : "",
                               op->kinks[i]);
    if (op->kink_place && at < sizeof text)
        at += (size_t)snprintf(text + at, sizeof text - at, "%s%s", at ? "; " : "",
                               op->kink_place);
    if (at > 0)
        print_line("kinks", text);
}

static const char *kind_text(ag_attribute_kind kind) {
    static const char *const texts[] = {[AG_ATTRIBUTE_INT] = "whole number",
                                        [AG_ATTRIBUTE_REAL] = "number",
                                        [AG_ATTRIBUTE_BOOL] = "true or false",
                                        [AG_ATTRIBUTE_INTS] = "list of whole numbers"};
    return texts[kind];
}

static void print_attributes(const ag_op *op) {
    for (size_t i = 0; i < op->attribute_count; i++) {
        const ag_attribute_spec *spec = &op->attributes[i];
        char text[400];
        snprintf(text, sizeof text, "%s%s: %s%s%s", spec->name, spec->required ? "*" : "",
                 kind_text(spec->kind), spec->meaning ? "; " : "",
                 spec->meaning ? spec->meaning : "");
        print_line(i ? "" : "attributes", text);
    }
}

/* A node with the fewest inputs and the attributes that must be there. */
static void print_node(const ag_op *op) {
    char text[400];
    size_t at = (size_t)snprintf(text, sizeof text, "{op: %s, inputs: [", op->name);

    for (size_t i = 0; i < fewest_inputs(op) && at < sizeof text; i++)
        at += (size_t)snprintf(text + at, sizeof text - at, "%s%c", i ? ", " : "",
                               'a' + (int)(i % 26));
    if (at < sizeof text)
        at += (size_t)snprintf(text + at, sizeof text - at, "]");
    for (size_t i = 0; i < op->attribute_count && at < sizeof text; i++)
        if (op->attributes[i].required)
            at += (size_t)snprintf(
                text + at, sizeof text - at, ", %s: %s", op->attributes[i].name,
                op->attributes[i].kind == AG_ATTRIBUTE_INTS ? "[...]" : "...");
    if (at < sizeof text)
        snprintf(text + at, sizeof text - at, "}");
    print_line("in a case", text);
}

static void print_op(const ag_op *op) {
    char domain[80];

    printf("%s: ", op->name);
    print_inputs(op);
    print_line("formula", op->formula);
    snprintf(domain, sizeof domain, "%g to %g", op->domain.low, op->domain.high);
    if (op->domain.low < op->domain.high)
        print_line("domain", domain);
    print_kinks(op);
    print_attributes(op);
    print_node(op);
    if (op->source)
        print_line("source", op->source);
}

static int run(const gv_invocation *invocation) {
    const gv_list *names = &invocation->arguments->operands;
    gv_error error;

    for (size_t i = 0; i < names->count; i++)
        if (!ag_op_find(names->items[i])) {
            gv_usage_error(&error, names->items[i], op_word, "there is no op '%.60s'",
                           names->items[i]);
            gv_complain("ops", error.message);
            return 3;
        }
    for (size_t i = 0; i < (names->count ? names->count : ag_op_count); i++) {
        const ag_op *op = names->count ? ag_op_find(names->items[i]) : ag_op_list[i];
        if (invocation->arguments->names) {
            puts(op->name);
            continue;
        }
        if (i)
            putchar('\n');
        print_op(op);
    }
    return 0;
}

static const gv_example examples[] = {
    {"gradgate ops", "every op"},
    {"gradgate ops softmax conv2d", "two of them"},
    {NULL, NULL},
};

const gv_subcommand gv_command_ops = {
    .name = "ops",
    .synopsis = "[OP...]",
    .summary = "Lists the ops of the engine: formula, domain, kinks, attributes.",
    .details = "These are the names that the nodes of a graph in a case can use. The domain is "
               "where their inputs are drawn from in tests, inside of where the op is defined; "
               "at a kink the op has no derivative. An attribute with a star must be given.",
    .examples = examples,
    .run = run,
};
