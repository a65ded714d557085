/* Decks of few words, generated at any size: every word is in many cards, so no word identifies a
 * card. An edit changes a letter of the question and one of the answer. If either text would then
 * equal another card's, the edit is only counted, not made, because nobody could tell from the
 * texts which card it was. Every other edited card is at least as near to its own original, two
 * letters away, as to any other card. */
#ifndef BENCH_EDITS_FEW_H
#define BENCH_EDITS_FEW_H

#include "edits.h"

#include "base/hash.h"

#define FEW_TEXT           200
#define FEW(list)          (sizeof(list) / sizeof *(list))
#define FEW_PICK(at, list) ((list)[few_digit(at, FEW(list))])

struct few_card {
    char question[FEW_TEXT], answer[FEW_TEXT];
};

/* Removes the last digit of a number in a mixed base, and returns it. */
static inline size_t few_digit(size_t *number, size_t base)
{
    size_t digit = *number % base;
    *number /= base;
    return digit;
}

/* Appends a number below a million, in words. */
static inline void few_number(char *text, int number)
{
    static const char *const small[] = {"zero", "one", "two", "three", "four", "five", "six",
        "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen",
        "sixteen", "seventeen", "eighteen", "nineteen"};
    static const char *const tens[] = {
        "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"};
    static const struct {
        int value;
        const char *name;
    } units[] = {{1000, " thousand"}, {100, " hundred"}};
    for (size_t i = 0; i < FEW(units); i++)
        if (number >= units[i].value) {
            few_number(text, number / units[i].value);
            strcat(text, units[i].name);
            number %= units[i].value;
            if (number == 0)
                return;
            strcat(text, i ? " and " : " ");
        }
    strcat(text, number < 20 ? small[number] : tens[number / 10]);
    if (number >= 20 && number % 10) {
        strcat(text, "-");
        strcat(text, small[number % 10]);
    }
}

/* ---- kinds of decks: card i of count ---- */

static inline void few_times_table(size_t i, size_t count, struct few_card *card)
{
    int side = 1;
    while ((size_t)side * (size_t)side < count)
        side++;
    int a = 2 + (int)i / side, b = 2 + (int)i % side;
    strcpy(card->question, "What is ");
    few_number(card->question, a);
    strcat(card->question, " times ");
    few_number(card->question, b);
    strcat(card->question, "?");
    card->answer[0] = '\0';
    few_number(card->answer, a * b);
}

static const char *const few_verbs[] = {"hablar", "comer", "vivir", "cantar", "beber", "escribir",
    "comprar", "vender", "recibir", "trabajar", "aprender", "subir"};
static const char *const few_persons[] = {"yo", "tú", "ella", "nosotros", "vosotros", "ellos"};
static const char *const few_tenses[] = {
    "presente", "imperfecto", "futuro", "condicional", "subjuntivo"};
/* clang-format off */
static const char *const few_endings[5][3][6] = {
    {{"o", "as", "a", "amos", "áis", "an"}, {"o", "es", "e", "emos", "éis", "en"},
     {"o", "es", "e", "imos", "ís", "en"}},
    {{"aba", "abas", "aba", "ábamos", "abais", "aban"},
     {"ía", "ías", "ía", "íamos", "íais", "ían"}, {"ía", "ías", "ía", "íamos", "íais", "ían"}},
    {{"aré", "arás", "ará", "aremos", "aréis", "arán"},
     {"eré", "erás", "erá", "eremos", "eréis", "erán"},
     {"iré", "irás", "irá", "iremos", "iréis", "irán"}},
    {{"aría", "arías", "aría", "aríamos", "aríais", "arían"},
     {"ería", "erías", "ería", "eríamos", "eríais", "erían"},
     {"iría", "irías", "iría", "iríamos", "iríais", "irían"}},
    {{"e", "es", "e", "emos", "éis", "en"}, {"a", "as", "a", "amos", "áis", "an"},
     {"a", "as", "a", "amos", "áis", "an"}},
};
/* clang-format on */
static const char *const few_objects[] = {"aquí", "en casa", "en la plaza", "en Madrid",
    "con mi padre", "con tu madre", "sin prisa", "por la calle", "para todos", "muy poco",
    "demasiado", "con gusto", "sin dinero", "en el campo", "entre amigos", "desde lejos",
    "en la tienda"};
static const char *const few_times[] = {"hoy", "siempre", "nunca", "por la tarde", "en verano",
    "en invierno", "los lunes", "los martes", "cada semana", "cada mes", "de noche", "de día",
    "a veces", "otra vez", "todavía", "luego", "después"};

