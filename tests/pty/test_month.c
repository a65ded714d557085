/* A month with decks that change: every day they are reviewed with keys; between the days they are
 * edited, reordered, moved, renamed and split, and cards are added and removed. At the end, every
 * rating must be in the log, with the card that it was given to. */
#include "rules.h"

enum { DECKS = 3, CARDS = 16, ROWS_MAX = 250, LAST_DAY = 30 };
enum { NATURE, WORDS, PLANTS };
enum { HUND = 7, DOG }; /* the two directions of one entry */

struct entry {
    const char *question, *answer, *id;
    int deck;
    bool present;
    struct card card;
    int asked_on; /* the last day on which it was asked, repeats included */
};

struct month {
    struct world *world;
    struct entry cards[CARDS];
    struct {
        const char *path, *head;
        const char *id; /* as exports show it */
        int order[CARDS], count;
    } decks[DECKS];
    struct row rows[ROWS_MAX];
    size_t row_count;
    int day; /* days since 2026-03-02 */
};

static int today(const struct month *m)
{
    return day_of(2026, 3, 2) + m->day;
}

/* --- files --- */

static void write_entry(const struct month *m, int i, FILE *file)
{
    const struct entry *entry = &m->cards[i];

    fprintf(file, "  - question: \"%s\"\n    answer: \"%s\"\n", entry->question, entry->answer);
    if (entry->id)
        fprintf(file, "    id: %s\n", entry->id);
    if (i == HUND)
        fputs("    reverse: true\n", file);
}

static void write_deck(struct month *m, int deck)
{
    char *text;
    size_t size;
    FILE *file = open_memstream(&text, &size);

    if (file == NULL)
        world_die("memory");
    fprintf(file, "%scards:\n", m->decks[deck].head);
    for (int i = 0; i < m->decks[deck].count; i++)
        if (m->cards[m->decks[deck].order[i]].present)
            write_entry(m, m->decks[deck].order[i], file);
    fclose(file);
    world_write(m->world, m->decks[deck].path, world_keep(m->world, text));
}

static void insert(struct month *m, int deck, int at, int card)
{
    int *order = m->decks[deck].order;

    memmove(order + at + 1, order + at, (size_t)(m->decks[deck].count++ - at) * sizeof *order);
    order[at] = card;
    m->cards[card].deck = deck;
    m->cards[card].present = true;
}

static void take_out(struct month *m, int deck, int card)
{
    int *order = m->decks[deck].order, kept = 0;

    for (int i = 0; i < m->decks[deck].count; i++)
        if (order[i] != card)
            order[kept++] = order[i];
    m->decks[deck].count = kept;
}

static void move_file(struct month *m, int deck, const char *path)
{
    const char *from = world_text(m->world, "%s/%s", m->world->home, m->decks[deck].path);

    assert_int_equal(rename(from, world_text(m->world, "%s/%s", m->world->home, path)), 0);
    m->decks[deck].path = path;
}

static void make_folder(struct month *m, const char *name)
{
    assert_int_equal(mkdir(world_text(m->world, "%s/%s", m->world->home, name), 0700), 0);
}

static const char *folder(struct month *m)
{
    return world_text(m->world, "%s/decks", m->world->home);
}

/* --- edits of the decks --- */

