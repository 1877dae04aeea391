# The library gradgate::verify: numeric, verdict, checks, callback subjects, findings.
target_sources(gradgate_verify PRIVATE
    ${CMAKE_CURRENT_LIST_DIR}/error.c
    ${CMAKE_CURRENT_LIST_DIR}/numeric/precision.c
    ${CMAKE_CURRENT_LIST_DIR}/numeric/log.c
    ${CMAKE_CURRENT_LIST_DIR}/numeric/line.c
    ${CMAKE_CURRENT_LIST_DIR}/numeric/gsl.c
    ${CMAKE_CURRENT_LIST_DIR}/numeric/step.c
    ${CMAKE_CURRENT_LIST_DIR}/numeric/seek.c
    ${CMAKE_CURRENT_LIST_DIR}/numeric/side.c
    ${CMAKE_CURRENT_LIST_DIR}/numeric/depart.c
    ${CMAKE_CURRENT_LIST_DIR}/numeric/noise.c
    ${CMAKE_CURRENT_LIST_DIR}/verdict/names.c
    ${CMAKE_CURRENT_LIST_DIR}/verdict/collect.c
    ${CMAKE_CURRENT_LIST_DIR}/verdict/conclude.c
    ${CMAKE_CURRENT_LIST_DIR}/verdict/judge.c
    ${CMAKE_CURRENT_LIST_DIR}/verdict/item.c
    ${CMAKE_CURRENT_LIST_DIR}/subject/subject.c
    ${CMAKE_CURRENT_LIST_DIR}/subject/callback.c
    ${CMAKE_CURRENT_LIST_DIR}/check/survey.c
    ${CMAKE_CURRENT_LIST_DIR}/check/batch.c
    ${CMAKE_CURRENT_LIST_DIR}/check/entries.c
    ${CMAKE_CURRENT_LIST_DIR}/check/gradient.c
    ${CMAKE_CURRENT_LIST_DIR}/check/list.c
    ${CMAKE_CURRENT_LIST_DIR}/check/verify.c)
