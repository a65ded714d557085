/* Memory runs out while a card is written, at each allocation in turn: no crash, no leak, an error
 * that says so; the file is the old or the new one, and what was typed stays. */
#include "fault/scarce.h"
#include "unit/world.h"

#include "study/adding.h"
#include "study/twins.h"
#include "view/form.h"

#define OLD "deck: d\ncards:\n- id: a\n  q: one\n- q: two\n"
#define NEW OLD "- q: three\n  a: |\n    3\n    4\n  id: three\n"

static const char *file_text(const char *path)
{
    static char text[4096];
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    return text;
}

static enum err_code add_card(struct world *w, struct err *err)
{
    struct adding adding = {.gives_ids = false};
    struct deck_entry entry = {.reverse = false};
    bool known;
    buf_text(&entry.question, "three");
    buf_text(&entry.answer, "3\n4");
    enum err_code code = adding_open(&adding, w->store, w->deck, ignore_mistake, NULL, err);
    if (!code && !(code = adding_add(&adding, &entry, &known, err)))
        code = deck_entry_is_whole(&entry) ? adding_write(&adding, err) : err_memory(err);
    adding_done(&adding);
    deck_entry_done(&entry);
    return code;
}

static enum err_code replace_card(struct world *w, struct err *err)
{
    struct deck_entry was = {.reverse = false}, entry = {.reverse = false};
    size_t number;
    buf_text(&was.question, "two");
    buf_text(&entry.question, "three");
    buf_text(&entry.answer, "3\n4");
    buf_text(&entry.id, "three");
    enum err_code code = deck_entry_is_whole(&was) && deck_entry_is_whole(&entry)
                             ? adding_replace(w->deck, &was, &entry, &number, err)
                             : err_memory(err);
    deck_entry_done(&was);
    deck_entry_done(&entry);
    return code;
}

/* `leaks`: whether to count lost blocks, which the database's own would disturb. */
static void each(struct world *w, enum err_code (*change)(struct world *, struct err *),
    const char *new, bool leaks)
{
    for (long n = 1;; n++) {
        struct err err = {0};
        world_write(w, "deck.yaml", OLD);
        scarce_arm(n);
        enum err_code code = change(w, &err);
        scarce_disarm();
        const char *text = file_text(w->deck);
        if (code && !strstr(err.message, "memory")) /* of the C library, too */
            fail_msg("allocation %ld: error %d: %s", n, (int)code, err.message);
        if (leaks && scarce_leaks() != 0)
            fail_msg("allocation %ld: %ld blocks are lost", n, scarce_leaks());
        if (strcmp(text, code ? OLD : new) != 0)
            fail_msg("allocation %ld: error %d, and the file is %s", n, (int)code, text);
        if (scarce.failures == 0)
            break;
    }
}

static void test_memory_form__a_card_is_written_or_not(void **state)
{
    struct world *w = *state;
    world_open(w);
    world_load(w, OLD);
    each(w, add_card, NEW, false);
    each(w, replace_card,
        "deck: d\ncards:\n- id: a\n  q: one\n- q: three\n  a: |\n    3\n    4\n  id: three\n",
        true);
}

static void test_memory_form__what_is_typed_stays(void **state)
{
    static const char typed[] = "one *two*\n";
    (void)state;
    for (long n = 1;; n++) {
        struct form form = {.deck = "d"};
        struct frame frame = {0};
        size_t keys = 0;
        form_begin(&form, NULL);
        for (const char *c = "one"; *c; c++)
            form_key(&form, (unsigned char)*c);
        scarce_arm(n);
        bool good = frame_resize(&frame, 24, 80) && form_draw(&form, &frame);
        for (const char *c = typed + 3; *c; c++)
            form_key(&form, (unsigned char)*c), keys += form.notice.length == 0;
        scarce_disarm();
        assert_true(good || scarce.failures > 0);
        /* a letter that was not taken is told */
        assert_int_equal(form.texts[FORM_QUESTION].text.length, 3 + keys);
        assert_memory_equal(buf_string(&form.texts[FORM_QUESTION].text), typed, 3);
        frame_done(&frame);
        form_done(&form);
        if (scarce.failures == 0)
            break;
    }
}

static void test_memory_form__twins(void **state)
{
    struct world *w = *state;
    world_open(w);
    world_load(w, OLD);
    for (long n = 1;; n++) {
        struct twins twins = {0};
        struct err err = {0};
        bool exact, ok = true;
        scarce_arm(n);
        enum err_code code = twins_read(&twins, w->store, &err);
        const char *name = code ? NULL : twins_find(&twins, w->deck_id, "TWO", &exact, &ok);
        scarce_disarm();
        assert_true(!code || code == ERR_MEMORY);
        assert_true(code || !ok || (name && strcmp(name, "d") == 0));
        twins_done(&twins);
        if (scarce.failures == 0)
            break;
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, world_set_up, world_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_memory_form__a_card_is_written_or_not),
        TEST(test_memory_form__what_is_typed_stays),
        TEST(test_memory_form__twins),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