static inline void few_conjugation(size_t i, size_t count, struct few_card *card)
{
    (void)count;
    size_t verb = few_digit(&i, FEW(few_verbs)), person = few_digit(&i, FEW(few_persons)),
           tense = few_digit(&i, FEW(few_tenses));
    const char *object = FEW_PICK(&i, few_objects), *time = FEW_PICK(&i, few_times);
    const char *name = few_verbs[verb];
    int stem = (int)strlen(name) - 2;
    size_t class = name[stem] == 'a' ? 0 : name[stem] == 'e' ? 1 : 2;
    snprintf(card->question, FEW_TEXT, "Conjuga: %s, %s, %s (%s, %s)", name, few_tenses[tense],
        few_persons[person], object, time);
    snprintf(card->answer, FEW_TEXT, "%s %.*s%s %s %s", few_persons[person], stem, name,
        few_endings[tense][class][person], object, time);
}

static inline void few_date(size_t i, size_t count, struct few_card *card)
{
    static const char *const months[] = {"January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December"};
    static const char *const days[] = {
        "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday"};
    (void)count;
    int day = 1 + (int)few_digit(&i, 28), month = (int)few_digit(&i, 12), year = 1710 + (int)i;
    /* Zeller's congruence */
    int m = month < 2 ? month + 13 : month + 1, y = month < 2 ? year - 1 : year;
    int weekday = (day + 13 * (m + 1) / 5 + y + y / 4 - y / 100 + y / 400) % 7;
    snprintf(card->question, FEW_TEXT, "Which weekday was %d %s %d?", day, months[month], year);
    snprintf(card->answer, FEW_TEXT, "It was a %s", days[weekday]);
}

static inline void few_article(size_t i, size_t count, struct few_card *card)
{
    static const char *const ranges[] = {
        "AB", "AK", "BL", "CN", "DX", "EM", "FT", "GR", "HW", "KZ"};
    static const char *const things[] = {"bolt", "nut", "washer", "screw", "hinge", "bracket"};
    static const char *const stuff[] = {"steel", "brass", "copper", "nylon"};
    static const char *const sizes[] = {"short", "long", "thin", "wide"};
    static const char *const colours[] = {"blue", "black", "white", "green", "grey"};
    uint64_t state = i;
    size_t kind = (size_t)gen_random(&state);
    (void)count;
    snprintf(card->question, FEW_TEXT, "What is article %s %02d-%03d?", FEW_PICK(&kind, ranges),
        (int)(i / 1000), (int)(i % 1000));
    snprintf(card->answer, FEW_TEXT, "A %s %s %s %s on shelf ", FEW_PICK(&kind, sizes),
        FEW_PICK(&kind, colours), FEW_PICK(&kind, stuff), FEW_PICK(&kind, things));
    few_number(card->answer, 1 + (int)(kind % 60));
}

static inline void few_chord(size_t i, size_t count, struct few_card *card)
{
    static const char *const notes[] = {
        "C", "C sharp", "D", "E flat", "E", "F", "F sharp", "G", "A flat", "A", "B flat", "B"};
    static const struct {
        const char *name;
        size_t steps[4];
    } types[] = {{"major", {0, 4, 7, 12}}, {"minor", {0, 3, 7, 12}}, {"diminished", {0, 3, 6, 9}},
        {"augmented", {0, 4, 8, 12}}, {"dominant seventh", {0, 4, 7, 10}},
        {"major seventh", {0, 4, 7, 11}}, {"minor seventh", {0, 3, 7, 10}},
        {"suspended fourth", {0, 5, 7, 12}}};
    static const char *const inversions[] = {
        "root position", "first inversion", "second inversion", "third inversion"};
    (void)count;
    size_t root = few_digit(&i, FEW(notes)), type = few_digit(&i, FEW(types)),
           inversion = few_digit(&i, FEW(inversions)), fret = few_digit(&i, 17), capo = i;
    char at[2][40] = {"", ""};
    few_number(at[0], (int)fret);
    few_number(at[1], (int)capo);
    snprintf(card->question, FEW_TEXT, "%s %s, %s, fret %s, capo %s", notes[root], types[type].name,
        inversions[inversion], at[0], at[1]);
    strcpy(card->answer, "Notes ");
    for (size_t n = 0; n < 4; n++) {
        size_t step = types[type].steps[(n + inversion) % 4];
        strcat(card->answer, notes[(root + step + capo) % 12]);
        strcat(card->answer, n < 3 ? ", " : ", from fret ");
    }
    strcat(card->answer, at[0]);
}

