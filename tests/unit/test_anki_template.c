/* Anki's templates and clozes; the expected texts are what Anki itself shows. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "exchange/anki_cloze.h"
#include "exchange/anki_template.h"

#include "test.h"

static char *names[] = {(char *)"Front", (char *)"Back", (char *)"Empty", (char *)"a:b"};
static struct anki_template templates[] = {{(char *)"Card 1", (char *)"", (char *)""}};
static const struct anki_note_type plain = {.name = (char *)"Basic",
    .fields = names,
    .field_count = 4,
    .templates = templates,
    .template_count = 1};
static const char *fields[] = {"<b>Q</b> {{Back}}", " 漢字[かんじ] x", "<br> <div></div>", "colon"};

static const char *rendered(struct buf *out, const char *format, const struct anki_note_type *type,
    int ord, const char *front)
{
    static struct buf hints;
    struct anki_note note = {.type = type, .guid = "g", .tags = "t1 t2", .fields = fields};
    struct anki_card card = {.ord = ord, .deck = "A::B"};
    struct anki_rendering rendering = {&note, &card, front, &hints, NULL};
    const char *why;
    buf_clear(&hints);
    buf_clear(out);
    bool done = anki_render(out, format, &rendering, &why);
    assert_int_equal(done, why == NULL);
    if (hints.length)
        buf_format(out, " hint=%s", buf_string(&hints));
    buf_done(&hints);
    hints = (struct buf){0};
    return done ? buf_string(out) : why;
}

static void check(const char *format, const char *front, const char *wanted)
{
    struct buf out = {0};
    assert_string_equal(rendered(&out, format, &plain, 0, front), wanted);
    buf_done(&out);
}

static void test_template__fields(void **state)
{
    (void)state;
    check("a{{Front}}b", NULL, "a<b>Q</b> {{Back}}b"); /* a field's content is not parsed */
    check("{{ Front }}|{{{Front}}}", NULL, "<b>Q</b> {{Back}}|<b>Q</b> {{Back}}");
    check("{{a:b}} {{Nobody}}{{!comment}}{{}}.", NULL, "colon .");
    check("{{Tags}} {{Deck}} {{Subdeck}} {{Card}} {{Type}}", NULL, "t1 t2 A::B B Card 1 Basic");
    check("{{FrontSide}}<hr>", NULL, "<hr>");
    check("{{FrontSide}}<hr>", "{{Front}}", "{{Front}}<hr>"); /* neither is the front */
    check("open {{Front", NULL, "open {{Front");
}

static void test_template__filters(void **state)
{
    (void)state;
    check("{{text:Front}}", NULL, "Q {{Back}}");
    check("{{furigana:Back}}|{{kanji:Back}}|{{kana:Back}}", NULL, "漢字(かんじ) x|漢字 x|かんじ x");
    check("q {{hint:Front}}", NULL, "q  hint=<b>Q</b> {{Back}}");
    check("{{hint:Empty}}", NULL, "");
    check("{{hint:Front}}", "f", "<b>Q</b> {{Back}}");
    check("{{type:Front}}.", NULL, ".");
    check("{{type:a:b}}.", "f", "colon.");
    check("{{unknown:text:Front}}", NULL, "Q {{Back}}");
    check("{{tts en_US voices=A,B:Front}}.", NULL, ".");
}

static void test_template__sections(void **state)
{
    (void)state;
    check("{{#Front}}yes{{/Front}}{{^Front}}no{{/Front}}", NULL, "yes");
    check("{{#Empty}}yes{{/Empty}}{{^Empty}}no{{/Empty}}", NULL, "no");
    check("{{#Empty}}{{#Front}}x{{/Front}}{{^Front}}y{{/Front}}{{/Empty}}.", NULL, ".");
    check("{{#Tags}}{{Tags}}{{/Tags}}", NULL, "t1 t2");
    check("{{^Nobody}}none{{/Nobody}}", NULL, "none");
}

static void test_template__what_is_none(void **state)
{
    (void)state;
    struct buf many = {0};
    check("{{#Front}}", NULL, "its template does not close a section");
    check("{{/Front}}", NULL, "its template closes a section that is not open");
    check("{{#Front}}{{/Back}}", NULL, "its template closes a section that is not open");
    for (int i = 0; i < 65; i++)
        buf_text(&many, "{{#Front}}");
    check(buf_string(&many), NULL, "its template nests sections too deeply");
    buf_done(&many);
}

static void test_template__that_grows_without_end(void **state)
{
    (void)state;
    struct buf format = {0}, field = {0};
    const char *before = fields[3];
    buf_fill(&field, 'x', 100000);
    for (int i = 0; i < 100; i++)
        buf_text(&format, "{{a:b}}");
    fields[3] = buf_string(&field);
    check(buf_string(&format), NULL, "its template expands it to more than 4 MiB");
    fields[3] = before;
    buf_done(&format);
    buf_done(&field);
}

