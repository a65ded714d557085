/* Multiple choice. The answer is the text of the right option. The data may name it by its text,
 * its letter or its number, or mark it; a number is used only if it is clear whether options count
 * from 0 or from 1. */
#include "deck/data_cards.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define OPTIONS_MAX 64

struct data_choices {
    const struct data *data;
    struct data_option {
        const char *text, *letter; /* letter is "" if the data gives none */
        bool right;
    } options[OPTIONS_MAX];
    size_t count, right;
    bool all_wrong; /* the listed options do not include the answer */
};

/* ---- options ---- */

static bool data_choices_is_letter(const char *key)
{
    return isalnum((unsigned char)key[0]) && !key[1];
}

static const char *data_choices_add(
    struct data_choices *o, const char *text, const char *letter, bool right)
{
    if (o->count == OPTIONS_MAX)
        return "more than 64 options";
    o->options[o->count++] = (struct data_option){text, letter, right};
    o->right += right;
    return NULL;
}

/* Adds an option that is a map, with its letter and whether it is right. */
static const char *data_choices_add_map(struct data_choices *o, uint32_t map)
{
    const struct data *data = o->data;
    uint32_t text = data_text_in(data, map);
    const char *letter = "";
    bool right = false, sure;
    for (uint32_t i = data_first(map); i < data_after(data, map); i = data_after(data, i)) {
        if (field_named(data_key(data, i), &sure) == FIELD_CORRECT)
            right |=
                strcasecmp(data_text(data, i), "true") == 0 || strcmp(data_text(data, i), "1") == 0;
        else if (i != text && data_choices_is_letter(data_text(data, i)))
            letter = data_text(data, i);
    }
    return text == DATA_NONE ? "an option is not a text"
                             : data_choices_add(o, data_text(data, text), letter, right);
}

static const char *data_choices_add_all(struct data_choices *o, uint32_t node)
{
    const struct data *data = o->data;
    const char *why = NULL;
    if (data_is_scalar(data, node))
        return data_choices_add(o, data_text(data, node), "", false);
    for (uint32_t i = data_first(node); i < data_after(data, node) && !why;
         i = data_after(data, i)) {
        if (data_kind(data, i) == DATA_MAP)
            why = data_choices_add_map(o, i);
        else if (data_is_scalar(data, i))
            why = data_choices_add(o, data_text(data, i),
                data_choices_is_letter(data_key(data, i)) ? data_key(data, i) : "", false);
    }
    return why;
}

static const char *data_choices_add_lettered(struct data_choices *o, uint32_t map)
{
    const struct data *data = o->data;
    const char *why = NULL;
    for (uint32_t i = data_first(map); i < data_after(data, map) && !why; i = data_after(data, i)) {
        const char *key = data_key(data, i);
        if (data_is_scalar(data, i) && field_names_option(key))
            why = data_choices_add(o, data_text(data, i), key + strlen(key) - 1, false);
    }
    return why;
}

/* ---- the answer ---- */

/* The letter before an option's text, as in "A) text", in capitals; 0 if there is none. */
static char data_choices_letter(const struct data_option *option)
{
    const char *c = *option->letter ? option->letter : option->text;
    c += *c == '(';
    bool marked = *option->letter || (isalpha((unsigned char)*c) && strchr(").:", c[1]) && c[1]);
    return marked ? (char)toupper((unsigned char)*c) : '\0';
}

/* Returns the option that an answer of a single letter names; count if none. */
static size_t data_choices_by_letter(const struct data_choices *o, const char *answer)
{
    bool letters = false;
    char c = (char)toupper((unsigned char)answer[*answer == '(']);
    const char *rest = answer + (*answer == '(') + (c != '\0');
    if (!isalnum((unsigned char)c) || strspn(rest, ").: ") != strlen(rest))
        return o->count;
    for (size_t i = 0; i < o->count; i++) {
        letters |= data_choices_letter(&o->options[i]) != '\0';
        if (data_choices_letter(&o->options[i]) == c)
            return i;
    }
    size_t number = (size_t)(c - 'A');
    return !letters && isalpha((unsigned char)c) && number < o->count ? number : o->count;
}

static size_t data_choices_by_text(const struct data_choices *o, const char *answer)
{
    for (size_t i = 0; i < o->count; i++)
        if (strcmp(o->options[i].text, answer) == 0)
            return i;
    for (size_t i = 0; i < o->count; i++)
        if (strcasecmp(o->options[i].text, answer) == 0)
            return i;
    return o->count;
}

static void data_choices_set(struct data_choices *o, size_t i)
{
    o->right += !o->options[i].right;
    o->options[i].right = true;
}

/* Marks all options if the answer is nothing but their letters, as "ACD" or "A, C". */
static bool data_choices_mark_letters(struct data_choices *o, const char *answer)
{
    size_t found[OPTIONS_MAX], count = 0;
    for (const char *c = answer; *c; c++) {
        const char letter[] = {*c, '\0'};
        if (strchr(", ", *c))
            continue;
        if (count == o->count || !isupper((unsigned char)*c))
            return false;
        found[count] = data_choices_by_letter(o, letter);
        if (found[count++] == o->count)
            return false;
    }
    for (size_t i = 0; i < count && count > 1; i++)
        data_choices_set(o, found[i]);
    return count > 1;
}

