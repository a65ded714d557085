#include "base/nearest.h"

#include <string.h>

#define WORD_MOST 32 /* longer words are nobody's slip of ours */

static size_t least(size_t a, size_t b, size_t c)
{
    size_t ab = a < b ? a : b;
    return ab < c ? ab : c;
}

static size_t edits(const char *a, const char *b)
{
    size_t row[WORD_MOST + 1], length = strlen(b);
    for (size_t j = 0; j <= length; j++)
        row[j] = j;
    for (size_t i = 0; a[i]; i++) {
        size_t diagonal = row[0];
        row[0] = i + 1;
        for (size_t j = 0; j < length; j++) {
            size_t cost = diagonal + (a[i] != b[j]);
            diagonal = row[j + 1];
            row[j + 1] = least(cost, row[j] + 1, diagonal + 1);
        }
    }
    return row[length];
}

const char *nearest_word(const char *word, const char *const *words, size_t count)
{
    const char *nearest = NULL;
    size_t fewest = 3, length = strlen(word);
    for (size_t i = 0; i < count && length <= WORD_MOST; i++) {
        size_t need = strlen(words[i]) <= WORD_MOST ? edits(word, words[i]) : WORD_MOST;
        if (need < fewest && need * 2 < length + 1) {
            fewest = need;
            nearest = words[i];
        }
    }
    return nearest;
}
