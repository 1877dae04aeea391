# Two runs compared.
target_sources(gradgate_program_objects PRIVATE
    ${CMAKE_CURRENT_LIST_DIR}/gate.c
    ${CMAKE_CURRENT_LIST_DIR}/kinds.c
    ${CMAKE_CURRENT_LIST_DIR}/numbers.c)