static void begin(struct month *m)
{
    static const char *const texts[CARDS - 2][2] = {
        {"What do plants take from the air?", "Carbon dioxide"},
        {"Which gas do plants give off?", "Oxygen, in the light"},
        {"What is the largest land animal?", "The African elephant"},
        {"How many legs has a spider?", "Eight"},
        {"What pollinates most flowers?", "Insects, above all bees"},
        {"Where do roots take up water?", "In the root hairs"},
        {"What are young frogs called?", "Tadpoles"},
        [HUND] = {"der Hund", "the dog"},
        [DOG] = {"the dog", "der Hund"},
        {"die Katze", "the cat"},
        {"das Haus", "the house"},
        {"laufen", "to run"},
        {"die Br\u00fccke", "the bridge"},
        {"der Baum", "the tree"},
    };

    for (int i = 0; i < CARDS; i++)
        m->cards[i] = (struct entry){.card = {.ease = 250, .owed = -1}, .asked_on = -1};
    for (int i = 0; i < CARDS - 2; i++) {
        m->cards[i].question = texts[i][0];
        m->cards[i].answer = texts[i][1];
        m->cards[i].present = true;
        m->cards[i].deck = i < HUND ? NATURE : WORDS;
        if (i != DOG)
            insert(m, m->cards[i].deck, m->decks[m->cards[i].deck].count, i);
    }
    m->cards[11].id = "run";
    make_folder(m, "decks");
    m->decks[NATURE].path = "decks/nature.yaml";
    m->decks[NATURE].head = "deck: Nature\n";
    m->decks[NATURE].id = "Nature";
    m->decks[WORDS].path = "decks/words.yaml";
    m->decks[WORDS].head = "deck: Words\nid: words\n";
    m->decks[WORDS].id = "words";
    write_deck(m, NATURE);
    write_deck(m, WORDS);
}

static void mend_texts(struct month *m)
{
    m->cards[1].question = "Which gas do plants give off by day?";
    m->cards[2].answer = "The African bush elephant";
    write_deck(m, NATURE);
}

static void reorder(struct month *m)
{
    int *order = m->decks[NATURE].order, count = m->decks[NATURE].count;

    for (int i = 0; i < count / 2; i++) {
        int card = order[i];
        order[i] = order[count - 1 - i];
        order[count - 1 - i] = card;
    }
    m->cards[14].question = "How do bats find their way?";
    m->cards[14].answer = "By the echoes of their calls";
    insert(m, NATURE, 0, 14);
    write_deck(m, NATURE);
}

static void move_to_folder(struct month *m)
{
    make_folder(m, "decks/lang");
    move_file(m, WORDS, "decks/lang/words.yaml");
}

static void rename_file(struct month *m)
{
    move_file(m, NATURE, "decks/living things.yml");
}

static void add_ids(struct month *m)
{
    m->cards[3].id = "legs";
    m->cards[9].id = "cat";
    write_deck(m, NATURE);
    write_deck(m, WORDS);
}

static void delete_cards(struct month *m)
{
    m->cards[4].present = m->cards[10].present = false;
    write_deck(m, NATURE);
    write_deck(m, WORDS);
}

static void reword_what_has_an_id(struct month *m)
{
    m->cards[3].question = "What does a spider have eight of?";
    m->cards[3].answer = "Legs, and many have as many eyes";
    m->cards[11].question = "rennen";
    m->cards[11].answer = "to race";
    write_deck(m, NATURE);
    write_deck(m, WORDS);
}

static void bring_back(struct month *m)
{
    m->cards[4].present = m->cards[10].present = true;
    write_deck(m, NATURE);
    write_deck(m, WORDS);
}

static void split(struct month *m)
{
    static const int moved[] = {0, 1, 5};

    m->decks[PLANTS].path = "decks/plants.yaml";
    m->decks[PLANTS].head = "deck: Plants\n";
    m->decks[PLANTS].id = "Plants";
    for (int i = 0; i < 3; i++) {
        take_out(m, NATURE, moved[i]);
        insert(m, PLANTS, i, moved[i]);
    }
    write_deck(m, NATURE);
    write_deck(m, PLANTS);
}

static void edit_both_ways(struct month *m)
{
    m->cards[HUND].question = m->cards[DOG].answer = "der Hund, -e";
    write_deck(m, WORDS);
}

static void rename_decks(struct month *m)
{
    m->decks[WORDS].head = "deck: German words\nid: words\n";
    m->decks[PLANTS].head = "deck: Botany\n";
    m->decks[PLANTS].id = "Botany";
    write_deck(m, WORDS);
    write_deck(m, PLANTS);
}

