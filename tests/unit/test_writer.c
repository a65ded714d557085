/* The deck writer: its exact output, which must read back as the same deck. */
#include "unit/deck_file.h"

#include "deck/writer.h"

static void set_text(struct buf *buf, const char *text)
{
    buf_clear(buf);
    buf_text(buf, text);
}

static void assert_written(const struct buf *out, const char *wanted)
{
    assert_false(out->failed);
    assert_string_equal(buf_string(out), wanted);
}

static void test_writer__a_whole_deck(void **state)
{
    (void)state;
    struct buf out = {0};
    struct deck_head head = {
        .caps = {5, CAP_UNSET}, .scheduling = {SCHEDULER_FSRS, 8750}, .names_itself = true};
    struct deck_entry entry = {.reverse = true};
    set_text(&head.name, "Deep Learning: Fundamentals");
    set_text(&head.id, "dl");
    set_text(&head.description, "What one\nlearns first");
    set_text(&head.tags, "deep-learning ml::basics");
    deck_write_head(&out, &head, true);
    set_text(&entry.question, "What does a bias do?");
    set_text(&entry.answer, "It shifts it.\n\n- left\n- right\n");
    set_text(&entry.id, "bias");
    set_text(&entry.tags, "neuron");
    set_text(&entry.hint, "think of y = wx + b");
    set_text(&entry.note, "# 6");
    deck_write_entry(&out, &entry);
    deck_entry_clear(&entry);
    set_text(&entry.cloze, "{{a}} is b");
    deck_write_entry(&out, &entry);
    deck_write_comment(&out, "two\n\tlines \"x\\\033");
    assert_written(&out, "deck: \"Deep Learning: Fundamentals\"\n"
                         "id: dl\n"
                         "description: |\n"
                         "  What one\n"
                         "  learns first\n"
                         "tags: [deep-learning, ml::basics]\n"
                         "new: 5\n"
                         "scheduler: fsrs\n"
                         "retention: 0.875\n"
                         "cards:\n"
                         "\n"
                         "  - question: What does a bias do?\n"
                         "    answer: |\n"
                         "      It shifts it.\n"
                         "\n"
                         "      - left\n"
                         "      - right\n"
                         "    id: bias\n"
                         "    tags: [neuron]\n"
                         "    hint: think of y = wx + b\n"
                         "    note: \"# 6\"\n"
                         "    reverse: true\n"
                         "\n"
                         "  - cloze: \"{{a}} is b\"\n"
                         "# two\n"
                         "# \tlines \"x\\\\x1B\n");
    deck_head_done(&head);
    deck_entry_done(&entry);
    buf_done(&out);
}

static void test_writer__quotes_only_where_needed(void **state)
{
    (void)state;
    static const char *const texts[][2] = {
        {"plain", "plain"},
        {"yes", "yes"},
        {"2001", "2001"},
        {"-5", "-5"},
        {"- 5", "\"- 5\""},
        {"-", "\"-\""},
        {"~", "\"~\""},
        {"~x", "~x"},
        {"a: b", "\"a: b\""},
        {"a:b", "a:b"},
        {"ends:", "\"ends:\""},
        {"a #b", "\"a #b\""},
        {"a#b", "a#b"},
        {"#b", "\"#b\""},
        {"?", "\"?\""},
        {"?x", "?x"},
        {"{x", "\"{x\""},
        {"[x]", "\"[x]\""},
        {"a, b", "a, b"},
        {"*bold*", "\"*bold*\""},
        {" led", "\" led\""},
        {"say \"hi\"", "say \"hi\""},
        {"\"hi\" said", "'\"hi\" said'"},
        {"\"it's\" \\n", "'\"it''s\" \\n'"},
        {"back\\slash", "back\\slash"},
        {"a\tb", "\"a\\tb\""},
        {"a\rb", "\"a\\x0Db\""},
        {"\033[31m", "\"\\x1B[31m\""},
        {"\xc2\x85", "\"\\x85\""},
        {"\xe2\x80\xa8x", "\"\\u2028x\""},
        {"\xef\xbb\xbfx", "\"\\uFEFFx\""},
        {"„ä“ 日本 😀", "„ä“ 日本 😀"},
        {"two\nlines\rx", "\"two\\nlines\\x0Dx\""},
    };
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct buf out = {0}, wanted = {0};
        struct deck_entry entry = {.reverse = false};
        set_text(&entry.question, texts[i][0]);
        deck_write_entry(&out, &entry);
        buf_format(&wanted, "\n  - question: %s\n", texts[i][1]);
        assert_written(&out, buf_string(&wanted));
        deck_entry_done(&entry);
        buf_done(&out);
        buf_done(&wanted);
    }
}

