#include "text/encoding_guess.h"

#include "base/buf.h"
#include "base/utf8.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>
#include <uchardet.h>

#define SAMPLE_MAX (256 * 1024)
/* uchardet gives no answer for a few words. If the words are repeated, it does, and is hardly ever
 * wrong. */
#define SAMPLE_ENOUGH 2048

/* uchardet's useful answers, and the encodings to try for each, in order. The code pages of Windows
 * hold more characters than the standards that they extend. An answer that is not listed is wrong
 * far more often than not. */
static const struct encoding_guess_row {
    const char *answer;
    const char *encodings[4]; /* ended by NULL */
    bool latin;               /* it differs from Windows-1252 only in a few letters */
} encoding_guess_rows[] = {
    {"WINDOWS-1251", {"CP1251"}, false},
    {"MAC-CYRILLIC", {"CP1251", "MAC-CYRILLIC"}, false},
    {"KOI8-R", {"KOI8-R"}, false},
    {"IBM866", {"CP866"}, false},
    {"ISO-8859-5", {"ISO-8859-5"}, false},
    {"SHIFT_JIS", {"CP932"}, false},
    {"", {"CP932"}, false},
    {"EUC-JP", {"EUC-JP", "EUC-JP-MS"}, false},
    {"GB18030", {"GB18030"}, false},
    {"BIG5", {"BIG5", "CP950", "BIG5-HKSCS"}, false},
    {"EUC-KR", {"EUC-KR", "CP949"}, false},
    {"UHC", {"EUC-KR", "CP949"}, false},
    {"ISO-8859-7", {"ISO-8859-7", "CP1253"}, false},
    {"WINDOWS-1253", {"CP1253"}, false},
    {"ISO-8859-8", {"ISO-8859-8", "CP1255"}, false},
    {"WINDOWS-1255", {"CP1255"}, false},
    {"ISO-8859-6", {"ISO-8859-6", "CP1256"}, false},
    {"WINDOWS-1256", {"CP1256"}, false},
    {"TIS-620", {"TIS-620"}, false},
    {"ISO-8859-2", {"ISO-8859-2", "CP1250"}, true},
    {"WINDOWS-1250", {"CP1250"}, true},
    {"ISO-8859-9", {"ISO-8859-9", "CP1254"}, true},
    {"ISO-8859-13", {"ISO-8859-13", "CP1257"}, true},
    {"ISO-8859-4", {"ISO-8859-4", "CP1257"}, true},
    {"ISO-8859-15", {"ISO-8859-15"}, true},
    {"ISO-8859-16", {"ISO-8859-16", "CP1250"}, true},
};

static const char *const encoding_guess_none[] = {NULL};

/* Reads the sample, which begins with the block that has the first byte that is not ASCII. */
static void encoding_guess_read(FILE *file, struct buf *sample)
{
    char block[8192];
    size_t size;
    bool ascii = true;
    rewind(file);
    while (sample->length < SAMPLE_MAX && (size = fread(block, 1, sizeof block, file)) > 0) {
        for (size_t i = 0; i < size && ascii; i++)
            ascii = (unsigned char)block[i] < 0x80;
        if (!ascii)
            buf_add(sample, block, size);
    }
}

static const struct encoding_guess_row *encoding_guess_ask(const struct buf *sample)
{
    const struct encoding_guess_row *row = NULL;
    uchardet_t detector = uchardet_new();
    size_t fed = 0;
    int refused = !detector || sample->length == 0; /* it could not be read */
    while (!refused && fed < (sample->length < SAMPLE_ENOUGH ? SAMPLE_ENOUGH : sample->length)) {
        refused = uchardet_handle_data(detector, sample->bytes, sample->length);
        fed += sample->length;
    }
    if (!refused)
        uchardet_data_end(detector);
    for (size_t i = 0; i < COUNT(encoding_guess_rows) && !refused && !row; i++)
        if (strcmp(uchardet_get_charset(detector), encoding_guess_rows[i].answer) == 0)
            row = &encoding_guess_rows[i];
    if (detector)
        uchardet_delete(detector);
    return row;
}

/* Appends the sample as UTF-8. Returns false if some bytes are invalid in the encoding, or are C1
 * control characters, which no text has. */
