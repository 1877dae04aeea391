# Gradient tests under ctest. Here after find_package(gradgate) and after FetchContent alike.
#
#   gradgate_test(NAME <name> COMMAND <target or program> [<argument>...])
#
# adds a test that ends with gradgate's exit codes: a program that returns gv_exit_code(), or
# `gradgate run`. Its label is "gradgate" (ctest --label-regex gradgate).
#
# ctest knows passed and failed, and gradgate a third: 2, undecided. What becomes of it is asked of
# GRADGATE_UNDECIDED:
#
#   fail   the test fails. The default: what was not decided must not look like what passed.
#   skip   the test is "Skipped" (SKIP_RETURN_CODE). ctest then ends with 0, so whoever sets this
#          looks for skipped tests himself, and has a colour of its own for them: the report of
#          --output-junit says <skipped message="SKIP_RETURN_CODE=2"/>.
set(GRADGATE_UNDECIDED fail CACHE STRING
    "What a gradient test that is undecided does in ctest: fail, or skip")
set_property(CACHE GRADGATE_UNDECIDED PROPERTY STRINGS fail skip)

function(gradgate_test)
    cmake_parse_arguments(PARSE_ARGV 0 TEST "" "NAME" "COMMAND")
    if(NOT TEST_NAME OR NOT TEST_COMMAND OR TEST_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "gradgate_test(NAME <name> COMMAND <command> [<argument>...])")
    endif()
    add_test(NAME "${TEST_NAME}" COMMAND ${TEST_COMMAND})
    set_property(TEST "${TEST_NAME}" PROPERTY LABELS gradgate)
    if(GRADGATE_UNDECIDED STREQUAL "skip")
        set_property(TEST "${TEST_NAME}" PROPERTY SKIP_RETURN_CODE 2)
    elseif(NOT GRADGATE_UNDECIDED STREQUAL "fail")
        message(FATAL_ERROR "GRADGATE_UNDECIDED is '${GRADGATE_UNDECIDED}': fail or skip")
    endif()
endfunction()
