/* ops: what the engine can compute, drawn from its descriptors: the names that a formula in a
 * case can use, with their attributes. */
#include "cli/commands.h"
#include <gradgate/engine/op.h>
#include <inttypes.h>
#include <string.h>

static const char *op_word(size_t number) {
    return number < ag_op_count ? ag_op_list[number]->name : NULL;
}

static void print_inputs(const ag_op *op) {
    if (op->arity != AG_VARIADIC)
        printf("%zu input%s", op->arity, op->arity == 1 ? "" : "s");
    else if (op->most > 0)
        printf("%zu to %zu inputs", op->least ? op->least : 1, op->most);
    else
        printf("%zu or more inputs", op->least ? op->least : 1);
    for (size_t i = 0; i < 32; i++)
        if (op->index_inputs >> i & 1U)
            printf(", input %zu holds indices", i);
}

static void print_kinks(const ag_op *op) {
    if (op->kink_count == 0 && !op->kink_place)
        return;
    fputs("  kinks       ", stdout);
    for (size_t i = 0; i < op->kink_count; i++)
        printf("%sx = %g", i ? ", " : "", op->kinks[i]);
    if (op->kink_place)
        printf("%s%s", op->kink_count ? "; " : "", op->kink_place);
    putchar('\n');
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
        printf("  %-10s  %s%s: %s%s%s\n", i ? "" : "attributes", spec->name,
               spec->required ? "*" : "", kind_text(spec->kind), spec->meaning ? "; " : "",
               spec->meaning ? spec->meaning : "");
    }
}

static void print_op(const ag_op *op) {
    printf("%s: ", op->name);
    print_inputs(op);
    printf("\n  formula     %s\n", op->formula);
    if (op->domain.low < op->domain.high)
        printf("  domain      %g to %g\n", op->domain.low, op->domain.high);
    print_kinks(op);
    print_attributes(op);
    if (op->source)
        printf("  source      %s\n", op->source);
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
        if (invocation->arguments->names)
            puts(op->name);
        else
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
    .details =
        "These are the names that the nodes of a graph in a case can use. The domain is "
        "where their inputs are drawn from in tests; an attribute with a star must be given.",
    .examples = examples,
    .run = run,
};
