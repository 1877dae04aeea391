/* The tree is built from libyaml's events, not by yaml_parser_load, which is quadratic in the
 * depth: here a file that nests deeper than MAX_DEPTH is left at that event. */
#include "case/document.h"

#include <string.h>
#include <yaml.h>

/* A case is some ten levels deep; inline data are the longest lists. */
enum { MAX_DEPTH = 32, MAX_NODES = 1 << 20, MAX_SCALAR_BYTES = 1 << 16 };

typedef struct parsing {
    yaml_parser_t parser;
    gv_arena *arena;
    const gv_source *source;
    gv_issues *issues;
    size_t nodes;
} parsing;

static gv_place place_of(const yaml_event_t *event) {
    gv_place place = {event->start_mark.line + 1, event->start_mark.column + 1, 1};
    if (event->type == YAML_SCALAR_EVENT && event->end_mark.line == event->start_mark.line &&
        event->end_mark.column > event->start_mark.column)
        place.length = event->end_mark.column - event->start_mark.column;
    return place;
}

static void *refuse(parsing *p, gv_place place, const char *message) {
    gv_source_complain(p->source, place, p->issues, "%s", message);
    return NULL;
}

/* libyaml's own complaint, with where the thing began that it could not finish. */
static void refuse_syntax(parsing *p) {
    const yaml_parser_t *parser = &p->parser;
    if (parser->error == YAML_MEMORY_ERROR) {
        p->issues->starved = true;
        return;
    }
    gv_place place = {parser->problem_mark.line + 1, parser->problem_mark.column + 1, 1};
    const char *problem = parser->problem != NULL ? parser->problem : "unreadable";
    if (parser->context != NULL && parser->context_mark.line > 0)
        gv_source_complain(p->source, place, p->issues, "not valid YAML: %s, %s (line %zu)",
                           problem, parser->context, parser->context_mark.line + 1);
    else
        gv_source_complain(p->source, place, p->issues, "not valid YAML: %s", problem);
}

static bool next_event(parsing *p, yaml_event_t *event) {
    if (yaml_parser_parse(&p->parser, event))
        return true;
    refuse_syntax(p);
    return false;
}

static gv_node *new_node(parsing *p, gv_node_kind kind, gv_place place) {
    if (++p->nodes > MAX_NODES)
        return refuse(p, place, "the file has too many values: the limit is 1048576");
    gv_node *node = gv_arena_alloc(p->arena, 1, sizeof *node);
    if (node == NULL) {
        p->issues->starved = true;
        return NULL;
    }
    node->kind = kind;
    node->place = place;
    return node;
}

static gv_node *read_scalar(parsing *p, const yaml_event_t *event) {
    gv_place place = place_of(event);
    const char *text = (const char *)event->data.scalar.value;
    size_t length = event->data.scalar.length;
    if (length > MAX_SCALAR_BYTES)
        return refuse(p, place, "this text is too long: the limit is 65536 bytes");
    if (memchr(text, '\0', length) != NULL)
        return refuse(p, place, "a text must not hold a NUL");
    gv_node *node = new_node(p, GV_NODE_SCALAR, place);
    if (node == NULL)
        return NULL;
    node->quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
    node->text = gv_arena_copy(p->arena, text, length);
    p->issues->starved |= node->text == NULL;
    return node->text == NULL ? NULL : node;
}

static gv_node *read_node(parsing *p, const yaml_event_t *event, size_t depth);

static bool is_end(const yaml_event_t *event) {
    return event->type == YAML_SEQUENCE_END_EVENT || event->type == YAML_MAPPING_END_EVENT;
}

/* One child: a value, or in a mapping its key and then the value.
 * Returns: false on error; *child NULL at the end of the parent. */
static bool read_child(parsing *p, gv_node_kind parent, size_t depth, gv_node **child) {
    yaml_event_t event;
    gv_node *key = NULL;
    *child = NULL;
    if (!next_event(p, &event))
        return false;
    bool end = is_end(&event);
    gv_node *node = end ? NULL : read_node(p, &event, depth);
    yaml_event_delete(&event);
    if (end || node == NULL)
        return end;
    if (parent == GV_NODE_MAPPING) {
        key = node;
        if (key->kind != GV_NODE_SCALAR) {
            refuse(p, key->place, "a key must be a word");
            return false;
        }
        if (!next_event(p, &event))
            return false;
        node = read_node(p, &event, depth);
        yaml_event_delete(&event);
        if (node == NULL)
            return false;
    }
    node->key = key;
    *child = node;
    return true;
}