static bool encoding_guess_convert(
    const struct buf *sample, const char *encoding, struct buf *converted)
{
    char text[8192], *in = sample->bytes;
    size_t left = sample->length, before = 0;
    iconv_t converter = iconv_open("UTF-8", encoding);
    if (converter == (iconv_t)-1) {
        converted->failed |= errno == ENOMEM;
        return false;
    }
    while (left != before) {
        char *out = text;
        size_t space = sizeof text;
        before = left;
        iconv(converter, &in, &left, &out, &space);
        buf_add(converted, text, sizeof text - space);
    }
    iconv_close(converter);
    bool valid = left == 0 || (left < UTF8_MAX && sample->length >= SAMPLE_MAX); /* or cut there */
    for (size_t i = 0; i + 1 < converted->length && valid; i++)
        valid = converted->bytes[i] != '\xc2' || (unsigned char)converted->bytes[i + 1] >= 0xa0;
    return valid && !converted->failed;
}

/* Returns a bit for each language that has the character. */
static unsigned encoding_guess_languages(const char *at, size_t length)
{
    static const char *const letters[] = {"äöüßéàâçèêëîïôùûœæÿ", "áéíóúñü", "àáèéìíîòóùú",
        "áâãàçéêíóôõú", "éëïöüèêáó", "åæøéòôèê", "åäöéàü", "äöõü", "àèéíïòóúüç"};
    static const char signs[] = "\u00a0¿¡«»°§ºª·£€–—‘’“”„…•";
    char lower[UTF8_MAX + 1] = {0};
    uint32_t character;
    unsigned languages = 0;
    utf8_decode(at, length, &character);
    bool upper = (character >= 0xc0 && character < 0xdf) || character == 0x152;
    utf8_encode(character + (character == 0x152 ? 1 : upper ? 0x20 : 0), lower);
    if (strstr(signs, lower))
        return ~0U;
    for (unsigned i = 0; i < COUNT(letters); i++)
        languages |= strstr(letters[i], lower) ? 1U << i : 0;
    return languages;
}

/* Whether the text, read as Windows-1252, has only the letters of one western language. From a few
 * accents, uchardet may guess any of the Latin alphabets. */
static bool encoding_guess_is_western(const struct buf *sample, bool *no_memory)
{
    struct buf text = {0};
    bool western = encoding_guess_convert(sample, "WINDOWS-1252", &text);
    unsigned languages = ~0U;
    for (size_t i = 0, size; i < text.length && western; i += size) {
        size = 1;
        if ((unsigned char)text.bytes[i] < 0x80)
            continue;
        size = utf8_length(text.bytes + i, text.length - i);
        languages &= encoding_guess_languages(text.bytes + i, size ? size : 1);
        western = size && languages;
    }
    *no_memory |= text.failed;
    buf_done(&text);
    return western;
}

/* Whether text that was taken for Greek is KOI8-R: the letters that would be capitals in Greek are
 * small letters in KOI8-R. */
static bool encoding_guess_is_koi8(const struct buf *sample)
{
    size_t high = 0, capitals = 0;
    for (size_t i = 0; i < sample->length; i++) {
        unsigned char byte = (unsigned char)sample->bytes[i];
        high += byte >= 0xc0;
        capitals += byte >= 0xc0 && byte < 0xe0;
    }
    return capitals * 2 > high;
}

static const char *const *encoding_guess_choose(const struct buf *sample)
{
    static const char *const koi8[] = {"KOI8-R", NULL};
    const struct encoding_guess_row *row = encoding_guess_ask(sample);
    bool no_memory = false;
    if (!row || (row->latin && encoding_guess_is_western(sample, &no_memory)))
        return encoding_guess_none;
    if (strcmp(row->encodings[0], "ISO-8859-7") == 0 && encoding_guess_is_koi8(sample))
        return koi8;
    for (const char *const *encoding = row->encodings; !no_memory; encoding++) {
        struct buf converted = {0};
        bool valid = !*encoding || encoding_guess_convert(sample, *encoding, &converted);
        no_memory = converted.failed;
        buf_done(&converted);
        if (valid)
            return encoding;
    }
    return NULL;
}

const char *const *encoding_guess(FILE *file)
{
    struct buf sample = {0};
    encoding_guess_read(file, &sample);
    const char *const *encodings = encoding_guess_none;
    if (sample.failed)
        encodings = NULL;
    else if (sample.length && !memchr(sample.bytes, '\0', sample.length)) /* pictures have NULs */
        encodings = encoding_guess_choose(&sample);
    buf_done(&sample);
    return encodings;
}
