#include "report/markup.h"
#include "report/words.h"
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* Whether `out` took it is its owner's to ask (ferror): told of a failure, libxml2 would write
 * to standard error itself. */
static int write_out(void *context, const char *bytes, int count) {
    gv_markup *m = context;

    m->written += fwrite(bytes, 1, (size_t)count, m->out);
    return count;
}

gv_status gv_markup_start(gv_markup *m, FILE *out) {
    *m = (gv_markup){.out = out};
    xmlOutputBufferPtr buffer = xmlOutputBufferCreateIO(write_out, NULL, m, NULL);
    m->xml = buffer ? xmlNewTextWriter(buffer) : NULL;
    if (m->xml)
        return GV_OK;
    if (buffer)
        xmlOutputBufferClose(buffer);
    return GV_ERR_MEMORY;
}

gv_status gv_markup_end(gv_markup *m) {
    m->failed = m->failed || xmlTextWriterEndDocument(m->xml) < 0;
    xmlFreeTextWriter(m->xml);
    m->xml = NULL;
    return m->failed && !ferror(m->out) ? GV_ERR_MEMORY : GV_OK;
}

void gv_open(gv_markup *m, const char *name) {
    m->failed = m->failed || xmlTextWriterStartElement(m->xml, BAD_CAST name) < 0;
}

/* In full: HTML knows no <div/>. */
void gv_close(gv_markup *m) {
    m->failed = m->failed || xmlTextWriterFullEndElement(m->xml) < 0;
}

void gv_close_short(gv_markup *m) {
    m->failed = m->failed || xmlTextWriterEndElement(m->xml) < 0;
}

void gv_attribute(gv_markup *m, const char *name, const char *value) {
    if (value)
        m->failed =
            m->failed || xmlTextWriterWriteAttribute(m->xml, BAD_CAST name, BAD_CAST value) < 0;
}

/* What is printed, cut at a length that none of our own texts comes to. */
enum { PRINTED_MAX = 1000 };

void gv_attribute_print(gv_markup *m, const char *name, const char *format, ...) {
    char text[PRINTED_MAX];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    gv_attribute(m, name, text);
}

void gv_open_class(gv_markup *m, const char *name, const char *class) {
    gv_open(m, name);
    gv_attribute(m, "class", class);
}

void gv_text(gv_markup *m, const char *text) {
    m->failed = m->failed || xmlTextWriterWriteString(m->xml, BAD_CAST text) < 0;
}

void gv_text_print(gv_markup *m, const char *format, ...) {
    char text[PRINTED_MAX];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    gv_text(m, text);
}

void gv_text_safe(gv_markup *m, const char *text, size_t columns) {
    char *safe = gv_safe_text(text, columns);

    m->failed = m->failed || !safe;
    if (safe)
        gv_text(m, safe);
    free(safe);
}

void gv_attribute_safe(gv_markup *m, const char *name, const char *text, size_t columns) {
    char *safe = gv_safe_text(text, columns);

    m->failed = m->failed || !safe;
    gv_attribute(m, name, safe);
    free(safe);
}

void gv_element(gv_markup *m, const char *name, const char *class, const char *text) {
    gv_open_class(m, name, class);
    gv_text(m, text);
    gv_close(m);
}

void gv_element_safe(gv_markup *m, const char *name, const char *class, const char *text,
                     size_t columns) {
    gv_open_class(m, name, class);
    gv_text_safe(m, text, columns);
    gv_close(m);
}

void gv_raw(gv_markup *m, const char *markup) {
    m->failed = m->failed || xmlTextWriterWriteRaw(m->xml, BAD_CAST markup) < 0;
}
