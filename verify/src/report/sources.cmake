# Report formats: of the program, not of the library, which never prints.
target_sources(gradgate_program_objects PRIVATE
    ${CMAKE_CURRENT_LIST_DIR}/formats.c
    ${CMAKE_CURRENT_LIST_DIR}/json.c
    ${CMAKE_CURRENT_LIST_DIR}/json_fields.c
    ${CMAKE_CURRENT_LIST_DIR}/json_read.c
    ${CMAKE_CURRENT_LIST_DIR}/save.c
    ${CMAKE_CURRENT_LIST_DIR}/table.c
    ${CMAKE_CURRENT_LIST_DIR}/tally.c
    ${CMAKE_CURRENT_LIST_DIR}/text.c
    ${CMAKE_CURRENT_LIST_DIR}/text_check.c
    ${CMAKE_CURRENT_LIST_DIR}/text_totals.c
    ${CMAKE_CURRENT_LIST_DIR}/utf8.c)
