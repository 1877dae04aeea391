/* Elements, attributes and text of HTML and SVG, on libxml2's writer: it escapes whatever it is
 * given and closes what was opened, so that a document is well-formed XML as well as HTML.
 *
 * A failure (no memory, a file that does not take it) stays on the gv_markup; what is asked
 * after it does nothing, so that one look at the end is enough. */
#ifndef GV_MARKUP_H
#define GV_MARKUP_H

#include "report/report.h"
#include <libxml/xmlwriter.h>

typedef struct gv_markup {
    xmlTextWriterPtr xml;
    FILE *out;
    size_t written; /* bytes, roughly: the writer gathers some before it passes them on */
    bool alone;     /* a picture that is a file of its own: gv_svg_start */
    bool failed;
} gv_markup;

/* Starts on an open file.  Whether `out` took it all is the caller's to ask.
 * Returns: GV_OK; GV_ERR_MEMORY.  `markup` has to stay where it is. */
gv_status gv_markup_start(gv_markup *markup, FILE *out);

/* Closes whatever is open.  Returns: GV_OK; GV_ERR_MEMORY if not all was written and the file
 * is not to blame. */
gv_status gv_markup_end(gv_markup *markup);

void gv_open(gv_markup *m, const char *name);
void gv_close(gv_markup *m);

/* The same for an element of SVG, which needs no end of its own when it is empty. */
void gv_close_short(gv_markup *m);

/* Attributes of the element that was opened last, before its text.  A NULL value: none. */
void gv_attribute(gv_markup *m, const char *name, const char *value);
void gv_attribute_print(gv_markup *m, const char *name, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Opens an element with a class (NULL: none). */
void gv_open_class(gv_markup *m, const char *name, const char *class);

/* Our own text. */
void gv_text(gv_markup *m, const char *text);
void gv_text_print(gv_markup *m, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Text that others chose: controls and what turns the text around it made visible, cut at
 * `columns`. */
void gv_text_safe(gv_markup *m, const char *text, size_t columns);
void gv_attribute_safe(gv_markup *m, const char *name, const char *text, size_t columns);

/* An element with nothing but a text of our own; of others. */
void gv_element(gv_markup *m, const char *name, const char *class, const char *text);
void gv_element_safe(gv_markup *m, const char *name, const char *class, const char *text,
                     size_t columns);

/* Our own markup, as it stands. */
void gv_raw(gv_markup *m, const char *markup);

#endif
