#include "exchange/edn.h"

#include "base/buf.h"
#include "base/utf8.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define DEPTH_MAX 100

struct edn {
    const char *at;
    unsigned line, depth;
    const char *wrong; /* why reading stopped; NULL if memory ran out */
};

static json_t *edn_value(struct edn *e);

static json_t *edn_wrong(struct edn *e, const char *why)
{
    e->wrong = e->wrong ? e->wrong : why;
    return NULL;
}

/* ---- white space ---- */

static bool edn_is_space(char c)
{
    return c == ',' || (c && isspace((unsigned char)c));
}

static void edn_skip_space(struct edn *e)
{
    for (; edn_is_space(*e->at) || *e->at == ';'; e->at++) {
        if (*e->at == ';')
            e->at += strcspn(e->at, "\n");
        e->line += *e->at == '\n';
        if (!*e->at)
            return;
    }
}

/* Skips what is not data: white space, comments, and values after #_. False on a mistake. */
static bool edn_skip(struct edn *e)
{
    for (edn_skip_space(e); strncmp(e->at, "#_", 2) == 0; edn_skip_space(e)) {
        e->at += 2;
        json_t *dropped = edn_value(e);
        if (!dropped)
            return false;
        json_decref(dropped);
    }
    return true;
}

/* ---- atoms ---- */

static bool edn_ends_word(char c)
{
    return !c || edn_is_space(c) || strchr("()[]{}\"; ", c);
}

/* Appends the character of the escape whose letter is at *at, and moves *at past it. */
static bool edn_add_escape(struct buf *out, const char **at)
{
    static const char letters[] = "ntrbf\"\\/", bytes[] = "\n\t\r\b\f\"\\/";
    const char *letter = **at ? strchr(letters, **at) : NULL;
    if (letter) {
        buf_char(out, bytes[letter - letters]);
        ++*at;
        return true;
    }
    char digits[5] = {0};
    if (**at != 'u')
        return false;
    for (int i = 0; i < 4; i++)
        if (!isxdigit((unsigned char)(digits[i] = (*at)[1 + i])))
            return false;
    utf8_add(out, (uint32_t)strtoul(digits, NULL, 16));
    *at += 5;
    return true;
}

/* Reads a string. Like Transit, puts a ~ before one that begins with ~, ^ or `. */
static json_t *edn_string(struct edn *e, const char *prefix)
{
    struct buf text = {0};
    bool sound = true;
    buf_text(&text, prefix);
    e->at++;
    if (!*prefix && *e->at && strchr("~^`", *e->at))
        buf_char(&text, '~');
    while (sound && *e->at && *e->at != '"') {
        e->line += *e->at == '\n';
        if (*e->at != '\\') {
            buf_char(&text, *e->at++);
            continue;
        }
        e->at++;
        sound = edn_add_escape(&text, &e->at);
    }
    json_t *value = NULL;
    if (!sound)
        edn_wrong(e, "an unknown escape in a string");
    else if (!*e->at)
        edn_wrong(e, "a string without an end");
    else if (!text.failed)
        value = json_string(buf_string(&text));
    e->at += *e->at == '"';
    buf_done(&text);
    return value;
}

static json_t *edn_number(const char *word)
{
    char *end;
    errno = 0;
    long long whole = strtoll(word, &end, 10);
    if (errno == 0 && (!*end || strcmp(end, "N") == 0))
        return json_integer(whole);
    double real = strtod(word, &end);
    return end != word && real - real == 0 ? json_real(real) : json_null();
}

/* Reads a keyword, a number, nil, true, false or a symbol. */
static json_t *edn_word(struct edn *e)
{
    struct buf word = {0};
    size_t length = 0;
    while (!edn_ends_word(e->at[length]))
        length++;
    if (!length)
        return edn_wrong(e, *e->at ? "a character that begins no value" : "the end of the file");
    bool keyword = *e->at == ':';
    bool number = isdigit((unsigned char)e->at[*e->at == '-' || *e->at == '+']);
    buf_text(&word, keyword ? "~" : "");
    buf_add(&word, e->at, length);
    e->at += length;
    const char *text = buf_string(&word);
    json_t *value = word.failed                  ? NULL
                    : strcmp(text, "true") == 0  ? json_true()
                    : strcmp(text, "false") == 0 ? json_false()
                    : strcmp(text, "nil") == 0   ? json_null()
                    : number                     ? edn_number(text)
                                                 : json_string(text);
    buf_done(&word);
    return value;
}

/* ---- collections ---- */

static json_t *edn_list(struct edn *e, char close)
{
    json_t *list = json_array();
    e->at++;
    bool sound = list && edn_skip(e);
    while (sound && *e->at != close)
        sound = json_array_append_new(list, edn_value(e)) == 0 && edn_skip(e);
    e->at += sound;
    if (sound)
        return list;
    json_decref(list);
    return NULL;
}

static json_t *edn_map(struct edn *e)
{
    char number[32];
    json_t *map = json_object();
    e->at++;
    bool sound = map && edn_skip(e);
    while (sound && *e->at != '}') {
        json_t *key = edn_value(e), *value = key && edn_skip(e) ? edn_value(e) : NULL;
        snprintf(number, sizeof number, "~i%lld", (long long)json_integer_value(key));
        const char *name = json_is_string(key) ? json_string_value(key) : number;
        sound = json_object_set_new(map, name, value) == 0 && edn_skip(e);
        json_decref(key);
    }
    e->at += sound;
    if (sound)
        return map;
    json_decref(map);
    return NULL;
}

/* Reads what follows #: a set, a time, or a value with a tag, which is dropped. */
static json_t *edn_tagged(struct edn *e)
{
    if (e->at[1] == '{') {
        e->at++;
        json_t *list = edn_list(e, '}');
        return list ? json_pack("{s:o}", "~#set", list) : NULL;
    }
    bool is_time = strncmp(e->at, "#inst", 5) == 0 && edn_ends_word(e->at[5]);
    do
        e->at++;
    while (!edn_ends_word(*e->at));
    if (!edn_skip(e))
        return NULL;
    return is_time && *e->at == '"' ? edn_string(e, "~t") : edn_value(e);
}

static json_t *edn_value(struct edn *e)
{
    json_t *value;
    if (!edn_skip(e))
        return NULL;
    if (++e->depth > DEPTH_MAX) {
        value = edn_wrong(e, "values nested too deeply");
    } else {
        value = *e->at == '"'   ? edn_string(e, "")
                : *e->at == '{' ? edn_map(e)
                : *e->at == '[' ? edn_list(e, ']')
                : *e->at == '(' ? edn_list(e, ')')
                : *e->at == '#' ? edn_tagged(e)
                                : edn_word(e);
    }
    e->depth--;
    return value;
}

static bool edn_is_utf8(const char *text)
{
    for (size_t left = strlen(text), length; left > 0; text += length, left -= length)
        if (!(length = utf8_length(text, left)))
            return false;
    return true;
}

json_t *edn_read(const char *text, const char *path, struct err *err)
{
    struct edn edn = {.at = text, .line = 1};
    json_t *value = edn_is_utf8(text) ? edn_value(&edn) : edn_wrong(&edn, "text that is not UTF-8");
    if (!value && edn.wrong)
        err_at(err, ERR_MISTAKE, path, 0, 0, "is damaged: line %u of its data.edn has %s", edn.line,
            edn.wrong);
    else if (!value)
        err_memory(err);
    return value;
}
