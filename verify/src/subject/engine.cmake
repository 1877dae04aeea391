# The subject that wraps an engine model: part of the program, not of gradgate::verify.
target_sources(gradgate_program_objects PRIVATE
    ${CMAKE_CURRENT_LIST_DIR}/engine.c
    ${CMAKE_CURRENT_LIST_DIR}/engine_claims.c
    ${CMAKE_CURRENT_LIST_DIR}/engine_describe.c
    ${CMAKE_CURRENT_LIST_DIR}/engine_lanes.c
    ${CMAKE_CURRENT_LIST_DIR}/engine_powers.c
    ${CMAKE_CURRENT_LIST_DIR}/engine_values.c)
