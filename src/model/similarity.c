#include "model/similarity.h"

#include "base/casefold.h"
#include "base/hash.h"
#include "base/normal.h"
#include "base/utf8.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* ---- characters ---- */

enum kind { BREAK, LETTER, DIGIT, OPERATOR, ALONE };

/* Characters above ASCII are letters, except these. An ALONE character is a word by itself: a
 * picture, a Korean syllable, or a character of a script that puts no spaces between words. */
static const struct {
    uint32_t first, last;
    enum kind kind;
} ranges[] = {{0x80, 0xa9, BREAK}, {0xab, 0xb1, BREAK}, {0xb4, 0xb4, BREAK}, {0xb6, 0xb8, BREAK},
    {0xbb, 0xbb, BREAK}, {0xbf, 0xbf, BREAK}, {0x0e00, 0x0eff, ALONE}, {0x1000, 0x109f, ALONE},
    {0x1780, 0x17ff, ALONE}, {0x2000, 0x206f, BREAK}, {0x2190, 0x22ff, OPERATOR},
    {0x3000, 0x303f, BREAK}, {0x2e80, 0x9fff, ALONE}, {0xac00, 0xd7af, ALONE},
    {0xf900, 0xfaff, ALONE}, {0xff00, 0xff0f, BREAK}, {0xff1a, 0xff20, BREAK},
    {0xff3b, 0xff40, BREAK}, {0xff5b, 0xff65, BREAK}, {0x1f000, 0x3ffff, ALONE}};

static enum kind similarity_kind_of(uint32_t c)
{
    if (c < 0x80) {
        if ((c | 32) >= 'a' && (c | 32) <= 'z')
            return LETTER;
        if (c >= '0' && c <= '9')
            return DIGIT;
        return c > ' ' && strchr("+-/=<>&|^~%$#@\\", (int)c) ? OPERATOR : BREAK;
    }
    for (size_t i = 0; i < COUNT(ranges); i++)
        if (c >= ranges[i].first && c <= ranges[i].last)
            return ranges[i].kind;
    return LETTER;
}

/* ---- words ---- */

#define LETTERS_MAX  31
#define BAG          0x1fffffu /* which letters a word has, by their code modulo 21 */
#define LITERAL_MORE 4         /* letters added to the weight of a literal word */

/* These constants were chosen by measurement. */
#define SAME_WORDS_MOVED 850 /* similarity of two sides with the same words in another order */
#define LONG_ANSWER      40  /* letters; answers with at least this many may count alone */
#define SAME_ANSWER      940 /* the minimum similarity of such answers */

static_assert(SKETCH_WORDS <= UINT16_MAX, "sketch_side.count has 16 bits");
static_assert(BAG == (1u << 21) - 1 && LETTERS_MAX == (1u << 5) - 1,
    "a word is 32 bits of hash, 1 for literal, 5 for the first letter, 5 for the letter count and "
    "21 for its BAG");

static uint32_t similarity_hash_of(sketch_word word)
{
    return (uint32_t)(word >> 32);
}

bool sketch_word_is_literal(sketch_word word)
{
    return word >> 31 & 1;
}

static unsigned similarity_first_of(sketch_word word)
{
    return word >> 26 & 31;
}

static unsigned similarity_letters_of(sketch_word word)
{
    return word >> 21 & LETTERS_MAX;
}

bool sketch_word_is_sign(sketch_word word)
{
    return similarity_letters_of(word) == 1 && similarity_first_of(word) == 0;
}

static unsigned similarity_weight_of(sketch_word word)
{
    return similarity_letters_of(word) + (sketch_word_is_literal(word) ? LITERAL_MORE : 0);
}

#define HASH_FACTOR  UINT64_C(0x100000001b3) /* the prime of the FNV-1a hash */
#define ORDER_FACTOR UINT32_C(0x9e3779b1)    /* 2^32 over the golden ratio; odd */

/* Whether a character ends the word before it. `begun`: the word so far has a character other than
 * an operator. */
static bool similarity_ends_word(enum kind kind, unsigned letters, bool begun, bool alone)
{
    return letters && (kind == BREAK || alone || (begun && (kind == OPERATOR || kind == ALONE)));
}

/* Read a word and advance the cursor; 0 at the end. Operators belong to the word after them. A
 * hyphen in a word separates two words, and one that stands alone is ignored. */