static inline void few_chess(size_t i, size_t count, struct few_card *card)
{
    static const char *const pieces[] = {"king", "queen", "rook", "bishop"};
    static const char *const colours[] = {"white", "black"};
    static const char *const phases[] = {
        "on an empty board", "in the opening", "in the endgame", "after castling"};
    (void)count;
    int from = (int)few_digit(&i, 64), to = (int)few_digit(&i, 63);
    size_t piece = few_digit(&i, FEW(pieces));
    const char *colour = FEW_PICK(&i, colours), *phase = FEW_PICK(&i, phases);
    to += to >= from;
    int dx = abs(from % 8 - to % 8), dy = abs(from / 8 - to / 8);
    bool straight = dx == 0 || dy == 0, diagonal = dx == dy;
    int moves = piece == 0   ? (dx > dy ? dx : dy)
                : piece == 1 ? 2 - (straight || diagonal)
                : piece == 2 ? 2 - straight
                             : 2 - diagonal;
    snprintf(card->question, FEW_TEXT, "How many moves does the %s %s need from %c%d to %c%d %s?",
        colour, pieces[piece], 'a' + from % 8, 1 + from / 8, 'a' + to % 8, 1 + to / 8, phase);
    if (piece == 3 && (dx + dy) % 2) {
        strcpy(card->answer, "It never gets there");
        return;
    }
    strcpy(card->answer, "It needs ");
    few_number(card->answer, moves);
    strcat(card->answer, moves == 1 ? " move" : " moves");
}

/* Random words. */
static inline void few_phrase(size_t i, size_t count, struct few_card *card)
{
    static const char *const syllables[] = {
        "ba", "ce", "di", "fo", "gu", "la", "me", "ni", "po", "ru", "sa", "ti"};
    uint64_t state = i;
    char *texts[] = {card->question, card->answer};
    (void)count;
    for (size_t side = 0; side < 2; side++) {
        texts[side][0] = '\0';
        for (size_t word = 0; word < 5 - side; word++) {
            size_t which = (size_t)(gen_random(&state) % 130), more = which;
            strcat(texts[side], word ? " " : "");
            strcat(texts[side], FEW_PICK(&which, syllables));
            strcat(texts[side], FEW_PICK(&which, syllables));
            strcat(texts[side], more % 3 ? syllables[more % FEW(syllables)] : "s");
        }
    }
}

static const struct few_kind {
    const char *name;
    void (*make)(size_t i, size_t count, struct few_card *card);
} few_kinds[] = {{"times tables", few_times_table},
    {"conjugations of twelve verbs", few_conjugation}, {"dates", few_date},
    {"article numbers", few_article}, {"chords", few_chord}, {"chess squares", few_chess},
    {"phrases of 130 words", few_phrase}};

/* ---- edits ---- */

/* The texts of a deck, as sorted hashes. */
struct few_texts {
    uint64_t *hashes;
    size_t count;
};

