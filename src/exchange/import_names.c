#include "exchange/import_names.h"

#include "base/hash.h"
#include "base/utf8.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#define NAME_MAX_BYTES 200
#define PART_MAX       80 /* bytes of a folder's or file's name */

void import_names_clean(struct buf *name, const char *given)
{
    utf8_add_valid(name, given);
    for (size_t i = 0; i < name->length; i++)
        if ((unsigned char)name->bytes[i] < ' ' || name->bytes[i] == 0x7f)
            name->bytes[i] = ' ';
    size_t length = name->length < NAME_MAX_BYTES ? name->length : NAME_MAX_BYTES;
    length = utf8_cut(name->bytes, length);
    while (length > 0 && name->bytes[length - 1] == ' ')
        length--;
    buf_cut(name, length);
}

/* Appends a part of a deck's name as a single path component. */
static void import_names_add_component(struct buf *path, const char *part, size_t length)
{
    size_t begin = path->length, i = 0;
    for (; i < length && path->length - begin < PART_MAX; i++) {
        unsigned char c = (unsigned char)part[i];
        bool ascii = c < 0x80;
        if (!ascii || isalnum(c) || (strchr("._+", c) && path->length > begin))
            buf_char(path, ascii ? (char)tolower(c) : part[i]);
        else if (path->length > begin && path->bytes[path->length - 1] != '-')
            buf_char(path, '-');
    }
    if (i < length && utf8_continues(part[i]))
        utf8_drop_last(path);
    while (path->length > begin && strchr("-.", path->bytes[path->length - 1]))
        buf_cut(path, path->length - 1);
    if (path->length == begin)
        buf_format(path, "deck-%08" PRIx64, hash_add(0, part, length) & 0xffffffff);
}

void import_names_path(struct buf *path, const char *folder, const char *name)
{
    buf_text(path, folder);
    for (const char *part = name;;) {
        const char *end = strstr(part, "::");
        buf_char(path, '/');
        import_names_add_component(path, part, end ? (size_t)(end - part) : strlen(part));
        if (!end)
            break;
        part = end + 2;
    }
}