static sketch_word similarity_next_word(const char **cursor, uint32_t *literals)
{
    uint64_t exact = 1, folded = 2;
    uint32_t bag = 0, first = 0;
    unsigned letters = 0;
    bool literal = false, begun = false, alone = false;
    for (const char *after = *cursor; *after; *cursor = after) {
        uint32_t c = utf8_next(&after), low = casefold_character(c);
        enum kind kind = similarity_kind_of(c);
        if (similarity_ends_word(kind, letters, begun, alone)) {
            *cursor = c == '-' ? after : *cursor;
            break;
        }
        if (kind == BREAK || (c == '-' && !letters && (*after == ' ' || *after == '\0')))
            continue;
        exact = (exact ^ c) * HASH_FACTOR;
        folded = (folded ^ low) * HASH_FACTOR;
        if (kind == DIGIT || kind == OPERATOR) {
            literal = true;
            *literals = *literals * ORDER_FACTOR + c;
        }
        first = letters ? first : low;
        bag |= 1u << low % 21;
        letters += letters < LETTERS_MAX;
        begun |= kind != OPERATOR;
        alone = kind == ALONE;
    }
    if (!letters)
        return 0;
    uint64_t hash = hash_add(literal, literal ? &exact : &folded, sizeof exact);
    hash &= UINT64_C(0xffffffff00000000);
    return hash | (uint64_t)literal << 31 | (alone ? 0 : first & 31) << 26 | letters << 21 | bag;
}

static int similarity_by_word(const void *a, const void *b)
{
    sketch_word x = *(const sketch_word *)a, y = *(const sketch_word *)b;
    return (x > y) - (x < y);
}

/* ---- texts ---- */

static const char *similarity_skip(const char *text)
{
    if (*text)
        utf8_next(&text);
    return text;
}

/* Whether the bytes from a to a_end equal those from b to b_end. */
static bool similarity_is_same(const char *a, const char *a_end, const char *b, const char *b_end)
{
    return a_end - a == b_end - b && memcmp(a, b, (size_t)(a_end - a)) == 0;
}

bool texts_slipped(const char *a, const char *b)
{
    const char *x = similarity_skip(a), *y = similarity_skip(b);
    for (; *a && similarity_is_same(a, x, b, y); x = similarity_skip(x), y = similarity_skip(y)) {
        a = x;
        b = y;
    }
    const char *after_x = similarity_skip(x), *after_y = similarity_skip(y);
    bool swapped = similarity_is_same(a, x, y, after_y) && similarity_is_same(x, after_x, b, y);
    return strcmp(x, y) == 0 || strcmp(x, b) == 0 || strcmp(a, y) == 0 ||
           (swapped && strcmp(after_x, after_y) == 0);
}

/* ---- sketches ---- */

/* Insert a word if it is among the SKETCH_WORDS words with the lowest hashes, which are sorted. */
static void similarity_keep_lowest(sketch_word *words, struct sketch_side *side, sketch_word word)
{
    size_t at = side->count;
    if (side->count == SKETCH_WORDS) {
        side->sampled = true;
        if (word >= words[--at])
            return;
    } else {
        side->count++;
    }
    for (; at > 0 && similarity_by_word(&words[at - 1], &word) > 0; at--)
        words[at] = words[at - 1];
    words[at] = word;
}

/* Returns false if memory ran out. */
static bool similarity_sketch_side(
    const char *text, struct sketch_side *side, sketch_word words[SKETCH_WORDS])
{
    struct buf normal = {0};
    size_t length = strlen(text);
    if (normal_run(text, length) < length) {
        normal_add(&normal, text, length);
        text = buf_string(&normal);
    }
    *side = (struct sketch_side){0};
    for (sketch_word word; (word = similarity_next_word(&text, &side->literal));) {
        uint32_t hash = similarity_hash_of(word);
        side->order = side->order * ORDER_FACTOR + hash;
        side->letters += similarity_weight_of(word);
        similarity_keep_lowest(words, side, word);
    }
    bool ok = !normal.failed;
    buf_done(&normal);
    return ok;
}

struct sketch *sketch_new(const char *question, const char *answer)
{
    sketch_word words[2][SKETCH_WORDS];
    struct sketch_side sides[2];
    if (!similarity_sketch_side(question, &sides[0], words[0]) ||
        !similarity_sketch_side(answer, &sides[1], words[1]))
        return NULL;
    size_t first = sides[0].count, second = sides[1].count;
    struct sketch *sketch = malloc(sizeof *sketch + (first + second) * sizeof *sketch->words);
    if (!sketch)
        return NULL;
    memcpy(sketch->sides, sides, sizeof sides);
    memcpy(sketch->words, words[0], first * sizeof *sketch->words);
    memcpy(sketch->words + first, words[1], second * sizeof *sketch->words);
    return sketch;
}

/* The differences between two sides. */
struct similarity_difference {
    sketch_word gone[SKETCH_WORDS], come[SKETCH_WORDS];
    size_t gone_count, come_count;
    int slips, total; /* total: the letters compared on both sides */
};

/* Whether one word may be a misspelling of the other: one letter added or missing, two swapped, or
 * one replaced; but not the first letter, where slips are rare (K. Kukich, "Techniques for
 * automatically correcting words in text", 1992). Apart from the first letter, only the sets of
 * letters are compared, not their order. */
