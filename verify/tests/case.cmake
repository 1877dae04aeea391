# Case files, the subject of an engine model, planted faults.
foreach(test case_bad case_documents case_hostile case_load case_models case_ops case_points case_reference case_settings case_state
        case_training fault_kinds)
    gradgate_add_test(NAME ${test} SOURCES ${test}.c)
endforeach()
# The engine before GSL: OpenBLAS computes the products here, as in the program.
gradgate_add_test(NAME subject_engine SOURCES subject_engine.c
    LIBRARIES gradgate_program_objects gradgate_engine)
add_test(NAME cli_train
    COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/cli/compare.sh $<TARGET_FILE:gradgate> train)
