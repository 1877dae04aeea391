/* version: gradgate's, GSL's, the BLAS's. */
#include "cli/version.h"
#include "cli/commands.h"
#include "numeric/gsl.h"
#include <gradgate/engine/blas.h>
#include <gradgate/verify/verify.h>
#include <sys/utsname.h>
#include <time.h>

#if defined(__clang__)
#define COMPILER __VERSION__ /* "Debian Clang 14.0.6" */
#elif defined(__GNUC__)
#define COMPILER "GCC " __VERSION__
#else
#define COMPILER "unknown"
#endif

/* Kernel and machine, not the host's name: reports are passed on. */
static const char *system_name(void) {
    static char text[256];
    struct utsname about;

    if (text[0] == '\0' && uname(&about) >= 0)
        snprintf(text, sizeof text, "%.80s %.80s %.80s", about.sysname, about.release,
                 about.machine);
    return text;
}

gv_provenance gv_provenance_of_program(void) {
    return (gv_provenance){
        .version = gv_version(),
        .commit = *GRADGATE_COMMIT ? GRADGATE_COMMIT : NULL,
        .gsl = gv_gsl_version(),
        .blas = ag_blas_description(),
        .compiler = COMPILER,
        .system = system_name(),
    };
}

gv_provenance gv_provenance_of_run(const gv_invocation *invocation,
                                   char started[GV_STARTED_SIZE]) {
    const gv_overrides *overrides = &invocation->arguments->overrides;
    gv_provenance provenance = gv_provenance_of_program();
    const time_t now = time(NULL);
    struct tm parts;

    started[0] = '\0';
    if (gmtime_r(&now, &parts))
        strftime(started, GV_STARTED_SIZE, "%Y-%m-%dT%H:%M:%SZ", &parts);
    provenance.started = started;
    provenance.command = invocation->command_line;
    provenance.seed = overrides->has_seed ? overrides->values.seed : 0;
    return provenance;
}

static int run(const gv_invocation *invocation) {
    const gv_provenance program = gv_provenance_of_program();

    (void)invocation;
    printf("gradgate %s\n", program.version);
    printf("GSL      %s\n", program.gsl);
    printf("BLAS     %s\n", program.blas);
    printf("compiler %s\n", program.compiler);
    return 0;
}

const gv_subcommand gv_command_version = {
    .name = "version",
    .synopsis = "",
    .summary = "Says the versions of gradgate, GSL, the BLAS and the compiler.",
    .run = run,
};
