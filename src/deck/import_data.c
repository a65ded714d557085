/* Walks over the data. A map is a card, a deck with lists below it, or a map of question to answer;
 * anything else is reported. */
#include "deck/import_data.h"

#include "deck/data_cards.h"

#include <string.h>
#include <strings.h>

#define SAMPLE_MAX 262144 /* bytes of text, enough to tell how the texts are marked up */

static bool import_data_walk(struct data_cards *c, uint32_t node);

/* ---- shapes ---- */

static bool import_data_is_branch(const struct data *data, uint32_t node)
{
    return data_kind(data, node) == DATA_LIST || data_kind(data, node) == DATA_MAP;
}

/* Whether a list has lists or maps in it, or a map has any child. */
static bool import_data_is_container(const struct data *data, uint32_t node)
{
    if (data_kind(data, node) == DATA_MAP)
        return data_first(node) < data_after(data, node);
    for (uint32_t i = data_first(node);
         data_kind(data, node) == DATA_LIST && i < data_after(data, node); i = data_after(data, i))
        if (import_data_is_branch(data, i))
            return true;
    return false;
}

/* Whether a map holds a list of cards or decks, so that its texts describe a deck. */
static bool import_data_is_deck(const struct data *data, uint32_t map)
{
    for (uint32_t i = data_first(map); i < data_after(data, map); i = data_after(data, i))
        if (data_kind(data, i) == DATA_LIST && import_data_is_container(data, i) &&
            field_names_list(data_key(data, i)))
            return true;
    return false;
}

/* Whether all keys are single letters, and too many for a card. */
static bool import_data_is_alphabet(const struct data *data, uint32_t map)
{
    size_t letters = 0;
    for (uint32_t i = data_first(map); i < data_after(data, map);
         i = data_after(data, i), letters++)
        if (strlen(data_key(data, i)) != 1)
            return false;
    return letters > 8;
}

static bool import_data_is_card(
    const struct data *data, uint32_t map, const struct data_fields *fields)
{
    uint32_t question = fields->of[FIELD_QUESTION];
    if ((question == DATA_NONE && fields->of[FIELD_CLOZE] == DATA_NONE) ||
        import_data_is_alphabet(data, map))
        return false;
    return (question == DATA_NONE || data_text_in(data, question) != DATA_NONE) &&
           (data_has_choices(fields) || !import_data_is_deck(data, map));
}

/* Whether all values are texts or numbers, with a text among them, and no key has a meaning. */
static bool import_data_is_answers(const struct data *data, uint32_t map)
{
    bool text = false, sure, letters = import_data_is_alphabet(data, map);
    for (uint32_t i = data_first(map); i < data_after(data, map); i = data_after(data, i)) {
        const char *key = data_key(data, i);
        if (!data_is_scalar(data, i) || data_kind(data, i) == DATA_FLAG || !*key ||
            field_names_deck(key) || field_named(key, &sure) == FIELD_UNUSED || (sure && !letters))
            return false;
        text |= data_kind(data, i) == DATA_TEXT;
    }
    return text;
}

/* Returns the nth scalar child, counted from 0. */
static uint32_t import_data_scalar(const struct data *data, uint32_t node, unsigned n)
{
    for (uint32_t i = data_first(node); i < data_after(data, node); i = data_after(data, i))
        if (data_is_scalar(data, i) && n-- == 0)
            return i;
    return DATA_NONE;
}

/* ---- decks ---- */

/* Returns the name of a deck, from its map: a text, or the title in a map below it. */
static const char *import_data_deck_name(const struct data *data, uint32_t map)
{
    for (uint32_t i = data_first(map); i < data_after(data, map); i = data_after(data, i)) {
        bool names = field_names_deck(data_key(data, i));
        if (names && data_is_scalar(data, i))
            return data_text(data, i);
        for (uint32_t j = data_first(i); data_kind(data, i) == DATA_MAP && j < data_after(data, i);
             j = data_after(data, j))
            if ((names || strcasestr(data_key(data, i), "meta")) && data_is_scalar(data, j) &&
                field_names_deck(data_key(data, j)))
                return data_text(data, j);
    }
    return "";
}

/* Whether a map holds only maps of questions and answers, each of which is a deck. */
static bool import_data_is_topics(const struct data *data, uint32_t map)
{
    for (uint32_t i = data_first(map); i < data_after(data, map); i = data_after(data, i))
        if (data_kind(data, i) != DATA_MAP || !import_data_is_answers(data, i) ||
            data_after(data, data_first(i)) == data_after(data, i))
            return false;
    return true;
}

