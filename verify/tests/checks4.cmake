# The checks of further powers: zeroing, forward mode, second derivatives, orders, steps.
foreach(check accumulation tangent curvature taylor step)
    gradgate_add_test(NAME check_${check} SOURCES check_${check}.c)
endforeach()
if(GRADGATE_PROGRAM)
    gradgate_add_test(NAME check_powers_engine SOURCES check_powers_engine.c)
endif()