/* Complains of keys that are there twice.  A mapping of a case is short; one longer than that
 * is only compared with its first keys. */
static bool is_duplicate(parsing *p, const gv_node *parent, const gv_node *child) {
    const size_t compared = 1000;
    const gv_node *other = parent->first;
    for (size_t i = 0; i < compared && other != NULL; i++, other = other->next)
        if (strcmp(other->key->text, child->key->text) == 0) {
            gv_source_complain(p->source, child->key->place, p->issues,
                               "duplicate key '%s'; the first is on line %zu", child->key->text,
                               other->key->place.line);
            return true;
        }
    return false;
}

static gv_node *read_children(parsing *p, gv_node *parent, size_t depth) {
    if (depth == MAX_DEPTH)
        return refuse(p, parent->place, "nested too deeply: the limit is 32 levels");
    const gv_node **link = &parent->first;
    for (;;) {
        gv_node *child;
        if (!read_child(p, parent->kind, depth + 1, &child))
            return NULL;
        if (child == NULL)
            return parent;
        if (child->key != NULL && is_duplicate(p, parent, child))
            continue;
        *link = child;
        link = &child->next;
        parent->count++;
    }
}

static gv_node *read_list(parsing *p, const yaml_event_t *event, size_t depth) {
    gv_node *node = new_node(p, GV_NODE_LIST, place_of(event));
    return node == NULL ? NULL : read_children(p, node, depth);
}

static gv_node *read_mapping(parsing *p, const yaml_event_t *event, size_t depth) {
    gv_node *node = new_node(p, GV_NODE_MAPPING, place_of(event));
    return node == NULL ? NULL : read_children(p, node, depth);
}

static bool has_anchor_or_tag(const yaml_event_t *event) {
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        return event->data.scalar.anchor != NULL || event->data.scalar.tag != NULL;
    case YAML_SEQUENCE_START_EVENT:
        return event->data.sequence_start.anchor != NULL ||
               event->data.sequence_start.tag != NULL;
    case YAML_MAPPING_START_EVENT:
        return event->data.mapping_start.anchor != NULL ||
               event->data.mapping_start.tag != NULL;
    default:
        return false;
    }
}

static gv_node *read_node(parsing *p, const yaml_event_t *event, size_t depth) {
    if (event->type == YAML_ALIAS_EVENT)
        return refuse(p, place_of(event), "aliases (*name) are not part of case files");
    if (has_anchor_or_tag(event))
        return refuse(p, place_of(event),
                      "anchors (&name) and tags (!name) are not part of case files");
    if (event->type == YAML_SEQUENCE_START_EVENT)
        return read_list(p, event, depth);
    if (event->type == YAML_MAPPING_START_EVENT)
        return read_mapping(p, event, depth);
    return read_scalar(p, event);
}

/* Takes one event, which must be of this type. */
static bool expect(parsing *p, yaml_event_type_t type, const char *message) {
    yaml_event_t event;
    if (!next_event(p, &event))
        return false;
    bool good = event.type == type;
    if (!good)
        refuse(p, place_of(&event), message);
    yaml_event_delete(&event);
    return good;
}

static gv_node *read_document(parsing *p) {
    if (!expect(p, YAML_STREAM_START_EVENT, "not valid YAML") ||
        !expect(p, YAML_DOCUMENT_START_EVENT, "the file is empty"))
        return NULL;
    yaml_event_t event;
    if (!next_event(p, &event))
        return NULL;
    gv_node *root = read_node(p, &event, 0);
    yaml_event_delete(&event);
    if (root == NULL || !expect(p, YAML_DOCUMENT_END_EVENT, "not valid YAML") ||
        !expect(p, YAML_STREAM_END_EVENT, "a case file holds one document: this is a second"))
        return NULL;
    return root;
}

const gv_node *gv_document_parse(gv_arena *arena, const gv_source *source, gv_issues *issues) {
    parsing p = {.arena = arena, .source = source, .issues = issues};
    if (!yaml_parser_initialize(&p.parser)) {
        issues->starved = true;
        return NULL;
    }
    yaml_parser_set_encoding(&p.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&p.parser, (const unsigned char *)source->text,
                                 source->length);
    const gv_node *root = read_document(&p);
    yaml_parser_delete(&p.parser);
    return root;
}

const gv_node *gv_node_get(const gv_node *node, const char *key) {
    if (node == NULL || node->kind != GV_NODE_MAPPING)
        return NULL;
    for (const gv_node *child = node->first; child != NULL; child = child->next)
        if (strcmp(child->key->text, key) == 0)
            return child;
    return NULL;
}
