/* Memory runs out while a cloze text is parsed, asked and answered: the output is the same as ever,
 * or is known to be incomplete. */
#include "fault/scarce.h"

#include "deck/cloze.h"
#include "deck/import_fields.h"
#include "deck/reader.h"
#include "view/card_text.h"

#include "test.h"

/* No formula here can be converted: one that could would be shown as its source when memory runs
 * out. */
#define TEXT                                                                                       \
    "{{f}}(x) and `{{std\\::map}}` {{ \\{{ } }} $\\foo{ {{\\alpha_1::a hint}} }{x^{{10}}}$ "       \
    "{{c1::$\\foo{2}$}} **{{bold}}**"

/* Appends a cloze text that is rebuilt from two cards. */
static void write_rebuilt(struct buf *out)
{
    static const struct card cards[] = {{.variant = 1, .question = "[...] {{ b", .answer = "a"},
        {.variant = 2, .question = "a {{ [hint]", .answer = "b"}};
    struct buf text = {0};
    if (!cloze_rebuild(cards, COUNT(cards), &text))
        buf_text(out, "none");
    buf_text(out, buf_string(&text));
    out->failed |= text.failed;
    buf_done(&text);
}

/* Appends everything derived from the entry. Returns false if part of it is known to be missing. */
static bool write_all(const struct deck_entry *entry, struct buf *out)
{
    struct card_texts texts = {0};
    struct card card;
    bool whole = true;
    for (unsigned i = 0; whole && deck_entry_card(entry, i, &texts, &card); i++) {
        struct card_text text = {.hash = 0};
        const struct card_face face = {.card = &card, .answer = true};
        whole = !card_texts_failed(&texts);
        if (!whole)
            break;
        buf_format(out, "%d %s = %s\n", card.variant, card.question, card.answer);
        whole = card_text_sentence(&card, CLOZE_BRACKETS, out);
        card_text_lay(&text, &face, 200, true); /* wide enough to need no line breaks */
        styled_print(&text.styled, out);
        buf_add(out, buf_string(&text.styled.styles), text.styled.styles.length);
        card_text_done(&text);
    }
    card_texts_done(&texts);
    write_rebuilt(out);
    cloze_number(TEXT, out);
    field_add_cloze(out, TEXT, strlen(TEXT), true);
    return whole && !out->failed;
}

static void test_cloze_memory__all_or_a_failure(void **state)
{
    struct deck_entry entry = {.reverse = false};
    struct buf all = {0};
    long n = 0;
    (void)state;
    buf_text(&entry.cloze, TEXT);
    assert_true(write_all(&entry, &all));
    assert_non_null(memmem(all.bytes, all.length, "{{a}} \\{{ {{b::hint}}", 21));
    assert_non_null(strstr(buf_string(&all), "1 [...]\\(x) and `std::map`"));
    do {
        struct buf out = {0};
        scarce_arm(++n);
        bool whole = write_all(&entry, &out);
        bool same =
            out.length == all.length && memcmp(buf_string(&out), all.bytes, all.length) == 0;
        buf_done(&out);
        scarce_disarm();
        if (whole && !same)
            fail_msg("allocation %ld: something is missing", n);
        if (scarce_leaks() != 0)
            fail_msg("allocation %ld: %ld blocks are lost", n, scarce_leaks());
    } while (scarce.failures > 0);
    assert_true(n > 100);
    buf_done(&all);
    deck_entry_done(&entry);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_cloze_memory__all_or_a_failure)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