/* Whether a child of a map may hold cards: in a deck, only lists and children with the name of a
 * list; otherwise, any. */
static bool import_data_is_part(const struct data *data, uint32_t node, bool is_deck)
{
    if (!import_data_is_container(data, node))
        return false;
    return !is_deck || data_kind(data, node) == DATA_LIST || field_names_list(data_key(data, node));
}

static bool import_data_walk_deck(struct data_cards *c, uint32_t map)
{
    const struct data *data = c->data;
    bool is_deck = import_data_is_deck(data, map), more = true;
    bool topics = import_data_is_topics(data, map);
    size_t before = data_enter_deck(c, import_data_deck_name(data, map));
    for (uint32_t i = data_first(map); more && i < data_after(data, map); i = data_after(data, i)) {
        if (!import_data_is_part(data, i, is_deck) ||
            (data_kind(data, i) == DATA_MAP && import_data_is_answers(data, i) && !topics &&
                !field_names_list(data_key(data, i))))
            continue;
        struct data_fields fields = data_fields_of(data, i);
        bool within = field_names_list(data_key(data, i)) || field_names_deck(data_key(data, i)) ||
                      (data_kind(data, i) == DATA_MAP && import_data_is_card(data, i, &fields));
        size_t outer = data_enter_deck(c, within ? "" : data_key(data, i));
        more = import_data_walk(c, i);
        buf_cut(&c->deck, outer);
    }
    buf_cut(&c->deck, before);
    return more;
}

/* ---- items ---- */

static bool import_data_take_answers(struct data_cards *c, uint32_t map)
{
    bool more = true;
    for (uint32_t i = data_first(map); more && i < data_after(c->data, map);
         i = data_after(c->data, i))
        more = data_take_pair(c, (struct data_item){i, 0}, DATA_NONE, i);
    return more;
}

/* Whether all texts in the map are empty. */
static bool import_data_is_blank(const struct data *data, uint32_t map)
{
    for (uint32_t i = data_first(map); i < data_after(data, map); i++)
        if (data_kind(data, i) == DATA_TEXT && *data_text(data, i))
            return false;
    return true;
}

/* The keys taken for question and answer in a list of maps that name neither or only one. */
struct import_data_guess {
    const char *question, *answer; /* or NULL */
    bool languages; /* both keys are languages, which take precedence over unsure names */
};

static uint32_t import_data_find(const struct data *data, uint32_t map, const char *key)
{
    for (uint32_t i = data_first(map); i < data_after(data, map); i = data_after(data, i))
        if (strcmp(data_key(data, i), key) == 0)
            return i;
    return DATA_NONE;
}

/* Finds the first two texts of a map whose keys are unknown, languages first. Returns how many
 * there are. */
static size_t import_data_unknown_texts(
    const struct data *data, uint32_t map, bool titles, const char *keys[2], bool *both)
{
    size_t count = 0, languages = 0;
    for (uint32_t i = data_first(map); i < data_after(data, map); i = data_after(data, i)) {
        const char *key = data_key(data, i);
        bool sure, language = field_names_language(key);
        if (data_kind(data, i) != DATA_TEXT || field_named(key, &sure) || field_names_extra(key) ||
            (field_names_deck(key) && !titles))
            continue;
        if (language && languages < 2) {
            keys[1] = languages == 0 && count > 0 ? keys[0] : keys[1];
            keys[languages++] = key;
        } else if (count < 2 && languages <= count) {
            keys[count] = key;
        }
        count++;
    }
    *both = languages == 2;
    return *both ? 2 : count;
}

/* Guesses from the first map. */
static struct import_data_guess import_data_guess_from(const struct data *data, uint32_t map)
{
    struct import_data_guess guess = {NULL, NULL, false};
    struct data_fields fields = data_fields_of(data, map);
    const char *keys[2] = {NULL, NULL};
    bool asks = fields.of[FIELD_QUESTION] != DATA_NONE,
         answers = fields.of[FIELD_ANSWER] != DATA_NONE, languages;
    if (data_kind(data, map) != DATA_MAP || import_data_is_deck(data, map) ||
        data_has_choices(&fields) || fields.of[FIELD_CLOZE] != DATA_NONE)
        return guess;
    size_t count = import_data_unknown_texts(data, map, answers, keys, &languages);
    if (languages && !fields.sure[FIELD_QUESTION] && !fields.sure[FIELD_ANSWER])
        return (struct import_data_guess){keys[0], keys[1], true};
    if (asks != answers && count > 0)
        *(asks ? &guess.answer : &guess.question) = keys[0];
    else if (!asks && !answers && count == 2)
        guess = (struct import_data_guess){keys[0], keys[1], false};
    return guess;
}

