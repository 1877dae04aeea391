# Report formats: of the program, not of the library, which never prints.
# realpath, strdup, open_memstream and their kin: POSIX, which -std=c17 leaves out.
target_compile_definitions(gradgate_program_objects PUBLIC _XOPEN_SOURCE=700)
target_sources(gradgate_program_objects PRIVATE
    ${CMAKE_CURRENT_LIST_DIR}/changes.c
    ${CMAKE_CURRENT_LIST_DIR}/explain.c
    ${CMAKE_CURRENT_LIST_DIR}/explain_svg.c
    ${CMAKE_CURRENT_LIST_DIR}/formats.c
    ${CMAKE_CURRENT_LIST_DIR}/github.c
    ${CMAKE_CURRENT_LIST_DIR}/json.c
    ${CMAKE_CURRENT_LIST_DIR}/json_fields.c
    ${CMAKE_CURRENT_LIST_DIR}/json_map.c
    ${CMAKE_CURRENT_LIST_DIR}/json_outline.c
    ${CMAKE_CURRENT_LIST_DIR}/json_read.c
    ${CMAKE_CURRENT_LIST_DIR}/junit.c
    ${CMAKE_CURRENT_LIST_DIR}/markdown.c
    ${CMAKE_CURRENT_LIST_DIR}/markup.c
    ${CMAKE_CURRENT_LIST_DIR}/plot.c
    ${CMAKE_CURRENT_LIST_DIR}/rungs.c
    ${CMAKE_CURRENT_LIST_DIR}/save.c
    ${CMAKE_CURRENT_LIST_DIR}/svg.c
    ${CMAKE_CURRENT_LIST_DIR}/svg_axis.c
    ${CMAKE_CURRENT_LIST_DIR}/svg_sweep.c
    ${CMAKE_CURRENT_LIST_DIR}/sweep.c
    ${CMAKE_CURRENT_LIST_DIR}/sweep_errors.c
    ${CMAKE_CURRENT_LIST_DIR}/sweep_estimates.c
    ${CMAKE_CURRENT_LIST_DIR}/table.c
    ${CMAKE_CURRENT_LIST_DIR}/tally.c
    ${CMAKE_CURRENT_LIST_DIR}/tap.c
    ${CMAKE_CURRENT_LIST_DIR}/text.c
    ${CMAKE_CURRENT_LIST_DIR}/text_check.c
    ${CMAKE_CURRENT_LIST_DIR}/text_totals.c
    ${CMAKE_CURRENT_LIST_DIR}/utf8.c
    ${CMAKE_CURRENT_LIST_DIR}/words.c
    ${CMAKE_CURRENT_LIST_DIR}/wrap.c)
