# The subcommands.  main.c is apart: it is the program's own.
target_sources(gradgate_program_objects PRIVATE
    ${CMAKE_CURRENT_LIST_DIR}/commands.c
    ${CMAKE_CURRENT_LIST_DIR}/completion.c
    ${CMAKE_CURRENT_LIST_DIR}/explain.c
    ${CMAKE_CURRENT_LIST_DIR}/flags.c
    ${CMAKE_CURRENT_LIST_DIR}/gate.c
    ${CMAKE_CURRENT_LIST_DIR}/help.c
    ${CMAKE_CURRENT_LIST_DIR}/list.c
    ${CMAKE_CURRENT_LIST_DIR}/man.c
    ${CMAKE_CURRENT_LIST_DIR}/model.c
    ${CMAKE_CURRENT_LIST_DIR}/one_case.c
    ${CMAKE_CURRENT_LIST_DIR}/outputs.c
    ${CMAKE_CURRENT_LIST_DIR}/ops.c
    ${CMAKE_CURRENT_LIST_DIR}/parse.c
    ${CMAKE_CURRENT_LIST_DIR}/progress.c
    ${CMAKE_CURRENT_LIST_DIR}/reference.c
    ${CMAKE_CURRENT_LIST_DIR}/report.c
    ${CMAKE_CURRENT_LIST_DIR}/run.c
    ${CMAKE_CURRENT_LIST_DIR}/show.c
    ${CMAKE_CURRENT_LIST_DIR}/show_tables.c
    ${CMAKE_CURRENT_LIST_DIR}/terminal.c
    ${CMAKE_CURRENT_LIST_DIR}/train.c
    ${CMAKE_CURRENT_LIST_DIR}/version.c)
