/* Shuffling, and the queue under random changes. The contract leaves open which order a seed gives,
 * so the tests check properties, never a particular order. */
#include "unit/queue_checks.h"

/* Shuffling */

static void shuffle_ids(struct queue_card *cards, size_t count, uint64_t seed)
{
    size_t i;

    for (i = 0; i < count; i++)
        cards[i] = (struct queue_card){.card_id = (int64_t)i, .kind = REVIEW_CRAM};
    queue_shuffle(cards, count, seed);
}

static void test_queue__shuffle_is_a_permutation(void **state)
{
    static const size_t counts[] = {1, 2, 3, 52, 1000};
    struct queue_card cards[1000];
    size_t c, i;
    uint64_t seed;

    (void)state;
    for (c = 0; c < COUNT(counts); c++) {
        for (seed = 0; seed < 20; seed++) {
            bool seen[1000] = {false};

            shuffle_ids(cards, counts[c], seed);
            for (i = 0; i < counts[c]; i++) {
                assert_in_range(cards[i].card_id, 0, counts[c] - 1);
                assert_int_equal(cards[i].kind, REVIEW_CRAM);
                assert_false(seen[cards[i].card_id]);
                seen[cards[i].card_id] = true;
            }
        }
    }
}

static void test_queue__shuffle_carries_each_cards_kind(void **state)
{
    struct queue_card cards[40];
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(cards); i++)
        cards[i] =
            (struct queue_card){.card_id = (int64_t)i, .kind = i % 2 ? REVIEW_NEW : REVIEW_REPEAT};
    queue_shuffle(cards, COUNT(cards), 3);
    for (i = 0; i < COUNT(cards); i++)
        assert_int_equal(cards[i].kind, cards[i].card_id % 2 ? REVIEW_NEW : REVIEW_REPEAT);
}

static bool same_order(const struct queue_card *a, const struct queue_card *b, size_t count)
{
    size_t i = 0;

    while (i < count && a[i].card_id == b[i].card_id)
        i++;
    return i == count;
}

static void test_queue__shuffle_is_decided_by_the_seed(void **state)
{
    struct queue_card a[52], b[52];

    (void)state;
    shuffle_ids(a, 52, 7);
    shuffle_ids(b, 52, 7);
    assert_true(same_order(a, b, 52));
    shuffle_ids(b, 52, 8);
    assert_false(same_order(a, b, 52));
    shuffle_ids(b, 52, 7 + (UINT64_C(1) << 32));
    assert_false(same_order(a, b, 52));
}

/* All 24 orders of four cards, about equally often over seeds that differ by one. */
static void test_queue__shuffle_favours_no_order(void **state)
{
    int times[4 * 4 * 4 * 4] = {0}, orders = 0, code;
    uint64_t seed;

    (void)state;
    for (seed = 0; seed < 24000; seed++) {
        struct queue_card c[4];

        shuffle_ids(c, 4, seed);
        times[c[0].card_id * 64 + c[1].card_id * 16 + c[2].card_id * 4 + c[3].card_id]++;
    }
    for (code = 0; code < 256; code++) {
        if (times[code] == 0)
            continue;
        orders++;
        assert_in_range(times[code], 840, 1160); /* 1000 each; the deviation is 31 */
    }
    assert_int_equal(orders, 24);
}

static void test_queue__shuffle_none(void **state)
{
    (void)state;
    queue_shuffle(NULL, 0, 1);
}

/* The same queue as a plain list that moves everything along, to compare with. */
#define MODEL_ROOM 400

struct model {
    struct queue_card cards[MODEL_ROOM];
    int count;
};

static void model_insert(struct model *model, int at, struct queue_card card)
{
    int i;

    for (i = model->count++; i > at; i--)
        model->cards[i] = model->cards[i - 1];
    model->cards[at] = card;
}

static void model_remove(struct model *model, int at)
{
    model->count--;
    for (; at < model->count; at++)
        model->cards[at] = model->cards[at + 1];
}

static void model_add(struct model *model, struct queue *queue, struct queue_card card)
{
    switch (random_below(3)) {
    case 0:
        assert_true(queue_append(queue, card.card_id, card.kind));
        model_insert(model, model->count, card);
        break;
    case 1:
        assert_true(queue_push(queue, card));
        model_insert(model, 0, card);
        break;
    default:
        assert_true(queue_repeat(queue, card.card_id, card.kind));
        model_insert(model, model->count < 4 ? model->count : 4, card);
    }
}

static void assert_model(const struct model *model, const struct queue *queue)
{
    int i;

    assert_int_equal(queue_left(queue), model->count);
    for (i = 0; i < model->count; i++) {
        assert_int_equal(queue->cards[queue->head + (size_t)i].card_id, model->cards[i].card_id);
        assert_int_equal(queue->cards[queue->head + (size_t)i].kind, model->cards[i].kind);
    }
}

static void test_queue__matches_a_plain_list(void **state)
{
    static struct model model;
    struct queue queue = {0};
    int64_t added = 1;
    int step;

    (void)state;
    random_state = 3;
    for (step = 0; step < 60000; step++) {
        /* Swings between nearly empty and nearly full. */
        bool filling = step / 500 % 2 == 0;

        if (model.count < MODEL_ROOM && random_below(10) < (filling ? 7 : 3)) {
            enum review_kind kind = (enum review_kind)(1 + random_below(4));

            model_add(&model, &queue, (struct queue_card){added++, kind});
        } else if (model.count > 0 && random_below(2)) {
            int at = (int)random_below((unsigned)model.count);

            queue_drop(&queue, model.cards[at].card_id);
            model_remove(&model, at);
        } else if (model.count > 0) {
            assert_next(&queue, model.cards[0].card_id, model.cards[0].kind);
            model_remove(&model, 0);
        } else {
            assert_empty(&queue);
        }
        if (step % 16 == 0) {
            assert_counts(&queue);
            assert_model(&model, &queue);
        }
    }
    queue_done(&queue);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_queue__shuffle_is_a_permutation),
        cmocka_unit_test(test_queue__shuffle_carries_each_cards_kind),
        cmocka_unit_test(test_queue__shuffle_is_decided_by_the_seed),
        cmocka_unit_test(test_queue__shuffle_favours_no_order),
        cmocka_unit_test(test_queue__shuffle_none),
        cmocka_unit_test(test_queue__matches_a_plain_list),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
