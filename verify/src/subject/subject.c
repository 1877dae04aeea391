#include "subject/subject.h"

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
