# Problems with known answers: their library, compiled in double and in binary128, the proof of
# the labels, gradgate's verdicts on them, and the table that ci/verdict-table prints.
set(corpus ${CMAKE_CURRENT_LIST_DIR})
set(corpus_functions
    ${corpus}/classic.c ${corpus}/classic_fits.c ${corpus}/classic_many.c ${corpus}/scale.c
    ${corpus}/shape.c ${corpus}/digits.c ${corpus}/nets.c ${corpus}/layers.c ${corpus}/flat.c
    ${corpus}/tied.c ${corpus}/regularised.c ${corpus}/likelihood.c ${corpus}/matrix.c
    ${corpus}/float32.c ${corpus}/storage.c ${corpus}/iterated.c ${corpus}/kink.c
    ${corpus}/kink_more.c ${corpus}/near.c ${corpus}/edge.c ${corpus}/contract.c
    ${corpus}/odd.c ${corpus}/search.c ${corpus}/models.c ${corpus}/doubted.c
    ${corpus}/kinds.c)

add_library(gradgate_corpus STATIC
    ${corpus_functions} ${corpus}/corpus.c ${corpus}/point.c ${corpus}/mistakes.c
    ${corpus}/conduct.c ${corpus}/ask.c)
target_include_directories(gradgate_corpus PUBLIC ${corpus})
target_link_libraries(gradgate_corpus PUBLIC gradgate_verify m PRIVATE gradgate_flags)

add_library(gradgate_corpus_exact STATIC ${corpus_functions} ${corpus}/exact.c)
target_compile_definitions(gradgate_corpus_exact PRIVATE CORPUS_EXACT)
target_include_directories(gradgate_corpus_exact PRIVATE ${corpus})
target_link_libraries(gradgate_corpus_exact
    PUBLIC gradgate_corpus PRIVATE gradgate_verify gradgate_flags)

gradgate_add_test(NAME corpus_labels
    SOURCES ${corpus}/labels.c ${corpus}/visible.c ${corpus}/hull.c
    LIBRARIES gradgate_corpus_exact gradgate_corpus)
gradgate_add_test(NAME corpus_verdicts SOURCES ${corpus}/verdicts.c
    LIBRARIES gradgate_corpus)

add_executable(gradgate_verdict_table
    ${corpus}/verdict_table.c ${corpus}/series.c ${corpus}/rules.c ${corpus}/visible.c)
target_link_libraries(gradgate_verdict_table
    PRIVATE gradgate_corpus_exact gradgate_corpus gradgate_verify GSL::gsl m gradgate_flags)