static void edit_both_texts(struct month *m)
{
    m->cards[2].question = "What is the largest land animal on Earth?";
    m->cards[2].answer = "African bush elephant";
    write_deck(m, NATURE);
}

static void insert_and_swap(struct month *m)
{
    take_out(m, WORDS, 12);
    insert(m, WORDS, m->decks[WORDS].count, 12);
    m->cards[15].question = "der Fluss";
    m->cards[15].answer = "the river";
    insert(m, WORDS, 1, 15);
    write_deck(m, WORDS);
}

/* The edits, by day; `report` is what drill says about one. */
static const struct {
    int day;
    void (*edit)(struct month *m);
    const char *report;
} edits[] = {
    {0, begin, "14 new cards"},
    {1, mend_texts, "2 edited cards"},
    {2, reorder, "1 new card"},
    {3, move_to_folder, ""},
    {5, rename_file, ""},
    {6, add_ids, "2 edited cards"},
    {8, delete_cards, "2 retired cards"},
    {10, reword_what_has_an_id, "2 edited cards"},
    {12, bring_back, "2 restored cards"},
    {14, split, "3 moved cards"},
    {17, edit_both_ways, "2 edited cards"},
    {20, rename_decks, ""},
    {22, edit_both_texts, "1 edited card"},
    {25, insert_and_swap, "1 new card"},
};

/* --- the cards to ask --- */

static int sibling_of(int card)
{
    return card == HUND ? DOG : card == DOG ? HUND : -1;
}

static const char *kind_of(const struct month *m, int i)
{
    int sibling = sibling_of(i);
    const char *kind = card_kind(&m->cards[i].card, today(m));

    if (!m->cards[i].present)
        return "";
    if (sibling >= 0 && m->cards[sibling].asked_on == today(m) && strcmp(kind, "repeat") != 0)
        return "";
    return kind;
}

/* Only one of two siblings is asked on a day: if one is due and the other new, the one that is due.
 */
static int count_of(const struct month *m, const char *kind)
{
    int count = 0;

    for (int i = 0; i < CARDS; i++)
        count += strcmp(kind_of(m, i), kind) == 0;
    if (strcmp(kind_of(m, HUND), kind) == 0 && strcmp(kind_of(m, DOG), kind) == 0)
        count--;
    else if (strcmp(kind, "new") == 0 &&
             (strcmp(kind_of(m, HUND), "review") == 0 || strcmp(kind_of(m, DOG), "review") == 0))
        count -= strcmp(kind_of(m, HUND), kind) == 0 || strcmp(kind_of(m, DOG), kind) == 0;
    return count;
}

static int left(const struct month *m)
{
    return count_of(m, "new") + count_of(m, "repeat") + count_of(m, "review");
}

static int rating_of(const struct month *m, int card)
{
    static const char *const plans[] = {"4", "5", "34", "424", "152", "3", "435"};
    const char *plan = plans[card % 7];
    int given = m->cards[card].card.reviews;

    if (strcmp(kind_of(m, card), "repeat") == 0)
        return given % 4 == 3 ? 3 : 4;
    return plan[given % (int)strlen(plan)] - '0';
}

/* --- playing --- */

static int card_on(struct month *m, struct term *term)
{
    for (int i = 0; i < CARDS; i++)
        if (m->cards[i].present && term_shows(term, m->cards[i].question))
            return i;
    fail_msg("day %d: no card is shown", m->day);
    return -1;
}

