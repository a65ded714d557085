#include "base/nearest.h"

#include <string.h>

#define WORD_MAX 32 /* bytes; a longer word matches nothing */

static size_t nearest_least(size_t a, size_t b, size_t c)
{
    size_t ab = a < b ? a : b;
    return ab < c ? ab : c;
}

static size_t nearest_edits(const char *a, const char *b)
{
    size_t rows[3][WORD_MAX + 1], length = strlen(b);
    for (size_t j = 0; j <= length; j++)
        rows[0][j] = j;
    for (size_t i = 1; a[i - 1]; i++) {
        size_t *row = rows[i % 3], *up = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= length; j++) {
            row[j] = nearest_least(up[j - 1] + (a[i - 1] != b[j - 1]), up[j] + 1, row[j - 1] + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = nearest_least(row[j], before[j - 2] + 1, row[j]);
        }
    }
    return rows[strlen(a) % 3][length];
}

const char *nearest_word(const char *word, const char *const *words, size_t count)
{
    const char *nearest = NULL;
    size_t fewest = 3, length = strlen(word);
    for (size_t i = 0; i < count && length <= WORD_MAX; i++) {
        size_t need = strlen(words[i]) <= WORD_MAX ? nearest_edits(word, words[i]) : WORD_MAX;
        if (need < fewest && need * 2 < length) {
            fewest = need;
            nearest = words[i];
        }
    }
    return nearest;
}