/* ---- clozes ---- */

static void check_cloze(
    const char *field, int number, enum anki_cloze_side side, const char *wanted)
{
    struct buf out = {0};
    anki_cloze(&out, field, number, side);
    assert_string_equal(buf_string(&out), wanted);
    buf_done(&out);
}

static void test_cloze__sides(void **state)
{
    (void)state;
    const char *text = "The {{c1::sky::what}} is {{c2::blue}}, {{c1::always}}.";
    check_cloze(text, 1, CLOZE_FRONT, "The [what] is blue, [...].");
    check_cloze(text, 2, CLOZE_FRONT, "The sky is [...], always.");
    check_cloze(text, 1, CLOZE_BACK, "The <b>sky</b> is blue, <b>always</b>.");
    check_cloze(text, 1, CLOZE_ONLY, "sky, always");
    check_cloze(text, 3, CLOZE_FRONT, ""); /* as Anki shows a field that does not ask */
}

static void test_cloze__nested_and_shared(void **state)
{
    (void)state;
    const char *nested = "{{c1::outer {{c2::inner::h2}} end::h1}}!";
    check_cloze(nested, 1, CLOZE_FRONT, "[h1]!");
    check_cloze(nested, 2, CLOZE_FRONT, "outer [h2] end!");
    check_cloze(nested, 2, CLOZE_BACK, "outer <b>inner</b> end!");
    check_cloze("{{c1,2::both}} {{c2::two}}", 1, CLOZE_FRONT, "[...] two");
    check_cloze("{{c1,2::both}} {{c2::two}}", 2, CLOZE_FRONT, "[...] [...]");
    check_cloze("{{c1::image-occlusion:rect:left=.1:top=.2}}<br>x", 1, CLOZE_BACK, "<b></b><br>x");
    check_cloze("{{c1::open", 1, CLOZE_FRONT, "[...]");
    check_cloze(
        "{{cx::no}} a::b {{c::no}}{{c1::y}}", 1, CLOZE_FRONT, "{{cx::no}} a::b {{c::no}}[...]");
}

static void test_cloze__deep(void **state)
{
    (void)state;
    struct buf text = {0}, out = {0};
    for (int i = 0; i < 100000; i++)
        buf_text(&text, "{{c1::");
    anki_cloze(&out, buf_string(&text), 1, CLOZE_BACK);
    assert_false(out.failed);
    buf_done(&text);
    buf_done(&out);
}

static void test_cloze__plain(void **state)
{
    (void)state;
    assert_true(anki_cloze_is_plain("a {{c1::b::h}} {{c12::c}} d"));
    assert_true(anki_cloze_is_plain("none"));
    assert_false(anki_cloze_is_plain("{{c1::a {{c2::b}} c}}"));
    assert_false(anki_cloze_is_plain("{{c1,2::a}}"));
    assert_false(anki_cloze_is_plain("{{c0::a}}"));
    assert_false(anki_cloze_is_plain("{{a}} {{c1::b}}")); /* a gap in drill, but not in Anki */
    assert_false(anki_cloze_is_plain("{{c1::a"));
}

static void test_cloze__section_of_its_number(void **state)
{
    (void)state;
    struct anki_note_type cloze = plain;
    struct buf out = {0};
    cloze.cloze = true;
    const char *format = "{{#c1}}one{{/c1}}{{#c2}}two{{/c2}}";
    assert_string_equal(rendered(&out, format, &cloze, 1, NULL), "two");
    fields[3] = "{{c1::x}}";
    assert_string_equal(rendered(&out, "{{cloze:a:b}}", &cloze, 0, NULL), "[...]");
    assert_string_equal(rendered(&out, "{{text:cloze:a:b}}", &cloze, 0, "f"), "x");
    fields[3] = "a {{c1::x}} b {{c2::y}}";
    assert_string_equal(rendered(&out, "{{type:cloze:a:b}}", &cloze, 1, "f"), "y");
    assert_string_equal(rendered(&out, "{{cloze:a:b}}", &cloze, 2, "f"), "");
    fields[3] = "colon";
    buf_done(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_template__fields),
        cmocka_unit_test(test_template__filters),
        cmocka_unit_test(test_template__sections),
        cmocka_unit_test(test_template__what_is_none),
        cmocka_unit_test(test_template__that_grows_without_end),
        cmocka_unit_test(test_cloze__sides),
        cmocka_unit_test(test_cloze__nested_and_shared),
        cmocka_unit_test(test_cloze__deep),
        cmocka_unit_test(test_cloze__plain),
        cmocka_unit_test(test_cloze__section_of_its_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