/* Guesses from the first map of a list. Nine of ten maps must have the same keys. */
static struct import_data_guess import_data_guess_keys(const struct data *data, uint32_t list)
{
    struct import_data_guess guess = {NULL, NULL, false};
    size_t maps = 0, like = 0;
    if (data_first(list) < data_after(data, list))
        guess = import_data_guess_from(data, data_first(list));
    for (uint32_t i = data_first(list);
         (guess.question || guess.answer) && i < data_after(data, list); i = data_after(data, i)) {
        bool is_map = data_kind(data, i) == DATA_MAP;
        bool has = is_map &&
                   (!guess.question || import_data_find(data, i, guess.question) != DATA_NONE) &&
                   (!guess.answer || import_data_find(data, i, guess.answer) != DATA_NONE);
        maps++;
        like += has;
    }
    return maps > 1 && like * 10 >= maps * 9 ? guess
                                             : (struct import_data_guess){NULL, NULL, false};
}

static void import_data_apply(struct data_cards *c, uint32_t map, struct data_fields *fields,
    const struct import_data_guess *guess)
{
    if (guess->question && (guess->languages || fields->of[FIELD_QUESTION] == DATA_NONE))
        fields->of[FIELD_QUESTION] = import_data_find(c->data, map, guess->question);
    if (guess->answer && (guess->languages || fields->of[FIELD_ANSWER] == DATA_NONE))
        fields->of[FIELD_ANSWER] = import_data_find(c->data, map, guess->answer);
    if (!c->guessed.length && guess->question && guess->answer)
        buf_format(&c->guessed, "\"%s\" is taken as the question and \"%s\" as the answer",
            guess->question, guess->answer);
    else if (!c->guessed.length && (guess->question || guess->answer))
        buf_format(&c->guessed, "\"%s\" is taken as the %s",
            guess->question ? guess->question : guess->answer,
            guess->question ? "question" : "answer");
}

/* Takes a list within a list: a pair of texts, or more items. */
static bool import_data_take_row(struct data_cards *c, struct data_item item)
{
    const struct data *data = c->data;
    uint32_t question = import_data_scalar(data, item.node, 0);
    uint32_t answer = import_data_scalar(data, item.node, 1);
    bool sure, first = item.number == 1;
    if (import_data_is_container(data, item.node))
        return import_data_walk(c, item.node);
    if (c->strict)
        return true;
    if (first && question != DATA_NONE && answer != DATA_NONE &&
        field_named(data_text(data, question), &sure) == FIELD_QUESTION &&
        field_named(data_text(data, answer), &sure) == FIELD_ANSWER)
        return true; /* a header */
    return answer == DATA_NONE ? data_skip(c, item, "not a question and an answer")
                               : data_take_pair(c, item, question, answer);
}

static bool import_data_take_item(
    struct data_cards *c, struct data_item item, const struct import_data_guess *guess)
{
    const struct data *data = c->data;
    if (data_kind(data, item.node) == DATA_NULL)
        return true;
    if (data_kind(data, item.node) == DATA_LIST)
        return import_data_take_row(c, item);
    if (data_kind(data, item.node) != DATA_MAP)
        return data_skip(c, item, "not a card: it has no question and answer");
    struct data_fields fields = data_fields_of(data, item.node);
    if (!c->strict)
        import_data_apply(c, item.node, &fields, guess);
    if (import_data_is_card(data, item.node, &fields))
        return data_take_card(c, item, &fields);
    size_t before = c->found;
    if (!c->strict && import_data_is_answers(data, item.node) &&
        data_after(data, data_first(item.node)) == data_after(data, item.node))
        return import_data_take_answers(c, item.node);
    return import_data_walk_deck(c, item.node) &&
           (c->found > before || import_data_is_blank(data, item.node) ||
               data_skip(c, item, "no question"));
}

static bool import_data_walk_list(struct data_cards *c, uint32_t list)
{
    const struct data *data = c->data;
    struct import_data_guess guess = import_data_guess_keys(data, list);
    size_t number = 0;
    bool more = true;
    for (uint32_t i = data_first(list); more && i < data_after(data, list); i = data_after(data, i))
        more = import_data_take_item(c, (struct data_item){i, ++number}, &guess);
    return more;
}

