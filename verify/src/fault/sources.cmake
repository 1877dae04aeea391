# Planted faults: part of the program.
target_sources(gradgate_program_objects PRIVATE
    ${CMAKE_CURRENT_LIST_DIR}/edges.c
    ${CMAKE_CURRENT_LIST_DIR}/fault.c
    ${CMAKE_CURRENT_LIST_DIR}/kinds.c)
