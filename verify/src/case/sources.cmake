# Case files: part of the program.
target_sources(gradgate_program_objects PRIVATE
    ${CMAKE_CURRENT_LIST_DIR}/arena.c
    ${CMAKE_CURRENT_LIST_DIR}/build.c
    ${CMAKE_CURRENT_LIST_DIR}/case.c
    ${CMAKE_CURRENT_LIST_DIR}/checks.c
    ${CMAKE_CURRENT_LIST_DIR}/csv.c
    ${CMAKE_CURRENT_LIST_DIR}/data.c
    ${CMAKE_CURRENT_LIST_DIR}/data_csv.c
    ${CMAKE_CURRENT_LIST_DIR}/data_tokens.c
    ${CMAKE_CURRENT_LIST_DIR}/document.c
    ${CMAKE_CURRENT_LIST_DIR}/fault.c
    ${CMAKE_CURRENT_LIST_DIR}/fields.c
    ${CMAKE_CURRENT_LIST_DIR}/init.c
    ${CMAKE_CURRENT_LIST_DIR}/issues.c
    ${CMAKE_CURRENT_LIST_DIR}/l2.c
    ${CMAKE_CURRENT_LIST_DIR}/layer.c
    ${CMAKE_CURRENT_LIST_DIR}/layer_rnn.c
    ${CMAKE_CURRENT_LIST_DIR}/loss.c
    ${CMAKE_CURRENT_LIST_DIR}/model.c
    ${CMAKE_CURRENT_LIST_DIR}/model_layers.c
    ${CMAKE_CURRENT_LIST_DIR}/model_mlp.c
    ${CMAKE_CURRENT_LIST_DIR}/numbers.c
    ${CMAKE_CURRENT_LIST_DIR}/points.c
    ${CMAKE_CURRENT_LIST_DIR}/reader.c
    ${CMAKE_CURRENT_LIST_DIR}/select.c
    ${CMAKE_CURRENT_LIST_DIR}/source.c
    ${CMAKE_CURRENT_LIST_DIR}/words.c)