static bool similarity_is_slip(sketch_word a, sketch_word b)
{
    unsigned x = similarity_letters_of(a), y = similarity_letters_of(b), longer = x > y ? x : y;
    int most = x == y ? 2 : 1; /* how many letters may be in only one of the words */
    return !sketch_word_is_literal(a) && !sketch_word_is_literal(b) && longer >= 3 && x <= y + 1 &&
           y <= x + 1 && similarity_first_of(a) == similarity_first_of(b) &&
           __builtin_popcountll((a ^ b) & BAG) <= most;
}

/* Like similarity_is_slip, but for words of any length, and in any letter. */
static bool similarity_is_near(sketch_word a, sketch_word b)
{
    unsigned x = similarity_letters_of(a), y = similarity_letters_of(b);
    return a && b && x <= y + 1 && y <= x + 1 &&
           __builtin_popcountll((a ^ b) & BAG) <= (x == y ? 2 : 1);
}

/* The member `order` is a number in base ORDER_FACTOR, modulo 2^32, with the words' hashes as
 * digits. So the difference between two orders shows whether y is where x was. */
bool sketch_side_slipped(
    const struct sketch_side *a, sketch_word x, const struct sketch_side *b, sketch_word y)
{
    uint32_t difference = b->order - a->order;
    if (a->literal != b->literal || a->count != b->count)
        return false;
    if (!x && !y)
        return difference == 0;
    uint32_t change = similarity_hash_of(y) - similarity_hash_of(x);
    for (unsigned place = 0; place < a->count && change != difference; place++)
        change *= ORDER_FACTOR;
    return change == difference && similarity_is_near(x, y);
}

static void similarity_find_words(struct similarity_difference *d, const sketch_word *a,
    const struct sketch_side *x, const sketch_word *b, const struct sketch_side *y)
{
    sketch_word last_a = x->sampled ? a[x->count - 1] : UINT64_MAX;
    sketch_word last_b = y->sampled ? b[y->count - 1] : UINT64_MAX;
    sketch_word last = last_a < last_b ? last_a : last_b;
    for (size_t i = 0, j = 0;;) {
        bool more_a = i < x->count && a[i] <= last, more_b = j < y->count && b[j] <= last;
        if (!more_a && !more_b)
            return;
        if (more_a && more_b && a[i] == b[j]) {
            d->total += 2 * (int)similarity_weight_of(a[i]);
            i++, j++;
        } else if (!more_b || (more_a && a[i] < b[j])) {
            d->total += (int)similarity_weight_of(a[i]);
            d->gone[d->gone_count++] = a[i++];
        } else {
            d->total += (int)similarity_weight_of(b[j]);
            d->come[d->come_count++] = b[j++];
        }
    }
}

static void similarity_forgive_slips(struct similarity_difference *d)
{
    assert(d->gone_count <= SKETCH_WORDS && d->come_count <= SKETCH_WORDS);
    for (size_t i = 0; i < d->gone_count;) {
        size_t j = 0;
        while (j < d->come_count && !similarity_is_slip(d->gone[i], d->come[j]))
            j++;
        if (j == d->come_count) {
            i++;
            continue;
        }
        d->slips++;
        d->gone[i] = d->gone[--d->gone_count];
        d->come[j] = d->come[--d->come_count];
    }
}

static int similarity_sum(const sketch_word *words, size_t count)
{
    int sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += (int)similarity_weight_of(words[i]);
    return sum;
}

/* The similarity of two sides; -1 if one is empty, since that proves nothing. */
static int similarity_of_sides(const sketch_word *a, const struct sketch_side *x,
    const sketch_word *b, const struct sketch_side *y, bool *exchanged)
{
    struct similarity_difference d = {.total = 0};
    if (!x->count || !y->count)
        return -1;
    similarity_find_words(&d, a, x, b, y);
    similarity_forgive_slips(&d);
    int gone = similarity_sum(d.gone, d.gone_count), come = similarity_sum(d.come, d.come_count);
    int least = gone < come ? gone : come, cost = gone + come + 2 * least + 2 * d.slips;
    *exchanged = least > 0;
    if (cost == 0 && x->order != y->order && !x->sampled && !y->sampled)
        return SAME_WORDS_MOVED;
    return d.total > cost ? 1000 - 1000 * cost / d.total : 0;
}

int sketch_similarity(const struct sketch *a, const struct sketch *b)
{
    bool exchanged = false;
    const struct sketch_side *x = a->sides, *y = b->sides;
    int question = similarity_of_sides(a->words, &x[0], b->words, &y[0], &exchanged);
    int answer =
        similarity_of_sides(a->words + x[0].count, &x[1], b->words + y[0].count, &y[1], &exchanged);
    question = question < 0 ? (answer < 0 ? 0 : answer) : question;
    answer = answer < 0 ? question : answer;
    bool long_answer = x[1].letters >= LONG_ANSWER && y[1].letters >= LONG_ANSWER;
    if (long_answer && answer >= SAME_ANSWER && !exchanged)
        return answer;
    if (question == 1000)
        return 500 + answer / 2;
    return question * answer / 1000;
}
