/* The program: finds the subcommand, and makes sure that no result is lost in silence. */
#include "cli/commands.h"
#include "run/command.h"
#include <errno.h>
#include <fcntl.h>
#include <gradgate/engine/blas.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A closed standard stream must not become the first file that is opened: its place is held by
 * /dev/null, opened so that what was meant to be used fails as it should. */
static void hold_streams(void) {
    for (int descriptor = 0; descriptor <= 2; descriptor++)
        if (fcntl(descriptor, F_GETFD) < 0)
            (void)!open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY);
}

/* Whether all that was printed has arrived. */
static int close_stdout(int code) {
    errno = 0;
    const int failed = ferror(stdout);
    if (fclose(stdout) == 0 && !failed)
        return code;
    fprintf(stderr, "gradgate: standard output: %s\n",
            errno ? strerror(errno) : "could not be written");
    return gv_exit_code_worst(code, 3);
}

static int usage(const char *word) {
    gv_error error;

    if (!word) {
        gv_help_print(NULL, stderr);
        return 3;
    }
    gv_usage_error(&error, word, gv_subcommand_word, "there is no command '%.60s'", word);
    gv_complain(NULL, error.message);
    fputs("'gradgate help' lists them\n", stderr);
    return 3;
}

static int invoke(const gv_subcommand *command, const gv_arguments *arguments,
                  const char *command_line) {
    const gv_invocation invocation = {arguments, command_line};

    if (arguments->help) {
        gv_help_print(command, stdout);
        return 0;
    }
    if (arguments->version)
        return gv_command_version.run(&invocation);
    return command->run(&invocation);
}

static int dispatch(int count, char **words, const char *command_line) {
    const char *word = count > 1 ? words[1] : NULL;
    const bool bare = word && word[0] == '-'; /* "gradgate --version" */
    const gv_subcommand *command = bare ? &gv_command_help : NULL;
    const int from = bare ? 1 : 2;
    gv_arguments arguments;
    gv_error error = {GV_OK, ""};
    int code = 0;

    if (word && !bare)
        command = gv_subcommand_find(word);
    if (!command)
        return usage(word);
    if (gv_arguments_parse(bare ? NULL : command->name, count - from, words + from, &arguments,
                           &error) == GV_OK) {
        if (bare && arguments.help) {
            gv_help_print(NULL, stdout);
            code = 0;
        } else {
            code = invoke(command, &arguments, command_line);
        }
    } else {
        gv_complain(bare ? NULL : command->name, error.message);
        fprintf(stderr, "'gradgate help%s%s' says what there is\n", bare ? "" : " ",
                bare ? "" : command->name);
        code = error.status == GV_ERR_MEMORY ? 4 : 3;
    }
    gv_arguments_clear(&arguments);
    return code;
}

int main(int count, char **words) {
    gv_command_line line = {0};
    int code;

    hold_streams();
    signal(SIGPIPE, SIG_IGN); /* a closed pipe is an error of writing, as a full disk is */
    ag_blas_single_thread();  /* this process is ours */
    gv_command_add(&line, "gradgate");
    for (int i = 1; i < count; i++)
        gv_command_add(&line, words[i]);
    code = dispatch(count, words, line.failed ? NULL : line.text);
    free(line.text);
    return close_stdout(code);
}
