#include "view/line.h"

#include "base/utf8.h"
#include "text/text.h"

#include <string.h>

#define CURSOR "▏"

/* The cursor, at most at the end of the text. */
static size_t line_at(const struct buf *text, size_t cursor)
{
    return cursor < text->length ? cursor : text->length;
}

static size_t line_behind(const struct buf *text, size_t at)
{
    return at + text_cluster(buf_string(text) + at, text->length - at);
}

static void line_cut(struct buf *text, size_t from, size_t to)
{
    size_t length = text->length;
    if (from == to)
        return;
    memmove(text->bytes + from, text->bytes + to, length - to);
    buf_cut(text, length - (to - from));
}

void line_type(struct buf *text, size_t *cursor, uint32_t character)
{
    char bytes[UTF8_MAX];
    size_t at = line_at(text, *cursor), behind = text->length - at;
    size_t size = utf8_encode(character, bytes);
    if (text->length + size > LINE_BYTES_MAX)
        return;
    buf_add(text, bytes, size);
    if (text->failed || size == 0)
        return;
    memmove(text->bytes + at + size, text->bytes + at, behind);
    memcpy(text->bytes + at, bytes, size);
    *cursor = at + size;
}

bool line_edit(struct buf *text, size_t *cursor, enum line_edit edit)
{
    size_t at = line_at(text, *cursor), length = text->length, from = at, to = at;
    switch (edit) {
    case LINE_LEFT:
        at = text_cluster_before(buf_string(text), at);
        break;
    case LINE_RIGHT:
        at = line_behind(text, at);
        break;
    case LINE_START:
        at = 0;
        break;
    case LINE_END:
        at = length;
        break;
    case LINE_ERASE:
        from = at = text_cluster_before(buf_string(text), at);
        break;
    case LINE_DELETE:
        to = line_behind(text, at);
        break;
    case LINE_ERASE_WORD:
        from = at = text_word_before(buf_string(text), at);
        break;
    case LINE_ERASE_REST:
        to = length;
        break;
    case LINE_ERASE_ALL:
        from = at = 0;
        to = length;
        break;
    case LINE_NONE:
        break;
    }
    if (from < to)
        line_cut(text, from, to);
    *cursor = at;
    return from < to;
}

void line_add(struct buf *out, const struct buf *text, size_t cursor, int width)
{
    struct buf before = {0}, left = {0}, right = {0};
    size_t at = line_at(text, cursor);
    buf_add(&before, buf_string(text), at);
    text_safe(&left, buf_string(&before), TEXT_ONE_LINE);
    text_safe(&right, buf_string(text) + at, TEXT_ONE_LINE);
    int behind = text_width(buf_string(&right), right.length);
    int most = width - 1 - (behind < width / 3 ? behind : width / 3);
    int ahead = text_width(buf_string(&left), left.length);
    text_fitted_end(out, buf_string(&left), most);
    buf_text(out, CURSOR);
    text_fitted(out, buf_string(&right), width - 1 - (ahead < most ? ahead : most));
    out->failed |= before.failed || left.failed || right.failed || text->failed;
    buf_done(&before);
    buf_done(&left);
    buf_done(&right);
}
