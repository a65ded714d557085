#include "unit/import_file.h"

#define MODELS                                                                                     \
    "\"note_models\": [{\"crowdanki_uuid\": \"m\", \"name\": \"Basic\", \"type\": 0, \"flds\": "   \
    "[{\"name\": \"Back\", \"ord\": 1}, {\"name\": \"Front\", \"ord\": 0}], \"tmpls\": ["          \
    "{\"name\": \"1\", \"ord\": 0, \"qfmt\": \"{{Front}}\", \"afmt\": "                            \
    "\"{{FrontSide}}<hr id=answer>{{Back}}\"}, {\"name\": \"2\", \"ord\": 1, \"qfmt\": "           \
    "\"Which? {{Back}}\", \"afmt\": \"{{FrontSide}}<hr id=answer>{{Front}}\"}]}, "                 \
    "{\"crowdanki_uuid\": \"n\", \"name\": \"Cloze\", \"type\": 1, \"flds\": [{\"name\": "         \
    "\"Text\", \"ord\": 0}, {\"name\": \"Extra\", \"ord\": 1}], \"tmpls\": [{\"name\": \"1\", "    \
    "\"ord\": 0, \"qfmt\": \"{{cloze:Text}}\", \"afmt\": \"{{cloze:Text}}<br>{{Extra}}\"}]}]"
#define DECK(name, uuid, notes, children)                                                          \
    "{\"__type__\": \"Deck\", \"name\": \"" name "\", \"crowdanki_uuid\": \"" uuid "\", " MODELS   \
    ", \"notes\": [" notes "], \"children\": [" children "]}"
#define NOTE(model, guid, fields)                                                                  \
    "{\"__type__\": \"Note\", \"note_model_uuid\": \"" model "\", \"guid\": \"" guid               \
    "\", \"fields\": [" fields "], \"tags\": [\"x\", \"y::z\"]}"

static void test_crowdanki__a_card_for_each_template_that_shows_a_field(void **state)
{
    (void)state;
    ASSERT_READ(DECK("A", "u", NOTE("m", "g1", "\"a\", \"b<br>c\""), ""),
        "deck A is anki:u\n0 deck=A question=a answer=b\\\\nc id=g1 tags=x y::z\n"
        "0 deck=A question=Which? b\\\\nc answer=a id=g1.2 tags=x y::z\n");
    ASSERT_READ(DECK("A", "u", NOTE("m", "g1", "\"a\", \"\""), ""),
        "deck A is anki:u\n0 deck=A question=a id=g1 tags=x y::z\n");
}

/* The id is hash_text of "a", computed by hand from base/hash.c. */
static void test_crowdanki__a_blank_guid_gives_way_to_a_hash(void **state)
{
    (void)state;
    ASSERT_READ(DECK("A", "u", NOTE("m", " ", "\"a\", \"b\""), ""),
        "deck A is anki:u\n0 deck=A question=a answer=b id=9bc90630c38661ee tags=x y::z\n"
        "0 deck=A question=Which? b answer=a id=9bc90630c38661ee.2 tags=x y::z\n");
}

static void test_crowdanki__a_card_for_each_gap(void **state)
{
    (void)state;
    ASSERT_READ(DECK("A", "u", NOTE("n", "g", "\"{{c1::a}} {{c3::b}}\", \"c\""), ""),
        "deck A is anki:u\n0 deck=A cloze={{c1::a}} {{c3::b}} id=g tags=x y::z note=c\n");
}

static void test_crowdanki__decks_within(void **state)
{
    (void)state;
    ASSERT_READ(DECK("A", "u", "",
                    DECK("B", "v", NOTE("m", "g", "\"a\", \"\""), "") ", " DECK(
                        "A::C", "w", NOTE("m", "h", "\"c\", \"\""), "")),
        "deck A::B is anki:v\n0 deck=A::B question=a id=g tags=x y::z\n"
        "deck A::C is anki:w\n0 deck=A::C question=c id=h tags=x y::z\n");
}

static void test_crowdanki__what_cannot_be_used_is_told(void **state)
{
    (void)state;
    ASSERT_READ(DECK("A", "u",
                    NOTE("m", "g1", "\"\", \"\"") ", " NOTE("?", "g2", "\"a\"") ", " NOTE(
                        "m", "g3", "\"a\""),
                    ""),
        "deck A is anki:u\n0 skipped: its note type is not in the file\n"
        "0 deck=A question=a id=g3 tags=x y::z\n"
        "note: 1 of 3 notes: no template shows any of the note's fields\n");
}

static void test_crowdanki__a_damaged_file_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text, *message;
        unsigned line;
    } cases[] = {{"{\"__type__\": \"Deck\",\n\"notes\": [}", "invalid JSON", 2},
        {"{\"__type__\": \"Deck\", \"notes\": []}", "is not a CrowdAnki deck", 0}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct reading r = {.stop_after = 0};
        struct err err = {0};
        assert_int_equal(
            read_as(&r, NULL, NULL, cases[i].text, strlen(cases[i].text), &err), ERR_MISTAKE);
        assert_non_null(strstr(err.message, cases[i].message));
        assert_int_equal(err.line, cases[i].line);
        buf_done(&r.told);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_crowdanki__a_card_for_each_template_that_shows_a_field),
        cmocka_unit_test(test_crowdanki__a_blank_guid_gives_way_to_a_hash),
        cmocka_unit_test(test_crowdanki__a_card_for_each_gap),
        cmocka_unit_test(test_crowdanki__decks_within),
        cmocka_unit_test(test_crowdanki__what_cannot_be_used_is_told),
        cmocka_unit_test(test_crowdanki__a_damaged_file_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
