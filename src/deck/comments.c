#include "deck/comments.h"

#include "base/utf8.h"

#include <string.h>
#include <yaml.h>

/* A position in the text, in bytes and in characters without the byte order mark. */
struct comments_place {
    const struct buf *text;
    size_t byte, character;
};

/* Moves on to a character. Returns whether # is passed between the bytes `begin` and `end`. */
static bool comments_pass(struct comments_place *p, size_t character, size_t begin, size_t end)
{
    bool found = false;
    const char *bytes = p->text->bytes;
    for (; p->byte < p->text->length; p->byte++) {
        bool begins = !utf8_continues(bytes[p->byte]);
        if (begins && p->character == character)
            break;
        p->character += begins;
        found |= bytes[p->byte] == '#' && p->byte >= begin && p->byte < end;
    }
    return found;
}

/* Steps over a token. Comments stand between tokens, or in the header line of a block scalar. */
static bool comments_pass_token(
    struct comments_place *p, const yaml_token_t *token, size_t begin, size_t end)
{
    bool found = comments_pass(p, token->start_mark.index, begin, end);
    bool block = token->type == YAML_SCALAR_TOKEN &&
                 (token->data.scalar.style == YAML_LITERAL_SCALAR_STYLE ||
                     token->data.scalar.style == YAML_FOLDED_SCALAR_STYLE);
    const char *line = p->text->bytes + p->byte;
    size_t length = strcspn(line, "\n");
    found |= block && p->byte >= begin && p->byte < end && memchr(line, '#', length);
    comments_pass(p, token->end_mark.index, 0, 0);
    return found;
}

bool deck_has_comments(const struct buf *text, size_t begin, size_t end, bool *ok)
{
    yaml_parser_t parser;
    yaml_token_t token;
    size_t mark = strncmp(buf_string(text), UTF8_BOM, 3) == 0 ? 3 : 0;
    struct comments_place place = {text, mark, 0};
    bool found = false, more = yaml_parser_initialize(&parser);
    *ok &= more;
    if (!more)
        return false;
    yaml_parser_set_input_string(
        &parser, (const unsigned char *)buf_string(text) + mark, text->length - mark);
    while (more && !found && place.byte < end) {
        if (!yaml_parser_scan(&parser, &token)) {
            *ok = false; /* the text is valid */
            break;
        }
        found = comments_pass_token(&place, &token, begin, end);
        more = token.type != YAML_STREAM_END_TOKEN;
        yaml_token_delete(&token);
    }
    yaml_parser_delete(&parser);
    return found;
}
