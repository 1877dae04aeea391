/* What the documents promise is there, and they tell all that is. */
#include "case/spec.h"
#include "case_support.h"

#include <stdio.h>
#include <string.h>

static char readme[1 << 16];

static void read_readme(void) {
    FILE *stream = fopen(FIXTURES "README.md", "rb");
    ck_assert_ptr_nonnull(stream);
    readme[fread(readme, 1, sizeof readme - 1, stream)] = '\0';
    fclose(stream);
}

/* Does the word stand in the tables: between quotes, bars or commas? */
static void expect_in_readme(const char *word) {
    static const char *const forms[] = {"`%s`", "| %s |", " %s,", "%s: ", "%s*", ", %s}"};
    char text[128];
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        snprintf(text, sizeof text, forms[i], word);
        if (strstr(readme, text) != NULL)
            return;
    }
    ck_abort_msg("fixtures/README.md says nothing of '%s'", word);
}

START_TEST(every_kind_and_its_keys_stand_in_the_readme) {
    const gv_kind_list lists[] = {gv_model_list, gv_layer_list, gv_data_list,
                                  gv_loss_list,  gv_init_list,  gv_point_list};
    read_readme();
    for (size_t l = 0; l < sizeof lists / sizeof *lists; l++)
        for (size_t k = 0; lists[l][k] != NULL; k++) {
            const gv_kind *kind = lists[l][k];
            ck_assert_str_ne(kind->meaning, "");
            expect_in_readme(kind->name);
            for (size_t f = 0; f < kind->field_count; f++) {
                ck_assert_str_ne(kind->fields[f].meaning, "");
                expect_in_readme(kind->fields[f].name);
            }
        }
    for (size_t k = 0; gv_fault_list[k] != NULL; k++)
        expect_in_readme(gv_fault_name(gv_fault_list[k]));
    for (size_t k = 0; k < ag_optimizer_kind_count; k++) {
        expect_in_readme(ag_optimizer_kinds[k]->name);
        for (size_t i = 0; i < ag_optimizer_kinds[k]->setting_count; i++)
            expect_in_readme(ag_optimizer_kinds[k]->settings[i].name);
    }
}
END_TEST

/* The words in brackets of each "expected keys (schema, name, ...), found a list". */
static void expect_keys_in_readme(const char *yaml) {
    static char text[1 << 14];
    size_t lists = 0;
    ck_assert_int_eq(load_text(yaml, strlen(yaml), text, sizeof text), GV_ERR_INPUT);
    for (char *at = text; (at = strstr(at, "expected keys (")) != NULL; lists++) {
        char *word = strchr(at, '(') + 1, *rest = NULL;
        at = strchr(word, ')') + 1;
        at[-1] = '\0';
        ck_assert_ptr_null(strstr(word, "..."));
        for (word = strtok_r(word, ", ", &rest); word != NULL;
             word = strtok_r(NULL, ", ", &rest))
            expect_in_readme(word);
    }
    ck_assert_msg(lists > 0, "%s", text);
}

START_TEST(every_key_of_a_case_stands_in_the_readme) {
    read_readme();
    expect_keys_in_readme("- a list\n");
    expect_keys_in_readme("schema: 1\nname: x\nmodel: {graph: []}\n");
    expect_keys_in_readme("options: []\n");
    expect_keys_in_readme("fault: []\n");
    expect_keys_in_readme("model: {mlp: 1}\nl2: [1]\n");
    expect_keys_in_readme("model: {layers: [relu]}\nloss: hinge\n"
                          "data: {random: {rows: 2, inputs: 2, outputs: 2}}\n"
                          "points: [{train: 1}]\nparameters: {all: 1}\n");
}
END_TEST

int main(void) {
    const TTest *const tests[] = {every_kind_and_its_keys_stand_in_the_readme,
                                  every_key_of_a_case_stands_in_the_readme, NULL};

    return run_suite("case_documents", tests);
}
