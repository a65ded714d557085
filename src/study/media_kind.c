/* What kind of file begins with which bytes. */
#include "study/media.h"

#include <string.h>

/* Two parts of a signature, each at its offset. */
struct media_signature {
    enum media_kind kind;
    size_t at;
    const char *bytes;
    size_t length;
    size_t then_at;
    const char *then;
};
#define BYTES(text) text, sizeof text - 1

static const struct media_signature media_signatures[] = {
    {MEDIA_IMAGE, 0, BYTES("\x89PNG\r\n\x1a\n"), 0, ""},
    {MEDIA_IMAGE, 0, BYTES("\xff\xd8\xff"), 0, ""},
    {MEDIA_IMAGE, 0, BYTES("GIF87a"), 0, ""},
    {MEDIA_IMAGE, 0, BYTES("GIF89a"), 0, ""},
    {MEDIA_IMAGE, 0, BYTES("RIFF"), 8, "WEBP"},
    {MEDIA_IMAGE, 0, BYTES("II*\0"), 0, ""},
    {MEDIA_IMAGE, 0, BYTES("MM\0*"), 0, ""},
    {MEDIA_IMAGE, 4, BYTES("ftyp"), 8, "avif"},
    {MEDIA_IMAGE, 4, BYTES("ftyp"), 8, "avis"},
    {MEDIA_IMAGE, 4, BYTES("ftyp"), 8, "heic"},
    {MEDIA_IMAGE, 4, BYTES("ftyp"), 8, "heix"},
    {MEDIA_IMAGE, 4, BYTES("ftyp"), 8, "mif1"},
    {MEDIA_SOUND, 0, BYTES("ID3"), 0, ""},
    {MEDIA_SOUND, 0, BYTES("fLaC"), 0, ""},
    {MEDIA_SOUND, 0, BYTES("RIFF"), 8, "WAVE"},
    {MEDIA_SOUND, 0, BYTES("FORM"), 8, "AIF"},
    {MEDIA_SOUND, 0, BYTES("#!AMR"), 0, ""},
    {MEDIA_SOUND, 4, BYTES("ftyp"), 8, "M4A "},
    {MEDIA_SOUND, 4, BYTES("ftyp"), 8, "M4B "},
    {MEDIA_VIDEO, 4, BYTES("ftyp"), 0, ""}, /* any other brand */
    {MEDIA_VIDEO, 4, BYTES("moov"), 0, ""}, /* QuickTime before ftyp */
    {MEDIA_VIDEO, 4, BYTES("wide"), 0, ""},
    {MEDIA_VIDEO, 4, BYTES("mdat"), 0, ""},
    {MEDIA_VIDEO, 0, BYTES("\x1a\x45\xdf\xa3"), 0, ""}, /* Matroska and WebM */
    {MEDIA_VIDEO, 0, BYTES("RIFF"), 8, "AVI "},
    {MEDIA_VIDEO, 0, BYTES("\0\0\1\xba"), 0, ""}, /* an MPEG program stream */
    {MEDIA_PDF, 0, BYTES("%PDF-"), 0, ""},
};

static bool media_has(
    const char *bytes, size_t length, size_t at, const char *part, size_t part_length)
{
    return at <= length && part_length <= length - at && memcmp(bytes + at, part, part_length) == 0;
}

/* Whether MPEG audio begins here: a frame of layer II or III, or of AAC (ADTS). Layer I is left
 * out: nobody uses it, and UTF-16 text would pass for it. */
static bool media_is_mpeg_audio(const unsigned char *head, size_t length)
{
    if (length < 4 || head[0] != 0xff || (head[1] & 0xe0) != 0xe0)
        return false;
    unsigned version = head[1] >> 3 & 3, layer = head[1] >> 1 & 3;
    if (layer == 0)
        return version >= 2 && (head[1] & 0x10) && (head[2] >> 2 & 15) < 13;
    return version != 1 && layer != 3 && head[2] >> 4 != 15 && (head[2] >> 2 & 3) != 3;
}

/* "BM" alone begins many texts: the size of the next header decides. */
static bool media_is_bmp(const char *bytes, size_t length)
{
    static const char sizes[] = {12, 40, 52, 56, 64, 108, 124};
    return media_has(bytes, length, 0, "BM", 2) && media_has(bytes, length, 6, "\0\0\0\0", 4) &&
           media_has(bytes, length, 15, "\0\0\0", 3) && memchr(sizes, bytes[14], sizeof sizes);
}

/* Skips one declaration, comment or document type, and white space after it. Returns NULL if there
 * is none. */
static const char *media_skip_prolog(const char *at)
{
    static const char *const marks[][2] = {{"<?", "?>"}, {"<!--", "-->"}, {"<!DOCTYPE", ">"}};
    for (size_t i = 0; i < COUNT(marks); i++) {
        if (strncmp(at, marks[i][0], strlen(marks[i][0])) != 0)
            continue;
        const char *end = strstr(at, marks[i][1]);
        if (!end)
            return NULL;
        end += strlen(marks[i][1]);
        return end + strspn(end, " \t\r\n");
    }
    return NULL;
}

static bool media_is_svg(const char *bytes, size_t length)
{
    char head[MEDIA_HEAD + 1];
    const char *at = head;
    length = length < MEDIA_HEAD ? length : MEDIA_HEAD;
    memcpy(head, bytes, length);
    head[length] = '\0';
    at += strncmp(at, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    at += strspn(at, " \t\r\n");
    for (const char *next; (next = media_skip_prolog(at));)
        at = next;
    return strncmp(at, "<svg", 4) == 0 && at[4] && strchr(" \t\r\n>/", at[4]);
}

enum media_kind media_kind_of(const char *bytes, size_t length)
{
    for (size_t i = 0; i < COUNT(media_signatures); i++) {
        const struct media_signature *s = &media_signatures[i];
        if (media_has(bytes, length, s->at, s->bytes, s->length) &&
            media_has(bytes, length, s->then_at, s->then, strlen(s->then)))
            return s->kind;
    }
    if (media_has(bytes, length, 0, "OggS", 4)) /* its first page names the codec */
        return memmem(bytes, length < 256 ? length : 256, "\x80theora", 7) ? MEDIA_VIDEO
                                                                           : MEDIA_SOUND;
    if (media_is_mpeg_audio((const unsigned char *)bytes, length))
        return MEDIA_SOUND;
    return media_is_bmp(bytes, length) || media_is_svg(bytes, length) ? MEDIA_IMAGE : MEDIA_NONE;
}
