# Reports, which cases are run, and the program itself as its users meet it.
gradgate_add_test(NAME report_utf8 SOURCES report_utf8.c)
gradgate_add_test(NAME report_save SOURCES report_save.c)
gradgate_add_test(NAME report_json SOURCES report_json.c)
gradgate_add_test(NAME report_hostile SOURCES report_hostile.c)
gradgate_add_test(NAME report_sweep SOURCES report_sweep.c)
gradgate_add_test(NAME report_html SOURCES report_html.c)
gradgate_add_test(NAME report_pictures SOURCES report_pictures.c)
gradgate_add_test(NAME run_files SOURCES run_files.c)
gradgate_add_test(NAME run_exit SOURCES run_exit.c)
gradgate_add_test(NAME gate_compare SOURCES gate_compare.c)
gradgate_add_test(NAME cli_parse SOURCES cli/parse.c)

# Draws findings made by hand, for what compares it with files.
add_executable(report_draw report_draw.c)
target_link_libraries(report_draw PRIVATE gradgate_test_support gradgate_flags)
add_test(NAME report_golden
    COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/cli/golden.sh $<TARGET_FILE:report_draw>)

# One test for each script of cli/scripts, with what it prints in cli/expected.
foreach(script help usage exits verdicts outputs redraw gate
        show explain)
    add_test(NAME cli_${script}
        COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/cli/compare.sh $<TARGET_FILE:gradgate> ${script})
endforeach()
add_test(NAME report_tap
    COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/cli/tap.sh $<TARGET_FILE:report_draw>)
add_test(NAME cli_full
    COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/cli/full.sh $<TARGET_FILE:gradgate>)
set_tests_properties(cli_full PROPERTIES SKIP_RETURN_CODE 77)
add_test(NAME cli_schema
    COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/cli/schema.sh $<TARGET_FILE:gradgate>
            $<TARGET_FILE:report_draw>)

# The manual pages and the completion as they are built, and the examples of the help.
if(NOT CMAKE_CROSSCOMPILING)
    foreach(script man completion)
        add_test(NAME cli_${script}
            COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/cli/${script}.sh $<TARGET_FILE:gradgate>
                    ${PROJECT_BINARY_DIR}/manual)
    endforeach()
endif()
add_test(NAME cli_examples
    COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/cli/examples.sh $<TARGET_FILE:gradgate>
            ${PROJECT_SOURCE_DIR})