static void play_card(struct month *m, struct term *term)
{
    assert_waits(term, "space answer");
    int i = card_on(m, term), q = rating_of(m, i);
    struct entry *entry = &m->cards[i];

    if (strcmp(kind_of(m, i), "") == 0)
        fail_msg("day %d: \"%s\" is not to be asked", m->day, entry->question);
    assert_true(m->row_count < ROWS_MAX);
    struct row *row = &m->rows[m->row_count++];
    *row = (struct row){.card = i,
        .rating = q,
        .day = today(m),
        .kind = kind_of(m, i),
        .at = world_text(m->world, "%sT09:00", date_of(m->world, today(m))),
        .before = entry->card};
    row->after = card_rated(&entry->card, today(m), row->at, q);
    assert_types(term, " ", SAYS_ASK);
    assert_waits(term, entry->answer);
    term_send(term, (const char[]){(char)('0' + q), '\0'});
    assert_gone(term, SAYS_ASK);
    entry->card = row->after;
    entry->asked_on = today(m);
}

static void play_day(struct month *m, const char *report)
{
    world_now(m->world, world_text(m->world, "%sT09:00", date_of(m->world, today(m))));
    struct term *term =
        drill_start(m->world, 24, 80, ARGS(folder(m), "--new", "100", "--color", "never"));
    bool nothing = left(m) == 0;

    for (;;) {
        assert_counts(
            m->world, term, count_of(m, "new"), count_of(m, "repeat"), count_of(m, "review"));
        if (report && *report)
            assert_waits(term, report);
        else if (report)
            assert_not(term, " edited, ");
        report = NULL;
        if (left(m) == 0)
            break;
        play_card(m, term);
    }
    assert_waits(term, nothing ? SAYS_NOTHING : SAYS_DONE);
    assert_quits(term);
    drill_done(m->world, term);
}

/* --- comparing --- */

static size_t row_asking(const struct csv_table *table, const char *question, const char *deck)
{
    for (size_t row = 0; row < table->rows; row++)
        if (strcmp(csv_get(table, row, "question"), question) == 0 &&
            strcmp(csv_get(table, row, "deck"), deck) == 0)
            return row;
    fail_msg("no card of %s asks \"%s\"", deck, question);
    return 0;
}

static void assert_cards(struct month *m)
{
    const struct csv_table *cards = drill_export(m->world, "cards");
    size_t present = 0;

    for (int i = 0; i < CARDS; i++) {
        const struct entry *entry = &m->cards[i];
        if (!entry->present)
            continue;
        size_t row = row_asking(cards, entry->question, m->decks[entry->deck].id);
        if (entry->id)
            assert_cell(cards, row, "card", entry->id);
        assert_schedule(m->world, cards, row, &entry->card);
        present++;
    }
    assert_int_equal(cards->rows, present);
}

static void assert_reviews(struct month *m)
{
    const struct csv_table *log = drill_export(m->world, "reviews");

    assert_int_equal(log->rows, m->row_count);
    for (size_t i = 0; i < log->rows; i++) {
        const struct entry *entry = &m->cards[m->rows[i].card];
        assert_cell(log, i, "question", entry->question);
        assert_cell(log, i, "deck", m->decks[entry->deck].id);
        if (entry->id)
            assert_cell(log, i, "card", entry->id);
        assert_logged(m->world, log, i, &m->rows[i]);
    }
}

static void test_month(void **state)
{
    struct month *m = (void *)world_keep(*state, calloc(1, sizeof *m));
    size_t next = 0;

    m->world = *state;
    for (m->day = 0; m->day <= LAST_DAY; m->day++) {
        const char *report = NULL;
        if (next < sizeof edits / sizeof *edits && edits[next].day == m->day) {
            edits[next].edit(m);
            report = edits[next++].report;
        } else if (m->day % 7 == 4 || m->day == 19) {
            continue; /* no reviews on these days */
        }
        play_day(m, report);
        assert_cards(m);
    }
    assert_int_equal(next, sizeof edits / sizeof *edits);
    assert_reviews(m);
    assert_true(m->row_count > 100);
    assert_string_equal(
        drill_output(m->world, 0, ARGS("retired", folder(m))), "No retired cards.\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_month),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