static bool data_choices_is_number(const char *text)
{
    size_t digits = strspn(text, "0123456789");
    return digits && digits < 4 && !text[digits];
}

/* Marks the option that the value names. */
static const char *data_choices_mark(
    struct data_cards *c, struct data_choices *o, uint32_t value, const char *key)
{
    const char *answer = data_text(c->data, value);
    bool index = field_names_index(key);
    size_t i = index || o->all_wrong ? o->count : data_choices_by_text(o, answer);
    if (i == o->count && !index && !o->all_wrong)
        i = data_choices_by_letter(o, answer);
    if (i == o->count && !index && !o->all_wrong && data_choices_mark_letters(o, answer))
        return NULL;
    if (i == o->count && !o->all_wrong && data_choices_is_number(answer)) {
        int first = c->first_option < 0 && index ? 0 : c->first_option;
        if (first < 0)
            return "its answer is the number of an option, and it is unclear whether they count "
                   "from 0 or 1";
        i = strtoul(answer, NULL, 10) - (size_t)first;
    }
    if (i >= o->count)
        return o->all_wrong || (data_kind(c->data, value) == DATA_TEXT && strlen(answer) > 1)
                   ? data_choices_add(o, answer, "", true)
                   : "its answer is not one of its options";
    data_choices_set(o, i);
    return NULL;
}

static const char *data_choices_mark_all(
    struct data_cards *c, struct data_choices *o, uint32_t node)
{
    const struct data *data = c->data;
    const char *why = NULL;
    uint32_t text = data_text_in(data, node);
    if (text != DATA_NONE)
        return data_choices_mark(c, o, text, data_key(data, node));
    for (uint32_t i = data_first(node); i < data_after(data, node) && !why; i = data_after(data, i))
        if (data_is_scalar(data, i))
            why = data_choices_mark(c, o, i, data_key(data, node));
    return why;
}

/* ---- texts ---- */

static int data_choices_compare(const void *a, const void *b)
{
    const struct data_option *one = a, *other = b;
    return strcmp(one->text, other->text);
}

static const char *data_choices_put(
    struct data_cards *c, const struct data_choices *o, bool right, struct buf *out)
{
    const char *why = NULL;
    bool list = !right || o->right > 1;
    for (size_t i = 0; i < o->count && !why; i++)
        if (!right || o->options[i].right)
            why = list ? data_put_item(c, out, o->options[i].text)
                       : data_put_text(c, out, o->options[i].text, false);
    return why;
}

bool data_has_choices(const struct data_fields *fields)
{
    return fields->of[FIELD_OPTIONS] != DATA_NONE || fields->of[FIELD_WRONG] != DATA_NONE ||
           fields->lettered;
}

const char *data_put_choices(
    struct data_cards *c, uint32_t map, const struct data_fields *fields, struct deck_entry *entry)
{
    struct data_choices o = {.data = c->data};
    uint32_t wrong = fields->of[FIELD_WRONG], options = fields->of[FIELD_OPTIONS];
    uint32_t correct = fields->of[FIELD_CORRECT] != DATA_NONE ? fields->of[FIELD_CORRECT]
                                                              : fields->of[FIELD_ANSWER];
    const char *why = options == DATA_NONE && fields->lettered
                          ? data_choices_add_lettered(&o, map)
                          : data_choices_add_all(&o, options != DATA_NONE ? options : wrong);
    bool listed = options != DATA_NONE || fields->lettered;
    if (!why && o.right == 0 && correct == DATA_NONE)
        return "it has options, but no answer";
    size_t given = o.count;
    o.all_wrong = !listed;
    if (!why && o.right == 0)
        why = data_choices_mark_all(c, &o, correct);
    if (!why && o.right == 0)
        return "it has options, but no answer";
    if (why)
        return why;
    if (!listed) /* or the answer would always be the last one */
        qsort(o.options, o.count, sizeof *o.options, data_choices_compare);
    struct buf list = {0};
    size_t count = o.count;
    o.count = listed ? given : count;
    why = data_choices_put(c, &o, false, &list);
    o.count = count;
    buf_format(&entry->question, "\n\n%s", buf_string(&list));
    entry->question.failed |= list.failed;
    buf_done(&list);
    return why ? why : data_choices_put(c, &o, true, &entry->answer);
}

/* ---- numbers ---- */

void data_find_first_option(struct data_cards *c)
{
    const struct data *data = c->data;
    bool zero = false, last = false;
    for (uint32_t i = 0; i < data->count; i++) {
        struct data_fields fields = data_fields_of(data, i);
        uint32_t options = fields.of[FIELD_OPTIONS], correct = fields.of[FIELD_CORRECT];
        size_t count = 0;
        correct = correct == DATA_NONE ? fields.of[FIELD_ANSWER] : correct;
        if (options == DATA_NONE || correct == DATA_NONE ||
            !data_choices_is_number(data_text(data, correct)) ||
            data_kind(data, options) != DATA_LIST)
            continue;
        for (uint32_t j = data_first(options); j < data_after(data, options);
             j = data_after(data, j))
            count++;
        size_t number = strtoul(data_text(data, correct), NULL, 10);
        zero |= number == 0;
        last |= count > 0 && number == count;
    }
    c->first_option = zero && !last ? 0 : last && !zero ? 1 : -1;
}
