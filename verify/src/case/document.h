/* A YAML file as a tree that knows where everything stands.  The part of YAML that case files
 * need: one document of mappings, lists and scalars; anchors, aliases and tags are refused. */
#ifndef GV_CASE_DOCUMENT_H
#define GV_CASE_DOCUMENT_H

#include "case/source.h"

typedef enum gv_node_kind { GV_NODE_SCALAR, GV_NODE_LIST, GV_NODE_MAPPING } gv_node_kind;

typedef struct gv_node {
    gv_node_kind kind;
    gv_place place;
    const char *text;            /* of a scalar */
    bool quoted;                 /* the scalar was: it is a text, whatever it looks like */
    const struct gv_node *key;   /* in a mapping: the scalar before it */
    const struct gv_node *first; /* of its children */
    const struct gv_node *next;  /* child of the same parent */
    size_t count;                /* of its children */
} gv_node;

/* Parses a source.  Duplicate keys are complained of and the tree is given all the same, with
 * the first of them.
 * Returns: the root, in the arena; NULL with issues added when there is none. */
const gv_node *gv_document_parse(gv_arena *arena, const gv_source *source, gv_issues *issues);

/* The value of a key.  Returns: NULL for a missing key and for what is no mapping. */
const gv_node *gv_node_get(const gv_node *node, const char *key);

#endif
