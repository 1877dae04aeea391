/* Pages and pictures as trees of XML. */
#ifndef REPORT_PAGE_H
#define REPORT_PAGE_H

#include <check.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xpath.h>
#include <string.h>

/* The page as a tree.  It has to be XML without a fault. */
static inline xmlDoc *parse(const char *text) {
    xmlDoc *document = xmlReadMemory(text, (int)strlen(text), "page.html", NULL,
                                     XML_PARSE_NONET | XML_PARSE_HUGE);

    ck_assert_msg(document != NULL, "the page is not well-formed");
    return document;
}

static inline size_t count_of(xmlDoc *document, const char *path) {
    xmlXPathContext *context = xmlXPathNewContext(document);
    xmlXPathObject *found = xmlXPathEvalExpression(BAD_CAST path, context);
    ck_assert_msg(found != NULL, "%s", path);
    const size_t count =
        found->nodesetval ? (size_t)found->nodesetval->nodeNr : (size_t)found->floatval;

    xmlXPathFreeObject(found);
    xmlXPathFreeContext(context);
    return count;
}

#endif
