# The library: numbers, verdicts, checks, and the C call as its users meet it.
gradgate_add_test(NAME numeric_precision SOURCES numeric_precision.c)
gradgate_add_test(NAME numeric_log SOURCES numeric_log.c)
gradgate_add_test(NAME numeric_line SOURCES numeric_line.c)
gradgate_add_test(NAME numeric_gsl SOURCES numeric_gsl.c)
gradgate_add_test(NAME numeric_noise SOURCES numeric_noise.c)
gradgate_add_test(NAME numeric_step SOURCES numeric_step.c)
gradgate_add_test(NAME numeric_seek SOURCES numeric_seek.c)
gradgate_add_test(NAME numeric_side SOURCES numeric_side.c)
