#include "text/md_places.h"

#include "text/markdown.h"

#include <string.h>

struct md_places {
    struct buf *places;
    size_t origin; /* where the next text comes from; NO_ORIGIN if that is unknown */
    int code;      /* open code spans and blocks */
};

static void md_places_set(struct md_places *p, size_t at, size_t length, enum place place)
{
    size_t most = at < p->places->length ? p->places->length - at : 0;
    if (most)
        memset(p->places->bytes + at, (int)place, length < most ? length : most);
}

static bool md_places_begin_block(void *context, MD_BLOCKTYPE type, const void *detail)
{
    struct md_places *p = context;
    (void)detail;
    p->code += type == MD_BLOCK_CODE;
    return true;
}

static void md_places_end_block(void *context, MD_BLOCKTYPE type, const void *detail)
{
    struct md_places *p = context;
    (void)detail;
    p->code -= type == MD_BLOCK_CODE;
}

static void md_places_begin_span(void *context, MD_SPANTYPE type, const char *address)
{
    struct md_places *p = context;
    (void)address;
    p->code += type == MD_SPAN_CODE;
}

static void md_places_end_span(void *context, MD_SPANTYPE type)
{
    struct md_places *p = context;
    p->code -= type == MD_SPAN_CODE;
}

static void md_places_text(void *context, const char *text, size_t length)
{
    struct md_places *p = context;
    (void)text;
    if (p->origin != NO_ORIGIN)
        md_places_set(p, p->origin, length, p->code ? PLACE_CODE : PLACE_TEXT);
    p->origin = NO_ORIGIN;
}

static void md_places_line_break(void *context, bool hard)
{
    (void)context;
    (void)hard;
}

static void md_places_formula(void *context, const struct formula *formula)
{
    struct md_places *p = context;
    md_places_set(p, p->origin, formula->length, PLACE_FORMULA);
    p->origin = NO_ORIGIN;
}

static void md_places_origin(void *context, size_t origin)
{
    struct md_places *p = context;
    p->origin = origin;
}

bool markdown_places(const char *markdown, struct buf *places)
{
    static const struct markdown_writer writer = {.begin_block = md_places_begin_block,
        .end_block = md_places_end_block,
        .begin_span = md_places_begin_span,
        .end_span = md_places_end_span,
        .text = md_places_text,
        .line_break = md_places_line_break,
        .formula = md_places_formula,
        .origin = md_places_origin};
    struct md_places p = {.places = places, .origin = NO_ORIGIN};
    buf_clear(places);
    buf_fill(places, PLACE_MARKUP, strlen(markdown));
    return !places->failed && markdown_read(markdown, true, &writer, &p);
}