static inline int few_by_hash(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static inline bool few_has(const struct few_texts *texts, const char *text)
{
    uint64_t hash = hash_text(0, text);
    return bsearch(&hash, texts->hashes, texts->count, sizeof hash, few_by_hash);
}

/* Changes a random letter: mostly replaces it, otherwise removes it, doubles it, or swaps it with
 * the next. */
static inline void few_change(uint64_t *state, char *text)
{
    size_t letters = 0;
    char *at = text;
    for (char *c = text; *c; c++)
        if (edit_letter(*c) && gen_random(state) % ++letters == 0)
            at = c;
    uint64_t chance = gen_random(state) % 9;
    char c = at[0];
    if (chance == 0 && edit_letter(at[1])) {
        memmove(at, at + 1, strlen(at));
    } else if (chance == 1) {
        memmove(at + 1, at, strlen(at) + 1);
    } else if (chance == 2 && edit_letter(at[1]) && at[1] != c) {
        at[0] = at[1];
        at[1] = c;
    } else {
        at[0] = (char)((c & 32) + 'A' + ((c | 32) - 'a' + 1 + (int)(gen_random(state) % 25)) % 26);
    }
}

/* A deck of some kind, and how it is edited. */
struct few_deck {
    const struct few_kind *kind;
    size_t count, every; /* one in `every` cards is edited */
    uint64_t seed;
};
struct few_result {
    int edits, lost, wrong, left; /* left: edits not made */
    double seconds;
};

enum few_edit { FEW_SAME, FEW_EDITED, FEW_LEFT };

/* Makes card i as it is after the edits. Returns whether it was edited. */
static inline enum few_edit few_after(
    const struct few_deck *deck, const struct few_texts *texts, size_t i, struct few_card *card)
{
    uint64_t state = deck->seed * 1000003 + i;
    struct few_card before;
    deck->kind->make(i, deck->count, card);
    if (gen_random(&state) % deck->every)
        return FEW_SAME;
    before = *card;
    few_change(&state, card->question);
    few_change(&state, card->answer);
    if (!few_has(texts, card->question) && !few_has(texts, card->answer))
        return FEW_EDITED;
    *card = before;
    return FEW_LEFT;
}

static inline bool few_write(
    const struct few_deck *deck, const struct few_texts *texts, const char *path)
{
    struct few_card card;
    FILE *file = fopen(path, "w");
    if (!file)
        return false;
    fputs("deck: few\ncards:\n", file);
    for (size_t i = 0; i < deck->count; i++) {
        if (texts)
            few_after(deck, texts, i, &card);
        else
            deck->kind->make(i, deck->count, &card);
        edit_write_text(file, "- question:", card.question);
        edit_write_text(file, "  answer:", card.answer);
    }
    return fclose(file) == 0;
}

static inline bool few_list_texts(const struct few_deck *deck, struct few_texts *texts)
{
    struct few_card card;
    texts->hashes = malloc(2 * deck->count * sizeof *texts->hashes);
    for (size_t i = 0; texts->hashes && i < deck->count; i++) {
        deck->kind->make(i, deck->count, &card);
        texts->hashes[texts->count++] = hash_text(0, card.question);
        texts->hashes[texts->count++] = hash_text(0, card.answer);
    }
    if (texts->hashes)
        qsort(texts->hashes, texts->count, sizeof *texts->hashes, few_by_hash);
    return texts->hashes;
}

/* Reads the ids of the present cards, in the order of the file. False if there are not exactly
 * `count`. */
static inline bool few_rows(sqlite3 *db, int64_t *rows, size_t count)
{
    sqlite3_stmt *row;
    size_t found = 0;
    sqlite3_prepare_v2(db, "SELECT card_id FROM cards WHERE retired_day IS NULL ORDER BY position",
        -1, &row, NULL);
    for (; sqlite3_step(row) == SQLITE_ROW; found++)
        if (found < count)
            rows[found] = sqlite3_column_int64(row, 0);
    sqlite3_finalize(row);
    return found == count;
}

/* Ids grow in the order of the first file, so any id above its last card's is a new card's. */
static inline void few_compare(const struct few_deck *deck, const struct few_texts *texts,
    const int64_t *before, const int64_t *after, struct few_result *result)
{
    struct few_card card;
    for (size_t i = 0; i < deck->count; i++) {
        enum few_edit edit = few_after(deck, texts, i, &card);
        bool right = after[i] == before[i], old = after[i] <= before[deck->count - 1];
        result->edits += edit == FEW_EDITED;
        result->left += edit == FEW_LEFT;
        result->lost += !right && !old;
        result->wrong += !right && old;
        if (!right && getenv("EDITS_SHOW"))
            fprintf(stderr, "%s: %s / %s\n", old ? "WRONG" : "lost", card.question, card.answer);
    }
}

/* Edits the deck, and adds what becomes of the history to *result. Leaves the store unchanged. */
static inline bool few_measure(const struct few_deck *deck, struct store *store, const char *path,
    double clock(void), struct few_result *result)
{
    struct few_texts texts = {0};
    int64_t deck_id, *before = calloc(2 * deck->count, sizeof *before),
                     *after = before + deck->count;
    if (!before || store_begin(store, NULL))
        return false;
    bool good = few_list_texts(deck, &texts) && few_write(deck, NULL, path) &&
                edit_load(store, path, &deck_id) && few_rows(store->db, before, deck->count) &&
                few_write(deck, &texts, path);
    double start = clock ? clock() : 0;
    good = good && edit_load(store, path, &deck_id);
    result->seconds += clock ? clock() - start : 0;
    if (good && (good = few_rows(store->db, after, deck->count)))
        few_compare(deck, &texts, before, after, result);
    store_rollback(store);
    free(texts.hashes);
    free(before);
    return good;
}

#endif
