/* Random edits of a deck, load after load: cards are added, deleted, restored and moved; questions
 * or answers change, and both if a card has an id. A model that knows which card is which is
 * compared with what the store makes of the file alone: each card must keep its row. */
#include "unit/world.h"

#define CARDS_MAX 24
#define LOADS     60
#define ROUNDS    6
#define TEXT      64

static int set_up(void **state)
{
    if (world_set_up(state))
        return -1;
    world_open(*state);
    return 0;
}

static uint64_t random_state;

static int random_below(int bound)
{
    random_state = random_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int)((random_state >> 33) % (uint64_t)bound);
}

/* Words that no other text has: nothing is alike by chance. */
static void random_text(char text[TEXT])
{
    int length = 0;
    for (int word = 0; word < 4; word++) {
        if (word)
            text[length++] = ' ';
        for (int i = 4 + random_below(6); i > 0; i--)
            text[length++] = (char)('a' + random_below(26));
    }
    text[length] = '\0';
}

struct model_card {
    char question[TEXT], answer[TEXT];
    int id; /* 0 for none */
    bool in_file;
    int64_t card_id; /* the store's; 0 until it was loaded */
};

struct model {
    struct model_card cards[CARDS_MAX];
    int order[CARDS_MAX]; /* of all cards, in the file or not */
    int count;
    struct load_report wanted; /* of the next load */
};

static void add_card(struct model *m)
{
    if (m->count == CARDS_MAX)
        return;
    struct model_card *card = &m->cards[m->count];
    *card = (struct model_card){.id = random_below(3) ? 0 : m->count + 1, .in_file = true};
    random_text(card->question);
    random_text(card->answer);
    int at = random_below(m->count + 1);
    memmove(m->order + at + 1, m->order + at, (size_t)(m->count - at) * sizeof *m->order);
    m->order[at] = m->count++;
    m->wanted.added++;
}

static void edit_card(struct model *m, struct model_card *card)
{
    int what = random_below(card->id ? 3 : 2);
    if (what != 1)
        random_text(card->question);
    if (what != 0)
        random_text(card->answer);
    m->wanted.edited++;
}

static void change_card(struct model *m, struct model_card *card)
{
    int chance = random_below(100);
    if (!card->in_file && chance < 30) {
        card->in_file = true;
        m->wanted.returned++;
    } else if (card->in_file && chance < 15) {
        card->in_file = false;
        m->wanted.retired++;
    } else if (card->in_file && chance < 45) {
        edit_card(m, card);
    }
}

static void shuffle(struct model *m)
{
    for (int i = m->count - 1; i > 0; i--) {
        int other = random_below(i + 1), card = m->order[i];
        m->order[i] = m->order[other];
        m->order[other] = card;
    }
}

static void change(struct model *m)
{
    m->wanted = (struct load_report){0};
    int known = m->count;
    for (int i = 0; i < known; i++)
        change_card(m, &m->cards[i]);
    for (int news = random_below(4); news > 0; news--)
        add_card(m);
    if (random_below(3) == 0)
        shuffle(m);
}

static void write_deck(struct world *w, const struct model *m)
{
    struct buf text = {0};
    buf_text(&text, "deck: random\ncards:\n");
    if (m->count == 0)
        buf_text(&text, "  []\n");
    for (int i = 0; i < m->count; i++) {
        const struct model_card *card = &m->cards[m->order[i]];
        if (!card->in_file)
            continue;
        buf_format(&text, "- {q: \"%s\", a: \"%s\"", card->question, card->answer);
        if (card->id)
            buf_format(&text, ", id: c%d", card->id);
        buf_text(&text, "}\n");
    }
    assert_false(text.failed);
    world_write(w, "deck.yaml", buf_string(&text));
    buf_done(&text);
}

/* Each card of the file is its row, at its place; each that left the file is retired. */
static void check(struct world *w, struct model *m, int load)
{
    sqlite3 *db = raw_open(w->db);
    sqlite3_stmt *row;
    assert_int_equal(sqlite3_prepare_v2(db,
                         "SELECT card_id, question, answer FROM cards JOIN texts USING (card_id) "
                         "WHERE retired_day IS NULL ORDER BY position",
                         -1, &row, NULL),
        SQLITE_OK);
    for (int i = 0; i < m->count; i++) {
        struct model_card *card = &m->cards[m->order[i]];
        if (!card->in_file)
            continue;
        assert_int_equal(sqlite3_step(row), SQLITE_ROW);
        assert_string_equal((const char *)sqlite3_column_text(row, 1), card->question);
        assert_string_equal((const char *)sqlite3_column_text(row, 2), card->answer);
        if (card->card_id && sqlite3_column_int64(row, 0) != card->card_id)
            fail_msg("load %d: \"%s\" was card %lld, and is %lld", load, card->question,
                (long long)card->card_id, (long long)sqlite3_column_int64(row, 0));
        card->card_id = sqlite3_column_int64(row, 0);
    }
    assert_int_equal(sqlite3_step(row), SQLITE_DONE);
    sqlite3_finalize(row);
    sqlite3_close(db);
}

static void test_load_random__every_card_stays_itself(void **state)
{
    struct world *w = *state;
    for (int round = 0; round < ROUNDS; round++) {
        struct model m = {.count = 0};
        random_state = (uint64_t)round;
        snprintf(w->db, sizeof w->db, "%s/%d.db", w->folder, round);
        world_reopen(w);
        for (int load = 0; load < LOADS; load++) {
            change(&m);
            write_deck(w, &m);
            world_load_file(w, "deck.yaml", DAY + load);
            const struct load_report *want = &m.wanted;
            assert_report(w, want->added, want->edited, want->retired, want->returned);
            check(w, &m, load);
        }
        assert_int_equal(m.count, CARDS_MAX);
        assert_sound(w);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, world_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_load_random__every_card_stays_itself),
    };
    return cmocka_run_group_tests_name("load_random", tests, NULL, NULL);
}