static void test_writer__whether_answers_are_typed(void **state)
{
    (void)state;
    struct buf out = {0};
    struct deck_head head = {.caps = CAPS_UNSET, .type = true};
    struct deck_entry entry = {.type = true};
    set_text(&head.name, "d");
    deck_write_head(&out, &head, true);
    set_text(&entry.question, "as the deck says");
    deck_write_entry(&out, &entry);
    entry.type_given = true;
    set_text(&entry.question, "typed");
    deck_write_entry(&out, &entry);
    entry.type = false;
    set_text(&entry.question, "not typed");
    deck_write_entry(&out, &entry);
    deck_write_entry_in_braces(&out, &entry);
    assert_written(&out, "deck: d\ntype: true\ncards:\n"
                         "\n  - question: as the deck says\n"
                         "\n  - question: typed\n    type: true\n"
                         "\n  - question: not typed\n    type: false\n"
                         "{\"question\": \"not typed\", \"type\": false}");
    deck_head_done(&head);
    deck_entry_done(&entry);
    buf_done(&out);
}

static void test_writer__a_deck_without_cards(void **state)
{
    struct fixture *f = *state;
    struct buf out = {0};
    struct deck_head head = {.caps = CAPS_UNSET};
    set_text(&head.name, "~");
    deck_write_head(&out, &head, false);
    assert_written(&out, "deck: \"~\"\ncards: []\n");
    open_text(f, buf_string(&out));
    assert_text(&deck_head(f->reader)->name, "~");
    assert_null(next(f));
    deck_head_done(&head);
    buf_done(&out);
}

/* ---- what is written is read back ---- */

static uint64_t dice = 20260131;

static unsigned roll(unsigned sides)
{
    dice = dice * 6364136223846793005U + 1442695040888963407U;
    return (unsigned)((dice >> 33) % sides);
}

/* Pieces that mean something to YAML, at the beginnings and ends of lines above all. */
static void put_random(struct buf *text, bool one_line)
{
    static const char *const pieces[] = {"a", "b c", " ", "  ", "\n", "\n\n", "\t", "- ", "-", "? ",
        ": ", ":", "#", " #", "\"", "'", "\\", "{", "}", "[", "]", ",", "|", ">", "&x", "*y", "!z",
        "%", "@", "`", "~", "---", "...", "\r", "\033", "\x7f", "\xc2\x85", "\xc2\xa0",
        "\xe2\x80\xa8", "\xe2\x80\xa9", "\xef\xbb\xbf", "\xef\xbf\xbe", "ä", "日", "😀", "yes",
        "null", "=", "<<", "0x1"};
    buf_clear(text);
    for (unsigned count = roll(9); count > 0; count--) {
        const char *piece = pieces[roll(COUNT(pieces))];
        if (!one_line || !strpbrk(piece, "\n\r\t\033\x7f"))
            buf_text(text, piece);
    }
    while (text->length > 0 && strchr(" \t\r\n", text->bytes[text->length - 1]))
        buf_cut(text, text->length - 1);
}

static void put_random_tags(struct buf *tags)
{
    static const char *const pieces[] = {"a", "b::c", ":x", "x:", "[y", "z]", "{", "}", "'q'",
        "\"q", "#d", "-", "a:?b", "?", "&x", "ä", "~", "x!", "%", "\\", "\xe2\x80\xa8"};
    buf_clear(tags);
    for (unsigned count = roll(4); count > 0; count--)
        buf_format(tags, "%s%s", tags->length ? " " : "", pieces[roll(COUNT(pieces))]);
}

static void make_random(struct deck_entry *entry)
{
    deck_entry_clear(entry);
    put_random(&entry->question, false);
    if (entry->question.length == 0)
        set_text(&entry->question, "Q");
    put_random(&entry->answer, false);
    put_random(&entry->id, true);
    for (size_t i = 0; i < entry->id.length; i++)
        entry->id.bytes[i] = entry->id.bytes[i] == '#' ? '_' : entry->id.bytes[i];
    put_random_tags(&entry->tags);
    put_random(&entry->hint, false);
    put_random(&entry->note, false);
    entry->reverse = roll(2);
    entry->type_given = roll(2);
    entry->type = entry->type_given && roll(2);
}

