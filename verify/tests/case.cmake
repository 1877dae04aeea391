# Case files, the subject of an engine model, planted faults.
foreach(test case_bad case_hostile case_load case_settings subject_engine fault_kinds)
    gradgate_add_test(NAME ${test} SOURCES ${test}.c case_support.c)
endforeach()