static bool import_data_walk(struct data_cards *c, uint32_t node)
{
    const struct data *data = c->data;
    if (data_kind(data, node) == DATA_LIST)
        return import_data_walk_list(c, node);
    if (data_kind(data, node) != DATA_MAP || data_first(node) == data_after(data, node))
        return true;
    struct data_fields fields = data_fields_of(data, node);
    if (import_data_is_card(data, node, &fields))
        return data_take_card(c, (struct data_item){node, 0}, &fields);
    bool several = data_after(data, data_first(node)) < data_after(data, node);
    if (!c->strict && several && import_data_is_answers(data, node))
        return import_data_take_answers(c, node);
    return import_data_walk_deck(c, node);
}

/* ---- all of the data ---- */

/* Whether `drill export cards` wrote it. */
static bool import_data_is_own(const struct data *data)
{
    static const char *const keys[] = {"deck", "card", "question", "tags", "state", "repetitions"};
    uint32_t map = data_kind(data, 0) == DATA_LIST && data->count > 1 ? 1 : 0, key = map;
    size_t same = 0;
    if (data_kind(data, map) != DATA_MAP)
        return false;
    for (key = data_first(map); same < COUNT(keys) && key < data_after(data, map) &&
                                strcmp(data_key(data, key), keys[same]) == 0;
         key = data_after(data, key))
        same++;
    return same == COUNT(keys);
}

/* Finds out how the texts are marked up, and reports it. */
static void import_data_find_markup(struct data_cards *c, enum markup given)
{
    struct markup_evidence evidence = {.lines = false};
    const char *sign = NULL;
    struct buf note = {0};
    size_t size = 0;
    for (uint32_t i = 0; i < c->data->count && size < SAMPLE_MAX; i++)
        if (data_kind(c->data, i) == DATA_TEXT) {
            size += strlen(data_text(c->data, i));
            markup_look(&evidence, data_text(c->data, i));
        }
    c->markup = given;
    if (c->markup)
        return;
    c->markup = markup_decide(&evidence, &sign);
    if (c->markup == MARKUP_TEXT)
        c->guess = "its texts are plain text: if they are marked up, use --markup markdown or "
                   "--markup html";
    if (sign)
        buf_format(&note,
            "its texts are %s, since they contain %s: if they are plain text, use --markup text",
            c->markup == MARKUP_HTML ? "HTML" : "Markdown", sign);
    if (note.length)
        c->sink->note(c->sink->context, buf_string(&note));
    buf_done(&note);
}

static void import_data_tell(struct data_cards *c)
{
    struct buf note = {0};
    if (c->guessed.length)
        c->sink->note(c->sink->context, buf_string(&c->guessed));
    if (c->below.length)
        buf_format(&note, "below the answers: %s", buf_string(&c->below));
    if (note.length)
        c->sink->note(c->sink->context, buf_string(&note));
    buf_clear(&note);
    if (c->unused.length)
        buf_format(&note, "left out: %s", buf_string(&c->unused));
    if (note.length)
        c->sink->note(c->sink->context, buf_string(&note));
    buf_done(&note);
}

static void import_data_done(struct data_cards *c)
{
    buf_done(&c->deck);
    buf_done(&c->below);
    buf_done(&c->unused);
    buf_done(&c->guessed);
    buf_done(&c->why);
    deck_entry_done(&c->entry);
}

enum err_code import_data_read(const struct data *data, const struct import_source *source,
    struct import_sink *sink, size_t *found, struct err *err)
{
    struct data_cards c = {.data = data, .sink = sink, .first_option = -1};
    enum err_code code = ERR_NONE;
    *found = 0;
    if (data->count == 0)
        return ERR_NONE;
    if (import_data_is_own(data))
        return err_at(err, ERR_MISTAKE, source->path, 0, 0, IMPORT_OWN_CARDS);
    import_data_find_markup(&c, source->choices.markup);
    data_find_first_option(&c);
    bool more = import_data_walk(&c, 0);
    if (c.deck.failed || c.below.failed || c.unused.failed || c.guessed.failed || c.why.failed ||
        c.failed)
        code = err_memory(err);
    else if (!more)
        code = (*err = sink->failure).code;
    else if (c.found && !c.taken)
        code = err_at(err, ERR_MISTAKE, source->path, c.why_line, c.why_line != 0,
            "has no card that can be imported: %s", buf_string(&c.why));
    else
        import_data_tell(&c);
    *found = c.found;
    import_data_done(&c);
    return code;
}

bool import_data_has_cards(const struct data *data, bool strict)
{
    struct data_cards c = {.data = data, .strict = strict, .looking = true};
    struct data_fields fields;
    bool alone = strict && data->count > 0;
    if (alone)
        fields = data_fields_of(data, 0);
    if (data->count > 0 && !(alone && import_data_is_card(data, 0, &fields)))
        import_data_walk(&c, 0);
    import_data_done(&c);
    return c.found > 0;
}