static void assert_same(const struct deck_entry *got, const struct deck_entry *wanted)
{
    assert_non_null(got);
    assert_string_equal(buf_string(&got->question), buf_string(&wanted->question));
    assert_string_equal(buf_string(&got->answer), buf_string(&wanted->answer));
    assert_string_equal(buf_string(&got->id), buf_string(&wanted->id));
    assert_string_equal(buf_string(&got->tags), buf_string(&wanted->tags));
    assert_string_equal(buf_string(&got->hint), buf_string(&wanted->hint));
    assert_string_equal(buf_string(&got->note), buf_string(&wanted->note));
    assert_int_equal(got->reverse, wanted->reverse);
    assert_int_equal(got->type_given, wanted->type_given);
    assert_int_equal(got->type, wanted->type);
}

#define DECKS   300
#define ENTRIES 10

static void test_writer__what_is_written_is_read_back(void **state)
{
    struct fixture *f = *state;
    static struct deck_entry entries[ENTRIES];
    for (unsigned deck = 0; deck < DECKS; deck++) {
        struct buf out = {0};
        struct deck_head head = {.caps = {CAP_UNSET, roll(100)}, .names_itself = true};
        put_random(&head.name, true);
        buf_text(&head.name, "x");
        put_random(&head.id, true);
        buf_text(&head.id, "y");
        put_random(&head.description, false);
        put_random_tags(&head.tags);
        deck_write_head(&out, &head, true);
        for (unsigned i = 0; i < ENTRIES; i++) {
            make_random(&entries[i]);
            deck_write_entry(&out, &entries[i]);
        }
        open_text(f, buf_string(&out));
        assert_int_equal(f->told_count, 0);
        assert_string_equal(buf_string(&deck_head(f->reader)->name), buf_string(&head.name));
        assert_string_equal(buf_string(&deck_head(f->reader)->id), buf_string(&head.id));
        assert_string_equal(
            buf_string(&deck_head(f->reader)->description), buf_string(&head.description));
        assert_string_equal(buf_string(&deck_head(f->reader)->tags), buf_string(&head.tags));
        for (unsigned i = 0; i < ENTRIES; i++)
            assert_same(next(f), &entries[i]);
        assert_null(next(f));
        assert_int_equal(f->told_count, 0);
        deck_head_done(&head);
        buf_done(&out);
    }
    for (unsigned i = 0; i < ENTRIES; i++)
        deck_entry_done(&entries[i]);
}

/* Longer than any buffer, and than what libyaml takes for a key. */
static void test_writer__very_long_texts_are_read_back(void **state)
{
    struct fixture *f = *state;
    static const char *const pieces[] = {
        "word ", "\"quoted\", ", "back\\slash ", "a: b # ", "\t", "line\n", "\r"};
    struct deck_head head = {.caps = CAPS_UNSET};
    static struct deck_entry entries[COUNT(pieces)];
    struct buf out = {0};
    set_text(&head.name, "long");
    deck_write_head(&out, &head, true);
    for (size_t i = 0; i < COUNT(pieces); i++) {
        struct deck_entry *entry = &entries[i];
        set_text(&entry->question, "begins ");
        for (int count = 0; count < 30000; count++)
            buf_text(&entry->question, pieces[i]);
        buf_text(&entry->question, "ends");
        buf_text(&entry->answer, buf_string(&entry->question));
        buf_fill(&entry->id, i % 2 ? '"' : 'i', 254);
        buf_format(&entry->id, "%zu", i);
        buf_fill(&entry->tags, i % 2 ? '\'' : 't', 3000);
        for (int count = 0; count < 2000; count++)
            buf_format(&entry->tags, " tag%d", count);
        deck_write_entry(&out, entry);
    }
    open_text(f, buf_string(&out));
    for (size_t i = 0; i < COUNT(pieces); i++)
        assert_same(next(f), &entries[i]);
    assert_null(next(f));
    assert_int_equal(f->told_count, 0);
    for (size_t i = 0; i < COUNT(pieces); i++)
        deck_entry_done(&entries[i]);
    deck_head_done(&head);
    buf_done(&out);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    static const struct CMUnitTest tests[] = {
        TEST(test_writer__a_whole_deck),
        TEST(test_writer__quotes_only_where_needed),
        TEST(test_writer__whether_answers_are_typed),
        TEST(test_writer__a_deck_without_cards),
        TEST(test_writer__what_is_written_is_read_back),
        TEST(test_writer__very_long_texts_are_read_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
