#include "subject/subject.h"
#include <stdio.h>

void gv_subject_destroy(gv_subject *subject) {
    if (subject && subject->kind->destroy)
        subject->kind->destroy(subject);
}

size_t gv_subject_parameter_of(const gv_subject *subject, size_t entry) {
    size_t p = 0;
    while (p + 1 < subject->parameter_count && entry >= subject->parameters[p + 1].offset)
        p++;
    return p;
}

bool gv_term_covers(const gv_term *term, size_t parameter) {
    if (term->lambda == 0.0)
        return true;
    for (size_t i = 0; i < term->cover_count; i++)
        if (term->covers[i] == parameter)
            return true;
    return false;
}

void gv_shape_text(const gv_group *group, char *text, size_t size) {
    size_t at = 0;
    snprintf(text, size, "scalar");
    for (size_t i = 0; i < group->rank && at < size; i++)
        at += (size_t)snprintf(text + at, size - at, "%s%zu", i ? ", " : "(", group->shape[i]);
    if (group->rank && at < size)
        snprintf(text + at, size - at, ")");
}
